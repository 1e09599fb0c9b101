"""Lines of the supervision floor: recommendations, verdicts, re-supervision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from supervision.services import give_verdict
from tests import factories
from tests.permissions.lines import (
    HIDDEN,
    INCOMPLETE,
    OK,
    ON,
    READ,
    REFUSED,
    Line,
    deciders_here,
    form,
    staff_on_record,
    who,
)

SENT = {"pk": "recommendation"}
"""Issued to `agency`, judged once, and looked at again by another mission."""
DRAFT = {"pk": "recommendation_draft"}
MISSION = {"pk": "recommending_mission"}
AGAIN = {"pk": "looking_again"}
READERS_AND_BODY = who(OK, nobody=HIDDEN, administrator=HIDDEN, other_agency=HIDDEN, stranger=HIDDEN)
"""The council's side, the council above, and the body that owes it."""
UNSENT = who(OK, nobody=HIDDEN, administrator=HIDDEN, agency=HIDDEN, other_agency=HIDDEN, stranger=HIDDEN)


def writers(status: int) -> dict[str, int]:
    """Who writes recommendations of a Standing Committee's mission: secretariat and leaders."""
    return staff_on_record(status, leader=status)


def judges(status: int) -> dict[str, int]:
    """Who judges them; the body reads its own and may not."""
    return writers(status) | {"agency": REFUSED}


LINES: list[Line] = [
    Line(
        "supervision:recommendation_list",
        get=who(OK, nobody=REFUSED, administrator=REFUSED),
    ),
    Line("supervision:recommendations_remind", post=deciders_here(ON)),
    Line("supervision:recommendations_letters", post=deciders_here(ON)),
    Line("supervision:re_supervision_create", get=deciders_here(ON), post=deciders_here(ON)),
    Line("supervision:recommendation_detail", get=READERS_AND_BODY, ids=SENT),
    Line("supervision:recommendation_detail", get=UNSENT, ids=DRAFT),
    form("supervision:recommendation_edit", writers(OK), ids=DRAFT),
    Line("supervision:recommendation_remove", get=writers(OK), post=writers(ON), ids=DRAFT),
    Line("supervision:recommendation_move", post=writers(ON), ids={**DRAFT, "direction": "up"}),
    form("supervision:verdict_create", judges(OK), ids=SENT),
    Line("supervision:verdict_file", get=READERS_AND_BODY, ids={**SENT, "verdict_pk": "verdict"}),
    Line("supervision:mission_recommendations", get=READ, ids=MISSION),
    form("supervision:recommendation_create", writers(OK), ids=MISSION),
    form("supervision:recommendations_create", writers(OK), ids=MISSION),
    form("supervision:recommendations_issue", writers(OK), ids=MISSION),
    Line("supervision:re_supervision_detail", get=READ, ids=AGAIN),
    form("supervision:re_supervision_add", writers(OK), ids=AGAIN),
    Line(
        "supervision:re_supervision_remove",
        get=writers(OK),
        post=writers(INCOMPLETE),
        ids={**AGAIN, "look_pk": "look"},
    ),  # a verdict was given from there: it stays
]


def extend(world: Any, term: Any) -> None:
    """A concluded mission with a recommendation sent and one still written, and a mission that looks again."""
    from tests.permissions.world import PDF  # noqa: PLC0415 - that module reads this one
    from tests.supervision.recommending import concluded, issued, recommended  # noqa: PLC0415 - see above

    council, staff = term.council, world.users["secretariat"]
    agency = council.agencies.get(pk=world.ids["agency"])
    today = timezone.localdate()
    mission = concluded(council, on=today - timedelta(days=30))
    sent = issued(
        council,
        agency,
        on=today - timedelta(days=30),
        mission=mission,
        due_on=today + timedelta(days=30),
    )
    again = factories.MissionFactory(council=council)
    look = again.looks_again.create(recommendation=sent)
    verdict = give_verdict(
        recommendation=sent,
        user=staff,
        outcome="partly",
        on=today - timedelta(days=2),
        reason="Mới xong một phần",
        upload=SimpleUploadedFile("bien-ban.pdf", PDF),
        mission=again,
        quiet=True,
    )
    world.ids |= {
        "recommending_mission": mission.pk,
        "recommendation": sent.pk,
        "recommendation_draft": recommended(mission, agency).pk,
        "verdict": verdict.pk,
        "looking_again": again.pk,
        "look": look.pk,
        "up": "up",
    }
