"""What is done with a letter, each dated, each with its document and number; a forwarded one becomes a follow-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by, refuse
from core.workdays import Calendar
from councils.calendar import DueDate, due_date
from councils.models import Agency, Council, DeadlineRule
from councils.rulebook import RuleBook
from documents.administrative import AdministrativeDocument
from documents.services import keep_drawn, register_document
from followups import services as followups
from followups.models import FollowUp, HandOver
from followups.services import FiveClears, head_of
from followups.states import OPEN, State
from sessions.services.moving import move
from voters.documents.common import KIND_WORDS, VICE_CHAIR, Signer
from voters.documents.letters import LetterFacts, Paper, abstract_of, document_of, series_of
from voters.identity import open_identity
from voters.models import Letter, LetterAction, LetterTransfer, MatterKind
from voters.services.identity import check_secret_of
from voters.services.letters import need_handler_or_loader
from voters.services.sending import EVIDENCE, short_title
from voters.states import LETTER_TABLE

Kind = LetterAction.Kind
ORIGIN: Final = "letter"
"""Kind of the follow-ups that forwarded letters become."""
WITH_BODY: Final = frozenset({Kind.FORWARD, Kind.GUIDE, Kind.SUPERVISE})
OWING: Final = frozenset({Kind.FORWARD, Kind.SUPERVISE})
"""Actions after which a body owes an answer."""
WITH_WORDS: Final = frozenset({Kind.REPLY, Kind.RETURN, Kind.FILE})
"""Actions that need their reason or answer in words."""

_COMPLAINT: Final = tuple(
    f"LET-COMPLAINT-SETTLE-{time}{suffix}"
    for time in (1, 2)
    for suffix in ("", "-COMPLEX", "-REMOTE", "-REMOTE-COMPLEX")
)
_DENUNCIATION: Final = ("LET-DENOUNCE-SETTLE", "LET-DENOUNCE-SETTLE-COMPLEX", "LET-DENOUNCE-SETTLE-HARD")
_SUPERVISION: Final = ("LET-SUP-REPORT-SC", "LET-SUP-REPORT-COM")
_ACCEPT: Final = {
    MatterKind.COMPLAINT: "LET-COMPLAINT-ACCEPT",
    MatterKind.DENUNCIATION: "LET-DENOUNCE-CHECK",
    MatterKind.MIXED: "LET-DENOUNCE-CHECK",
}
"""By when the body must have accepted it: its term of settling is counted from then."""
OWN_RULES: Final = {
    MatterKind.DENUNCIATION: "LET-DENOUNCE-TRANSFER",
    MatterKind.MIXED: "LET-DENOUNCE-TRANSFER",
}
OWN_RULE: Final = "REC-RESULT"
"""By when the office itself must have dealt with a letter, or told the citizen how it is handled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How an action is carried out; what stays empty is taken from the letter and its class."""

    on: date
    agency: Agency | None = None
    text: str = ""
    rule: str = ""
    due_on: date | None = None
    due_basis: str = ""
    signer: Signer = VICE_CHAIR
    again_because: str = ""


def rules_for(letter: Letter, kind: str) -> tuple[str, ...]:
    """Codes of the rules that can give the due day, the usual one first."""
    if kind == Kind.SUPERVISE:
        return _SUPERVISION
    if letter.kind == MatterKind.COMPLAINT:
        return _COMPLAINT
    return _DENUNCIATION if letter.kind in OWN_RULES else ("OP-ANSWER",)


def due_of(letter: Letter, kind: str, on: date, rule: str = "") -> DueDate:
    """When the body owes its answer: its time to accept the matter, then its time to settle it, of that day's law.

    Raises Refused when no rule is in force.
    """
    council: Council = letter.council
    code = rule or rules_for(letter, kind)[0]
    accept = _ACCEPT.get(MatterKind(letter.kind)) if kind == Kind.FORWARD else None
    anchor = due_date(code=accept, council=council, anchor=on).day if accept else on
    return due_date(code=code, council=council, anchor=anchor)


def own_due(letter: Letter) -> DueDate | None:
    """By when the office must have dealt with it; None where no rule is in force."""
    code = OWN_RULES.get(MatterKind(letter.kind), OWN_RULE)
    try:
        return due_date(code=code, council=letter.council, anchor=letter.received_on)
    except Refused:
        return None


class OwnTerms:
    """Own due days of many letters of one council: rules and calendar are read once, in two queries."""

    def __init__(self, council: Council, calendar: Calendar) -> None:
        codes = {OWN_RULE, *OWN_RULES.values()}
        rules: dict[str, list[DeadlineRule]] = {code: [] for code in codes}
        for rule in DeadlineRule.objects.for_council(council).filter(code__in=codes):
            rules[rule.code].append(rule)
        self.council, self.calendar = council, calendar
        self.books = {code: RuleBook(found) for code, found in rules.items()}

    def day(self, letter: Letter) -> date | None:
        """By when the office must have dealt with it."""
        book = self.books[OWN_RULES.get(MatterKind(letter.kind), OWN_RULE)]
        rule = book.choose(council_id=self.council.pk, level=self.council.level, day=letter.received_on)
        if rule is None:
            return None
        return self.calendar.due_date(letter.received_on, rule.offset, rule.unit, rule.direction).day


def circle(letter: Letter, agency: Agency) -> str:
    """Letters must not go in circles: why this body has had it and passed it on already, in words; else nothing."""
    kin = _kin(letter)
    passed = LetterTransfer.objects.filter(letter__in=kin, agency=agency).order_by("-pk").first()
    if passed is not None:
        when = f" ({shown(passed.on)})" if passed.on else ""
        return _("%(body)s itself passed this letter on%(when)s. It would go in a circle.") % {
            "body": agency.name,
            "when": when,
        }
    gave = HandOver.objects.filter(
        follow_up__letter_action__letter__in=kin, from_owner=agency.name, decision=HandOver.Decision.ACCEPTED
    )
    if gave.exists():
        return _("%(body)s has had this letter and handed it on. It would go in a circle.") % {
            "body": agency.name
        }
    had = LetterAction.objects.filter(
        letter__in=kin, agency=agency, kind=Kind.FORWARD, taken_back_at__isnull=True
    )
    if earlier := had.order_by("-on").first():
        return _("It was already forwarded to %(body)s on %(day)s.") % {
            "body": agency.name,
            "day": shown(earlier.on),
        }
    return ""


def _kin(letter: Letter) -> list[int]:
    """The letter and those of the same matter."""
    first = letter.duplicate_of_id or letter.pk
    return list(Letter.objects.filter(Q(pk=first) | Q(duplicate_of=first)).values_list("pk", flat=True))


# --- Doing ---


@transaction.atomic
def act(*, letter: Letter, kind: str, user: User | None, terms: Terms, quiet: bool = False) -> LetterAction:
    """Do something with a letter: the document is numbered and kept, a body that owes an answer gets a follow-up.

    Raises Refused beside the fields; PermissionDenied for a protected letter of another handler.
    """
    locked = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("council", "agency", "field")
        .get(pk=letter.pk)
    )
    need_handler_or_loader(user, locked)
    check_action(locked, kind, terms)
    due = _due(locked, kind, terms)
    move(record=locked, table=LETTER_TABLE, name=kind, user=user, on=terms.on)
    with entered_by(user):
        action = LetterAction.objects.create(
            letter=locked,
            kind=kind,
            on=terms.on,
            agency=_body(locked, kind, terms),
            reason=_reason(terms),
            actor=user,
        )
        if due is not None:
            action.follow_up = _issue(action, due, user, quiet=quiet)
        if kind != Kind.FILE and user is not None:
            _write(action, locked, terms, due, user)
        action.save()
    letter.refresh_from_db()
    return action


def check_action(letter: Letter, kind: str, terms: Terms) -> None:
    """Refuse, beside the fields, what the state, the body, the words or the days do not allow."""
    if refusal := LETTER_TABLE.refusal(kind, letter.state):
        raise Refused(refusal)
    agency = _body(letter, kind, terms)
    refuse(
        {
            "agency": (kind in WITH_BODY and agency is None and _("Say which body is competent."))
            or (agency is not None and _not_here(agency, letter, terms.on))
            or (
                kind == Kind.FORWARD
                and agency is not None
                and not terms.again_because.strip()
                and circle(letter, agency)
            ),
            "text": (kind in WITH_WORDS and not terms.text.strip() and _("Write the reason, or the answer.")),
            "on": terms.on < letter.received_on
            and _("The letter was received on %(day)s: this cannot be earlier.")
            % {"day": shown(letter.received_on)},
            "due_basis": terms.due_on is not None
            and not terms.due_basis.strip()
            and _("Say what a day set by hand rests on."),
            "due_on": terms.due_on is not None
            and terms.due_on < terms.on
            and _("The answer cannot be due before the letter goes out."),
        }
    )
    check_secret_of(letter, text=terms.text, again_because=terms.again_because, due_basis=terms.due_basis)


def _not_here(agency: Agency, letter: Letter, on: date) -> str | bool:
    if agency.council_id != letter.council_id:
        return _("The agency belongs to another council.")
    gone = not ((agency.valid_from or on) <= on <= (agency.valid_to or on))
    return gone and _("%(agency)s does not exist on %(day)s. Choose the body that took over.") % {
        "agency": agency.name,
        "day": shown(on),
    }


def _body(letter: Letter, kind: str, terms: Terms) -> Agency | None:
    return (terms.agency or letter.agency) if kind in WITH_BODY else None


def _reason(terms: Terms) -> str:
    again = terms.again_because.strip()
    return "\n".join(
        filter(None, [terms.text.strip(), again and _("Sent again because: %(why)s") % {"why": again}])
    )


def _due(letter: Letter, kind: str, terms: Terms) -> DueDate | None:
    if kind not in OWING:
        return None
    if terms.due_on is not None:
        return DueDate(terms.due_on, None, terms.on, estimated=False, basis=terms.due_basis.strip())
    return due_of(letter, kind, terms.on, terms.rule)


def _issue(action: LetterAction, due: DueDate, user: User | None, *, quiet: bool) -> FollowUp:
    """The follow-up names the letter by its number and summary; senders stand in no follow-up."""
    letter, agency = action.letter, action.agency
    if agency is None:
        message = "the database refuses such an action"
        raise TypeError(message)
    verb = "Giải quyết đơn" if action.kind == Kind.FORWARD else "Báo cáo việc giải quyết đơn"
    title = (
        f"{verb} {KIND_WORDS[letter.kind]} số {letter.number}/{letter.year}: {short_title(letter.summary)}"
    )
    return followups.issue(
        council=letter.council,
        kind=ORIGIN,
        clears=FiveClears(body=agency, title=title, due=due, accountable=head_of(agency), evidence=EVIDENCE),
        user=user,
        on=action.on,
        detail=letter.summary,
        field=letter.field,
        quiet=quiet,
    )


def facts_of(letter: Letter) -> LetterFacts:
    """What papers may say of it: of a protected or erased identity nothing."""
    hidden = letter.protected or letter.erased_on is not None
    return LetterFacts(
        council=letter.council,
        label=f"{letter.number}/{letter.year}",
        kind=letter.kind,
        received_on=letter.received_on,
        dated_on=letter.dated_on,
        summary=letter.summary,
        sender=None if hidden else open_identity(letter).first,
        originals=letter.originals,
    )


def draft(letter: Letter, kind: str, terms: Terms) -> AdministrativeDocument:
    """The paper as it would be written now, without its number."""
    check_action(letter, kind, terms)
    due = _due(letter, kind, terms)
    return document_of(_paper(letter, kind, terms, due))


def _paper(letter: Letter, kind: str, terms: Terms, due: DueDate | None, number: int | None = None) -> Paper:
    body = _body(letter, kind, terms)
    return Paper(
        letter=facts_of(letter),
        action=kind,
        on=terms.on,
        agency=body.name if body else "",
        due=due.day if due else None,
        text=terms.text,
        signer=terms.signer,
        number=number,
    )


def _write(action: LetterAction, letter: Letter, terms: Terms, due: DueDate | None, user: User) -> None:
    paper = _paper(letter, action.kind, terms, due)
    kind, issuer = series_of(action.kind)
    action.document = register_document(
        council=letter.council, issuer=issuer, kind=kind, issued_on=terms.on, abstract=abstract_of(paper)
    )
    numbered = _paper(letter, action.kind, terms, due, action.document.number)
    keep_drawn(
        document=action.document,
        drawn=document_of(numbered),
        stem=f"don-{letter.number}-{letter.year}",
        user=user,
    )


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What went out, and what did not with its reason."""

    sent: list[Letter]
    refused: list[tuple[Letter, str]]


