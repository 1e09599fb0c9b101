"""The page of one sitting and the register: what they show to whom, where numbers lead, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm
from sessions import services
from sessions.models import AgendaItem, Paper, Resolution, Sitting, SittingStep
from tests.factories import (
    AgendaItemFactory,
    CouncilTermFactory,
    PaperFactory,
    PlenaryMeetingFactory,
    ResolutionFactory,
    SittingFactory,
    SittingStepFactory,
)
from tests.sessions.law import load_law

ClientAs = Callable[..., Client]
LIST = reverse("sittings:sitting_list")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting of July."""
    with time_machine.travel("2026-06-22 09:00+07:00", tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    load_law()
    made: Sitting = SittingFactory(council_term=term)
    services.lay_out_steps(sitting=made, user=None)
    return made


def page_of(client: Client, sitting: Sitting) -> str:
    return client.get(sitting.get_absolute_url()).content.decode()


def step(sitting: Sitting, code: str) -> SittingStep:
    return sitting.steps.get(code=code)


# --- Steps on the page ---


def test_the_timeline_shows_day_days_left_article_and_what_is_to_be_confirmed(
    client_as: ClientAs, sitting: Sitting
) -> None:
    page = page_of(client_as("leader"), sitting)
    assert _("Convene the sitting") in page
    assert "24/06/2026" in page
    assert step(sitting, "convene").legal_basis in page
    assert _("to be confirmed") in page
    assert "VER-DRAFT-IN" not in page  # no rule in force at this level: said in words, without its code
    assert _("No rule on this due day is in force at this level on %(day)s.") % {"day": "14/07/2026"} in page


def test_how_an_open_step_stands_is_said_once(client_as: ClientAs, sitting: Sitting) -> None:
    page = page_of(client_as("leader"), sitting)
    line = page[page.index(f'road-title">{_("Papers reach the committees that verify them")}') :]
    start = page.rindex("<li", 0, page.index(line))
    assert page[start : start + page[start:].index("</li>")].count(f">{_('to do')}<") == 1


def test_staff_tick_steps_off_on_the_page_and_take_it_back(client_as: ClientAs, sitting: Sitting) -> None:
    client, found = client_as("secretariat"), step(sitting, "publish")
    finish = reverse("sittings:step_finish", args=[found.pk])
    assert finish in page_of(client, sitting)
    assert client.post(finish, {"on": "01/07/2026", "note": ""}).status_code == 422
    page = client.post(finish, {"on": "20/06/2026", "note": "Số 12/TB-HĐND"}, follow=True).content.decode()
    assert str(client.user) in page  # type: ignore[attr-defined]  # set by the fixture
    assert "Số 12/TB-HĐND" in page
    assert finish not in page
    undo = reverse("sittings:step_undo", args=[found.pk])
    assert undo in page
    client.post(undo)
    assert step(sitting, "publish").done_on is None


def test_staff_leave_a_step_out_change_a_day_and_add_one(client_as: ClientAs, sitting: Sitting) -> None:
    client = client_as("secretariat")
    leave = reverse("sittings:step_leave_out", args=[step(sitting, "groups").pk])
    assert client.post(leave, {"reason": "Vì"}).status_code == 422
    assert client.post(leave, {"reason": "Chỉ có một Tổ đại biểu"}).status_code == 302
    found = step(sitting, "publish")
    edit = reverse("sittings:step_edit", args=[found.pk])
    typed = {"due_on": "01/07/2026", "legal_basis": found.legal_basis, "note": "", "version": found.version}
    assert client.post(edit, typed).status_code == 422
    assert client.post(edit, {**typed, "legal_basis": "Quy chế, Điều 7"}).status_code == 302
    assert client.post(edit, typed).status_code == 422  # a colleague was faster
    add = reverse("sittings:step_create", args=[sitting.pk])
    assert client.post(add, {"title": "", "due_on": "", "legal_basis": "", "note": ""}).status_code == 422
    own = {"title": "Thử micro hội trường", "due_on": "13/07/2026", "legal_basis": "", "note": ""}
    page = client.post(add, own, follow=True).content.decode()
    for words in ("Thử micro hội trường", "Chỉ có một Tổ đại biểu", "Quy chế, Điều 7"):
        assert words in page


def test_readers_see_the_steps_without_their_buttons(client_as: ClientAs, sitting: Sitting) -> None:
    for role in ("leader", "delegate", "committee", "auditor"):
        page = page_of(client_as(role), sitting)
        assert _("Legal steps") in page
        assert "/sitting-steps/" not in page
    assert client_as("agency").get(sitting.get_absolute_url()).status_code == 404


def test_a_step_of_another_council_does_not_exist_for_me(client_as: ClientAs, other_council: Any) -> None:
    strange = SittingStepFactory(sitting__council_term=other_council.terms.get())
    client = client_as("secretariat")
    for name in ("step_finish", "step_edit", "step_leave_out", "step_undo"):
        assert client.get(reverse(f"sittings:{name}", args=[strange.pk])).status_code == 404


# --- Figures, facts, actions ---


def test_the_tiles_count_papers_agenda_and_resolutions(client_as: ClientAs, sitting: Sitting) -> None:
    PaperFactory(sitting=sitting, due_on=date(2026, 6, 19))
    here = PaperFactory(sitting=sitting)
    Paper.objects.filter(pk=here.pk).update(state="received", received_on=date(2026, 6, 20))
    AgendaItemFactory(sitting=sitting, reading_minutes=15, discussion_minutes=45)
    ResolutionFactory(sitting=sitting, state="passed", adopted_on=date(2026, 6, 20))
    ResolutionFactory(sitting=sitting)
    figures = client_as("leader").get(sitting.get_absolute_url()).context["figures"]
    assert [figure["value_text"] for figure in figures] == ["1/2", "0", "60", "1/2"]
    assert figures[0]["late"]


def test_only_what_is_allowed_now_is_offered(client_as: ClientAs, sitting: Sitting) -> None:
    def offered(role: str) -> set[str]:
        actions = client_as(role).get(sitting.get_absolute_url()).context["actions"]
        return {
            action.url.partition("&kind=")[2] or action.url.rstrip("/").rpartition("/")[2]
            for action in actions
        }

    assert {"edit", "pre_sitting", "postpone", "cancel"} <= offered("secretariat")
    assert offered("leader") & {"edit", "pre_sitting"} == set()
    assert "postpone" in offered("leader")
    assert offered("delegate") == set()
    Sitting.objects.filter(pk=sitting.pk).update(
        state="closed", opened_on=sitting.opens_on, closed_on=sitting.closes_on
    )
    assert {"reopen", "sign_documents", "review"} <= offered("secretariat")
    assert "review" not in offered("leader"), "the meeting behind it is entered by the office"
    assert "cancel" not in offered("secretariat")


def test_the_first_move_that_leads_on_is_the_main_button(client_as: ClientAs, sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state="in_session", opened_on=sitting.opens_on)
    actions = client_as("secretariat").get(sitting.get_absolute_url()).context["actions"]
    assert [action.label for action in actions if action.primary] == [_("Close the sitting")]


def test_what_happened_names_moves_steps_and_changes_with_their_people(
    client_as: ClientAs, user_as: Any, sitting: Sitting
) -> None:
    staff = user_as("secretariat")
    services.move_sitting(
        sitting=sitting, name="hold_conference", user=staff, on=date(2026, 6, 10), note="Số 31"
    )
    services.finish_step(step=step(sitting, "items"), user=staff, on=date(2026, 6, 12))
    sitting.closes_on = date(2026, 7, 16)
    services.save_sitting(sitting=sitting, version=sitting.version, user=staff)
    happened = client_as("leader").get(sitting.get_absolute_url()).context["happened"]
    told = {entry.title: entry for entry in happened}
    assert told[_("Pre-sitting conference held")].when == date(2026, 6, 10)
    assert "Số 31" in told[_("Pre-sitting conference held")].text
    changed = told[_("Changed")]
    assert "15/07/2026 → 16/07/2026" in changed.text
    assert changed.who == str(staff)
    done = _("Step done: %(step)s") % {"step": _("Review what is to be submitted to the sitting")}
    assert told[done].who == str(staff)


def test_a_closed_sitting_says_why(client_as: ClientAs, term: CouncilTerm) -> None:
    made = SittingFactory(council_term=term, is_public=False, closed_reason="Bàn về quốc phòng, an ninh")
    assert "Bàn về quốc phòng, an ninh" in page_of(client_as("leader"), made)


def test_a_sitting_asks_the_same_questions_with_little_and_with_much_on_it(
    client_as: ClientAs, sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")

    def add() -> None:
        committee_less = PaperFactory(sitting=sitting)
        Paper.objects.filter(pk=committee_less.pk).update(state="received", received_on=date(2026, 6, 20))
        AgendaItemFactory(sitting=sitting)
        resolution = ResolutionFactory(sitting=sitting, adopted_on=date(2026, 6, 20), state="passed")
        Resolution.objects.filter(pk=resolution.pk).update(state="signed", signed_on=date(2026, 6, 21))
        SittingStepFactory(sitting=sitting)
        sitting.moves.create(from_state="planned", to_state="planned", effective_on=date(2026, 6, 1))

    PlenaryMeetingFactory(sitting=sitting)
    add()
    client.get(sitting.get_absolute_url())
    with django_assert_num_queries(12):
        client.get(sitting.get_absolute_url())
    PlenaryMeetingFactory(sitting=sitting, part="2_afternoon")
    add()
    add()
    with django_assert_num_queries(12):
        client.get(sitting.get_absolute_url())
    assert AgendaItem.objects.count() == 3


# --- The register ---


def test_the_list_shows_state_papers_in_hand_and_resolutions(client_as: ClientAs, sitting: Sitting) -> None:
    PaperFactory(sitting=sitting, due_on=date(2026, 6, 19))
    here = PaperFactory(sitting=sitting)
    Paper.objects.filter(pk=here.pk).update(state="tabled", received_on=date(2026, 6, 20))
    ResolutionFactory(sitting=sitting, state="passed", adopted_on=date(2026, 6, 20))
    page = client_as("leader").get(LIST).content.decode()
    assert "1/2" in page
    assert str(sitting.get_state_display()) in page
    sheet: Any = client_as("leader").get(LIST, {"export": "csv"})
    text = b"".join(sheet.streaming_content).decode() if sheet.streaming else sheet.content.decode()
    assert "14/07/2026" in text
    assert "1/2" in text


def found(client: Client, **query: Any) -> list[int]:
    return [row.number for row in client.get(LIST, query).context["page"].rows]


def test_the_list_is_narrowed_by_words_number_state_year_and_term(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    merged = CouncilTermFactory(council=term.council, term=term.term, instance=2, starts_on=date(2025, 7, 1))
    SittingFactory(council_term=term, number=3, opens_on=date(2025, 7, 9), closes_on=date(2025, 7, 9))
    SittingFactory(
        council_term=merged,
        number=3,
        kind="thematic",
        theme="Hòa giải ở cơ sở, điều chỉnh quy hoạch",
        opens_on=date(2026, 3, 3),
        closes_on=date(2026, 3, 3),
    )
    SittingFactory(council_term=merged, number=4, state="postponed")
    client = client_as("delegate")
    assert found(client) == [4, 3, 3]
    assert found(client, q="hoa giai quy hoach") == [3]
    assert found(client, q="3") == [3, 3]
    assert found(client, q="khong co") == []
    assert found(client, state="postponed") == [4]
    assert found(client, year="2025") == [3]
    assert found(client, council_term=merged.pk) == [4, 3]
    assert found(client, kind="thematic", year="2026") == [3]


def test_an_empty_register_says_what_to_do_first(client_as: ClientAs) -> None:
    page = client_as("secretariat").get(LIST).content.decode()
    assert reverse("sittings:sitting_create") in page
    assert _("No sitting has been entered yet.") in page
    assert reverse("sittings:sitting_create") not in client_as("leader").get(LIST).content.decode()
