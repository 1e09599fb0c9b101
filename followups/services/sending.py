"""A follow-up is sent with the five clears or not at all; a task given directly may be written as a draft first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.text import fold
from councils.calendar import DueDate, due_date
from councils.models import Agency, Committee, Council, Delegate, DelegateGroup, Field
from followups.contradictions import is_old, keep, not_there, of_sending
from followups.models import FollowUp, FollowUpMove, Notice
from followups.notices import announce
from followups.services.coordinating import Part, check_parts, set_parts
from followups.states import TABLE, State

ASSIGNMENT: Final = "assignment"
"""Kind of the follow-ups that no producer made: tasks given directly."""
Body = Agency | Delegate | DelegateGroup | Committee
"""What can be responsible for a follow-up."""
_OWNERS: Final[dict[type, str]] = {
    Agency: "agency",
    Delegate: "delegate",
    DelegateGroup: "group",
    Committee: "committee",
}
_NEEDED: Final = {
    "title": gettext_lazy("Say what the task is."),
    "body": gettext_lazy("Say who does it."),
    "due_on": gettext_lazy("Say by when: choose a rule, or set the day."),
    "legal_basis": gettext_lazy("Say what a day set by hand rests on."),
    "accountable": gettext_lazy("Say who answers for it."),
    "evidence": gettext_lazy("Say what result proves it done."),
}


def _need(**given: object) -> None:
    """Refuse, per missing clear, in words."""
    empty = [name for name, value in given.items() if not str(value or "").strip()]
    if empty:
        raise Refused({name: str(_NEEDED[name]) for name in empty})


@dataclass(frozen=True)
class FiveClears:
    """Năm rõ ("5 rõ"): who, what task, by when, who answers for it, what result proves it done."""

    body: Body
    title: str
    due: DueDate
    accountable: str
    evidence: str

    def owner(self) -> dict[str, Body]:
        """The responsible body under the name of its field of the follow-up."""
        return {_OWNERS[type(self.body)]: self.body}

    def check(self) -> None:
        """Refuse, per missing clear, in words."""
        _need(title=self.title, accountable=self.accountable, evidence=self.evidence)


@transaction.atomic
def issue(
    *,
    council: Council,
    kind: str,
    clears: FiveClears,
    user: User | None,
    on: date,
    detail: str = "",
    field: Field | None = None,
    locality: str = "",
    parts: Iterable[Part] = (),
    kept_because: str = "",
    quiet: bool = False,
    **extra: Any,
) -> FollowUp:
    """Send a task to a body, with parts for co-ordinating agencies; the users of all of them are told.

    `quiet` sends no notice (loading of old records). Raises Refused when a clear is missing, for a day in the future,
    a due day before the sending or a body that does not exist on that day; an old record may keep the last two with
    `kept_because`.
    """
    clears.check()
    given = list(parts)
    follow_up = FollowUp(
        council=council,
        kind=kind,
        title=clears.title[:300],
        detail=detail,
        **clears.owner(),
        accountable=clears.accountable,
        evidence=clears.evidence,
        field=field,
        locality=locality,
        legal_basis=clears.due.legal_basis,
        due_on=clears.due.day,
        original_due_on=clears.due.day,
        due_rule=clears.due.rule,
        due_anchor_on=clears.due.anchor,
        state=State.ISSUED,
        issued_on=on,
        **extra,
    )
    kept = _check_sending(follow_up, given, on, kept_because)
    follow_up.search = searched(follow_up)
    follow_up.save()
    set_parts(follow_up, given)
    return _sent(follow_up, user, on, kept, quiet=quiet)


def searched(follow_up: FollowUp) -> str:
    """The folded text in which a follow-up is found."""
    words = (
        follow_up.title,
        follow_up.detail,
        follow_up.locality,
        follow_up.owner or "",
        follow_up.legal_basis,
        follow_up.evidence,
    )
    return fold(" ".join(str(word) for word in words))


def _check_sending(follow_up: FollowUp, parts: Sequence[Part], on: date, kept_because: str) -> str:
    """The reason to store with a contradiction that is kept, or nothing; see `issue`."""
    _refuse_future(on)
    by_rule = follow_up.due_rule_id is not None
    problems = of_sending(body=follow_up.owner, due_on=follow_up.due_on, on=on, by_rule=by_rule)
    if follow_up.kind == ASSIGNMENT and (ended := not_there(follow_up.council, on)):
        problems["issued_on"] = ended
    if gone := [words for part in parts if (words := not_there(part.agency, on))]:
        problems["parts"] = " ".join(gone)
    return keep(problems, old=is_old(follow_up, on), because=kept_because)


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise Refused({"issued_on": _("The day %(day)s lies in the future.") % {"day": shown(on)}})


def _sent(follow_up: FollowUp, user: User | None, on: date, kept: str, *, quiet: bool) -> FollowUp:
    """The first dated move, with the reason for which a contradiction was kept, and the notices."""
    FollowUpMove.objects.create(
        follow_up=follow_up,
        from_state=State.DRAFT,
        to_state=State.ISSUED,
        effective_on=on,
        actor=user,
        note=kept,
    )
    if not quiet:
        announce(follow_up=follow_up, kind=Notice.Kind.ISSUED, actor=user)
    return follow_up


# --- Tasks given directly ---


def set_owner(follow_up: FollowUp, body: Body | None) -> None:
    """Make one body responsible, or nobody yet."""
    for kind, name in _OWNERS.items():
        setattr(follow_up, name, body if isinstance(body, kind) else None)


@transaction.atomic
def save_draft(
    *, follow_up: FollowUp, rule: str = "", parts: Iterable[Part] = (), version: int | None = None
) -> FollowUp:
    """Keep a task that is still being written, however little of it is known; only its title is needed.

    `rule` is the code of the deadline rule that counts its due day from `due_anchor_on` (the day of sending where that
    is empty). The day of sending is kept only if it is past: a draft of today is sent on the day on which it is sent.
    Raises Refused beside the fields, also when it has been sent meanwhile.
    """
    _lock_draft(follow_up)
    on = follow_up.issued_on or timezone.localdate()
    _refuse_future(on)
    follow_up.kind = follow_up.kind or ASSIGNMENT
    follow_up.title = " ".join(follow_up.title.split())
    _need(title=follow_up.title)
    _set_due(follow_up, rule, on)
    given = list(parts)
    check_parts(given, owner=follow_up.owner, on=on, due_on=follow_up.due_on)
    follow_up.issued_on = on if on < timezone.localdate() else None
    follow_up.search = searched(follow_up)
    save_edit(follow_up, version=version)
    set_parts(follow_up, given)
    return follow_up


def _lock_draft(follow_up: FollowUp) -> None:
    """Refuse what somebody has sent or withdrawn meanwhile."""
    if follow_up.pk is None:
        return
    state = FollowUp.objects.select_for_update().values_list("state", flat=True).get(pk=follow_up.pk)
    if refusal := TABLE.refusal("issue", state):
        raise Refused(refusal)


def count_due(*, council: Council, rule: str, anchor: date) -> DueDate:
    """The due day by a rule; its refusal beside the rule."""
    try:
        return due_date(code=rule, council=council, anchor=anchor)
    except Refused as no_rule:
        raise Refused({"rule": no_rule.messages}) from no_rule


def _set_due(follow_up: FollowUp, rule: str, on: date) -> None:
    typed, follow_up.due_rule = follow_up.due_on, None
    if rule:
        due = count_due(council=follow_up.council, rule=rule, anchor=follow_up.due_anchor_on or on)
        if typed not in {None, due.day}:
            words = _("The rule gives %(day)s. Empty this box, or choose no rule.")
            raise Refused({"due_on": words % {"day": shown(due.day)}})
        follow_up.due_on, follow_up.due_rule, follow_up.due_anchor_on = due.day, due.rule, due.anchor
    follow_up.original_due_on = follow_up.due_on


@transaction.atomic
def issue_draft(
    *, follow_up: FollowUp, user: User | None, on: date, kept_because: str = "", quiet: bool = False
) -> FollowUp:
    """Send a draft; see `issue`. A day set by hand needs its legal basis as well."""
    _lock_draft(follow_up)
    draft = FollowUp.objects.with_owner().select_related("due_rule").get(pk=follow_up.pk)
    rule = draft.due_rule
    legal_basis = draft.legal_basis or (rule.legal_basis if rule else "")
    _need(
        title=draft.title,
        body=draft.owner,
        due_on=draft.due_on,
        legal_basis=legal_basis or not draft.due_on,
        accountable=draft.accountable,
        evidence=draft.evidence,
    )
    rows = draft.coordinations.select_related("agency")
    parts = [Part(row.agency, row.part, row.due_on) for row in rows]
    kept = _check_sending(draft, parts, on, kept_because)
    check_parts(parts, owner=draft.owner, on=on, due_on=draft.due_on)
    draft.legal_basis = legal_basis
    TABLE.apply(
        FollowUp.objects.all(),
        draft.pk,
        "issue",
        issued_on=on,
        legal_basis=legal_basis,
        due_anchor_on=draft.due_anchor_on if rule else None,
        search=searched(draft),
        updated_at=timezone.now(),
    )
    follow_up.refresh_from_db()
    return _sent(follow_up, user, on, kept, quiet=quiet)
