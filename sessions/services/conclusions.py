"""Conclusions of a meeting: written one by one, issued together under one number, each task a follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.display import day
from core.editing import save_edit, stale
from core.errors import Contradiction, Refused
from core.services import entered_by, refuse
from councils.models import CouncilTerm
from documents.language import short_date
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document
from followups import services as followups
from followups.models import Coordination, FollowUp
from followups.services import Part
from followups.states import State
from sessions.documents.conclusions import KIND, Notice, document_of, issuing_symbol, signatures_of
from sessions.models import BodyMeeting, Conclusion
from sessions.services.meetings import move_sitting
from sessions.states import BODY_MEETING_TABLE, BodyMeetingState

ORIGIN: Final = "conclusion"
"""Kind of the follow-ups that conclusions become."""
OPEN: Final = frozenset({BodyMeetingState.PLANNED, BodyMeetingState.HELD})
"""States of meetings whose conclusions are still being written."""
TITLE_LIMIT: Final = 300
_CLEARS: Final = {
    "owner": gettext_lazy("who carries it out"),
    "due_on": gettext_lazy("by when"),
    "accountable": gettext_lazy("who answers for it"),
    "evidence": gettext_lazy("what result proves it done"),
}


@dataclass(frozen=True)
class Task:
    """Who carries a conclusion out, by when, with what result; a draft, so that anything may still be unknown.

    `follow_up` is new, or the draft with its changes; `rule` is the code of the rule that counts its due day.
    """

    follow_up: FollowUp
    rule: str = ""
    parts: Sequence[Part] = ()


# --- Writing ---


@transaction.atomic
def add_conclusion(*, meeting: BodyMeeting, user: User, text: str, task: Task | None = None) -> Conclusion:
    """Write one more conclusion, with a draft of its follow-up if somebody is to carry it out.

    Raises Refused for an empty text, and once the conclusions of the meeting have been issued.
    """
    _lock_open(meeting)
    last: int | None = meeting.conclusions.aggregate(Max("position"))["position__max"]
    conclusion = Conclusion(meeting=meeting, position=(last or 0) + 1, text=_said(text))
    with entered_by(user):
        if task is not None:
            conclusion.follow_up = _drafted(conclusion, task)
        return save_edit(conclusion)


@transaction.atomic
def change_conclusion(
    *,
    conclusion: Conclusion,
    user: User,
    text: str,
    task: Task | None = None,
    version: int | None = None,
) -> Conclusion:
    """Change text and task of a conclusion that was opened at edition `version`; no task: nobody carries it out.

    A task that was sent meanwhile stays as it is: it is changed on its own page. A draft that is no longer wanted is
    withdrawn.
    """
    _lock_open(conclusion.meeting)
    locked = _locked(conclusion)
    if version is not None and version != locked.edition:
        raise stale(locked)
    locked.text = _said(text)
    with entered_by(user):
        if (task is not None and _is_draft(locked.follow_up)) or (
            task is not None and locked.follow_up is None
        ):
            locked.follow_up = _drafted(locked, task)
        elif task is None:
            _drop_draft(locked, user)
        saved: Conclusion = save_edit(locked, version=locked.version)
    return saved


@transaction.atomic
def remove_conclusion(*, conclusion: Conclusion, user: User) -> None:
    """Take a conclusion away before it was issued; the draft of its task is withdrawn, the others move up."""
    meeting = _lock_open(conclusion.meeting)
    locked = _locked(conclusion)
    if locked.follow_up is not None and locked.follow_up.state not in {State.DRAFT, State.WITHDRAWN}:
        raise Refused(_("Its task has been sent already: withdraw the follow-up first."))
    with entered_by(user):
        _drop_draft(locked, user)
        Conclusion.objects.filter(pk=locked.pk).delete()
        meeting.conclusions.filter(position__gt=locked.position).update(position=F("position") - 1)


@transaction.atomic
def move_conclusion(*, conclusion: Conclusion, user: User, places: int) -> None:
    """Move a conclusion up (negative) or down among the others; past the ends it stays at the end."""
    meeting = _lock_open(conclusion.meeting)
    order = list(meeting.conclusions.order_by("position", "pk").values_list("pk", flat=True))
    here = order.index(conclusion.pk)
    order.insert(min(max(here + places, 0), len(order) - 1), order.pop(here))
    reorder_conclusions(meeting=meeting, user=user, order=order)


@transaction.atomic
def reorder_conclusions(*, meeting: BodyMeeting, user: User, order: Sequence[int]) -> None:
    """Put the conclusions of a meeting into this order of ids; Refused unless it names each of them once."""
    _lock_open(meeting)
    rows = {row.pk: row for row in meeting.conclusions.all()}
    if sorted(rows) != sorted(order):
        raise Refused(_("Somebody added or removed a conclusion meanwhile. Reload the page."))
    for position, pk in enumerate(order, start=1):
        rows[pk].position = position
    with entered_by(user):
        Conclusion.objects.bulk_update(rows.values(), ["position"])


def _lock_open(meeting: BodyMeeting) -> BodyMeeting:
    """The meeting, locked; Refused once its conclusions have been issued, or where it was cancelled."""
    locked = BodyMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state in OPEN:
        return locked
    words = _("Conclusions can no longer be changed: the state of the meeting is “%(state)s”.")
    raise Refused(words % {"state": locked.get_state_display()})


def _locked(conclusion: Conclusion) -> Conclusion:
    """The row of this moment; Refused where a colleague removed it."""
    rows = Conclusion.objects.select_for_update(of=("self",)).select_related("meeting", "follow_up")
    found = rows.filter(pk=conclusion.pk).first()
    if found is None:
        raise Refused(_("Somebody removed this conclusion meanwhile."))
    return found


def _said(text: str) -> str:
    refuse({"text": not text.strip() and _("Write the conclusion.")})
    return text.strip()


def _is_draft(follow_up: FollowUp | None) -> bool:
    return follow_up is not None and follow_up.state == State.DRAFT


def _drafted(conclusion: Conclusion, task: Task) -> FollowUp:
    """Keep the draft of a task; by default its title is the conclusion's first line, its anchor the meeting's day."""
    draft, meeting = task.follow_up, conclusion.meeting
    draft.council, draft.kind = meeting.council, ORIGIN
    draft.title = draft.title.strip() or short_title(conclusion.text)
    draft.detail = draft.detail or conclusion.text
    if task.rule and draft.due_anchor_on is None:
        draft.due_anchor_on = meeting.held_on
    draft.issued_on = meeting.held_on if meeting.held_on < timezone.localdate() else None
    version = None
    if draft.pk is not None:
        version = FollowUp.objects.values_list("version", flat=True).get(pk=draft.pk)
    return followups.save_draft(follow_up=draft, rule=task.rule, parts=task.parts, version=version)


def short_title(text: str) -> str:
    """The first line in one line, 300 characters at most, cut between words."""
    words = " ".join(next(line for line in text.splitlines() if line.strip()).split()).rstrip(" .;,:")
    if len(words) <= TITLE_LIMIT:
        return words
    return words[: TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _drop_draft(conclusion: Conclusion, user: User) -> None:
    """Withdraw the draft that nobody has seen; what was sent stays."""
    draft = conclusion.follow_up
    if draft is None or not _is_draft(draft):
        return
    followups.withdraw(follow_up=draft, user=user, reason=_("The conclusion no longer asks for it."))
    # The edition must go on growing although the draft's own version no longer counts.
    conclusion.version += draft.version
    Conclusion.objects.filter(pk=conclusion.pk).update(version=conclusion.version)
    conclusion.follow_up = None


# --- Issuing ---


@transaction.atomic
def conclude(
    *,
    meeting: BodyMeeting,
    user: User,
    on: date,
    signer: str,
    signer_name: str = "",
    kept_because: str = "",
    quiet: bool = False,
) -> BodyMeeting:
    """Number and keep the notice of conclusions, and send every task: all of it or nothing.

    A day set by hand rests on the notice itself where nothing else was named. Raises Refused without conclusions, for
    a day in the future or before the meeting, and with one sentence per conclusion whose task lacks one of the five
    clears; Contradiction where only days of an old record contradict each other, which `kept_because` may keep.
    """
    locked = BodyMeeting.objects.select_for_update(of=("self",)).select_related(
        "council__parent", "committee__council", "sitting"
    )
    found = locked.get(pk=meeting.pk)
    if refusal := BODY_MEETING_TABLE.refusal("conclude", found.state):
        raise Refused(refusal)
    _check_issue(found, on, signer)
    notice = notice_of(found, on=on, signer=signer, signer_name=signer_name)
    with entered_by(user):
        document = _registered(notice)
        _send_tasks(notice, document, user, kept_because, quiet=quiet)
        drawn = document_of(notice.numbered(document.number))
        keep_drawn(document=document, drawn=drawn, stem="thong-bao-ket-luan", user=user)
        BODY_MEETING_TABLE.apply(
            BodyMeeting.objects.all(),
            found.pk,
            "conclude",
            document=document,
            concluded_on=on,
            updated_at=timezone.now(),
        )
    move_sitting(meeting=found, user=user)
    meeting.refresh_from_db()
    return meeting


def notice_of(meeting: BodyMeeting, *, on: date, signer: str, signer_name: str = "") -> Notice:
    """The notice as it would be issued now, without its number; a constant number of queries."""
    terms = CouncilTerm.objects.filter(council=meeting.council_id, starts_on__lte=meeting.held_on)
    return Notice(
        meeting=meeting,
        term=terms.select_related("term").order_by("-starts_on").first(),
        conclusions=tuple(conclusions_of(meeting)),
        present=meeting.delegates.count(),
        dated_on=on,
        signer=signer,
        signer_name=signer_name.strip(),
    )


def conclusions_of(meeting: BodyMeeting) -> QuerySet[Conclusion]:
    """Its conclusions in order, with their tasks, owners and co-ordinating agencies; two queries."""
    return with_tasks(Conclusion.objects.filter(meeting=meeting))


def with_tasks(rows: QuerySet[Conclusion]) -> QuerySet[Conclusion]:
    """Conclusions with what their lines show."""
    owners = [f"follow_up__{name}" for name in ("council", "agency", "delegate", "group", "committee")]
    parts = Prefetch("follow_up__coordinations", Coordination.objects.select_related("agency"))
    return rows.select_related("follow_up", *owners).prefetch_related(parts)


def lacking(follow_up: FollowUp) -> list[str]:
    """Which of the five clears a draft lacks, in words; nothing once it can be sent."""
    if follow_up.state != State.DRAFT:
        return []
    return [str(words) for name, words in _CLEARS.items() if not getattr(follow_up, name)]


def _check_issue(meeting: BodyMeeting, on: date, signer: str) -> None:
    today = timezone.localdate()
    late = _("The day %(day)s lies in the future.") % {"day": day(on)}
    early = _("The meeting was held on %(day)s: its notice cannot be dated before.") % {
        "day": day(meeting.held_on)
    }
    refuse(
        {
            "on": (on > today and late) or (on < meeting.held_on and early),
            "signer": signer not in signatures_of(meeting) and _("Choose who signs."),
        }
    )
    if not meeting.conclusions.exists():
        raise Refused(_("Write at least one conclusion first."))


def _registered(notice: Notice) -> OfficialDocument:
    return register_document(
        council=notice.meeting.council,
        issuer=issuing_symbol(notice.meeting),
        kind=KIND,
        issued_on=notice.dated_on,
        abstract=notice.abstract,
    )


def _send_tasks(
    notice: Notice, document: OfficialDocument, user: User, kept_because: str, *, quiet: bool
) -> None:
    """Send every draft; what is missing is collected over all conclusions before it is said."""
    basis = f"Thông báo số {document.symbol} ngày {short_date(document.issued_on)}"
    refusals: list[tuple[Conclusion, ValidationError]] = []
    for conclusion in notice.conclusions:
        draft = conclusion.follow_up
        if draft is None or not _is_draft(draft):
            continue
        if draft.due_rule_id is None and not draft.legal_basis:
            FollowUp.objects.filter(pk=draft.pk).update(legal_basis=basis)
        try:
            with transaction.atomic():
                followups.issue_draft(
                    follow_up=draft, user=user, on=notice.dated_on, kept_because=kept_because, quiet=quiet
                )
        except ValidationError as refusal:
            refusals.append((conclusion, refusal))
    _say(refusals)


def _say(refusals: Iterable[tuple[Conclusion, ValidationError]]) -> None:
    """One sentence per conclusion. Where all of them are contradictions of days, they may be kept with a reason."""
    found = list(refusals)
    if not found:
        return
    sentences = [
        _("Conclusion %(position)s: %(reasons)s")
        % {"position": conclusion.position, "reasons": " ".join(refusal.messages)}
        for conclusion, refusal in found
    ]
    kept = all(isinstance(refusal, Contradiction) for _conclusion, refusal in found)
    raise (Contradiction if kept else Refused)(sentences)
