"""Lines of letters and citizen reception; the protected ones are handled by the secretariat's user."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.permissions.lines import (
    INCOMPLETE,
    OK,
    ON,
    OUTSIDE,
    READ,
    READ_LIST,
    REFUSED,
    Line,
    deciders_here,
    form,
    staff_here,
    staff_on_record,
    who,
)
from voters import services
from voters.identity import Identity, Person
from voters.models import LetterAction
from voters.services.letters import Condition

LETTER = {"pk": "citizen_letter"}
SECRET = {"pk": "secret_letter"}
RECORD = {"pk": "reception_record"}
SECRET_RECORD = {"pk": "secret_record"}
RECEPTION = {"pk": "reception"}
SEES = who(OK, **OUTSIDE, auditor=REFUSED, above=REFUSED)
"""Papers that name senders: the council's own side without auditors; not the council above."""
HANDLER = who(REFUSED, **OUTSIDE, secretariat=OK)
"""What only the handler of a protected matter may do."""
NAMERS = who(REFUSED, **OUTSIDE, secretariat=OK, leader=OK)
"""Who names handlers: the leader, and who registered it."""


def _matter(name: str, secret: dict[str, str], plain: dict[str, str]) -> list[Line]:
    return [
        form(f"voters:{name}_identity", HANDLER, ids=secret),
        Line(f"voters:{name}_identity", get=who(REFUSED, **OUTSIDE), ids=plain),
        Line(f"voters:{name}_sender", get=HANDLER, ids=secret),
        form(f"voters:{name}_handlers", NAMERS, ids=secret),
        Line(
            f"voters:{name}_handler_end",
            get=NAMERS,
            ids={**secret, "handler_pk": f"{name}_handler"},
        ),
        form(f"voters:{name}_unprotect", HANDLER, ids=secret),
    ]


LINES: list[Line] = [
    Line("voters:letter_list", get=READ_LIST),
    form("voters:letter_create", staff_here(OK)),
    Line("voters:letter_register", get=READ_LIST),
    Line("voters:letter_book", get=READ_LIST),
    Line("voters:letter_classify", get=staff_here(ON), post=staff_here(ON)),
    Line("voters:letter_forward", get=staff_here(ON), post=staff_here(ON)),
    Line("voters:identity_erase", get=deciders_here(OK), post=deciders_here(INCOMPLETE)),
    Line("voters:letter_detail", get=READ, ids=LETTER),
    Line("voters:letter_detail", get=READ, ids=SECRET),
    form("voters:letter_edit", staff_on_record(OK), ids=LETTER),
    form("voters:letter_screen", staff_on_record(OK), ids=LETTER),
    Line("voters:letter_duplicate", post=staff_on_record(ON), ids=LETTER),
    form("voters:letter_scans", staff_on_record(OK), ids=LETTER),
    Line("voters:letter_scan", get=SEES, ids={**LETTER, "scan_pk": "scan"}),
    form("voters:letter_act", staff_on_record(OK), ids={**LETTER, "kind": "act"}),
    Line(
        "voters:letter_step",
        get=staff_on_record(OK),
        post=staff_on_record(INCOMPLETE),
        ids={**LETTER, "name": "letter_step"},
    ),
    form("voters:letter_take_back", staff_on_record(OK), ids=LETTER),
    Line(
        "voters:letter_paper",
        get=SEES,
        ids={**LETTER, "action_pk": "letter_action", "extension": "extension"},
    ),
    *_matter("letter", SECRET, LETTER),
    Line("voters:reception_list", get=READ_LIST),
    form("voters:reception_create", staff_here(OK)),
    form("voters:reception_generate", staff_here(OK)),
    form("voters:reception_publish", staff_here(OK)),
    Line("voters:reception_detail", get=READ, ids=RECEPTION),
    form("voters:reception_edit", staff_on_record(OK), ids=RECEPTION),
    Line(
        "voters:reception_move",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={**RECEPTION, "name": "finish"},
    ),
    form("voters:reception_conclude", staff_on_record(OK), ids=RECEPTION),
    Line(
        "voters:reception_paper",
        get=READ,
        ids={**RECEPTION, "kind": "notice_kind", "extension": "extension"},
    ),
    form("voters:record_create", staff_on_record(OK), ids=RECEPTION),
    Line("voters:record_list", get=READ_LIST),
    Line("voters:record_register", get=READ_LIST, ids={"extension": "extension"}),
    Line("voters:record_detail", get=READ, ids=RECORD),
    form("voters:record_edit", staff_on_record(OK), ids=RECORD),
    form("voters:record_guide", staff_on_record(OK), ids=RECORD),
    form("voters:record_forward", staff_on_record(OK), ids=RECORD),
    form("voters:record_refuse", staff_on_record(OK), ids=RECORD),
    Line("voters:record_receipt", get=staff_on_record(OK), ids={**RECORD, "extension": "extension"}),
    Line(
        "voters:record_paper",
        get=SEES,
        ids={"pk": "guided_record", "kind": "guidance", "extension": "extension"},
    ),
    *_matter("record", SECRET_RECORD, RECORD),
]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_DAY = date(2026, 6, 10)
_CITIZEN = Identity((Person("Công dân Thử Nghiệm", "Thôn 1"),))


def extend(world: Any, term: Any) -> None:
    """A plain and a protected letter, a reception with a plain and a protected record."""
    council, staff = term.council, world.users["secretariat"]
    given: dict[str, Any] = {
        "council": council,
        "user": staff,
        "received_on": _DAY,
        "summary": "Đề nghị sửa đường",
    }
    letter = services.register_letter(
        **given, kind="petition", identity=_CITIZEN, uploads=[SimpleUploadedFile("don.pdf", PDF)]
    )
    secret = services.register_letter(**given, kind="denunciation", identity=_CITIZEN)
    met = {str(condition.value): (True, "") for condition in Condition}
    services.screen_letter(letter=letter, user=staff, on=_DAY, conditions=met)
    terms = services.Terms(on=_DAY, text="Đã trả lời", agency=council.agencies.first())
    action = services.act(letter=letter, kind=LetterAction.Kind.GUIDE, user=staff, terms=terms)
    reception = factories.ReceptionFactory(council=council, delegate=factories.seated(term), day=_DAY)
    services.publish_schedule(council=council, start=_DAY, end=_DAY, on=_DAY, user=staff)
    reception.refresh_from_db()
    record = services.record_visit(
        reception=reception,
        user=staff,
        kind="petition",
        content="Đường hỏng",
        identity=_CITIZEN,
        papers="Đơn; 2; rõ",
    )
    guided = services.record_visit(
        reception=reception, user=staff, kind="petition", content="Cầu hỏng", identity=_CITIZEN
    )
    services.guide_visitor(record=guided, body="UBND xã", on=_DAY + timedelta(days=1), user=staff)
    hidden = services.record_visit(
        reception=reception, user=staff, kind="denunciation", content="Sai phạm", identity=_CITIZEN
    )
    world.ids |= {
        "citizen_letter": letter.pk,
        "secret_letter": secret.pk,
        "letter_handler": secret.handlers.get().pk,
        "scan": letter.scans.get().pk,
        "letter_action": action.pk,
        "act": "supervise",
        "letter_step": "reopen",
        "reception": reception.pk,
        "reception_record": record.pk,
        "guided_record": guided.pk,
        "secret_record": hidden.pk,
        "record_handler": hidden.handlers.get().pk,
        "finish": "finish",
        "notice_kind": "notice",
        "guidance": "guidance",
    }
