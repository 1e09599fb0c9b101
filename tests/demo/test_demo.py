"""The demonstration: its figures equal the published ones, each opens its rows, and nobody sees what is not theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from councils.models import Council, Delegate, Membership
from followups.models import Extension, FollowUp, Notice
from followups.states import State
from portal.demo.accounts import ACCOUNTS, ENDED, LIVING, PASSWORD
from reports.figures import FigureQuery, Scope, all_figures, figure
from sessions.models import Sitting
from supervision.models import SupervisionMission
from voters.identity import open_identity
from voters.models import (
    AnswerTold,
    CitizenReception,
    Handler,
    Letter,
    OpinionForward,
    ReceptionRecord,
    Regrouping,
    VoterMeeting,
    VoterOpinion,
)
from voters.services import circle


class Published(NamedTuple):
    """A published figure of a council."""

    council: str
    scope: str
    start: date
    end: date
    as_of: date
    code: str
    value: int
    qualifier: str = ""

    @property
    def question(self) -> FigureQuery:
        """The same, as asked here."""
        council = Council.objects.get(slug=self.council)
        return FigureQuery(council, Scope(self.scope), self.start, self.end, self.as_of)


NINE_MONTHS = ("bao-thang", "own", date(2023, 1, 1), date(2023, 9, 30), date(2023, 9, 29))
BEFORE_THE_SITTING = ("dam-ha", "own", date(2019, 11, 1), date(2019, 12, 16), date(2019, 12, 16))
ELEVENTH = ("dam-ha", "own", date(2019, 12, 17), date(2019, 12, 18), date(2019, 12, 18))
BETWEEN_BRIEFINGS = ("hung-yen", "own+lower", date(2022, 12, 1), date(2023, 3, 1), date(2023, 3, 1))
LETTERS_OF_HUNG_YEN = ("hung-yen", "own", date(2022, 12, 1), date(2023, 3, 1), date(2023, 3, 1))
SINCE_THE_ELECTION = ("bac-kan", "own", date(2021, 5, 23), date(2022, 11, 17), date(2022, 11, 17))
PUBLISHED = [
    Published(*ELEVENTH, "A01", 1),
    Published(*ELEVENTH, "A02", 2),
    Published(*ELEVENTH, "A04", 31),
    Published(*ELEVENTH, "R01", 6),
    Published(*BETWEEN_BRIEFINGS, "A01", 11),
    Published(*BETWEEN_BRIEFINGS, "R02", 146),
    Published(*SINCE_THE_ELECTION, "R03", 144),
    Published(*NINE_MONTHS, "S01", 3),
    Published(*LETTERS_OF_HUNG_YEN, "L01", 60),
    Published(*LETTERS_OF_HUNG_YEN, "L05", 60),
    Published("hai-duong", "own", date(2021, 10, 29), date(2021, 10, 29), date(2021, 10, 29), "R01", 11),
    Published("hai-duong", "own", date(2022, 9, 29), date(2022, 9, 29), date(2022, 9, 29), "R01", 4),
    Published(*NINE_MONTHS, "T01", 34),
    Published(*NINE_MONTHS, "T04", 1500, "more_than"),
    Published(*NINE_MONTHS, "O01", 148),
    Published(*NINE_MONTHS, "O05", 30),
    Published(*NINE_MONTHS, "O06", 118),
    Published(*BEFORE_THE_SITTING, "T02", 4),
    Published(*BEFORE_THE_SITTING, "T02-thematic", 1),
]
ROWS_BEHIND = {"T04": 34, "A02": 4}
"""Rows of figures that are no count of rows: meetings that add up, half-days that make days."""
CLERKS = {"bao-thang": "chuyenvien", "dam-ha": "chuyenvien.damha"}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demonstration, loaded once for this file by its command, and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("load_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _demonstration(loaded: str, db: None) -> None:
    """Every test here works on it."""


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def clerk_of(slug: str) -> Client:
    """Who enters in this council; where the demonstration employs nobody, somebody for this test."""
    if slug in CLERKS:
        return signed_in(CLERKS[slug])
    user = User.objects.create_user(username=f"chuyenvien.{slug}", password=PASSWORD)
    Membership.objects.create(user=user, council=Council.objects.get(slug=slug), role="secretariat")
    client = Client()
    client.force_login(user)
    return client


def rows_shown(client: Client, url: str) -> list[str]:
    """Addresses of all rows of a list, page after page, as a user sees them."""
    found: list[str] = []
    path = url.split("?", maxsplit=1)[0]
    while url:
        page = client.get(url)
        assert page.status_code == 200
        text = page.content.decode()
        found += re.findall(r'<a class="title" href="([^"]+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        url = path + following[1].replace("&amp;", "&") if following else ""
    return found


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda row: f"{row.council}-{row.code}")
def test_a_figure_equals_the_published_one(published: Published) -> None:
    found = figure(published.code, published.question)
    assert (found.value, found.qualifier) == (published.value, published.qualifier)


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda row: f"{row.council}-{row.code}")
def test_a_published_figure_opens_exactly_its_rows(published: Published) -> None:
    client = clerk_of(published.council)
    url = figure(published.code, published.question).url
    expected = ROWS_BEHIND.get(published.code, published.value)
    rows = rows_shown(client, url)
    assert len(rows) == len(set(rows)) == expected
    assert f"<b>{expected}</b>" in client.get(url).content.decode()


def test_the_rows_of_a_sum_say_what_they_come_to() -> None:
    question = Published(*NINE_MONTHS, "T04", 1500).question
    page = signed_in("chuyenvien").get(figure("T04", question).url).content.decode()
    assert "1.500" in page


def test_all_other_results_of_the_nine_months_are_zero() -> None:
    found = {one.code: one.value for one in all_figures(Published(*NINE_MONTHS, "O01", 148).question)}
    assert [found[code] for code in ("O07", "O08", "O-none")] == [0, 0, 0]


def test_what_came_later_is_there_and_changes_nothing() -> None:
    later = VoterOpinion.objects.filter(council__slug="bao-thang", recorded_on__gt=date(2023, 9, 29))
    assert later.exists()
    question = Published(*NINE_MONTHS, "O05", 30).question
    today = FigureQuery(question.council, Scope.OWN, question.start, question.end, date(2025, 6, 30))
    assert figure("O05", today).value == 136


def test_the_year_before_can_be_compared() -> None:
    question = Published(*NINE_MONTHS, "T01", 34).question.year_before()
    assert [figure(code, question).value for code in ("T01", "T04", "O01", "O05")] == [31, 1362, 121, 22]


def test_registers_hold_what_sources_date() -> None:
    eleventh = Sitting.objects.get(council__slug="dam-ha", number=11)
    assert (eleventh.opens_on, eleventh.closes_on) == (date(2019, 12, 17), date(2019, 12, 18))


@pytest.mark.parametrize(("code", "published"), [("S01", 18), ("S02", 8)])
def test_missions_of_the_committees_equal_the_published_ones_and_open_their_rows(
    code: str, published: int
) -> None:
    question = Published(*SINCE_THE_ELECTION, code, published).question
    found = figure(code, question)
    of_committees = next(part for part in found.breakdown if part.url.endswith("part=committee"))
    assert of_committees.value == published
    rows = rows_shown(clerk_of("bac-kan"), of_committees.url)
    assert len(rows) == len(set(rows)) == published
    out = StringIO()
    days = {"from": "2021-05-23", "to": "2022-11-17", "as_of": "2022-11-17"}
    call_command("figures", council="bac-kan", format="json", stdout=out, **days)
    told = {one["code"]: one for one in json.loads(out.getvalue())}[code]["breakdown"]
    assert published in {part["value"] for part in told}


def test_the_mission_of_the_standing_committee_is_none_of_theirs() -> None:
    question = Published(*SINCE_THE_ELECTION, "S01", 18).question
    assert figure("S01", question).value == 19


def test_the_living_mission_went_from_its_decision_to_verdicts() -> None:
    mission = SupervisionMission.objects.get(council__slug=LIVING, act_symbol__gt="", state="following_up")
    assert mission.conclusion.consideration.considered_on <= mission.conclusion.concluded_on
    rows: Any = mission.recommendations.as_of(timezone.localdate())
    assert sorted(row.standing for row in rows) == ["done", "in_progress", "in_progress", "partly"]
    assert rows.filter(late_then=True).count() == 2
    assert SupervisionMission.objects.get(looks_again__recommendation__mission=mission).state == "proposed"


@pytest.mark.parametrize("slug", [LIVING, ENDED, "lao-cai"])
def test_sittings_are_numbered_without_a_hole_in_the_order_of_their_days(slug: str) -> None:
    rows = Sitting.objects.filter(council__slug=slug).order_by("opens_on")
    numbers = list(rows.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_own_peoples_committee_is_asked_too() -> None:
    asked = FollowUp.objects.filter(council__slug=LIVING, agency__name="UBND xã Bảo Thắng")
    assert set(asked.values_list("agency__short_name", "agency__kind")) == {("UBND xã", "peoples_committee")}


def test_the_living_council_has_matters_in_every_state() -> None:
    matters = FollowUp.objects.filter(council__slug=LIVING)
    assert set(matters.values_list("state", flat=True)) >= {
        State.ISSUED,
        State.ACKNOWLEDGED,
        State.IN_PROGRESS,
        State.ANSWERED,
        State.RETURNED,
        State.ACCEPTED,
    }
    results = set(matters.values_list("result_class", flat=True))
    assert results >= {"resolved", "in_progress", "scheduled", "explained", "unresolved"}
    decisions = Extension.objects.filter(follow_up__council__slug=LIVING).values_list("decision", flat=True)
    assert set(decisions) == {"asked", "granted", "refused"}
    states = set(VoterMeeting.objects.filter(council__slug=LIVING).values_list("state", flat=True))
    assert states == {"planned", "announced", "held", "minutes_filed"}
    assert VoterOpinion.objects.filter(council__slug=LIVING).unclassified().exists()
    assert VoterOpinion.objects.filter(council__slug=LIVING).ready_to_send().exists()
    assert Notice.objects.filter(recipient__username="coquan").exists()


def test_every_account_signs_in_and_finds_its_home() -> None:
    for account in ACCOUNTS:
        client = Client()
        assert client.login(username=account.username, password=PASSWORD), account.username
        assert client.get(reverse("home")).status_code == 200, account.username


def test_the_agency_has_open_tasks_in_both_councils() -> None:
    user = User.objects.get(username="coquan")
    open_tasks = FollowUp.objects.visible_to(user).open()
    assert set(open_tasks.values_list("council__slug", flat=True)) == {LIVING, ENDED}


def test_a_stranger_finds_none_of_it() -> None:
    stranger = signed_in("chuyenvien.damha")
    url = figure("O01", Published(*NINE_MONTHS, "O01", 148).question).url
    assert stranger.get(url).status_code == 404


def test_the_level_above_sees_the_commune_in_its_figures() -> None:
    province = Council.objects.get(slug="lao-cai")
    own = FigureQuery(province, Scope.OWN, date(2026, 1, 1), date(2031, 12, 31), date(2031, 12, 31))
    both = FigureQuery(province, Scope.OWN_AND_LOWER, own.start, own.end, own.as_of)
    user = User.objects.get(username="chuyenvien.laocai")
    commune = VoterOpinion.objects.filter(council__slug=LIVING).working().count()
    assert figure("O01", both, user).value == figure("O01", own, user).value + commune  # type: ignore[operator]  # counts


def test_persons_are_named_by_their_role_only() -> None:
    names = set(Delegate.objects.values_list("full_name", flat=True))
    assert all(re.fullmatch(r"Đại biểu Tổ \d – \d\d", name) for name in names)
    assert all(user.email.endswith("@example.invalid") for user in User.objects.all())


def test_opinions_were_merged_split_raised_again_offered_to_the_province_and_told() -> None:
    for slug, kinds in (("bao-thang", {"merge", "split"}), (LIVING, {"merge"})):
        done = Regrouping.objects.filter(council__slug=slug).values_list("kind", flat=True)
        assert set(done) == kinds
        repeated = VoterOpinion.objects.filter(council__slug=slug).working().repeated()
        assert repeated.count() == 1
    assert figure("O13", Published(*NINE_MONTHS, "O13", 1).question).value == 1
    offered = OpinionForward.objects.get(opinion__council__slug=LIVING)
    assert (offered.to_council.slug, offered.decision) == ("lao-cai", "asked")
    assert AnswerTold.objects.filter(opinion__council__slug=LIVING).exists()


# --- The command ---


def test_loading_says_what_it_did_and_does_it_once(loaded: str) -> None:
    assert "is loaded" in loaded
    before = VoterOpinion.objects.count()
    for arguments in ([], ["--if-empty"]):
        out = StringIO()
        call_command("load_demo", *arguments, stdout=out)
        assert "already loaded" in out.getvalue()
    assert VoterOpinion.objects.count() == before


def test_it_refuses_where_demonstrations_are_not_allowed(settings: Any) -> None:
    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(CommandError, match="not allowed"):
        call_command("load_demo")


def test_the_table_of_accounts_names_every_account() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert all(account.username in out.getvalue() for account in ACCOUNTS)
    assert PASSWORD in out.getvalue()


# --- Whole sittings ---


def test_the_eleventh_sitting_went_all_its_way_through_the_services() -> None:
    sitting = Sitting.objects.get(council__slug="dam-ha", number=11)
    assert sitting.state == "reviewed"
    assert (sitting.opened_on, sitting.closed_on) == (date(2019, 12, 17), date(2019, 12, 18))
    review = sitting.body_meetings.get(kind="review")
    assert review.held_on == date(2020, 1, 7)  # 20 days after closing
    assert sitting.minutes.state == "signed"
    assert all(vote.passed for vote in sitting.votes.filter(is_final=True))
    assert set(sitting.resolutions.values_list("state", flat=True)) == {"published"}


def test_some_papers_were_late_as_the_source_says() -> None:
    found = figure(
        "A05",
        Published(
            "dam-ha", "own", date(2019, 11, 1), date(2019, 12, 18), date(2019, 12, 18), "A05", 0
        ).question,
    )
    assert found.value == 4


def test_the_living_council_prepares_its_next_sitting() -> None:
    sitting = Sitting.objects.get(council__slug=LIVING, number=3)
    states = set(sitting.papers.values_list("state", flat=True))
    assert {"expected", "received", "assigned"} <= states
    assert sitting.state == "conference_held"
    assert sitting.agenda_items.exists()


# --- Citizens ---


def test_every_letter_of_hung_yen_was_studied_and_forwarded() -> None:
    question = Published(*LETTERS_OF_HUNG_YEN, "L01", 60).question
    found = {
        code: figure(code, question).value for code in ("L01", "L02", "L03", "L05", "L06", "L07", "L-pending")
    }
    assert found == {"L01": 60, "L02": 0, "L03": 60, "L05": 60, "L06": 0, "L07": 0, "L-pending": 0}
    kinds = Letter.objects.filter(council__slug="hung-yen").values_list("kind", flat=True)
    assert set(kinds) == {"complaint", "feedback", "petition"}


def test_the_living_council_has_letters_in_many_states() -> None:
    letters = Letter.objects.filter(council__slug=LIVING)
    assert 10 <= letters.count() <= 16
    assert set(letters.values_list("state", flat=True)) >= {
        *("registered", "screened", "classified", "forwarded", "guided"),
        *("replied", "filed", "under_supervision", "closed"),
    }
    assert letters.with_status().overdue(timezone.localdate()).exists()
    turning = letters.get(transfers__isnull=False)
    assert turning.agency is not None
    assert circle(turning, turning.agency)


def test_the_denunciation_has_its_handler_and_names_nobody() -> None:
    letter = Letter.objects.get(council__slug=LIVING, kind="denunciation")
    assert letter.protected
    assert [row.user.username for row in Handler.objects.filter(letter=letter)] == ["chuyenvien"]
    for username in ("chuyenvien", "lanhdao", "kiemtoan"):
        rows = signed_in(username).get(reverse("voters:letter_list"), {"kind": "denunciation"})
        assert "Công dân" not in rows.content.decode().split("<tbody", 1)[1].split("</tbody>", 1)[0]


def test_the_receptions_of_the_quarter_are_published_and_two_had_visitors() -> None:
    receptions = CitizenReception.objects.filter(council__slug=LIVING)
    assert not receptions.filter(state="scheduled").exists()
    assert not receptions.filter(notice__isnull=True).exists()
    visited = receptions.filter(records__isnull=False).distinct()
    assert sorted(visited.values_list("state", flat=True)) == ["conclusion_issued", "held"]
    assert ReceptionRecord.objects.filter(council__slug=LIVING, persons__gte=5).count() == 1


def test_senders_are_named_by_their_role_only() -> None:
    for model in (Letter, ReceptionRecord):
        for record in model.objects.all():
            assert all(re.fullmatch(r"Công dân \d\d", one.name) for one in open_identity(record).persons)
