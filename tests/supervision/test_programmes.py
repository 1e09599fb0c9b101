"""Annual programmes: proposals, selection, items, decision, what became of them, the result report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.calendar import Clock
from councils.models import Agency, Council, CouncilTerm
from supervision import services
from supervision.models import Programme, ProgrammeItem, Proposal, Recommendation, SupervisionMission
from supervision.results import result_of
from supervision.roadmap import Steps, drafted_on
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    DelegateFactory,
    SittingFactory,
    follow_up,
    seated,
)
from tests.supervision.programmes_kit import DECIDED, YEAR, decided, item, make_rules, programme, proposal

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
UserAs = Callable[..., User]
REPORTED = date(2026, 11, 20)


def typed(**changes: Any) -> dict[str, Any]:
    """What the form of a proposal sends."""
    return {
        "content": "Việc quản lý chợ",
        "need": "Nhiều ý kiến cử tri",
        "scope": "Toàn xã, năm 2026",
        "objects_text": "UBND xã",
        "year": YEAR + 1,
        "subject": "council",
        **changes,
    }


# --- Proposals ---


def test_a_proposal_after_the_first_of_march_is_kept_and_marked_late(council: Council) -> None:
    make_rules()
    in_time = proposal(council, year=2025, proposed_on=date(2024, 3, 1))
    late = proposal(council, year=2025, proposed_on=date(2024, 3, 2))
    assert in_time.due_on == date(2024, 3, 1)
    assert in_time.due_rule is not None
    assert (in_time.is_late, late.is_late) == (False, True)


def test_a_first_of_march_on_a_sunday_ends_on_the_monday(council: Council) -> None:
    make_rules()
    assert proposal(council, year=2027, proposed_on=date(2026, 3, 2)).due_on == date(2026, 3, 2)


def test_proposals_to_the_standing_committee_are_due_before_the_year_end_sitting(
    council: Council, term: CouncilTerm
) -> None:
    make_rules()
    assert proposal(council, subject="standing_committee").due_on is None
    SittingFactory(
        council_term=term,
        kind="regular_yearend",
        opens_on=date(2025, 12, 17),
        closes_on=date(2025, 12, 18),
    )
    made = proposal(council, subject="standing_committee", proposed_on=date(2025, 12, 15))
    assert (made.due_on, made.is_late) == (date(2025, 12, 12), True)
    assert proposal(council, subject="committee").due_on is None


def test_delegates_and_committee_staff_propose_for_themselves(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    address, delegate = reverse("supervision:proposal_create"), seated(term)
    assert client_as("delegate", delegate=delegate).post(address, typed(delegate="99")).status_code == 302
    committee = CommitteeFactory(council=council)
    assert client_as("committee", committee=committee).post(address, typed()).status_code == 302
    of_delegate, of_committee = Proposal.objects.order_by("pk")
    assert (of_delegate.proposer, of_delegate.delegate) == ("delegate", delegate)
    assert (of_committee.proposer, of_committee.committee) == ("committee", committee)
    assert of_committee.proposed_on == timezone.localdate()


def test_a_delegate_changes_only_their_own_open_proposal(
    client_as: ClientAs, council: Council, term: CouncilTerm, user_as: UserAs
) -> None:
    delegate = seated(term)
    own = proposal(council, proposer="delegate", delegate=delegate, proposer_name="")
    client = client_as("delegate", delegate=delegate)
    edit = reverse("supervision:proposal_edit", args=[own.pk])
    assert client.get(edit).status_code == 200
    other = proposal(council, proposer="delegate", delegate=DelegateFactory(council=council))
    assert client.get(reverse("supervision:proposal_edit", args=[other.pk])).status_code == 403
    services.refuse_proposals(
        proposals=[own], user=user_as("secretariat"), on=date(2025, 3, 5), reason="Đã giám sát năm 2024"
    )
    answer = client.post(edit, typed(year=YEAR, version=own.version))
    assert answer.status_code == 422
    assert "Đã giám sát năm 2024" in client.get(own.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"proposer": "delegate"}, "delegate"),
        ({"proposer": "committee"}, "committee"),
        ({"proposer_name": " "}, "proposer_name"),
        ({"proposed_on": timezone.localdate() + timedelta(days=1)}, "proposed_on"),
        ({"year": 1890}, "year"),
    ],
)
def test_what_a_proposal_lacks_is_said_beside_its_field(
    council: Council, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        proposal(council, **changes)
    assert list(refusal.value.message_dict) == [field]


def test_several_proposals_become_one_item_or_are_refused_with_a_reason(
    client_as: ClientAs, council: Council
) -> None:
    own = programme(council, "council")
    one, two = proposal(council), proposal(council, scope="Các thôn vùng cao")
    three = proposal(council, content="Việc đặt tên đường")
    client, address = client_as("secretariat"), reverse("supervision:proposal_select", args=[own.pk])
    sent = {"pk": [one.pk, two.pk], "action": "new", "title": "Việc quản lý chất thải", "form": "thematic"}
    assert client.post(address, {**sent, "on": "10/03/2025"}).status_code == 302
    made = own.items.get()
    assert made.title == "Việc quản lý chất thải"
    assert made.scope == "Toàn xã, giai đoạn 2024 - 2025\nCác thôn vùng cao"
    assert set(made.proposals.all()) == {one, two}
    unsaid = client.post(address, {"pk": [three.pk], "action": "refuse", "on": "10/03/2025"})
    assert unsaid.status_code == 422
    assert "reason" in unsaid.context["form"].errors
    assert [ticked for *_row, ticked in unsaid.context["lines"]] == [True]
    client.post(
        address,
        {"pk": [three.pk], "action": "refuse", "on": "10/03/2025", "reason": "Không thuộc thẩm quyền"},
    )
    three.refresh_from_db()
    assert (three.outcome, three.outcome_on) == ("not_selected", date(2025, 3, 10))


def test_nothing_ticked_or_no_item_chosen_is_said(client_as: ClientAs, council: Council) -> None:
    own, waiting = programme(council, "council"), proposal(council)
    client, address = client_as("secretariat"), reverse("supervision:proposal_select", args=[own.pk])
    nothing = client.post(address, {"action": "new", "on": "10/03/2025"})
    assert nothing.status_code == 422
    nowhere = client.post(address, {"pk": [waiting.pk], "action": "item", "on": "10/03/2025"})
    assert list(nowhere.context["form"].errors) == ["item"]


def test_a_selection_can_be_taken_back_until_the_decision(council: Council, user_as: UserAs) -> None:
    staff, own = user_as("secretariat"), programme(council, "council")
    chosen = proposal(council)
    on = date(2025, 3, 10)
    services.select_proposals(programme=own, proposals=[chosen], user=staff, on=on)
    services.reopen_proposal(proposal=chosen, user=staff)
    assert (chosen.outcome, chosen.item) == ("", None)
    services.select_proposals(programme=own, proposals=[chosen], user=staff, on=on, item=own.items.get())
    decided(own, staff)
    chosen.refresh_from_db()
    with pytest.raises(ValidationError):
        services.reopen_proposal(proposal=chosen, user=staff)


def test_removing_an_item_lets_its_proposals_wait_again(council: Council, user_as: UserAs) -> None:
    staff, own, chosen = user_as("secretariat"), programme(council, "council"), proposal(council)
    made = services.select_proposals(programme=own, proposals=[chosen], user=staff, on=date(2025, 3, 10))
    services.remove_item(item=made, user=staff)
    chosen.refresh_from_db()
    assert (chosen.outcome, chosen.item, own.items.count()) == ("", None, 0)


# --- Items and steps ---


def test_one_subject_has_one_programme_a_year(council: Council) -> None:
    programme(council)
    with pytest.raises(ValidationError):
        programme(council)
    assert programme(council, year=YEAR - 1).year == YEAR - 1


def test_items_are_moved_up_and_down(council: Council, user_as: UserAs) -> None:
    own = programme(council)
    rows = [item(own, title=title) for title in ("A", "B", "C")]
    services.move_item(item=rows[2], user=user_as("secretariat"), places=-1)
    assert [row.title for row in own.items.all()] == ["A", "C", "B"]


def test_an_item_names_bodies_of_its_council_and_days_in_order(
    council: Council, other_council: Council
) -> None:
    with pytest.raises(ValidationError) as refusal:
        item(
            programme(council),
            AgencyFactory(council=other_council),
            starts=date(2026, 5, 2),
            ends=date(2026, 5, 1),
        )
    assert set(refusal.value.message_dict) == {"bodies", "ends_on"}


def test_what_is_decided_can_no_longer_be_changed(council: Council, user_as: UserAs) -> None:
    own = programme(council)
    row = item(own)
    decided(own, user_as("secretariat"))
    with pytest.raises(ValidationError):
        item(own, title="Việc thêm vào")
    with pytest.raises(ValidationError):
        services.remove_item(item=row, user=None)


def test_an_empty_programme_is_not_drafted(council: Council) -> None:
    with pytest.raises(ValidationError):
        services.step_programme(programme=programme(council), name="draft", user=None, on=DECIDED)


def test_the_decision_numbers_and_keeps_the_programme(council: Council, user_as: UserAs) -> None:
    own = programme(council)
    item(own)
    done = decided(own, user_as("leader"))
    assert (done.state, done.act_symbol, done.decided_on) == ("decided", "01/CTr-HĐND", DECIDED)
    assert done.document is not None
    assert done.document.docx
    assert done.document.file


def test_the_council_decides_by_a_resolution(council: Council, user_as: UserAs) -> None:
    own = programme(council, "council")
    item(own)
    with pytest.raises(ValidationError) as refusal:
        decided(own, user_as("leader"), act_symbol="")
    assert list(refusal.value.message_dict) == ["resolution"]
    done = services.decide_programme(
        programme=own, user=user_as("leader"), on=DECIDED, act_symbol="30/NQ-HĐND"
    )
    assert (done.act_symbol, done.document) == ("30/NQ-HĐND", None)


def test_who_may_decide(client_as: ClientAs, council: Council) -> None:
    own = programme(council, "committee")
    item(own)
    services.step_programme(programme=own, name="draft", user=None, on=DECIDED)
    address = reverse("supervision:programme_decide", args=[own.pk])
    assert client_as("committee", committee=own.committee).get(address).status_code == 403
    answer = client_as("leader").post(address, {"on": "22/12/2025", "signer": "head"})
    assert answer.status_code == 302


def test_committee_staff_write_their_own_programme_only(client_as: ClientAs, council: Council) -> None:
    own, other = programme(council, "committee"), programme(council)
    client = client_as("committee", committee=own.committee)
    assert client.get(reverse("supervision:item_create", args=[own.pk])).status_code == 200
    assert client.get(reverse("supervision:item_create", args=[other.pk])).status_code == 403


def test_legal_steps_are_counted_from_the_sittings(council: Council, term: CouncilTerm) -> None:
    make_rules()
    own = programme(council, "council", year=2027)
    empty = Steps(council, 2027, Clock()).of(own, drafted_on(own))
    assert [bool(step.no_day) for step in empty] == [False, True, True, True]
    SittingFactory(council_term=term, opens_on=date(2026, 7, 14), closes_on=date(2026, 7, 15))
    SittingFactory(council_term=term, opens_on=date(2028, 7, 11), closes_on=date(2028, 7, 12))
    steps = Steps(council, 2027, Clock()).of(own, drafted_on(own))
    days = [step.due.day for step in steps if step.due]
    assert days == [date(2026, 3, 2), date(2026, 7, 3), date(2026, 7, 15), date(2028, 7, 11)]


def test_the_standing_committee_decides_within_fifteen_days_after_the_year_end_sitting(
    council: Council, term: CouncilTerm, user_as: UserAs
) -> None:
    make_rules()
    SittingFactory(
        council_term=term,
        kind="regular_yearend",
        opens_on=date(2025, 12, 9),
        closes_on=date(2025, 12, 10),
    )
    own = programme(council)
    item(own)
    own = decided(own, user_as("leader"))
    steps = Steps(council, YEAR, Clock()).of(own, drafted_on(own))
    assert steps[1].due is not None
    assert (steps[1].due.day, steps[1].done_on) == (date(2025, 12, 25), DECIDED)


# --- What becomes of items ---


@pytest.fixture
def own(council: Council, agency: Agency, user_as: UserAs) -> Programme:
    """A decided programme: a mission's item, a questioning, a review of texts."""
    made = programme(council)
    item(made, agency, starts=date(2026, 4, 1), ends=date(2026, 4, 20))
    item(made, title="Chất vấn tại kỳ họp giữa năm", form="questioning")
    item(made, title="Giám sát văn bản năm 2026", form="texts")
    return decided(made, user_as("secretariat"))


