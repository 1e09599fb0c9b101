"""From the adopted text to the published one: signature and number, issue, sending up, gazette, publication, force."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Final

import pghistory
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import SHORTEST_REASON, Contradiction, Refused
from core.services import entered_by, refuse
from core.text import fold
from councils.calendar import DueDate, due_date
from councils.models import Council, DeadlineRule
from documents.models import NumberSeries, OfficialDocument
from documents.services import (
    NORMATIVE,
    keep_drawn,
    register_document,
    store_upload,
    symbol_of,
)
from sessions.documents.resolutions import bases_of, document_of
from sessions.models import Resolution
from sessions.services.implementation import send_tasks
from sessions.services.moving import check_day, move
from sessions.services.relations import check_relations
from sessions.services.resolutions import lock
from sessions.services.review import carried_out
from sessions.states import ADOPTED, RESOLUTION_TABLE, SIGNED, ResolutionState

_GAP: Final = re.compile(r"…|\.{3}")
"""What a draft leaves open."""
KIND: Final = "NQ"
SEND_UP: Final = "RES-SEND-UP"
IN_FORCE: Final = "RES-IN-FORCE"
"""The rule of how many calendar days lie between adoption and force of a normative text, at least."""


def issuer_symbol(council: Council, issuer: str) -> str:
    """The issuer in the number: the council's own, or the one its Standing Committee writes under."""
    return council.standing_symbol if issuer == Resolution.Issuer.STANDING_COMMITTEE else "HĐND"


def next_symbol(resolution: Resolution, on: date) -> str:
    """The number that a signature on this day would get now."""
    issuer = issuer_symbol(resolution.council, resolution.issuer)
    kind = f"{KIND}{NORMATIVE if resolution.is_normative else ''}"
    rows = NumberSeries.objects.filter(council=resolution.council_id, issuer=issuer, kind=kind, year=on.year)
    number = (rows.values_list("last", flat=True).first() or 0) + 1
    return symbol_of(
        number=number, kind=KIND, issuer=issuer, year=on.year if resolution.is_normative else None
    )


def not_adopted(resolution: Resolution) -> str:
    """Why something cannot be done yet with what was not adopted; nothing for what was."""
    if resolution.state in ADOPTED:
        return ""
    if resolution.issuer == Resolution.Issuer.COUNCIL:
        return _("The resolution has not been adopted yet; record the vote before its signature.")
    return _("The resolution has not been adopted yet; record its adoption before its signature.")


def unfinished(resolution: Resolution) -> str:
    """What still has to be written before a text kept here is signed; nothing where it is whole, or kept on paper."""
    if not resolution.text.strip():
        return ""
    if _GAP.search(resolution.text):
        return _("The text still holds a place to be filled in (“…”). Finish it before the signature.")
    if _GAP.search(" ".join(bases_of(resolution))):
        return _(
            "The bases still hold a place to be filled in (“…”). Name who proposed it, or write the bases out, before "
            "the signature."
        )
    return ""


def _sign_day(resolution: Resolution, on: date) -> str:
    """What is wrong with a day of the signature that lies before the adoption."""
    adopted = resolution.adopted_on
    if adopted is None or on >= adopted:
        return ""
    words = _("The day of the signature cannot be before the day of the adoption, %(day)s.")
    return words % {"day": shown(adopted)}


def not_signed(resolution: Resolution) -> str:
    """Why something cannot be done yet with what bears no signature; nothing for what does."""
    if resolution.state in SIGNED:
        return ""
    words = _("It has not been signed: its state is “%(state)s”. Record signature and number first.")
    return words % {"state": resolution.get_state_display()}


def send_up_due(council: Council, on: date, **given: Any) -> DueDate | None:
    """By when a resolution signed on a day must be sent up; None where no rule is in force."""
    try:
        return due_date(code=SEND_UP, council=council, anchor=on, **given)
    except Refused:
        return None


