"""Giám sát văn bản: texts come in and are reviewed; a faulty one is put to its issuer, who answers in 30 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate, due_date
from documents.services import check_upload, keep_drawn, register_document, store_file
from followups import services as followups
from followups.services import FiveClears, head_of
from followups.states import State
from sessions.services.moving import check_day
from supervision.documents.subjects import signatures_of
from supervision.documents.texts import RequestPaper, abstract_of, document_of, series_of
from supervision.models import Subject, TextReview

ORIGIN: Final = "text_review"
"""Kind of the follow-ups that requests about legal texts become."""
RULE: Final = "TEXT-REVIEW-REPLY"
EVIDENCE: Final = "Văn bản trả lời nêu rõ kết quả xem xét, xử lý văn bản"
"""What proves a request answered. Official text: always Vietnamese."""
_TITLE: Final = 300
Finding = TextReview.Finding
Fault = TextReview.Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How the request to the issuer is signed and numbered."""

    signer: str
    signer_name: str = ""
    number: int | None = None


@transaction.atomic
def save_text_review(
    *, review: TextReview, user: User | None, version: int | None = None, upload: Any = None
) -> TextReview:
    """Put a text on the list for review, or correct what is known of it; `upload` is the text itself.

    Raises Refused beside the fields: nobody who issued it, a body or resolution of another council, a text received
    before it was issued or in the future, a committee missing. What was put to the issuer stays as it was.
    """
    if review.pk and TextReview.objects.filter(pk=review.pk, letter__isnull=False).exists():
        raise Refused(_("The request has been sent: what it names can no longer be changed."))
    if review.subject != Subject.COMMITTEE:
        review.committee = None
    if review.subject != Subject.GROUP:
        review.group = None
    refuse({**_subject(review), **_issuer(review), **_days(review)})
    if upload is not None:
        check_upload(upload)
    with entered_by(user):
        if upload is not None and user is not None:
            review.file = store_file(
                council=review.council,
                user=user,
                name=upload.name or "",
                content=upload.read(),
                file=review.file,
            )
        return save_edit(review, version=version)


def _subject(review: TextReview) -> dict[str, str | bool]:
    committee, council = review.committee, review.council_id
    return {
        "committee": (
            review.subject == Subject.COMMITTEE
            and committee is None
            and _("Name the committee that supervises.")
        )
        or (committee is not None and committee.council_id != council and _("Not of this council.")),
    }


def _issuer(review: TextReview) -> dict[str, str | bool]:
    issuer, resolution = review.issuer, review.resolution
    return {
        "issuer": (
            issuer is None
            and resolution is None
            and _("Say who issued it, or choose the resolution that is reviewed.")
        )
        or (issuer is not None and issuer.council_id != review.council_id and _("Not of this council.")),
    }


def _days(review: TextReview) -> dict[str, str | bool]:
    today = timezone.localdate()
    return {
        "received_on": (
            review.received_on > today
            and _("The day %(day)s lies in the future.") % {"day": shown(review.received_on)}
        )
        or (
            review.received_on < review.issued_on
            and _("It was issued on %(day)s: it cannot have come earlier.") % {"day": shown(review.issued_on)}
        )
    }


def _locked(review: TextReview) -> TextReview:
    rows = TextReview.objects.select_for_update(of=("self",)).select_related(
        "council__parent", "issuer", "committee__council", "group__council_term", "follow_up", "resolution"
    )
    return rows.get(pk=review.pk)


