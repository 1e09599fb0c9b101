"""Identities: written sealed, opened only by handlers and each time on record, erased after their term."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import sealing
from core.access import Role, access_of
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from core.text import fold
from councils.models import Council, Membership
from voters.identity import SEES_SENDERS, Identity, betrayed, open_identity
from voters.models import (
    Handler,
    IdentityErasure,
    IdentityView,
    Letter,
    LetterScan,
    ProtectedRecord,
    ReceptionRecord,
    RetentionTerm,
)
from voters.models.identity import SECRET_KINDS
from voters.states import LetterState, ReceptionState

DEFAULT_YEARS: Final = 5
"""Years after closing for which identities are kept, unless a council says otherwise."""
REASON: Final = 300
_TEXTS: Final = {"letter": ("summary", "note", "originals", "settled_before", "passed_on_by")} | {
    "receptionrecord": ("content", "note", "papers", "settled_before", "result")
}
"""Free texts of a matter that must not name its senders while it is protected."""
Data = RetentionTerm.Data


def matter_key(record: ProtectedRecord) -> dict[str, Any]:
    """The record under the name of its key on rows that hang on either kind of matter."""
    return {"letter" if isinstance(record, Letter) else "record": record, "council_id": record.council_id}  # type: ignore[attr-defined]  # every matter has its council


def rows_of(model: Any, record: ProtectedRecord) -> QuerySet[Any]:
    """Its handlers, views or erasures."""
    found: QuerySet[Any] = model.objects.filter(**matter_key(record))
    return found


# --- Writing ---


def write_columns(record: ProtectedRecord, identity: Identity) -> None:
    """Put an identity on a record that is about to be saved; see `finish_columns`."""
    record.identity = identity.seal()
    record.sender_marks = identity.marks()


def finish_columns(record: Any, identity: Identity) -> None:
    """Protect by kind, refuse texts that name a sender, and fill the columns that serve to search.

    Of an unprotected matter too: auditors and agencies read its texts without its senders.
    """
    record.protected = record.protected or record.kind in SECRET_KINDS
    texts = _TEXTS[record._meta.model_name]
    typed = {name: getattr(record, name) for name in texts}
    if record.protected:
        check_secret(identity, **typed)
    else:
        _check_named(identity, **typed)
    record.search = fold(" ".join([str(record), *(getattr(record, name) for name in texts)]))
    record.search_senders = "" if record.protected else f"{record.search} {identity.searched()}"


def check_secret(identity: Identity, **texts: str) -> None:
    """Refuse, beside its field, a text that names a protected sender; the name itself is never repeated."""
    refuse(
        {
            name: bool(text)
            and betrayed(text, identity)
            and _(
                "This text names the denouncer or gives a number of theirs. Take it out, or write it in the "
                "protected field for names."
            )
            for name, text in texts.items()
        }
    )


def _check_named(identity: Identity, **texts: str) -> None:
    sentence = _(
        "This text names the sender or gives a number of theirs. They stand in their own fields: take them out."
    )
    refuse(
        {
            name: bool(text) and betrayed(text, identity, inside=False) and sentence
            for name, text in texts.items()
        }
    )


def check_secret_of(record: ProtectedRecord, **texts: str) -> None:
    """The same for a record already kept; nothing to check where it is not protected."""
    if record.protected and not record.erased_on:
        check_secret(open_identity(record), **texts)


def forget_history(record: Any, **blank: str) -> None:
    """Take plain texts out of the history of a record that has become protected, or whose identity is erased."""
    record.history.update(**blank)


# --- Handlers ---


def is_handler(user: Any, record: ProtectedRecord) -> bool:
    """Whether this user is named to handle it now, and still serves the council."""
    serves = access_of(user).roles_in(record.council_id) & SEES_SENDERS  # type: ignore[attr-defined]  # see matter_key
    return bool(serves) and rows_of(Handler, record).filter(user=user, ended_on__isnull=True).exists()


def may_assign(user: Any, record: ProtectedRecord) -> bool:
    """A leader of the council, and whoever registered it while handling it."""
    roles = access_of(user).roles_in(record.council_id)  # type: ignore[attr-defined]  # see matter_key
    return Role.LEADER in roles or (record.registered_by_id == user.pk and is_handler(user, record))


def possible_handlers(record: ProtectedRecord) -> QuerySet[User]:
    """Users of the council who can be named."""
    serving = Membership.objects.valid(timezone.localdate()).filter(
        council=record.council_id,  # type: ignore[attr-defined]  # see matter_key
        role__in=sorted(SEES_SENDERS),
    )
    return User.objects.filter(pk__in=serving.values("user"), is_active=True).order_by("full_name", "pk")


@transaction.atomic
def assign_handler(*, record: ProtectedRecord, handler: User, user: User) -> Handler:
    """Name somebody to handle it. Raises PermissionDenied unless `user` may, Refused for somebody named already."""
    if not may_assign(user, record):
        raise PermissionDenied
    if rows_of(Handler, record).filter(user=handler, ended_on__isnull=True).exists():
        raise Refused({"handler": _("%(name)s already handles it.") % {"name": handler}})
    if not possible_handlers(record).filter(pk=handler.pk).exists():
        raise Refused({"handler": _("Only somebody who serves this council can handle it.")})
    with entered_by(user):
        return Handler.objects.create(
            **matter_key(record), user=handler, assigned_on=timezone.localdate(), assigned_by=user
        )


@transaction.atomic
def end_handler(*, handler: Handler, user: User) -> None:
    """Take the right away from today. Raises Refused for the last handler: somebody must be able to act."""
    record = handler.letter or handler.record
    if record is None or not may_assign(user, record):
        raise PermissionDenied
    if rows_of(Handler, record).filter(ended_on__isnull=True).count() <= 1:
        raise Refused(_("Somebody must handle it. Name another handler first."))
    with entered_by(user):
        Handler.objects.filter(pk=handler.pk, ended_on__isnull=True).update(ended_on=timezone.localdate())


def need_handler(user: Any, record: ProtectedRecord) -> None:
    """Raise PermissionDenied unless the record is not protected or this user handles it."""
    if record.protected and not is_handler(user, record):
        raise PermissionDenied


# --- Looking ---


@transaction.atomic
def view_identity(*, record: ProtectedRecord, user: User, reason: str) -> Identity:
    """Open an identity for one who handles it; the look is recorded before anything is shown.

    Raises PermissionDenied for everybody else, Refused without a reason or after erasure.
    """
    need_handler(user, record)
    if record.erased_on:
        raise Refused(_("The identity was erased on %(day)s.") % {"day": shown(record.erased_on)})
    if not reason.strip():
        raise Refused({"reason": _("Say why you need to see it.")})
    if record.protected:
        check_secret(open_identity(record), reason=reason)
        IdentityView.objects.create(**matter_key(record), user=user, reason=reason.strip()[:REASON])
    return open_identity(record)


@transaction.atomic
def correct_identity(*, record: Any, user: User, identity: Identity) -> None:
    """Write the people anew, sealed; texts that now name one of them are refused. Raises as `view_identity`."""
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    need_handler(user, locked)
    if locked.erased_on:
        raise Refused(_("The identity was erased on %(day)s.") % {"day": shown(locked.erased_on)})
    write_columns(locked, identity)
    finish_columns(locked, identity)
    if locked.protected:
        check_secret(identity, __all__=_told(locked))
    with entered_by(user):
        locked.save()


def _told(record: Any) -> str:
    """What has been written about a letter beside its own texts."""
    if not isinstance(record, Letter):
        return ""
    checks = [str(conditions) for conditions in record.screenings.values_list("conditions", flat=True)]
    return "\n".join(
        [
            *record.actions.values_list("reason", flat=True),
            *record.moves.values_list("note", flat=True),
            *checks,
        ]
    )


@transaction.atomic
def lift_protection(*, record: Any, user: User, reason: str) -> None:
    """A matter that proves to be no denunciation becomes readable; only a handler may say so.

    Raises Refused while its kind is a protected one.
    """
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    need_handler(user, locked)
    refuse(
        {
            "reason": not reason.strip() and _("Say why it needs no protection."),
            "__all__": locked.kind in SECRET_KINDS
            and _("A denunciation stays protected. Change the kind first, if it was wrong."),
        }
    )
    identity = open_identity(locked)
    locked.protected = False
    untie(locked)
    locked.search_senders = f"{locked.search} {identity.searched()}"
    IdentityView.objects.create(**matter_key(locked), user=user, reason=reason.strip()[:REASON])
    with entered_by(user):
        locked.save()


def untie(record: Any) -> None:
    """Cut the ties to letters on the other side of the protection: a tie to a named sender would give one away."""
    if not isinstance(record, Letter):
        return
    tied = record.duplicate_of
    if tied is not None and tied.protected != record.protected:
        record.duplicate_of = None
    Letter.objects.filter(duplicate_of=record.pk).exclude(protected=record.protected).update(
        duplicate_of=None
    )


# --- Retention ---


def years_kept(council: Council, data: str) -> int:
    """For how many years after closing this council keeps identities."""
    found = RetentionTerm.objects.of(council).filter(data=data).values_list("years", flat=True).first()
    return found or DEFAULT_YEARS


@transaction.atomic
def set_retention(*, council: Council, data: str, years: int, user: User) -> RetentionTerm:
    """Say for how many years identities of a kind of data are kept in a council."""
    if years < 1:
        raise Refused({"years": _("Identities are kept for a year at least.")})
    with entered_by(user):
        term, _new = RetentionTerm.objects.update_or_create(
            council=council, data=data, defaults={"years": years}
        )
    return term


def _before(day: date, years: int) -> date:
    """The same day so many years ago; 29/02 becomes 28/02."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def erasable(council: Council, data: str, on: date) -> QuerySet[Any]:
    """Matters closed for longer than their term on this day whose identity is still kept; annotates `closed_on`."""
    limit = _before(on, years_kept(council, data))
    if data == Data.LETTERS:
        rows = Letter.objects.of(council).filter(erased_on__isnull=True, state=LetterState.CLOSED)
        closed = Max("moves__effective_on", filter=Q(moves__to_state=LetterState.CLOSED))
        return rows.annotate(closed_on=closed).filter(closed_on__lte=limit).exclude(identity="")
    done = [ReceptionState.FOLLOWED_UP, ReceptionState.CONCLUSION_ISSUED]
    records = ReceptionRecord.objects.of(council).filter(erased_on__isnull=True, reception__state__in=done)
    return (
        records.annotate(closed_on=Max("reception__moves__effective_on"))
        .filter(closed_on__lte=limit)
        .exclude(identity="")
    )