@transaction.atomic
def sign(
    *, resolution: Resolution, user: User | None, on: date, signer: str, number: int | None = None
) -> Resolution:
    """Record the signature, and give the number: the next one of the series, or the one that the paper bears.

    The number is taken under the lock of its series (Decree 30/2020 Art. 15); normative texts have a series of their
    own. An individual text without another day is in force from this one. The text, if it is kept here, is drawn as
    DOCX and PDF. Raises Refused before the adoption, for a day out of order, for a text that is not finished, and for
    a number already given.
    """
    lock(resolution)
    refuse(
        {
            "on": not_adopted(resolution) or _sign_day(resolution, on),
            "signer": not signer.strip() and _("Say who signed it."),
        }
    )
    check_day(on)
    if gaps := unfinished(resolution):
        raise Refused(gaps)
    check_relations(resolution)
    with entered_by(user):
        document = number_for(resolution, on, number)
        _signed(resolution, document, user, on, signer.strip())
        _draw(resolution, user)
        carried_out(resolution)
    return resolution


def number_for(resolution: Resolution, on: date, number: int | None) -> OfficialDocument:
    """The entry in the register of documents."""
    return register_document(
        council=resolution.council,
        issuer=issuer_symbol(resolution.council, resolution.issuer),
        kind=KIND,
        issued_on=on,
        abstract=resolution.title,
        normative=resolution.is_normative,
        number=number,
    )


def searched(resolution: Resolution, document: OfficialDocument | None) -> str:
    """The folded text in which a resolution is found."""
    return fold(f"{document.symbol if document else ''} {resolution.title} {resolution.proposer}")


def _signed(
    resolution: Resolution, document: OfficialDocument, user: User | None, on: date, signer: str
) -> None:
    due = send_up_due(resolution.council, on)
    at_once = None if resolution.is_normative else on
    move(
        record=resolution,
        table=RESOLUTION_TABLE,
        name="sign",
        user=user,
        on=on,
        signed_on=on,
        signer=signer,
        document=document,
        search=searched(resolution, document),
        send_up_due_on=due.day if due else None,
        send_up_rule=due.rule if due else None,
        in_force_on=resolution.in_force_on or at_once,
    )


def _draw(resolution: Resolution, user: User | None) -> None:
    """Both files of the text as it was signed."""
    document = resolution.document
    if document is None or user is None or not resolution.text.strip():
        return
    keep_drawn(document=document, drawn=document_of(resolution), stem="nghi-quyet", user=user)


@transaction.atomic
def attach_signed_copy(*, resolution: Resolution, user: User, upload: UploadedFile[Any]) -> Resolution:
    """Keep the scan of the signed paper, as the next version where one is there."""
    lock(resolution)
    refuse({"file": not_signed(resolution)})
    with entered_by(user):
        resolution.signed_file = store_upload(
            council=resolution.council,
            user=user,
            upload=upload,
            title=str(resolution),
            file=resolution.signed_file,
            field="file",
        )
        resolution.save(update_fields=["signed_file", "updated_at"])
    return resolution


@transaction.atomic
def issue(*, resolution: Resolution, user: User | None, on: date, kept_because: str = "") -> Resolution:
    """Issue the signed resolution and send every task that is still a draft: all of them or nothing.

    Raises Refused naming, per task, what it lacks; Contradiction where only days of an old record contradict each
    other and `kept_because` does not say why they stand.
    """
    lock(resolution)
    refuse({"on": not_signed(resolution)})
    move(record=resolution, table=RESOLUTION_TABLE, name="issue", user=user, on=on)
    send_tasks(resolution=resolution, user=user, on=on, kept_because=kept_because)
    return resolution


@transaction.atomic
def send_up(*, resolution: Resolution, user: Any, on: date) -> Resolution:
    """Record that it was sent to the upper bodies (within 3 days of the signature: Law 87/2015 Art. 7.2)."""
    return _dated(resolution, user, "sent_up_on", on)


@transaction.atomic
def to_gazette(*, resolution: Resolution, user: Any, on: date) -> Resolution:
    """Record that it was sent to the gazette."""
    return _dated(resolution, user, "gazette_on", on)


