"""Lines of programmes, proposals, reviews of legal texts and ongoing supervision."""

from __future__ import annotations

from datetime import date
from typing import Any

from documents.services import store_file
from supervision import services
from supervision.models import OngoingItem, Programme, ProgrammeItem, Proposal, TextReview
from tests import factories
from tests.permissions.lines import (
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

WRITTEN = {"pk": "sup_programme"}
DRAFTED = {"pk": "sup_drafted"}
DECIDED = {"pk": "sup_decided"}
ITEM = {"pk": "sup_item"}
SETTLED = {"pk": "sup_settled_item"}
PROPOSAL = {"pk": "sup_proposal"}
TEXT = {"pk": "sup_text"}
WATCHED = {"pk": "sup_ongoing"}
DECIDERS = who(REFUSED, **OUTSIDE, secretariat=OK, leader=OK)
ORGANISERS = staff_here(OK) | {"committee": OK}
"""The secretariat, and the staff of a committee for what is the committee's."""
PROPOSERS = ORGANISERS | {"leader": OK, "delegate": OK}
"""Who proposes: the secretariat for anybody, the others for themselves."""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_DAY = date(2025, 12, 22)

LINES: list[Line] = [
    Line("supervision:programme_board", get=READ_LIST),
    Line("supervision:programme_list", get=READ_LIST),
    form("supervision:programme_create", ORGANISERS),
    Line("supervision:programme_detail", get=READ, ids=WRITTEN),
    form("supervision:programme_edit", staff_on_record(OK), ids=WRITTEN),
    form("supervision:programme_move", staff_on_record(OK), ids={**WRITTEN, "name": "sup_move"}),
    form("supervision:programme_decide", DECIDERS, ids=DRAFTED),
    form("supervision:programme_report", DECIDERS, ids=DECIDED),
    Line(
        "supervision:programme_paper",
        get=READ,
        ids={**WRITTEN, "kind": "sup_paper", "extension": "extension"},
    ),
    Line("supervision:programme_result", get=READ, ids={**DECIDED, "extension": "extension"}),
    form("supervision:proposal_select", staff_on_record(OK), ids=WRITTEN),
    form("supervision:item_create", staff_on_record(OK), ids=WRITTEN),
    form("supervision:item_edit", staff_on_record(OK), ids=ITEM),
    Line("supervision:item_remove", get=staff_on_record(OK), ids=ITEM),
    Line("supervision:item_move", post=staff_on_record(ON), ids={**ITEM, "direction": "sup_direction"}),
    form("supervision:item_finish", staff_on_record(OK), ids=SETTLED),
    form("supervision:item_drop", staff_on_record(OK), ids=SETTLED),
    form("supervision:item_postpone", staff_on_record(OK), ids=SETTLED),
    Line("supervision:item_resume", get=staff_on_record(OK), post=staff_on_record(ON), ids=SETTLED),
    Line("supervision:item_mission", post=staff_on_record(ON), ids=SETTLED),
    Line("supervision:proposal_list", get=READ_LIST),
    form("supervision:proposal_create", PROPOSERS),
    Line("supervision:proposal_detail", get=READ, ids=PROPOSAL),
    form("supervision:proposal_edit", staff_on_record(OK), ids=PROPOSAL),
    Line(
        "supervision:proposal_reopen",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "sup_refused_proposal"},
    ),
    Line("supervision:text_review_list", get=READ_LIST),
    form("supervision:text_review_create", ORGANISERS),
    Line("supervision:text_review_detail", get=READ, ids=TEXT),
    form("supervision:text_review_edit", staff_on_record(OK), ids=TEXT),
    form("supervision:text_review_finding", staff_on_record(OK), ids=TEXT),
    form("supervision:text_review_request", staff_on_record(OK), ids=TEXT),
    Line("supervision:text_review_file", get=READ, ids=TEXT),
    Line("supervision:text_review_letter", get=READ, ids={**TEXT, "extension": "extension"}),
    Line("supervision:ongoing_list", get=READ_LIST),
    form("supervision:ongoing_create", ORGANISERS),
    Line("supervision:ongoing_detail", get=READ, ids=WATCHED),
    form("supervision:ongoing_edit", staff_on_record(OK), ids=WATCHED),
    form("supervision:ongoing_end", staff_on_record(OK), ids=WATCHED),
]


def extend(world: Any, term: Any) -> None:
    """Programmes in three states with items, two proposals, a faulty text, an opinion under supervision."""
    council, staff = term.council, world.users["secretariat"]
    agency = council.agencies.get(pk=world.ids["agency"])
    written, drafted, decided = (_programme(council, year) for year in (2024, 2025, 2026))
    for programme in (drafted, decided):
        services.step_programme(programme=programme, name="draft", user=staff, on=_DAY)
    services.decide_programme(programme=decided, user=staff, on=_DAY, terms=services.Signing(signer="chair"))
    refused = _proposal(council)
    services.refuse_proposals(proposals=[refused], user=staff, on=_DAY, reason="Đã giám sát")
    world.ids |= {
        "sup_programme": written.pk,
        "sup_drafted": drafted.pk,
        "sup_decided": decided.pk,
        "sup_item": written.items.first().pk,
        "sup_settled_item": decided.items.first().pk,
        "sup_move": "draft",
        "sup_paper": "programme",
        "sup_direction": "up",
        "sup_proposal": _proposal(council).pk,
        "sup_refused_proposal": refused.pk,
        "sup_text": _text(council, agency, staff).pk,
        "sup_ongoing": _ongoing(council, world.ids["opinion"]).pk,
    }


def _programme(council: Any, year: int) -> Any:
    made = services.save_programme(
        programme=Programme(council=council, subject="standing_committee", year=year), user=None
    )
    for title in ("Việc quản lý đất đai", "Chất vấn"):
        row = ProgrammeItem(programme=made, title=title, form="questioning")
        services.save_item(item=row, bodies=[], user=None)
    return made


def _proposal(council: Any) -> Any:
    row = Proposal(
        council=council,
        year=2026,
        subject="council",
        proposer="front",
        proposer_name="UBMTTQ Việt Nam xã",
        proposed_on=date(2025, 2, 3),
        content="Việc thu gom rác thải",
        need="Cử tri kiến nghị",
        scope="Toàn xã",
        objects_text="UBND xã",
    )
    return services.save_proposal(proposal=row, user=None)


def _text(council: Any, agency: Any, staff: Any) -> Any:
    factories.RuleFactory(code="TEXT-REVIEW-REPLY")
    row = TextReview(
        council=council,
        symbol="12/2026/QĐ-UBND",
        title="Quy định phí chợ",
        issuer=agency,
        subject="standing_committee",
        issued_on=date(2026, 5, 4),
        received_on=date(2026, 5, 6),
        file=store_file(council=council, user=staff, name="qd.pdf", content=PDF),
    )
    services.save_text_review(review=row, user=None)
    return services.record_finding(
        review=row,
        user=None,
        on=date(2026, 5, 7),
        finding="faulty",
        fault="content",
        explanation="Trái thẩm quyền",
    )


def _ongoing(council: Any, opinion: int) -> Any:
    row = OngoingItem(
        council=council,
        opinion=council.opinions.get(pk=opinion),
        subject="standing_committee",
        taken_on=date(2026, 7, 1),
        reason="Kéo dài",
    )
    return services.take_up(item=row, user=None)
