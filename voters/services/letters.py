"""The register of letters: entered under a number, corrected, checked, classified, tied to earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.sealing import seal_bytes, unseal_bytes
from core.services import apply_changes, entered_by, names, refuse
from councils.models import Agency, Council, Field
from documents.services import allot_numbers, check_upload, detect_extension
from sessions.services.moving import move
from voters.identity import NOBODY, Identity, open_identity
from voters.models import Handler, Letter, LetterScan, LetterScreening, LetterTransfer
from voters.models.identity import SECRET_KINDS
from voters.services.identity import (
    check_secret_of,
    finish_columns,
    forget_history,
    matter_key,
    need_handler,
    untie,
    write_columns,
)
from voters.services.opinions import level_fault
from voters.states import LETTER_TABLE, PENDING, LetterState

SUMMARY_LIMIT: Final = 3000
MANY_PERSONS: Final = 5
"""From five persons on one matter they are a group (đoàn đông người; TT 07/2014)."""


class Condition(models.TextChoices):
    """Conditions of a letter that can be handled (domain: TT 07/2014 Art. 6, TT 05/2021)."""

    DATED = "dated", gettext_lazy("It bears its date")
    NAMED = "named", gettext_lazy("It names the sender and an address")
    SIGNED = "signed", gettext_lazy("It is signed or bears a fingerprint, not a copied signature")
    VIETNAMESE = "vietnamese", gettext_lazy("It is written in Vietnamese")
    NOT_SENT_WIDE = "not_sent_wide", gettext_lazy("It was not sent to the competent body as well")
    NOT_GUIDED = "not_guided", gettext_lazy("The sender was not guided on it before")
    NEW = "new", gettext_lazy("It does not repeat an earlier letter")


@dataclass(frozen=True, slots=True)
class Passed:
    """That a body passed the letter on before it came."""

    agency: Agency
    on: date | None = None
    document: str = ""


@transaction.atomic
def register_letter(
    *,
    council: Council,
    user: User | None,
    received_on: date,
    kind: str,
    summary: str,
    identity: Identity = NOBODY,
    passed: Iterable[Passed] = (),
    uploads: Iterable[UploadedFile[Any]] = (),
    number: int | None = None,
    **facts: Any,
) -> Letter:
    """Enter a letter under the next number of the year; `number` enters one that bears its number already.

    Who registers a protected letter handles it until somebody else is named. Raises Refused beside the fields.
    """
    letter = Letter(council=council, kind=kind, summary=summary.strip(), received_on=received_on, **facts)
    letter.registered_by = user
    files = list(uploads)
    for upload in files:
        check_upload(upload)
    _check(letter, identity)
    letter.year = received_on.year
    letter.number = _number(letter, number)
    write_columns(letter, identity)
    finish_columns(letter, identity)
    with entered_by(user):
        save_edit(letter)
        if letter.protected and user is not None:
            Handler.objects.create(
                **matter_key(letter), user=user, assigned_on=timezone.localdate(), assigned_by=user
            )
        LetterTransfer.objects.bulk_create(
            LetterTransfer(letter=letter, agency=one.agency, on=one.on, document=one.document)
            for one in passed
        )
        _keep_scans(letter, files, user)
    return letter


def _number(letter: Letter, given: int | None) -> int:
    if given is None:
        found = allot_numbers(council=letter.council, issuer="HĐND", kind="SĐ", year=letter.year)
        return found[0]
    if Letter.objects.of(letter.council).filter(year=letter.year, number=given).exists():
        raise Refused({"number": _("This number has already been given.")})
    return given


def _check(letter: Letter, identity: Identity) -> None:
    summary, today = letter.summary, timezone.localdate()
    refuse(
        {
            "summary": (not summary and _("Say in short what the letter is about."))
            or (
                len(summary) > SUMMARY_LIMIT
                and _("At most %(limit)s characters fit here.") % {"limit": SUMMARY_LIMIT}
            ),
            "received_on": letter.received_on > today
            and _("The day %(day)s lies in the future.") % {"day": shown(letter.received_on)},
            "dated_on": letter.dated_on is not None
            and letter.dated_on > letter.received_on
            and _("The letter bears a day after the one on which it was received."),
            "competence_level": level_fault(letter.competence_level, letter.received_on),
            "agency": letter.agency is not None
            and letter.agency.council_id != letter.council_id
            and _("The agency belongs to another council."),
            "signatories": len(identity.persons) > max(letter.signatories, 1)
            and _("More senders are named than have signed."),
        }
    )


def _locked(letter: Letter) -> Letter:
    return (
        Letter.objects.select_for_update(of=("self",)).select_related("council", "agency").get(pk=letter.pk)
    )


@transaction.atomic
def update_letter(*, letter: Letter, user: User, version: int | None, **changes: Any) -> Letter:
    """Correct what is known of a letter; a protected one only by its handlers. The year of its number stays."""
    before = _locked(letter)
    need_handler(user, before)
    apply_changes(letter, changes)
    identity = open_identity(before)
    _check(letter, identity)
    if letter.received_on.year != letter.year:
        raise Refused(
            {
                "received_on": _("The letter is numbered in %(year)s. Keep a day of that year.")
                % {"year": letter.year}
            }
        )
    first = letter.moves.order_by("effective_on").values_list("effective_on", flat=True).first()
    if first and letter.received_on > first:
        raise Refused(
            {
                "received_on": _("It was dealt with on %(day)s: it cannot have come later.")
                % {"day": shown(first)}
            }
        )
    with entered_by(user):
        _protect(before, letter, identity, user)
        return save_edit(letter, version=version)


def _protect(before: Letter, letter: Letter, identity: Identity, user: User | None) -> None:
    """A letter that proves to be a denunciation is protected from now on, and its history of words forgotten."""
    becomes = letter.kind in SECRET_KINDS and not before.protected
    if becomes and letter.actions.filter(document__isnull=False, taken_back_at__isnull=True).exists():
        raise Refused(
            {"kind": _("A document about it has gone out and may name the sender. Take that back first.")}
        )
    finish_columns(letter, identity)
    if becomes and not letter.erased_on:
        untie(letter)
        blank = dict.fromkeys(
            ("summary", "note", "passed_on_by", "originals", "settled_before", "search"), ""
        )
        forget_history(before, **blank)
        if user is not None:
            Handler.objects.get_or_create(
                **matter_key(letter),
                user=user,
                ended_on=None,
                defaults={"assigned_on": timezone.localdate(), "assigned_by": user},
            )


# --- Checking and classifying ---


@transaction.atomic
def screen_letter(
    *, letter: Letter, user: User | None, on: date, conditions: Mapping[str, tuple[bool, str]]
) -> LetterScreening:
    """Record each condition with yes or no and why; the letter is eligible when all are met.

    Raises Refused where a condition is left open, a "no" has no reason, or the day does not fit.
    """
    locked = _locked(letter)
    need_handler_or_loader(user, locked)
    wrong: dict[str, str | bool] = {}
    for condition in Condition:
        met, reason = conditions.get(condition, (None, ""))
        wrong[condition] = met is None and _("Say yes or no.")
        wrong[f"{condition}_reason"] = met is False and not reason.strip() and _("Say why not.")
    wrong["on"] = _too_early(locked, on)
    refuse(wrong)
    check_secret_of(
        locked, **{f"{condition}_reason": reason for condition, (_met, reason) in conditions.items()}
    )
    eligible = all(met for met, _reason in conditions.values())
    move(record=locked, table=LETTER_TABLE, name="screen", user=user, on=on, eligible=eligible)
    with entered_by(user):
        kept = {code: {"met": met, "reason": reason.strip()} for code, (met, reason) in conditions.items()}
        return LetterScreening.objects.create(
            letter=locked, on=on, eligible=eligible, conditions=kept, actor=user
        )


def need_handler_or_loader(user: User | None, letter: Letter) -> None:
    """Nobody (a loader of old records) may act on every letter; users on protected ones only as handlers."""
    if user is not None:
        need_handler(user, letter)


def _too_early(letter: Letter, on: date) -> str | bool:
    return on < letter.received_on and _("The letter was received on %(day)s: this cannot be earlier.") % {
        "day": shown(letter.received_on)
    }


@transaction.atomic
def classify_letters(
    *,
    letters: Iterable[Letter],
    user: User | None,
    on: date | None = None,
    kind: str = "",
    field: Field | None = None,
    competence_level: str = "",
    agency: Agency | None = None,
) -> int:
    """Give several letters a kind, field, level or competent body; what is not given stays. Returns how many.

    Letters whose conditions were checked are classified by it. Raises Refused when nothing was chosen, for letters
    that have been dealt with, and PermissionDenied for a protected one of another handler.
    """
    given = {"kind": kind, "field": field, "competence_level": competence_level, "agency": agency}
    changes = {name: value for name, value in given.items() if value}
    if not changes:
        raise Refused(_("Choose a kind, a field, a competence level or a body first."))
    rows = list(
        Letter.objects.select_for_update(of=("self",))
        .select_related("council", "agency")
        .filter(pk__in=[letter.pk for letter in letters])
        .order_by("pk")
    )
    done = [row for row in rows if row.state not in PENDING]
    if done:
        raise Refused(_("Already dealt with: %(letters)s. Untick them.") % {"letters": names(done)})
    for row in rows:
        _classify_one(row, user, on or timezone.localdate(), changes)
    return len(rows)


def _classify_one(letter: Letter, user: User | None, on: date, changes: Mapping[str, Any]) -> None:
    need_handler_or_loader(user, letter)
    before = Letter.objects.get(pk=letter.pk)
    for name, value in changes.items():
        setattr(letter, name, value)
    identity = open_identity(before)
    _check(letter, identity)
    with entered_by(user):
        _protect(before, letter, identity, user)
        save_edit(letter, version=letter.version)
    if letter.state == LetterState.SCREENED and letter.field_id and letter.eligible:
        move(record=letter, table=LETTER_TABLE, name="classify", user=user, on=on)


@transaction.atomic
def mark_duplicate(*, letter: Letter, of: Letter | None, user: User) -> None:
    """Say that a letter repeats an earlier one of the same council, or (None) that it does not."""
    locked = _locked(letter)
    need_handler(user, locked)
    if of is not None:
        need_handler(user, of)
        first = of.duplicate_of or of
        if first.pk == locked.pk or first.council_id != locked.council_id:
            raise Refused(_("A letter repeats another one of this council."))
        if first.protected != locked.protected:
            raise Refused(
                _("A protected letter is not tied to one whose sender is named: it would give them away.")
            )
        of = first
    with entered_by(user):
        Letter.objects.filter(pk=locked.pk).update(duplicate_of=of, updated_at=timezone.now())
    letter.refresh_from_db()


# --- Scans ---


def _keep_scans(letter: Letter, uploads: Sequence[UploadedFile[Any]], user: User | None) -> None:
    for number, upload in enumerate(uploads, start=letter.scans.count() + 1):
        content = upload.read()
        scan = LetterScan(
            letter=letter,
            number=number,
            extension=detect_extension(content, upload.name or ""),
            size=len(content),
            uploaded_by=user,
        )
        scan.content.save("scan", ContentFile(seal_bytes(content)), save=False)
        scan.save()


@transaction.atomic
def add_scans(*, letter: Letter, uploads: Iterable[UploadedFile[Any]], user: User) -> None:
    """Keep scans of a letter, sealed and under names that say nothing; Refused for files that may not be attached."""
    locked, files = _locked(letter), list(uploads)
    need_handler(user, locked)
    if locked.erased_on:
        raise Refused(_("The identity was erased on %(day)s.") % {"day": shown(locked.erased_on)})
    for upload in files:
        check_upload(upload)
    with entered_by(user):
        _keep_scans(locked, files, user)


def read_scan(scan: LetterScan) -> bytes:
    """The content of a scan; whoever calls it has made sure that its reader may see the senders."""
    with scan.content.open("rb") as file:
        return unseal_bytes(file.read())