@transaction.atomic
def forward_letters(*, letters: Iterable[Letter], user: User, terms: Terms) -> Forwarded:
    """Forward several letters, each to its competent body with its own slip; the others say why not."""
    outcome = Forwarded([], [])
    for letter in letters:
        try:
            with transaction.atomic():
                act(letter=letter, kind=Kind.FORWARD, user=user, terms=terms)
        except PermissionDenied:
            outcome.refused.append((letter, _("Its identity is protected and you do not handle it.")))
        except ValidationError as refusal:
            outcome.refused.append((letter, " ".join(refusal.messages)))
        else:
            outcome.sent.append(letter)
    return outcome


# --- Afterwards ---


@transaction.atomic
def take_back(*, action: LetterAction, user: User, reason: str) -> None:
    """An action entered by mistake counts on no day; its follow-up is withdrawn, its document keeps its number.

    Raises Refused without a reason and for anything but the latest action.
    """
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=action.letter_id)
    need_handler_or_loader(user, letter)
    standing = list(letter.actions.filter(taken_back_at__isnull=True).order_by("on", "pk"))
    refuse(
        {
            "reason": not reason.strip() and _("Say why it is taken back."),
            "__all__": (not standing or standing[-1].pk != action.pk)
            and _("Only the latest action can be taken back."),
        }
    )
    check_secret_of(letter, reason=reason)
    today = timezone.localdate()
    move(record=letter, table=LETTER_TABLE, name="take_back", user=user, on=today, note=reason.strip())
    if len(standing) > 1:
        move(record=letter, table=LETTER_TABLE, name=standing[-2].kind, user=user, on=today)
    with entered_by(user):
        LetterAction.objects.filter(pk=action.pk).update(
            taken_back_at=timezone.now(), taken_back_because=reason.strip()[:300]
        )
    owed = action.follow_up
    if owed is not None and owed.state in OPEN | {State.ANSWERED}:
        followups.withdraw(follow_up=owed, user=user, reason=reason.strip())


@transaction.atomic
def step(*, letter: Letter, name: str, user: User, on: date, note: str = "") -> None:
    """Inform the sender of the result, close, or reopen. Raises Refused where the result has not come yet."""
    locked = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    need_handler_or_loader(user, locked)
    check_secret_of(locked, note=note)
    if name == "inform" and not _answered(locked, on):
        raise Refused(_("No answer has come by that day: there is nothing to tell the sender yet."))
    if name == "reopen" and not note.strip():
        raise Refused({"note": _("Say why it is taken up again.")})
    move(record=locked, table=LETTER_TABLE, name=name, user=user, on=on, note=note.strip())
    letter.refresh_from_db()


def _answered(letter: Letter, on: date) -> bool:
    owed: Any = letter.actions.filter(taken_back_at__isnull=True, follow_up__replies__dated_on__lte=on)
    return bool(owed.exists())
