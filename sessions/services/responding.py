"""Tiếp thu, giải trình: the owner of a paper answers each remark of its verification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by
from sessions.models import Verification, VerificationRemark
from sessions.paper_rules import can_respond
from sessions.services import answer_debts
from sessions.services.moving import check_day
from sessions.services.rows import RefusedRows
from sessions.services.verification import lock_verification
from sessions.states import VerificationState

Response = VerificationRemark.Response


class Answer(NamedTuple):
    """How one remark was answered: taken in, partly, or explained; how or why not; where in the revised draft."""

    remark: int
    response: str = ""
    text: str = ""
    place: str = ""


class Summary(NamedTuple):
    """How the remarks were answered."""

    remarks: int
    taken_in: int
    partly: int
    explained: int

    @property
    def open(self) -> int:
        """Remarks that wait for an answer."""
        return self.remarks - self.taken_in - self.partly - self.explained


def summary(remarks: Sequence[VerificationRemark]) -> Summary:
    """Counts over remarks already read."""
    found = [remark.response for remark in remarks]
    return Summary(
        len(found),
        found.count(Response.TAKEN_IN),
        found.count(Response.PARTLY),
        found.count(Response.EXPLAINED),
    )


@transaction.atomic
def respond(
    *,
    verification: Verification,
    rows: Sequence[Answer],
    user: User | None,
    on: date,
    by_owner: bool = False,
) -> Verification:
    """Answer remarks of a report; those left open can be answered later. All answered: so is the verification.

    That settles what the owner owes; `by_owner`: the owner answered itself, and the council's side is told.

    Raises RefusedRows (by the place of the row) for an answer without words, words without an answer, or an unknown
    remark; Refused before the report, after the paper was decided on, or for a day before the report.
    """
    locked = lock_verification(verification)
    if not can_respond(locked):
        raise Refused(_("Remarks are answered between the report and the decision of the council."))
    check_day(on, not_before=locked.reported_on)
    remarks = {remark.pk: remark for remark in locked.remarks.select_for_update()}
    given = [row for row in rows if row.response or row.text.strip() or row.place.strip()]
    if wrong := {
        at: found for at, row in enumerate(rows) if row in given and (found := _wrong(row, remarks))
    }:
        raise RefusedRows(wrong)
    changed = [remark for row in given if (remark := _answered(remarks[row.remark], row, user, on))]
    with entered_by(user):
        VerificationRemark.objects.bulk_update(
            changed, ["response", "response_text", "response_place", "responded_on", "responded_by"]
        )
        if _close(locked, list(remarks.values()), on):
            answer_debts.answered(
                verification=locked, count=len(remarks), user=user, on=on, by_owner=by_owner
            )
    verification.refresh_from_db()
    return verification


def _wrong(row: Answer, remarks: dict[int, VerificationRemark]) -> dict[str, str]:
    found = {}
    if row.remark not in remarks:
        found[""] = _("This remark is not one of this verification.")
    if row.response not in Response.values:
        found["response"] = _("Say whether it was taken in.")
    if not row.text.strip():
        found["text"] = _("Say how the remark was taken in, or why not.")
    return found


def _answered(
    remark: VerificationRemark, row: Answer, user: User | None, on: date
) -> VerificationRemark | None:
    """The remark with its answer; None where it already says exactly this."""
    said = (row.response, row.text.strip(), row.place.strip()[:200])
    if said == (remark.response, remark.response_text, remark.response_place):
        return None
    remark.response, remark.response_text, remark.response_place = said
    remark.responded_on, remark.responded_by = on, user
    return remark


def _close(verification: Verification, remarks: Sequence[VerificationRemark], on: date) -> bool:
    """Answered on the day on which the last remark was; whether that is now."""
    if verification.state != VerificationState.REPORTED or not remarks or summary(remarks).open:
        return False
    verification.state, verification.responded_on = VerificationState.RESPONDED, on
    verification.save()
    return True
