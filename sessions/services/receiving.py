"""Papers come in, version by version; are given back as incomplete; and delegates open them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import access_of
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from core.text import fold
from councils.models import Delegate, DelegateSeat
from councils.querysets import valid_on
from documents.models import File
from documents.services import content_of, detect_extension, store_file
from sessions.models import Paper, PaperOpening, PaperVersion
from sessions.paper_rules import step_of_receipt
from sessions.services import paper_debts
from sessions.services.moving import check_day, move
from sessions.states import MISSING, PAPER_TABLE, VerificationState


@transaction.atomic
def receive_paper(
    *,
    paper: Paper,
    user: User | None,
    on: date,
    upload: UploadedFile[Any] | None = None,
    file: File | None = None,
    note: str = "",
    symbol: str = "",
    dated_on: date | None = None,
    by_owner: bool = False,
) -> PaperVersion:
    """Record a version of a paper that came on this day: the first, a corrected one, or a revision after verification.

    The first version that is not given back makes the day of receipt, from which lateness is counted, and settles the
    owner's follow-up. `by_owner`: the owner handed it in itself; the council's side is told. Committees that were
    verifying the paper when it was given back go on. Raises Refused beside the fields: a day in the future, before the
    version before, or before the paper was asked for; a file that may not be attached; a state in which nothing comes.
    """
    _read_locked(paper)
    step = step_of_receipt(paper.state)
    if step and (refusal := PAPER_TABLE.refusal(step, paper.state)):
        raise Refused(refusal)
    _check_days(paper, on, dated_on)
    known = _known(paper, symbol, dated_on)
    with entered_by(user):
        version = _keep_version(paper, user, on, _stored(paper, user, upload) or file, note)
        if step == "receive":
            known["received_on"] = on
        if step:
            move(record=paper, table=PAPER_TABLE, name=step, user=user, on=on, note=note.strip(), **known)
        elif known:
            Paper.objects.filter(pk=paper.pk).update(updated_at=timezone.now(), **known)
            paper.refresh_from_db()
        if step == "receive":
            paper_debts.settle(paper=paper, version=version, user=user, on=on, by_owner=by_owner)
            _take_up(paper, user, on)
    return version


def _read_locked(paper: Paper) -> None:
    """The paper as it is now, locked, with its sitting and follow-up."""
    related = ("sitting__council", "follow_up")
    locked = Paper.objects.select_for_update(of=("self",)).select_related(*related).get(pk=paper.pk)
    for field in Paper._meta.concrete_fields:
        setattr(paper, field.attname, getattr(locked, field.attname))
    paper.sitting, paper.follow_up = locked.sitting, locked.follow_up


def _check_days(paper: Paper, on: date, dated_on: date | None) -> None:
    last = paper.versions.order_by("-received_on").values_list("received_on", flat=True).first()
    check_day(on, not_before=last)
    refuse(
        {
            "on": paper.state in MISSING and paper_debts.not_before_asking(paper, on),
            "dated_on": dated_on is not None
            and dated_on > on
            and _("The paper is dated %(dated)s, after the day it came (%(day)s).")
            % {"dated": shown(dated_on), "day": shown(on)},
        }
    )


def _known(paper: Paper, symbol: str, dated_on: date | None) -> dict[str, Any]:
    """What the version says about the paper itself; what it leaves open stays as it was."""
    known: dict[str, Any] = {}
    if symbol.strip():
        known |= {"symbol": symbol.strip(), "search": fold(f"{paper.title} {symbol}")}
    if dated_on:
        known["dated_on"] = dated_on
    return known


def _stored(paper: Paper, user: User | None, upload: UploadedFile[Any] | None) -> File | None:
    if upload is None:
        return None
    if user is None:
        message = "a file is uploaded by somebody"
        raise TypeError(message)
    name, content = upload.name or "", content_of(upload)
    refuse({"upload": detect_extension(content, name) == ".zip" and _no_archive(name)})
    return store_file(
        council=paper.sitting.council,
        user=user,
        name=name,
        content=content,
        title=paper.title,
    )


def _no_archive(name: str) -> str:
    """A paper is read by delegates on a phone, and nobody sees into an archive before it is unpacked."""
    return _(
        "“%(name)s” is an archive. A paper is one file that can be read: PDF, Word, Excel or an image. "
        "Hand in each file of the archive as a paper of its own, or all of them as one PDF."
    ) % {"name": name}


def _keep_version(paper: Paper, user: User | None, on: date, file: File | None, note: str) -> PaperVersion:
    last = paper.versions.order_by("-number").values_list("number", flat=True).first() or 0
    made: PaperVersion = paper.versions.create(
        number=last + 1, received_on=on, file=file, note=note.strip()[:300], entered_by=user
    )
    return made


def _take_up(paper: Paper, user: User | None, on: date) -> None:
    """The committees that had the paper when it was given back have it again."""
    states = set(paper.verifications.values_list("state", flat=True))
    if states:
        move(record=paper, table=PAPER_TABLE, name="assign", user=user, on=on)
    if VerificationState.IN_WORK in states:
        move(record=paper, table=PAPER_TABLE, name="verify_begin", user=user, on=on)


@transaction.atomic
def return_paper(*, paper: Paper, user: User | None, reason: str, on: date) -> Paper:
    """Give a paper back as incomplete: it is owed again, and late again after its due day. Says why."""
    _read_locked(paper)
    if not reason.strip():
        raise Refused({"reason": _("Say what is missing.")})
    with entered_by(user):
        move(
            record=paper,
            table=PAPER_TABLE,
            name="return",
            user=user,
            on=on,
            note=reason.strip(),
            received_on=None,
        )
        paper_debts.owed_again(paper=paper, user=user, reason=reason.strip(), on=on)
    return paper


@transaction.atomic
def open_version(*, version: PaperVersion, user: User) -> None:
    """Note that a delegate opened a version, first and last; nothing for anybody else, nor without a seat today."""
    delegates = access_of(user).delegates
    if not delegates:
        return
    seats = DelegateSeat.objects.filter(valid_on(timezone.localdate()), delegate__in=delegates)
    held = seats.filter(council_term__council=version.paper.sitting.council_id)
    seated = Delegate.objects.filter(pk__in=held.values("delegate"))
    PaperOpening.objects.bulk_create(
        [PaperOpening(version=version, delegate=delegate) for delegate in seated],
        update_conflicts=True,
        unique_fields=["version", "delegate"],
        update_fields=["last_at"],
    )