def standing(own: Programme, on: date) -> list[str]:
    """How the items stand on a day."""
    return [str(line.standing.state.value) for line in result_of(own, on).lines]


def test_an_item_with_a_mission_is_done_by_its_report_the_others_by_a_day(
    own: Programme, user_as: UserAs
) -> None:
    staff = user_as("secretariat")
    first, second, _third = own.items.all()
    mission = services.mission_from_item(item=first, user=staff, on=date(2026, 1, 5))
    services.finish_item(item=second, user=staff, on=date(2026, 7, 15))
    assert standing(own, date(2026, 6, 30)) == ["planned", "planned", "planned"]
    assert standing(own, date(2026, 7, 31)) == ["planned", "done", "planned"]
    SupervisionMission.objects.filter(pk=mission.pk).update(reported_on=date(2026, 8, 3))
    assert standing(own, date(2026, 8, 31)) == ["done", "done", "planned"]
    assert standing(own, date(2027, 1, 1)) == ["done", "done", "not_done"]
    with pytest.raises(ValidationError):
        services.finish_item(item=first, user=staff, on=date(2026, 7, 15))


def test_dropped_and_postponed_items_say_why_and_can_be_taken_up_again(
    own: Programme, user_as: UserAs
) -> None:
    staff = user_as("secretariat")
    _first, second, third = own.items.all()
    with pytest.raises(ValidationError) as refusal:
        services.drop_item(item=second, user=staff, on=date(2026, 5, 4), reason=" ")
    assert list(refusal.value.message_dict) == ["reason"]
    services.drop_item(item=second, user=staff, on=date(2026, 5, 4), reason="Không còn nhóm vấn đề")
    services.postpone_item(item=third, user=staff, on=date(2026, 6, 1), reason="Chờ hướng dẫn")
    assert standing(own, date(2026, 5, 31)) == ["planned", "dropped", "planned"]
    assert standing(own, date(2026, 6, 1)) == ["planned", "dropped", "postponed"]
    with pytest.raises(ValidationError):
        services.finish_item(item=second, user=staff, on=date(2026, 6, 1))
    services.resume_item(item=second, user=staff)
    assert standing(own, date(2026, 6, 1)) == ["planned", "planned", "postponed"]