def _dated(resolution: Resolution, user: Any, column: str, on: date) -> Resolution:
    """A day after the signature that moves no state; it is said once, and taken back before it is said again."""
    lock(resolution)
    before: date | None = getattr(resolution, column)
    again = _("This was already recorded for %(day)s. Take it back first.")
    refuse({"on": not_signed(resolution) or (before is not None and again % {"day": shown(before)})})
    check_day(on, not_before=resolution.signed_on)
    with entered_by(user):
        setattr(resolution, column, on)
        resolution.save(update_fields=[column, "updated_at"])
    return resolution


@transaction.atomic
def publish(*, resolution: Resolution, user: Any, on: date, where: str) -> Resolution:
    """Record the publication: the day, and the number of the gazette or the address."""
    lock(resolution)
    place = where.strip()
    early = _("It has been signed but not issued yet. Issue it first.")
    refuse(
        {
            "on": not_signed(resolution) or (resolution.state == ResolutionState.SIGNED and early),
            "where": not place and _("Say where: the number of the gazette, or an address."),
        }
    )
    check_day(on, not_before=resolution.signed_on)
    move(
        record=resolution,
        table=RESOLUTION_TABLE,
        name="publish",
        user=user,
        on=on,
        published_on=on,
        published_at=place,
    )
    return resolution


def earliest_force(resolution: Resolution) -> date | None:
    """Before which day the text cannot be in force; None before its adoption."""
    rule = _force_rule(resolution)
    on = resolution.adopted_on
    return on + timedelta(days=rule.offset) if rule and on else on


def _force_rule(resolution: Resolution) -> DeadlineRule | None:
    """For an adopted normative text, where one is in force. No deadline: a day off moves no text's first day."""
    on = resolution.adopted_on
    if on is None or not resolution.is_normative:
        return None
    rule: DeadlineRule | None = DeadlineRule.objects.choose(IN_FORCE, council=resolution.council, day=on)
    return rule


@transaction.atomic
def set_force(
    *,
    resolution: Resolution,
    user: Any,
    in_force_on: date,
    expires_on: date | None = None,
    kept_because: str = "",
) -> Resolution:
    """Say since when the text is in force, and until when if it says so itself.

    Refused before the adoption. A normative text that would be in force sooner than its level allows raises
    Contradiction unless `kept_because` says why (a shortened procedure, for example); the reason is in the history.
    """
    lock(resolution)
    _check_force(resolution, in_force_on, expires_on)
    reason = _too_soon(resolution, in_force_on, kept_because.strip())
    with pghistory.context(**({"user": user.pk} if user else {}), **({"reason": reason} if reason else {})):
        resolution.in_force_on, resolution.expires_on = in_force_on, expires_on
        resolution.save(update_fields=["in_force_on", "expires_on", "updated_at"])
    return resolution


def _check_force(resolution: Resolution, in_force_on: date, expires_on: date | None) -> None:
    adopted = resolution.adopted_on
    early = _("It was adopted on %(day)s and cannot be in force before.") % {"day": shown(adopted)}
    refuse(
        {
            "in_force_on": not_adopted(resolution)
            or (adopted is not None and in_force_on < adopted and early),
            "expires_on": expires_on is not None
            and expires_on <= in_force_on
            and _("The text would end before it is in force."),
        }
    )


def _too_soon(resolution: Resolution, in_force_on: date, because: str) -> str:
    """The reason to keep with a day that comes too soon; nothing where it does not."""
    rule, earliest = _force_rule(resolution), earliest_force(resolution)
    if rule is None or earliest is None or in_force_on >= earliest:
        return ""
    if not because:
        words = _(
            "A normative resolution at this level is in force %(days)s days after its adoption at the earliest, on "
            "%(day)s (%(basis)s)."
        )
        known = {"days": rule.offset, "day": shown(earliest), "basis": rule.legal_basis}
        raise Contradiction({"in_force_on": words % known})
    refuse({"kept_because": len(because) < SHORTEST_REASON and _("Say in a few words why it is kept.")})
    return because
