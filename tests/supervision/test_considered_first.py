"""No conclusion without consideration: not by the service, not by `.update()`, not by SQL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from councils.calendar import due_date
from councils.models import CouncilTerm
from documents.models import OfficialDocument
from documents.services import register_document
from sessions.models import Resolution
from supervision import services
from supervision.models import Consideration, SupervisionConclusion, SupervisionMission
from supervision.services import Hearing
from supervision.states import MISSION_TABLE
from tests.factories import CommitteeFactory, ResolutionFactory, SittingFactory
from tests.supervision.mission_world import ON_PAPER, World, ago, refuses

SKIPPING = ["concluded", "published", "following_up", "closed"]


@pytest.fixture
def world(term: CouncilTerm) -> World:
    """A mission of the Standing Committee."""
    return World(term)


def refused() -> AbstractContextManager[object]:
    """The database refuses, and the test goes on."""
    return pytest.raises(IntegrityError)


def in_database(change: Callable[[], object]) -> None:
    """Try a change that the database must refuse."""
    with refused(), transaction.atomic():
        change()


def notice(world: World) -> OfficialDocument:
    """A numbered notice."""
    return register_document(
        council=world.council, issuer="HĐND", kind="TB", issued_on=ago(1), abstract="Kết luận"
    )


# --- The service ---


def test_a_mission_goes_from_its_decision_to_its_conclusion_through_consideration(world: World) -> None:
    world.concluded()
    states = list(world.mission.moves.values_list("to_state", flat=True))
    assert states[-4:] == ["drafting", "reported", "considered", "concluded"]
    assert world.mission.considered_on == ago(2)
    assert world.mission.conclusion.consideration.is_final


def test_the_service_refuses_a_conclusion_without_consideration(world: World) -> None:
    world.reported()
    with refuses(MISSION_TABLE.refusal("conclude", "reported")):
        services.conclude_mission(mission=world.mission, user=None, on=ago(1), terms=ON_PAPER)
    assert not SupervisionConclusion.objects.exists()


def test_a_thematic_mission_is_not_closed_after_its_report_as_a_survey_is(world: World) -> None:
    world.reported()
    with refuses(_("A thematic mission is closed only after its conclusion.")):
        services.close_mission(mission=world.mission, user=None, on=ago(0))


def test_a_survey_ends_with_its_report(term: CouncilTerm) -> None:
    survey = World(term, kind="survey").reported()
    services.close_mission(mission=survey.mission, user=None, on=ago(0))
    assert survey.mission.state == "closed"
    with refuses(_("A survey ends with its report: it is not considered for a conclusion.")):
        services.record_consideration(
            mission=survey.mission, user=None, hearing=Hearing(meeting=survey.meeting()), debate="Đồng ý."
        )


def test_no_conclusion_is_dated_before_its_consideration(world: World) -> None:
    world.considered().write("conclusion")
    with pytest.raises(ValidationError):
        services.conclude_mission(mission=world.mission, user=None, on=ago(3), terms=ON_PAPER)


# --- The database ---


@pytest.mark.parametrize("state", SKIPPING)
def test_update_cannot_skip_the_consideration(world: World, state: str) -> None:
    world.reported()
    rows = SupervisionMission.objects.filter(pk=world.mission.pk)
    days = {"considered_on": ago(2), "concluded_on": ago(1), "closed_on": ago(1)}
    in_database(lambda: rows.update(state=state, **days))


@pytest.mark.parametrize("state", SKIPPING)
def test_sql_cannot_skip_the_conclusion_of_a_considered_report(world: World, state: str) -> None:
    world.considered()
    sql = "UPDATE supervision_supervisionmission SET state = %s, concluded_on = %s, closed_on = %s WHERE id = %s"

    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [state, ago(1), ago(1), world.mission.pk])

    in_database(change)


def test_no_row_begins_as_concluded(world: World) -> None:
    days = {"decided_on": ago(60), "reported_on": ago(9), "considered_on": ago(2), "concluded_on": ago(1)}
    made = SupervisionMission(
        council=world.council,
        kind="thematic",
        subject="standing_committee",
        title="Việc khác",
        state="concluded",
        **days,
    )
    in_database(lambda: SupervisionMission.objects.bulk_create([made]))


def test_a_survey_that_was_closed_does_not_become_thematic(term: CouncilTerm) -> None:
    survey = World(term, kind="survey").reported()
    services.close_mission(mission=survey.mission, user=None, on=ago(0))
    rows = SupervisionMission.objects.filter(pk=survey.mission.pk)
    in_database(lambda: rows.update(kind="thematic", considered_on=ago(1), concluded_on=ago(1)))


def test_a_conclusion_rests_on_the_consideration_of_its_own_mission(term: CouncilTerm, world: World) -> None:
    world.considered()
    other = World(term)
    conclusion = SupervisionConclusion(
        mission=other.mission,
        consideration=world.mission.considerations.get(),
        concluded_on=ago(1),
        document=notice(world),
    )
    in_database(lambda: SupervisionConclusion.objects.bulk_create([conclusion]))


def test_a_conclusion_does_not_lie_before_its_consideration(world: World) -> None:
    world.considered()
    conclusion = SupervisionConclusion(
        mission=world.mission,
        consideration=world.mission.considerations.get(),
        concluded_on=ago(3),
        document=notice(world),
    )
    in_database(lambda: SupervisionConclusion.objects.bulk_create([conclusion]))
    world.write("conclusion")
    services.conclude_mission(mission=world.mission, user=None, on=ago(1), terms=ON_PAPER)
    in_database(lambda: SupervisionConclusion.objects.update(concluded_on=ago(3)))


def test_a_consideration_that_a_conclusion_rests_on_stays_as_it_is(world: World) -> None:
    world.concluded()
    rows = Consideration.objects.all()
    in_database(lambda: rows.update(is_final=False))
    in_database(lambda: rows.update(considered_on=ago(0)))
    in_database(rows.delete)
    in_database(lambda: SupervisionConclusion.objects.all()._raw_delete("default"))
    rows.update(explanation="Bổ sung")
    assert rows.get().explanation == "Bổ sung"


# --- Who considers ---


def test_the_council_considers_after_its_standing_committee_and_concludes_by_a_resolution(
    term: CouncilTerm,
) -> None:
    world = World(term, subject="council").reported()
    sitting = SittingFactory(council_term=term, opens_on=ago(2), closes_on=ago(1))

    def at_sitting() -> Consideration:
        return services.record_consideration(
            mission=world.mission,
            user=None,
            hearing=Hearing(sitting=sitting),
            debate="Thảo luận.",
            on=ago(1),
        )

    with refuses(_("The Standing Committee looks at the report first: record its meeting.")):
        at_sitting()
    first = services.record_consideration(
        mission=world.mission, user=None, hearing=Hearing(meeting=world.meeting()), debate="Trình HĐND."
    )
    assert not first.is_final
    assert world.mission.state == "reported"
    assert at_sitting().is_final
    resolution: Resolution = ResolutionFactory(sitting=sitting, state="passed", adopted_on=ago(1))
    with refuses(_("A council concludes by a resolution: choose it.")):
        services.conclude_mission(mission=world.mission, user=None, on=ago(1))
    services.conclude_mission(mission=world.mission, user=None, on=ago(1), resolution=resolution)
    assert world.mission.conclusion.resolution == resolution


def test_a_resolution_must_have_been_adopted(term: CouncilTerm) -> None:
    world = World(term, subject="council").reported()
    sitting = SittingFactory(council_term=term, opens_on=ago(2), closes_on=ago(1))
    services.record_consideration(
        mission=world.mission, user=None, hearing=Hearing(meeting=world.meeting()), debate="Trình HĐND."
    )
    services.record_consideration(
        mission=world.mission, user=None, hearing=Hearing(sitting=sitting), debate="Thảo luận.", on=ago(1)
    )
    draft = ResolutionFactory(sitting=sitting, state="draft")
    with refuses(_("This resolution has not been adopted yet.")):
        services.conclude_mission(mission=world.mission, user=None, on=ago(1), resolution=draft)


def test_each_body_considers_what_is_its_own(world: World) -> None:
    world.reported()
    committee = CommitteeFactory(council=world.council)
    wrong = Hearing(meeting=world.meeting(committee=committee))
    with refuses(_("This report is considered by the Standing Committee: choose a meeting of it.")):
        services.record_consideration(mission=world.mission, user=None, hearing=wrong, debate="Đồng ý.")
    with refuses(_("This meeting was cancelled.")):
        cancelled = world.meeting()
        cancelled.state = "cancelled"
        services.record_consideration(
            mission=world.mission, user=None, hearing=Hearing(meeting=cancelled), debate="Đồng ý."
        )
    with refuses(_("Write what was said and how the body judged the report.")):
        services.record_consideration(
            mission=world.mission, user=None, hearing=Hearing(meeting=world.meeting()), debate=" "
        )


def test_the_consideration_is_due_seven_days_after_the_report(world: World) -> None:
    world.considered()
    considered = world.mission.considerations.get()
    due = due_date(code="SUP-CONSIDER", council=world.council, anchor=ago(5))
    assert considered.due_on == due.day
    assert considered.due_rule is not None
    assert considered.due_rule.code == "SUP-CONSIDER"
