"""What the demonstration's councils decide: votes, resolutions, their tasks, and resolutions entered later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import islice
from typing import Final

from accounts.models import User
from councils.models import Council, Field
from followups.models import FollowUp
from portal.demo.hall import Hall
from portal.demo.subjects import subjects
from sessions import services
from sessions.documents.votes import adoption_words
from sessions.models import Paper, Resolution, Sitting

ARTICLES: Final = (
    "Điều 1. Thông qua nội dung theo Tờ trình của Ủy ban nhân dân.\n"
    "Điều 2. Giao Ủy ban nhân dân tổ chức triển khai thực hiện Nghị quyết và báo cáo kết quả tại kỳ họp thường lệ.\n"
    "Điều 3. Thường trực Hội đồng nhân dân, các Ban, các Tổ đại biểu và đại biểu Hội đồng nhân dân giám sát việc "
    "thực hiện Nghị quyết."
)


def resolve(hall: Hall, sitting: Sitting, drafts: Iterable[Paper]) -> list[Resolution]:
    """Drafted from the papers, tabled, voted on one after the other on the last half-day."""
    last = sitting.plenary_meetings.order_by("day", "part").last()
    assert last is not None  # noqa: S101 - the half-days were planned
    made = []
    for number, paper in enumerate(drafts):
        resolution = services.draft_resolution(
            council=hall.council,
            user=hall.clerk,
            sitting=sitting,
            paper=paper,
            council_term=hall.term,
            bases="Căn cứ Luật Tổ chức chính quyền địa phương\nXét Tờ trình của UBND và Báo cáo thẩm tra",
            text=ARTICLES,
            field=hall.fields["public-investment" if number % 2 else "finance"],
        )
        services.table(resolution=resolution, user=hall.clerk, on=last.day)
        present = last.attendances.filter(status="present").count()
        services.record_vote(
            sitting=sitting,
            meeting=last,
            user=hall.clerk,
            title=adoption_words(resolution),
            method="electronic" if number % 2 else "hands",
            majority="ordinary",
            votes_for=present - number % 3,
            votes_against=min(number % 3, 1),
            resolution=resolution,
            is_final=True,
            held_at=time(15, 30 + number),
        )
        resolution.refresh_from_db()
        made.append(resolution)
    return made


def publish(hall: Hall, resolutions: Iterable[Resolution], signed_on: date) -> None:
    """Signed and numbered, its task issued, sent up in time, published."""
    for resolution in resolutions:
        _task(hall, resolution, signed_on)
        services.sign(
            resolution=resolution, user=hall.clerk, on=signed_on, signer="Chủ tịch Hội đồng nhân dân"
        )
        services.issue(resolution=resolution, user=hall.clerk, on=signed_on + timedelta(days=1))
        services.send_up(resolution=resolution, user=hall.clerk, on=signed_on + timedelta(days=2))
        services.publish(
            resolution=resolution,
            user=hall.clerk,
            on=signed_on + timedelta(days=7),
            where="Cổng thông tin điện tử của địa phương",
        )


def _task(hall: Hall, resolution: Resolution, on: date) -> None:
    services.add_task(
        resolution=resolution,
        user=hall.clerk,
        article="Điều 2",
        follow_up=FollowUp(
            council=hall.council,
            title=f"Tổ chức triển khai thực hiện Nghị quyết {resolution.title[0].lower()}{resolution.title[1:]}"[
                :300
            ],
            agency=hall.owners.get("own", hall.owners["ubnd"]) if resolution.pk % 2 else hall.owners["ubnd"],
            accountable="Người đứng đầu cơ quan",
            evidence="Kế hoạch triển khai và báo cáo kết quả tại kỳ họp thường lệ giữa năm",
            due_on=on + timedelta(days=190),
            legal_basis="Điều 2 của Nghị quyết",
        ),
    )


def adopt_many(
    council: Council,
    sitting: Sitting,
    count: int,
    *,
    user: User | None,
    signed_on: date,
    start: int = 0,
    sent_late: int = 0,
) -> None:
    """Resolutions of an old sitting, entered after it was over: numbered, sent up within three days, published."""
    fields = {row.code: row for row in Field.objects.filter(council__isnull=True)}
    year = sitting.opens_on.year + (sitting.kind == Sitting.Kind.YEAREND)
    for number, subject in enumerate(islice(subjects(year, first=1 + start), count)):
        services.enter_adopted_resolution(
            council=council,
            sitting=sitting,
            council_term=sitting.council_term,
            title=subject.title,
            field=fields[subject.field],
            is_normative=subject.is_normative,
            adopted_on=sitting.closes_on,
            signed_on=signed_on,
            sent_up_on=signed_on + timedelta(days=5 if number < sent_late else 2),
            published_on=signed_on + timedelta(days=7),
            published_at="Công báo của tỉnh",
            in_force_on=sitting.closes_on + timedelta(days=11) if subject.is_normative else None,
            proposer="UBND",
            signer="Chủ tịch Hội đồng nhân dân",
            user=user,
        )
