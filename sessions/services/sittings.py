"""Sittings: entered, changed, moved from plan to archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.display import day
from core.editing import save_edit
from core.errors import SHORTEST_REASON, Refused, Stale
from core.services import Problems, entered_by, names, refuse
from councils.models import Council, CouncilTerm
from sessions.models import Minutes, Sitting
from sessions.services.invitations import end_registrations
from sessions.services.moving import move
from sessions.services.rescheduling import follow
from sessions.services.steps import recount_steps
from sessions.states import OFF, SITTING_TABLE, MinutesState, ResolutionState, SittingState

URGENT_SINCE: Final = date(2020, 7, 1)
"""Since Law 47/2019 came into force sittings called "extraordinary" are thematic or urgent ones."""
THEMED: Final = frozenset({Sitting.Kind.THEMATIC, Sitting.Kind.URGENT})
"""Kinds of sittings that are called for something."""
MOVES: Final = frozenset(
    {
        "hold_conference",
        "close",
        "hold",
        "reopen",
        "sign_documents",
        "review",
        "archive",
        "postpone",
        "resume",
        "cancel",
    }
)
"""The moves that `move_sitting` takes. Convening, opening the papers and opening the sitting do more than move."""
REASONED: Final = frozenset({"postpone", "cancel", "reopen"})
"""Moves that need their reason."""
CALLED_OFF: Final = {"postpone": "Kỳ họp đã hoãn.", "cancel": "Kỳ họp đã hủy."}
"""Moves after which nobody registers any more, with the reason kept with the record: always Vietnamese."""
_SIGNED_FIRST: Final = frozenset({"sign_documents", "archive"})
_MOST_DAYS: Final = 60
"""From the opening to the close; each day gets half-days, and a longer sitting is a slip of the finger."""
_NO_OVERLAP: Final = "sittings_no_overlap"


@transaction.atomic
def save_sitting(
    *, sitting: Sitting, version: int | None = None, user: Any = None, theme_needed: bool = False
) -> Sitting:
    """Enter a sitting, or change one that was opened on `version`.

    Council and term are locked, so that two people can give neither the same number nor the same days. When the days
    of a sitting move, its planned half-days and the due days of open steps and of papers still owed move along.
    Raises Refused beside the fields: a number already given in the term, days out of order, outside the term or taken
    by another sitting, a kind that the law no longer knows, a constituting sitting that is not the first, a closed
    sitting without its reason. With `theme_needed`, as pages ask, a new thematic or urgent sitting must say what it is
    about; old registers often do not.
    """
    Council.objects.select_for_update(no_key=True).get(pk=sitting.council_id)
    term = CouncilTerm.objects.select_for_update().get(pk=sitting.council_term_id)
    former = Sitting.objects.filter(pk=sitting.pk).first() if sitting.pk else None
    wrong = {
        **_overlap(sitting),
        **_number(sitting),
        **_days(sitting, term),
        **_kind(sitting),
        **_constituting(sitting),
        **_closed(sitting),
    }
    if theme_needed and former is None and sitting.kind in THEMED and not sitting.theme.strip():
        wrong["theme"] = _("Say what the sitting is about: it is called for that.")
    if term.council_id != sitting.council_id:
        wrong["council_term"] = _("This term belongs to another council.")
    refuse({**wrong})
    with entered_by(user), _overlap_in_words(sitting):
        saved = save_edit(sitting, version=version)
    if former is not None:
        follow(sitting=saved, former=former, user=user)
    return saved


@transaction.atomic
def move_sitting(
    *,
    sitting: Sitting,
    name: str,
    user: Any,
    on: date,
    note: str = "",
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Sitting:
    """Take one of `MOVES`; `opens_on` and `closes_on` are the new days of "resume".

    "hold" is for a sitting that was over before it is entered here: it opened and closed on the days it was called for.

    Raises Refused where the table lacks the step, a reason or new days are missing, documents are not yet signed, or
    the new days belong to another sitting; KeyError for a move that another service takes.
    """
    if name not in MOVES:
        raise KeyError(name)
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("council", "council_term__term")
    row = locked.get(pk=sitting.pk)
    if blocked := SITTING_TABLE.refusal(name, row.state):
        raise Refused(blocked)
    _check_move(row, name, on, note)
    former = _after(row, {})
    changes = _changes(row, name, on, opens_on, closes_on)
    with _overlap_in_words(_after(row, changes)) if name == "resume" else nullcontext():
        move(record=row, table=SITTING_TABLE, name=name, user=user, on=on, note=note.strip(), **changes)
    if name == "resume":
        follow(sitting=row, former=former, user=user)
    elif name in CALLED_OFF:
        end_registrations(sitting=row, user=user, on=on, reason=CALLED_OFF[name])
    elif name in {"close", "hold", "reopen"}:
        recount_steps(sitting=row, user=user)
    sitting.refresh_from_db()
    return sitting


def _check_move(sitting: Sitting, name: str, on: date, note: str) -> None:
    opened = sitting.opened_on or sitting.opens_on
    refuse(
        {
            "note": name in REASONED and len(note.strip()) < SHORTEST_REASON and _("Say why."),
            "on": (
                name == "close"
                and on < opened
                and _("The sitting opened on %(day)s: it cannot close before.") % {"day": day(opened)}
            )
            or (
                name == "hold"
                and on < sitting.closes_on
                and _("The sitting is called until %(day)s: until then it is opened and closed day by day.")
                % {"day": day(sitting.closes_on)}
            ),
        }
    )
    if name in _SIGNED_FIRST and (missing := unsigned(sitting)):
        raise Refused(_("Not everything is signed yet: %(missing)s.") % {"missing": "; ".join(missing)})


def unsigned(sitting: Sitting) -> list[str]:
    """What of a sitting still lacks its signature: resolutions that were passed, by name, and the minutes."""
    found = []
    passed = sitting.resolutions.filter(state=ResolutionState.PASSED).order_by("adopted_on", "pk")
    titles = list(passed.values_list("title", flat=True))
    if titles:
        found.append(_("resolutions: %(titles)s") % {"titles": names(titles)})
    minutes = Minutes.objects.filter(sitting=sitting).first()
    if minutes is None:
        found.append(_("the minutes have not been drafted"))
    elif minutes.state != MinutesState.SIGNED:
        found.append(_("the minutes are “%(state)s”") % {"state": minutes.get_state_display().lower()})
    return found


def _changes(
    sitting: Sitting, name: str, on: date, opens_on: date | None, closes_on: date | None
) -> dict[str, Any]:
    """The columns that change with the state."""
    match name:
        case "close":
            return {"opened_on": sitting.opened_on or sitting.opens_on, "closed_on": on}
        case "hold":
            return {"opened_on": sitting.opens_on, "closed_on": sitting.closes_on}
        case "reopen":
            return {"closed_on": None}
        case "resume":
            return _new_days(sitting, opens_on, closes_on)
        case _:
            return {}


def _new_days(sitting: Sitting, opens_on: date | None, closes_on: date | None) -> dict[str, Any]:
    """A sitting that was called off must be convened again."""
    refuse(
        {
            "opens_on": opens_on is None and _("Say when the sitting opens now."),
            "closes_on": closes_on is None and _("Say when the sitting closes now."),
        }
    )
    changes: dict[str, Any] = {"opens_on": opens_on, "closes_on": closes_on, "convened_on": None}
    moved = _after(sitting, changes)
    refuse({**_overlap(moved), **_days(moved, sitting.council_term), **_kind(moved)})
    return changes


def _after(sitting: Sitting, changes: dict[str, Any]) -> Sitting:
    """The sitting as it would be: for checks, never saved."""
    days = {name: changes.get(name, getattr(sitting, name)) for name in ("opens_on", "closes_on")}
    return Sitting(pk=sitting.pk, council_id=sitting.council_id, kind=sitting.kind, **days)


# --- What is refused ---


@contextmanager
def _overlap_in_words(sitting: Sitting) -> Iterator[None]:
    """Days taken by somebody who was faster are refused with the sentence that a look beforehand would have given."""
    try:
        with transaction.atomic():
            yield
    except Stale:
        raise
    except (IntegrityError, Refused) as clash:
        if isinstance(clash, Refused) or _NO_OVERLAP in str(clash):
            refuse({**_overlap(sitting)})
        raise


def _overlap(sitting: Sitting) -> Problems:
    """Beside the opening day: the other sitting of the council on these days, and its days."""
    if sitting.state in OFF:
        return {}
    others = Sitting.objects.filter(
        council=sitting.council_id, opens_on__lte=sitting.closes_on, closes_on__gte=sitting.opens_on
    )
    other = others.exclude(pk=sitting.pk).exclude(state__in=OFF).order_by("opens_on").first()
    if other is None:
        return {}
    return {
        "opens_on": _(
            "%(other)s (%(kind)s) takes place from %(first)s to %(last)s. Choose other days, or postpone that one."
        )
        % {
            "other": other,
            "kind": other.get_kind_display().lower(),
            "first": day(other.opens_on),
            "last": day(other.closes_on),
        }
    }


def _number(sitting: Sitting) -> Problems:
    others = Sitting.objects.filter(council_term=sitting.council_term_id, number=sitting.number)
    if not sitting.number:
        return {"number": _("Sittings are numbered from 1.")}
    other = others.exclude(pk=sitting.pk).first()
    if other is None:
        return {}
    return {
        "number": _("Sitting no. %(number)s of this term is already entered; it opened on %(day)s.")
        % {"number": other.number, "day": day(other.opens_on)}
    }


def _days(sitting: Sitting, term: CouncilTerm) -> Problems:
    if sitting.closes_on < sitting.opens_on:
        return {"closes_on": _("The sitting closes before it opens.")}
    if (sitting.closes_on - sitting.opens_on).days >= _MOST_DAYS:
        return {"closes_on": _("A sitting lasts %(most)s days at most.") % {"most": _MOST_DAYS}}
    if sitting.opens_on < term.starts_on:
        return {"opens_on": _("The term begins on %(day)s.") % {"day": day(term.starts_on)}}
    if term.ends_on and sitting.closes_on > term.ends_on:
        return {"closes_on": _("The term ended on %(day)s.") % {"day": day(term.ends_on)}}
    return {}


def _kind(sitting: Sitting) -> Problems:
    if sitting.kind == Sitting.Kind.EXTRAORDINARY and sitting.opens_on >= URGENT_SINCE:
        return {"kind": _("Since 01/07/2020 such a sitting is thematic or on urgent matters.")}
    return {}


def _constituting(sitting: Sitting) -> Problems:
    """The constituting sitting is the first of its term (Law on the Organisation of Local Government), held once."""
    if sitting.kind != Sitting.Kind.CONSTITUTING:
        return {}
    rows = Sitting.objects.filter(council_term=sitting.council_term_id, kind=Sitting.Kind.CONSTITUTING)
    other = rows.exclude(pk=sitting.pk).exclude(state=SittingState.CANCELLED).first()
    if other is not None:
        words = {"number": other.number, "day": day(other.opens_on)}
        return {
            "kind": _(
                "The term already has its constituting sitting, no. %(number)s of %(day)s: choose another kind."
            )
            % words
        }
    if sitting.number != 1:
        return {"number": _("The constituting sitting is number 1 of its term.")}
    return {}


def skips_a_number(sitting: Sitting) -> bool:
    """Whether earlier sittings of the term are entered, but not the one right before this one."""
    earlier = Sitting.objects.filter(council_term=sitting.council_term_id, number__lt=sitting.number)
    last = earlier.aggregate(last=Max("number"))["last"]
    return last is not None and last < sitting.number - 1


def _closed(sitting: Sitting) -> Problems:
    if sitting.is_public or sitting.closed_reason.strip():
        return {}
    return {"closed_reason": _("Say why the sitting is closed to the public.")}