def test_one_click_makes_the_mission_of_an_item(client_as: ClientAs, own: Programme, agency: Agency) -> None:
    first, second, _third = own.items.all()
    client = client_as("secretariat")
    answer = client.post(reverse("supervision:item_mission", args=[first.pk]))
    made = SupervisionMission.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.title, made.kind, made.subject, made.state) == (
        first.title,
        "thematic",
        "standing_committee",
        "in_programme",
    )
    assert (made.starts_on, list(made.bodies.all())) == (first.starts_on, [agency])
    client.post(reverse("supervision:item_mission", args=[first.pk]))
    client.post(reverse("supervision:item_mission", args=[second.pk]))
    assert SupervisionMission.objects.count() == 1


def test_nothing_of_a_programme_is_settled_before_its_decision(council: Council, user_as: UserAs) -> None:
    row = item(programme(council))
    for call in (services.mission_from_item, services.resume_item):
        with pytest.raises(ValidationError):
            call(item=row, user=user_as("secretariat"))


# --- The result ---


def test_the_appendix_table_counts_days_reports_and_recommendations_as_of_the_day(
    own: Programme, agency: Agency, user_as: UserAs
) -> None:
    staff = user_as("secretariat")
    mission = services.mission_from_item(item=own.items.all()[0], user=staff, on=date(2026, 1, 5))
    for day, kind in ((date(2026, 4, 7), "visit"), (date(2026, 4, 7), "people"), (date(2026, 4, 9), "team")):
        mission.sessions.create(kind=kind, held_on=day, place="Trụ sở", state="held")
    for place, outcome in enumerate(["done", "partly", "not_done", "", "not_applicable"], start=1):
        made = Recommendation.objects.create(
            council=own.council,
            mission=mission,
            position=place,
            text=f"Kiến nghị {place}",
            issued_on=date(2026, 5, 10),
            follow_up=follow_up(agency, title=f"Kiến nghị {place}"),
        )
        if outcome:
            made.verdicts.create(outcome=outcome, effective_on=date(2026, 9, 1), reason="Đã kiểm tra")
    line = result_of(own, date(2026, 10, 1)).lines[0]
    assert line.working_days == 1
    counts = line.followed
    assert (counts.issued, counts.done, counts.running, counts.not_done) == (5, 1, 2, 1)
    earlier = result_of(own, date(2026, 8, 31)).lines[0].followed
    assert (earlier.issued, earlier.done, earlier.running) == (5, 0, 5)