@transaction.atomic
def erase_identity(*, record: Any, user: User, reason: str) -> IdentityErasure:
    """Take the people out for good: record, history, scans. Counts, days, kind and summary stay.

    Raises Refused without a reason and before the term is over.
    """
    model, today = type(record), timezone.localdate()
    data = Data.LETTERS if model is Letter else Data.RECEPTIONS
    locked = model.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not erasable(locked.council, data, today).filter(pk=locked.pk).exists():
        raise Refused(_("%(record)s: its term is not over, or it was erased before.") % {"record": locked})
    if not reason.strip():
        raise Refused({"reason": _("Say why it is erased.")})
    if is_handler(user, locked):  # a refusal would tell anybody else whether a name is the right one
        check_secret_of(locked, reason=reason)
    with entered_by(user):
        model.objects.filter(pk=locked.pk).update(
            identity="", sender_marks=[], search_senders="", erased_on=today, version=F("version") + 1
        )
        forget_history(locked, identity="")
        if model is Letter:
            _destroy_scans(locked)
        return IdentityErasure.objects.create(
            **matter_key(locked), on=today, reason=reason.strip()[:REASON], actor=user
        )


def _destroy_scans(letter: Letter) -> None:
    """The sealed files leave the disk once the transaction holds."""
    for scan in LetterScan.objects.filter(letter=letter):
        transaction.on_commit(partial(scan.content.storage.delete, str(scan.content.name)))
    LetterScan.objects.filter(letter=letter).delete()


# --- Keys ---


@transaction.atomic
def reseal_all() -> int:
    """Seal every identity and its history with the first key, and make all blind marks anew; returns how many."""
    done = 0
    for model in (Letter, ReceptionRecord):
        for record in model.objects.exclude(identity="").iterator():
            identity = open_identity(record)
            model.objects.filter(pk=record.pk).update(
                identity=sealing.reseal(record.identity), sender_marks=identity.marks()
            )
            done += 1
        events: Any = model.history.rel.related_model  # type: ignore[union-attr]  # made by pghistory
        for event in events.objects.exclude(identity="").iterator():
            events.objects.filter(pk=event.pk).update(identity=sealing.reseal(event.identity))
    for scan in LetterScan.objects.iterator():
        _reseal_scan(scan)
    return done


def _reseal_scan(scan: LetterScan) -> None:
    """A new file, so that a failure on the way leaves the old one."""
    storage, old = scan.content.storage, str(scan.content.name)
    with scan.content.open("rb") as file:
        content = sealing.unseal_bytes(file.read())
    scan.content.save("scan", ContentFile(sealing.seal_bytes(content)))
    transaction.on_commit(partial(storage.delete, old))