@transaction.atomic
def record_finding(
    *,
    review: TextReview,
    user: User | None,
    on: date,
    finding: str,
    fault: str = "",
    places: str = "",
    explanation: str = "",
) -> TextReview:
    """Record what the review found; of a fault which one, where, and against which text.

    An empty `finding` takes the review back. Raises Refused beside the fields, and once the request has been sent.
    """
    locked = _locked(review)
    if is_asked(locked):
        raise Refused(_("The request has been sent: the finding stands. Withdraw the follow-up first."))
    faulty = finding == Finding.FAULTY
    if finding:
        check_day(on, not_before=locked.received_on)
    refuse(
        {
            "finding": finding not in Finding.values and _("Say what the review found."),
            "fault": faulty and fault not in Fault.values and _("Say which fault."),
            "explanation": faulty
            and not explanation.strip()
            and _("Say what is wrong, and against which text."),
        }
    )
    locked.finding, locked.reviewed_on = finding, on if finding else None
    locked.fault, locked.places, locked.explanation = (
        (fault, places.strip(), explanation.strip()) if faulty else ("", "", explanation.strip())
    )
    locked.version += 1
    with entered_by(user):
        locked.save()
    review.refresh_from_db()
    return review


def is_asked(review: TextReview) -> bool:
    """Whether a request to the issuer stands."""
    return review.follow_up is not None and review.follow_up.state != State.WITHDRAWN


def request_due(review: TextReview, on: date) -> DueDate:
    """By when the issuer answers a request of this day. Raises Refused where no rule is in force."""
    return due_date(code=RULE, council=review.council, anchor=on)


@transaction.atomic
def request_review(
    *, review: TextReview, user: User, on: date, request: Request, quiet: bool = False
) -> TextReview:
    """Ask the issuer to look at a faulty text again: a numbered letter, and a follow-up due after 30 days.

    The answer is judged on the follow-up's page. Raises Refused for a text without a fault or an issuer, one that has
    been asked for already, a day before the review, nobody who signs.
    """
    locked = _locked(review)
    check_day(on, not_before=locked.reviewed_on)
    refuse({"signer": request.signer not in signatures_of(locked, reporting=True) and _("Choose who signs.")})
    if words := not_askable(locked):
        raise Refused(words)
    due = request_due(locked, on)
    with entered_by(user):
        locked.follow_up = _follow_up(locked, user, on, due, quiet=quiet)
        locked.letter = _letter(locked, user, on, due, request)
        locked.version += 1
        locked.save()
    review.refresh_from_db()
    return review


def not_askable(review: TextReview) -> str:
    """Why nothing can be asked about this text now; nothing where it can."""
    if review.finding != Finding.FAULTY:
        return _("Record the fault first: a request says what is wrong.")
    if review.issuer is None:
        return _("No body of the list issued it: the council itself deals with its own resolution.")
    return _("The issuer has been asked already.") if is_asked(review) else ""


def _follow_up(review: TextReview, user: User, on: date, due: DueDate, *, quiet: bool) -> Any:
    if review.issuer is None:
        message = "nobody to be asked"
        raise TypeError(message)
    title = f"Xem xét lại văn bản số {review.symbol}: {review.title}"
    return followups.issue(
        council=review.council,
        kind=ORIGIN,
        clears=FiveClears(
            body=review.issuer,
            title=title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rsplit(' ', 1)[0]}…",
            due=due,
            accountable=head_of(review.issuer),
            evidence=EVIDENCE,
        ),
        user=user,
        on=on,
        detail="\n".join(filter(None, [review.places, review.explanation])),
        quiet=quiet,
    )


def _letter(review: TextReview, user: User, on: date, due: DueDate, request: Request) -> Any:
    paper = RequestPaper(
        review=review,
        on=on,
        due=due.day,
        basis=due.legal_basis,
        signature=signatures_of(review, reporting=True)[request.signer],
        signer_name=request.signer_name.strip(),
    )
    kind, issuer = series_of(review)
    document = register_document(
        council=review.council,
        issuer=issuer,
        kind=kind,
        issued_on=on,
        abstract=abstract_of(review),
        number=request.number,
    )
    drawn = document_of(paper, number=document.number)
    keep_drawn(document=document, drawn=drawn, stem="de-nghi-xem-xet-van-ban", user=user)
    return document