def test_the_result_report_is_numbered_and_closes_the_programme(own: Programme, client_as: ClientAs) -> None:
    address = reverse("supervision:programme_report", args=[own.pk])
    client = client_as("leader")
    bare = client.post(address, {"on": "20/11/2026"})
    assert set(bare.context["form"].errors) == {"assessment", "signer"}
    sent = {"on": "20/11/2026", "assessment": "- Bảo đảm tiến độ", "signer": "vice_chair"}
    assert client.post(address, sent).status_code == 302
    own.refresh_from_db()
    assert (own.state, own.reported_on) == ("reported", REPORTED)
    assert own.report is not None
    assert own.report.symbol == "01/BC-HĐND"
    with pytest.raises(ValidationError):
        services.drop_item(item=own.items.all()[0], user=None, on=REPORTED, reason="Muộn")


def test_the_appendix_table_comes_as_a_workbook(own: Programme, client_as: ClientAs) -> None:
    answer = client_as("auditor").get(reverse("supervision:programme_result", args=[own.pk, "xlsx"]))
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("STT", "Nội dung", "Chủ thể")
    assert len(rows[0]) == 12
    assert rows[1][2:4] == ("Thường trực HĐND", "Giám sát chuyên đề")
    assert len(rows) == 4


def test_papers_are_drawn_for_each_subject(client_as: ClientAs, council: Council) -> None:
    client = client_as("secretariat")
    expected = {
        "council": {"proposal", "resolution"},
        "standing_committee": {"programme"},
        "committee": {"programme"},
        "group": {"programme"},
    }
    for subject, kinds in expected.items():
        own = programme(council, subject)
        item(own)
        for kind in ("programme", "proposal", "resolution"):
            url = reverse("supervision:programme_paper", args=[own.pk, kind, "docx"])
            assert client.get(url).status_code == (200 if kind in kinds else 404)


def test_a_programme_is_found_by_words_of_its_items(client_as: ClientAs, council: Council) -> None:
    item(programme(council), title="Việc phòng cháy chữa cháy")
    page = client_as("auditor").get(reverse("search"), {"q": "phong chay"})
    assert "Việc phòng cháy chữa cháy" in page.content.decode()


def test_pages_ask_the_same_few_questions_however_much_there_is(
    client_as: ClientAs, council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_rules()
    own, client = programme(council), client_as("secretariat")
    pages = [
        (reverse("supervision:programme_list"), 7),
        (own.get_absolute_url(), 18),
        (reverse("supervision:proposal_list"), 6),
        (reverse("supervision:proposal_select", args=[own.pk]), 7),
    ]
    for rows in (1, 2):
        for number in range(rows):
            item(own, AgencyFactory(council=council), starts=date(2026, 4, 1), title=f"Việc {rows}{number}")
            proposal(council, content=f"Đề nghị {rows}{number}", proposed_on=date(2025, 2, 3))
            programme(council, "group")
        for url, count in pages:
            client.get(url)
            with django_assert_num_queries(count):
                assert client.get(url).status_code == 200
    assert ProgrammeItem.objects.count() == 3
