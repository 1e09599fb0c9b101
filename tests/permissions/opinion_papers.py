"""Lines of the papers about opinions, and of the words and fields of a council."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from councils.models import CouncilWord, Field
from councils.services import note_words, save_field
from tests import factories
from tests.permissions.lines import (
    INCOMPLETE,
    OK,
    ON,
    READ,
    READ_LIST,
    REFERENCE_LIST,
    REFUSED,
    Line,
    form,
    staff_here,
    staff_on_record,
    who,
)
from voters import services
from voters.models import VoterOpinion

REPORT = {"pk": "opinion_report"}
SERVED = {"agency": REFUSED, "other_agency": REFUSED, "administrator": REFUSED}
"""Those who serve in the council and may not change its reference data."""

LINES: list[Line] = [
    Line("voters:report_list", get=READ_LIST),
    form("voters:report_begin", staff_on_record(OK), ids={"pk": "round", "kind": "report_kind"}),
    Line("voters:report_detail", get=READ, ids=REPORT),
    *(form(f"voters:report_{step}", staff_on_record(OK), ids=REPORT) for step in ("edit", "issue", "sign")),
    Line("voters:report_discard", get=staff_on_record(OK), post=staff_on_record(ON), ids=REPORT),
    Line("voters:report_file", get=READ, ids={**REPORT, "extension": "sheet_extension"}),
    Line("voters:transfer_list", get=READ_LIST),
    Line("voters:transfer_create", get=who(REFUSED, secretariat=OK, above=ON, stranger=ON)),
    Line("voters:transfer_detail", get=READ, ids={"pk": "transfer"}),
    Line("voters:transfer_file", get=READ, ids={"pk": "transfer", "extension": "sheet_extension"}),
    Line("voters:meeting_sheet", get=READ, post=staff_on_record(INCOMPLETE), ids={"pk": "meeting"}),
    Line("voters:meeting_sheet_file", get=READ, ids={"pk": "meeting", "extension": "sheet_extension"}),
    Line("voters:round_sheet", get=READ, ids={"pk": "round"}),
    Line("voters:round_sheet_file", get=READ, ids={"pk": "round", "extension": "sheet_extension"}),
    form("councils:field_create", staff_here(OK)),
    form("councils:field_adopt", staff_here(OK)),
    form("councils:field_edit", staff_on_record(OK, **SERVED), ids={"pk": "own_field"}),
    Line("councils:word_list", get=REFERENCE_LIST),
    form("councils:word_create", staff_here(OK)),
    Line("councils:word_usual", post=staff_here(ON)),
    form("councils:word_edit", staff_on_record(OK, **SERVED), ids={"pk": "word"}),
    Line(
        "councils:word_remove",
        get=staff_on_record(OK, **SERVED),
        post=staff_on_record(ON, **SERVED),
        ids={"pk": "word"},
    ),
]
_DAY = date(2026, 6, 20)


def extend(world: Any, term: Any) -> None:
    """A draft report, a transfer letter, a word that waits, a field of the council's own."""
    council, staff = term.council, world.users["secretariat"]
    contact = factories.RoundFactory(council_term=term)
    meeting = factories.MeetingFactory(round=contact)
    field = Field.objects.for_council(council).first() or factories.FieldFactory()
    said = [
        factories.OpinionFactory(
            meeting=meeting,
            number=9000 + number,
            field=field,
            competence_level="commune",
            agency=council.agencies.first(),
        )
        for number in range(2)
    ]
    factories.RuleFactory()
    services.send(opinions=said, user=staff, on=_DAY, quiet=True)
    sent = VoterOpinion.objects.filter(pk=said[0].pk)
    letters = services.write_transfers(
        council=council, opinions=sent, user=staff, terms=services.TransferTerms(dated_on=_DAY)
    )
    report = services.begin_report(round=contact, kind="synthesis", user=staff, as_of=_DAY)
    note_words(council=council, words=[("field", "điện đóm")], on=timezone.localdate())
    own = save_field(field=Field(council=council, name="Chợ", committee_view="economic-budget"), user=staff)
    world.ids |= {
        "opinion_report": report.pk,
        "report_kind": "result",
        "sheet_extension": "docx",
        "transfer": letters[0].pk,
        "word": CouncilWord.objects.get(council=council).pk,
        "own_field": own.pk,
    }
