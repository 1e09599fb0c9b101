"""Lines of opinions as wholes: merged, split, compared, forwarded to the council above, told to voters."""

from __future__ import annotations

from typing import Any

from tests import factories
from tests.permissions.lines import (
    HIDDEN,
    INCOMPLETE,
    OK,
    ON,
    OUTSIDE,
    READ,
    READ_LIST,
    REFUSED,
    Line,
    form,
    staff_here,
    staff_on_record,
    who,
)
from voters import services
from voters.models import Regrouping
from voters.services import OpinionRow
from voters.services.opinions import allot

OFFERED = {"pk": "forwarding"}
RECEIVER = who(REFUSED, **OUTSIDE, above=OK)
"""What only the secretariat of the receiving council does; here that is the council above."""

LINES: list[Line] = [
    Line("voters:opinion_merge", get=staff_here(ON), post=staff_here(ON)),
    Line("voters:opinion_export", get=staff_here(ON), post=staff_here(ON)),
    Line("voters:opinion_duplicates", get=staff_here(OK), post=staff_here(HIDDEN)),
    form("voters:opinion_split", staff_on_record(OK), ids={"pk": "whole_opinion"}),
    form("voters:opinion_forward", staff_on_record(OK), ids={"pk": "whole_opinion"}),
    form("voters:regrouping_undo", staff_on_record(OK), ids={"pk": "regrouping"}),
    form("voters:likeness_undo", staff_on_record(OK), ids={"pk": "likeness"}),
    Line("voters:forward_list", get=READ_LIST),
    Line("voters:forward_detail", get=READ, ids=OFFERED),
    form("voters:forward_accept", RECEIVER, ids=OFFERED),
    form("voters:forward_return", RECEIVER, ids=OFFERED),
    Line("voters:forward_take_back", get=staff_on_record(OK), post=staff_on_record(ON), ids=OFFERED),
    Line(
        "voters:meeting_answers",
        get=READ,
        post=staff_on_record(INCOMPLETE),
        ids={"pk": "answered_meeting"},
    ),
    Line("voters:told_undo", get=staff_on_record(OK), post=staff_on_record(ON), ids={"pk": "telling"}),
]


def extend(world: Any, term: Any) -> None:
    """A meeting whose statements were merged, forwarded, known as a repeat, answered on the spot and told."""
    staff, contact = world.users["secretariat"], factories.RoundFactory(council_term=term)
    meeting = factories.MeetingFactory(round=contact)
    allot(term.council, meeting.held_on.year, 1_000_000)  # the numbers that factories give stay theirs
    rows = [
        OpinionRow("Sửa cầu"),
        OpinionRow("Cầu hỏng"),
        OpinionRow("Nâng cấp tỉnh lộ", competence_level="province"),
        OpinionRow("Hỏi về phí", screening="answered_on_spot", spot_answer="Theo quy định"),
        OpinionRow("Cầu và điện"),
    ]
    one, two, road, asked, whole = services.add_opinions(meeting=meeting, rows=rows, user=staff)
    services.merge(opinions=[one], into=two, user=staff, on=meeting.held_on)
    forwarding = services.forward(
        opinion=road, to=term.council.parent, user=staff, reason="Thẩm quyền tỉnh", on=meeting.held_on
    )
    likeness = services.mark_different(opinion=whole, earlier=two, user=staff)
    (telling,) = services.tell(opinions=[asked], meeting=meeting, user=staff)
    world.ids |= {
        "answered_meeting": meeting.pk,
        "whole_opinion": whole.pk,
        "regrouping": Regrouping.objects.get(links__source=one).pk,
        "forwarding": forwarding.pk,
        "likeness": likeness.pk,
        "telling": telling.pk,
    }
