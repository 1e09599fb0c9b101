"""Programmes of supervision in the living council: this year's is carried out, next year's is put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from councils.models import Committee
from portal.demo.stage import Stage
from supervision import services
from supervision.models import Programme, ProgrammeItem, Proposal, TextReview


def living_programmes(stage: Stage, committees: Sequence[Committee]) -> None:
    """Two years of the Standing Committee, a committee that would visit the same body too soon, and a legal text."""
    year = timezone.localdate().year
    _this_year(stage, year)
    _next_year(stage, committees[0], year + 1)
    _legal_text(stage)


def _programme(stage: Stage, year: int, committee: Committee | None = None) -> Programme:
    subject = "committee" if committee else "standing_committee"
    made = Programme(council=stage.council, year=year, subject=subject, committee=committee)
    return services.save_programme(programme=made, user=stage.clerk)


def _item(stage: Stage, body: str, first: date, **facts: Any) -> ProgrammeItem:
    item = ProgrammeItem(starts_on=first, ends_on=first + timedelta(days=20), **facts)
    return services.save_item(item=item, bodies=[stage.bodies[body]], user=stage.clerk)


def _this_year(stage: Stage, year: int) -> None:
    begun = stage.term.starts_on + timedelta(days=30)
    programme = _programme(stage, year)
    done = _item(
        stage, "committee", begun, programme=programme, form="reports", title="Báo cáo kết quả tiếp công dân"
    )
    survey = {"form": "survey", "title": "Khảo sát công trình nước sạch"}
    _item(stage, "land", date(year, 12, 8), programme=programme, **survey)
    services.step_programme(programme=programme, name="draft", user=stage.clerk, on=begun)
    services.decide_programme(programme=programme, user=stage.clerk, on=begun, act_symbol="02/CTr-HĐND")
    services.finish_item(item=done, user=stage.clerk, on=begun + timedelta(days=25))


def _next_year(stage: Stage, committee: Committee, year: int) -> None:
    today = timezone.localdate()
    programme = _programme(stage, year)
    proposals = [
        services.save_proposal(
            proposal=Proposal(
                council=stage.council,
                year=year,
                subject="standing_committee",
                proposer=proposer,
                proposer_name=name,
                proposed_on=today - timedelta(days=9),
                content=content,
                need="Nhiều ý kiến, kiến nghị của cử tri về nội dung này qua các đợt tiếp xúc.",
                scope="Trên địa bàn xã, số liệu hai năm gần nhất.",
                objects_text="Ủy ban nhân dân xã và các phòng chuyên môn.",
            ),
            user=stage.clerk,
        )
        for proposer, name, content in (
            ("front", "Ủy ban MTTQ Việt Nam xã", "Việc cấp giấy chứng nhận quyền sử dụng đất"),
            ("voters", "Cử tri các thôn", "Việc thu gom, xử lý rác thải sinh hoạt"),
        )
    ]
    item = services.select_proposals(
        programme=programme,
        proposals=proposals[:1],
        user=stage.clerk,
        on=today - timedelta(days=2),
        form="thematic",
    )
    item.starts_on, item.ends_on = date(year, 4, 5), date(year, 4, 25)
    services.save_item(item=item, bodies=[stage.bodies["land"]], user=stage.clerk, version=item.version)
    own = _programme(stage, year, committee)
    _item(stage, "land", date(year, 5, 10), programme=own, title="Việc quản lý, sử dụng đất công ích")


def _legal_text(stage: Stage) -> None:
    today = timezone.localdate()
    review = services.save_text_review(
        review=TextReview(
            council=stage.council,
            subject="standing_committee",
            symbol=f"03/{today.year}/QĐ-UBND",
            title="Quyết định ban hành Quy chế quản lý chợ trên địa bàn xã",
            issuer=stage.bodies["committee"],
            issued_on=today - timedelta(days=40),
            received_on=today - timedelta(days=36),
        ),
        user=stage.clerk,
    )
    services.record_finding(
        review=review,
        user=stage.clerk,
        on=today - timedelta(days=20),
        finding="sound",
    )
