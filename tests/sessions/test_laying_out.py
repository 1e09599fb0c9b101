"""A new sitting is laid out: from the template of its kind, or like an earlier one with every day counted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pytest_django import DjangoAssertNumQueries

from councils.models import Agency, Committee, Council, CouncilTerm
from sessions import services
from sessions.models import AgendaItem, Paper, PlenaryMeeting, Sitting
from tests.factories import (
    AgencyFactory,
    AgendaItemFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    PaperFactory,
    PlenaryMeetingFactory,
    SittingFactory,
    SittingStepFactory,
)
from tests.sessions.law import load_law

ClientAs = Callable[..., Client]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    """Well before any of it."""
    with time_machine.travel("2026-05-04 09:00+07:00", tick=False):
        load_law()
        yield


@pytest.fixture
def executive(council: Council) -> Agency:
    """The People's Committee of the council's own level."""
    made: Agency = AgencyFactory(council=council, kind="peoples_committee", name="Ủy ban nhân dân xã")
    return made


@pytest.fixture
def money(council: Council) -> Committee:
    """The committee for economy and budget."""
    made: Committee = CommitteeFactory(council=council)
    return made


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    """The mid-year sitting of July 2026."""
    made: Sitting = SittingFactory(council_term=term)
    return made


def papers(sitting: Sitting) -> dict[str, Paper]:
    rows = sitting.papers.select_related(
        "owner_agency", "owner_committee", "committee", "due_rule", "goes_with"
    )
    return {paper.title: paper for paper in rows}


# --- As its kind usually is ---


def test_the_template_knows_who_owes_what_and_who_verifies_it(
    sitting: Sitting, executive: Agency, money: Committee
) -> None:
    laid = services.lay_out(sitting=sitting, user=None)
    found = papers(sitting)
    budget = found["Báo cáo tình hình thực hiện thu, chi ngân sách 6 tháng đầu năm 2026"]
    assert (budget.owner_agency, budget.committee, budget.state) == (executive, money, "expected")
    own = found[f"Báo cáo kết quả hoạt động của {money.name} 6 tháng đầu năm 2026"]
    assert (own.owner_committee, own.committee) == (money, None)
    standing = found["Báo cáo kết quả hoạt động của Thường trực HĐND 6 tháng đầu năm 2026"]
    assert standing.owner is None
    assert laid.papers == len(found) == len({paper.number for paper in found.values()})


def test_due_days_of_papers_follow_the_rules_of_level_and_day(
    sitting: Sitting, executive: Agency, money: Committee
) -> None:
    services.lay_out(sitting=sitting, user=None)
    found = papers(sitting)
    to_verify = found["Báo cáo công tác thực hành tiết kiệm, chống lãng phí 6 tháng đầu năm 2026"]
    assert to_verify.due_rule is not None
    assert (to_verify.due_rule.code, to_verify.due_on) == ("VER-MEETING", date(2026, 7, 3))
    promised = found["Báo cáo kết quả thực hiện nội dung đã hứa khi trả lời chất vấn"]
    assert promised.due_rule is not None
    assert (promised.due_rule.code, promised.legal_basis) == (
        "Q-PROMISE-REPORT",
        promised.due_rule.legal_basis,
    )


def test_a_paper_that_no_rule_dates_is_due_on_the_opening_day() -> None:
    old = CouncilTermFactory(starts_on=date(2011, 5, 22))
    sitting = SittingFactory(
        council_term=old, opens_on=date(2013, 7, 9), closes_on=date(2013, 7, 9), kind="regular_midyear"
    )
    services.lay_out(sitting=sitting, user=None)
    assert {paper.due_on for paper in sitting.papers.all()} == {date(2013, 7, 9)}


def test_court_and_procuracy_report_to_a_province_and_not_to_a_commune(sitting: Sitting) -> None:
    services.lay_out(sitting=sitting, user=None)
    assert not [title for title in papers(sitting) if "Tòa án" in title or "Viện kiểm sát" in title]
    province = CouncilTermFactory(council=CouncilFactory(level="province", unit_type="tinh"))
    for kind, name in (("court", "Tòa án nhân dân tỉnh"), ("other", "Thi hành án dân sự tỉnh")):
        AgencyFactory(council=province.council, kind=kind, name=name)
    higher = SittingFactory(council_term=province)
    services.lay_out(sitting=higher, user=None)
    owners = {title: str(paper.owner_agency) for title, paper in papers(higher).items() if paper.owner_agency}
    assert owners["Báo cáo công tác của Tòa án nhân dân 6 tháng đầu năm 2026"] == "Tòa án nhân dân tỉnh"
    assert owners["Báo cáo công tác thi hành án dân sự 6 tháng đầu năm 2026"] == "Thi hành án dân sự tỉnh"


def test_papers_whose_owner_the_list_lacks_say_so(client_as: ClientAs, sitting: Sitting) -> None:
    laid = services.lay_out(sitting=sitting, user=None)
    assert laid.unknown_owners == ["Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban nhân dân"]
    front = papers(sitting)[
        "Thông báo về công tác Mặt trận tham gia xây dựng chính quyền 6 tháng đầu năm 2026"
    ]
    assert front.owner_agency is None
    assert front.note == "Chưa xác định cơ quan chủ trì: Ủy ban Mặt trận Tổ quốc Việt Nam."
    client, lacking = client_as("secretariat"), sitting.papers.exclude(note="").count()
    page = client.get(sitting.get_absolute_url())
    assert page.context["object"].ownerless == lacking > 1
    Paper.objects.filter(pk=front.pk).update(owner_agency=AgencyFactory(council=sitting.council))
    assert client.get(sitting.get_absolute_url()).context["object"].ownerless == lacking - 1


def test_an_agency_that_has_ended_owes_nothing_to_a_later_sitting(sitting: Sitting) -> None:
    AgencyFactory(council=sitting.council, kind="front", name="Ủy ban MTTQ huyện", valid_to=date(2025, 6, 30))
    assert "Ủy ban Mặt trận Tổ quốc Việt Nam" in services.lay_out(sitting=sitting, user=None).unknown_owners


def test_a_draft_resolution_goes_with_its_proposal(term: CouncilTerm, money: Committee) -> None:
    sitting = SittingFactory(
        council_term=term, kind="thematic", theme="Điều chỉnh kế hoạch đầu tư công trung hạn"
    )
    services.lay_out(sitting=sitting, user=None)
    proposal, draft = sitting.papers.order_by("number")
    assert proposal.title == "Tờ trình về điều chỉnh kế hoạch đầu tư công trung hạn"
    assert (draft.kind, draft.goes_with, draft.committee) == ("draft_resolution", proposal, money)


def test_papers_are_found_by_words_without_accents(sitting: Sitting) -> None:
    services.lay_out(sitting=sitting, user=None)
    assert sitting.papers.filter(search__contains="ngan sach 6 thang dau nam 2026").exists()


def test_the_agenda_is_a_skeleton_in_the_usual_order_with_the_papers_attached(
    sitting: Sitting, money: Committee
) -> None:
    services.lay_out(sitting=sitting, user=None)
    items = list(sitting.agenda_items.prefetch_related("papers"))
    sections = [item.title for item in items if item.kind == "section"]
    assert sections[0] == "Khai mạc"
    assert sections[-1] == "Bế mạc"
    assert {item.depth for item in items if item.kind == "section"} == {0}
    budget = next(item for item in items if "ngân sách" in item.title and item.kind == "presentation")
    assert [paper.title for paper in budget.papers.all()] == [budget.title]
    assert (budget.reading_minutes, budget.presenter) == (15, "Đại diện Ủy ban nhân dân")
    committees = next(item for item in items if item.title == "Báo cáo kết quả hoạt động của các Ban")
    assert [paper.owner_committee for paper in committees.papers.all()] == [money]
    vote = next(item for item in items if item.title == "Biểu quyết thông qua các nghị quyết")
    assert {paper.kind for paper in vote.papers.all()} == {"draft_resolution"}


@pytest.mark.parametrize(
    ("kind", "some", "without"),
    [
        ("regular_yearend", "Tờ trình về kế hoạch đầu tư công năm 2027", "Chất vấn của đại biểu"),
        ("constituting", "Báo cáo kết quả xác nhận tư cách đại biểu HĐND", "Chất vấn và trả lời chất vấn"),
        ("urgent", "Tờ trình về nội dung của kỳ họp", "Chất vấn và trả lời chất vấn"),
    ],
)
def test_each_kind_has_papers_and_agenda_of_its_own(
    term: CouncilTerm, kind: str, some: str, without: str
) -> None:
    sitting = SittingFactory(council_term=term, kind=kind)
    services.lay_out(sitting=sitting, user=None)
    assert some in papers(sitting)
    assert not sitting.agenda_items.filter(title=without).exists()


def test_half_days_come_with_it_and_a_second_call_adds_nothing(sitting: Sitting, executive: Agency) -> None:
    first = services.lay_out(sitting=sitting, user=None)
    assert first.half_days == 4
    again = services.lay_out(sitting=sitting, user=None)
    assert (again.steps, again.papers, again.items, again.half_days) == (0, 0, 0, 0)


def test_what_was_entered_before_stays_alone(sitting: Sitting) -> None:
    mine = PaperFactory(sitting=sitting)
    laid = services.lay_out(sitting=sitting, user=None)
    assert list(sitting.papers.all()) == [mine]
    assert (laid.papers, laid.items > 5) == (0, True)


# --- Like an earlier one ---


@pytest.fixture
def earlier(term: CouncilTerm, executive: Agency, money: Committee) -> Sitting:
    """The mid-year sitting of the year before, as people had made it."""
    made: Sitting = SittingFactory(council_term=term, opens_on=date(2025, 7, 9), closes_on=date(2025, 7, 10))
    services.lay_out_steps(sitting=made, user=None)
    SittingStepFactory(sitting=made, title="Kiểm tra biểu quyết điện tử năm 2025", due_on=date(2025, 7, 7))
    SittingStepFactory(sitting=made, title="Không cần", not_needed=True, note="Không có")
    proposal = PaperFactory(
        sitting=made,
        number=1,
        kind="proposal",
        title="Tờ trình về dự toán năm 2026",
        owner_agency=executive,
        committee=money,
        state="adopted",
        received_on=date(2025, 7, 1),
        tabled_on=date(2025, 7, 9),
        symbol="125/TTr-UBND",
        due_on=date(2025, 7, 2),
    )
    draft = PaperFactory(
        sitting=made,
        number=2,
        kind="draft_resolution",
        title="Dự thảo Nghị quyết sửa Nghị quyết ngày 12 tháng 7 năm 2024 về giai đoạn 2021-2025",
        owner_agency=executive,
        goes_with=proposal,
        due_on=date(2025, 7, 3),
    )
    PaperFactory(sitting=made, number=3, owner_agency=executive, state="withdrawn")
    morning = PlenaryMeetingFactory(sitting=made, chair="Chủ tịch HĐND")
    PlenaryMeetingFactory(sitting=made, day=date(2025, 7, 10), part="2_afternoon", starts_at=time(14, 0))
    AgendaItemFactory(sitting=made, position=1, depth=0, kind="section", title="Khai mạc", reading_minutes=0)
    item = AgendaItemFactory(
        sitting=made, position=2, title="Dự toán năm 2026", presenter="Trưởng phòng", meeting=morning
    )
    item.papers.set([proposal, draft])
    return made


def test_papers_of_an_earlier_sitting_are_expected_again(
    sitting: Sitting, earlier: Sitting, executive: Agency, money: Committee
) -> None:
    laid = services.lay_out(sitting=sitting, user=None, like=earlier)
    assert laid.papers == 2
    proposal, draft = sitting.papers.order_by("number")
    assert (proposal.title, proposal.kind) == ("Tờ trình về dự toán năm 2027", "proposal")
    assert (proposal.owner_agency, proposal.committee) == (executive, money)
    assert (proposal.state, proposal.received_on, proposal.tabled_on, proposal.symbol) == (
        "expected",
        None,
        None,
        "",
    )
    assert draft.goes_with == proposal
    assert "ngày 12 tháng 7 năm 2024 về giai đoạn 2021-2025" in draft.title


def test_their_due_days_are_counted_anew_by_rule_or_keep_their_distance(
    sitting: Sitting, earlier: Sitting
) -> None:
    rule = earlier.steps.get(code="promises").due_rule
    earlier.papers.filter(number=1).update(due_rule=rule, due_anchor_on=earlier.opens_on)
    services.lay_out(sitting=sitting, user=None, like=earlier)
    counted, by_hand = sitting.papers.order_by("number")
    assert counted.due_rule is not None
    assert (counted.due_on, counted.due_anchor_on) == (date(2026, 7, 3), sitting.opens_on)
    assert counted.due_rule.effective_from == date(2026, 3, 1)  # the law of 2025 has taken over
    assert (by_hand.due_on, by_hand.due_rule) == (date(2026, 7, 8), None)  # 6 days before the opening


def test_owners_that_are_gone_are_left_open_and_named(
    sitting: Sitting, earlier: Sitting, executive: Agency, money: Committee
) -> None:
    Agency.objects.filter(pk=executive.pk).update(valid_to=date(2025, 12, 31))
    Committee.objects.filter(pk=money.pk).update(valid_to=date(2025, 12, 31))
    laid = services.lay_out(sitting=sitting, user=None, like=earlier)
    assert laid.unknown_owners == [str(executive)]
    paper = sitting.papers.get(number=1)
    assert (paper.owner_agency, paper.committee) == (None, None)
    assert str(executive) in paper.note


def test_the_agenda_comes_with_depth_minutes_presenter_papers_and_half_day(
    sitting: Sitting, earlier: Sitting
) -> None:
    services.lay_out(sitting=sitting, user=None, like=earlier)
    section, item = AgendaItem.objects.filter(sitting=sitting)
    assert (section.depth, section.kind, section.title) == (0, "section", "Khai mạc")
    assert (item.title, item.presenter, item.reading_minutes) == ("Dự toán năm 2027", "Trưởng phòng", 15)
    assert item.meeting is not None
    assert (item.meeting.sitting, item.meeting.day) == (sitting, date(2026, 7, 14))
    assert set(item.papers.all()) == set(sitting.papers.all())


def test_half_days_keep_their_distance_from_the_opening(sitting: Sitting, earlier: Sitting) -> None:
    services.lay_out(sitting=sitting, user=None, like=earlier)
    halves = list(PlenaryMeeting.objects.filter(sitting=sitting).values_list("day", "part", "is_held"))
    assert halves == [(date(2026, 7, 14), "1_morning", False), (date(2026, 7, 15), "2_afternoon", False)]


def test_half_days_that_do_not_fit_a_shorter_sitting_are_left_behind(
    sitting: Sitting, earlier: Sitting
) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(closes_on=date(2026, 7, 14))
    sitting.refresh_from_db()
    services.lay_out(sitting=sitting, user=None, like=earlier)
    assert [half.day for half in sitting.plenary_meetings.all()] == [date(2026, 7, 14)]


def test_steps_added_by_hand_come_along_and_those_left_out_do_not(sitting: Sitting, earlier: Sitting) -> None:
    services.lay_out(sitting=sitting, user=None, like=earlier)
    (own,) = sitting.steps.filter(code="")
    assert (own.title, own.due_on) == ("Kiểm tra biểu quyết điện tử năm 2026", date(2026, 7, 12))


def test_a_large_sitting_is_laid_out_in_a_handful_of_statements(
    sitting: Sitting, earlier: Sitting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    PaperFactory.create_batch(30, sitting=earlier)
    AgendaItemFactory.create_batch(30, sitting=earlier)
    with django_assert_max_num_queries(40):
        services.lay_out(sitting=sitting, user=None, like=earlier)
    assert sitting.papers.count() == 32


# --- On the pages ---


def typed(term: CouncilTerm, **changes: Any) -> dict[str, Any]:
    return {
        "council_term": term.pk,
        "number": 5,
        "kind": "regular_midyear",
        "opens_on": "14/07/2026",
        "closes_on": "15/07/2026",
        "is_public": "on",
        "layout": "kind",
        **changes,
    }


CREATE = "sittings:sitting_create"


def test_entering_a_sitting_lays_it_out_and_says_what_was_added_and_what_is_lacking(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    page = client_as("secretariat").post(reverse(CREATE), typed(term), follow=True).content.decode()
    made = Sitting.objects.get()
    assert made.steps.count() == 21
    assert ngettext("%(n)s step", "%(n)s steps", 21) % {"n": 21} in page
    assert "Ủy ban Mặt trận Tổ quốc Việt Nam" in page


def test_a_sitting_can_be_entered_like_an_earlier_one(
    client_as: ClientAs, term: CouncilTerm, earlier: Sitting
) -> None:
    client = client_as("secretariat")
    lacking = client.post(reverse(CREATE), typed(term, layout="like"))
    assert lacking.status_code == 422
    assert _("Choose the earlier sitting.") in lacking.content.decode()
    assert client.post(reverse(CREATE), typed(term, layout="like", like=earlier.pk)).status_code == 302
    assert Sitting.objects.get(number=5).papers.count() == 2


def test_an_earlier_sitting_of_another_council_is_not_offered(
    client_as: ClientAs, term: CouncilTerm, other_council: Council
) -> None:
    strange = SittingFactory(council_term=other_council.terms.get())
    answer = client_as("secretariat").post(reverse(CREATE), typed(term, layout="like", like=strange.pk))
    assert answer.status_code == 422
    assert not Sitting.objects.filter(council=term.council).exists()


def test_the_next_number_of_the_term_is_offered(client_as: ClientAs, term: CouncilTerm) -> None:
    SittingFactory(council_term=term, number=7)
    form = client_as("secretariat").get(reverse(CREATE)).context["form"]
    assert form["number"].value() == 8


def test_a_bare_sitting_is_laid_out_later(client_as: ClientAs, sitting: Sitting) -> None:
    client, address = client_as("secretariat"), reverse("sittings:sitting_lay_out", args=[sitting.pk])
    assert address in client.get(sitting.get_absolute_url()).content.decode()
    assert client.post(address, {"layout": "like"}).status_code == 422
    page = client.post(address, {"layout": "kind"}, follow=True).content.decode()
    assert sitting.papers.exists()
    assert address not in page


def test_a_draft_of_the_form_is_kept(client_as: ClientAs, term: CouncilTerm) -> None:
    client = client_as("secretariat")
    client.post(reverse(CREATE), {**typed(term, place="Hội trường lớn"), "_draft": "1"})
    assert "Hội trường lớn" in client.get(reverse(CREATE)).content.decode()
    assert not Sitting.objects.exists()
