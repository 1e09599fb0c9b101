"""Kiến nghị sau giám sát: drafts with the five clears, sent with the conclusion or with a survey's report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Contradiction, Refused
from core.services import entered_by, refuse
from documents.language import short_date
from followups import services as followups
from followups.models import FollowUp
from followups.states import State
from sessions.services.conclusions import short_title
from sessions.services.rows import RefusedRows, sentences
from supervision.models import Finding, Recommendation, SupervisionConclusion, SupervisionMission
from supervision.states import UNDECIDED, MissionState

ORIGIN: Final = "recommendation"
"""Kind of the follow-ups that recommendations are."""
MOST_LINES: Final = 100
"""Recommendations entered at once."""
_SHUT: Final = frozenset({*UNDECIDED, MissionState.CLOSED})
"""States of missions for which nothing is recommended: not decided yet, dropped, or over."""


@dataclass(frozen=True)
class Wanted:
    """What is known of a recommendation while it is written; `follow_up` carries what is known of the five clears."""

    text: str
    follow_up: FollowUp
    legal_ground: str = ""
    finding: Finding | None = None
    rule: str = ""
    parts: Sequence[followups.Part] = ()


# --- Writing ---


@transaction.atomic
def add_recommendation(*, mission: SupervisionMission, user: User | None, wanted: Wanted) -> Recommendation:
    """Write down one more recommendation as a draft, however little is known of who does it by when.

    Raises Refused beside the fields for an empty text or a finding of another mission, and in words for a mission that
    is not decided yet or is over.
    """
    lock_writing(mission)
    _check(mission, wanted)
    last: int = mission.recommendations.aggregate(last=Max("position"))["last"] or 0
    with entered_by(user):
        return Recommendation.objects.create(
            council_id=mission.council_id,
            mission=mission,
            position=last + 1,
            text=wanted.text.strip(),
            legal_ground=wanted.legal_ground.strip(),
            finding=wanted.finding,
            follow_up=_drafted(mission, wanted),
        )


@transaction.atomic
def add_recommendations(
    *, mission: SupervisionMission, user: User | None, rows: Sequence[Wanted]
) -> list[Recommendation]:
    """Write down many, all or none; raises RefusedRows with the sentences of each row that is wrong."""
    lock_writing(mission)
    refuse({"": not rows and _("Fill in at least one line.")})
    made, wrong = list[Recommendation](), dict[int, dict[str, str]]()
    for number, wanted in enumerate(rows):
        try:
            with transaction.atomic():
                made.append(add_recommendation(mission=mission, user=user, wanted=wanted))
        except ValidationError as refusal:
            wrong[number] = sentences(refusal)
    if wrong:
        raise RefusedRows(wrong)
    return made


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, user: User | None, wanted: Wanted, version: int | None = None
) -> Recommendation:
    """Change a draft; `version` is that of its follow-up when the form was opened. What was sent stays as it is."""
    lock_writing(recommendation.mission)
    _check(recommendation.mission, wanted)
    with entered_by(user):
        _drafted(recommendation.mission, wanted, version)
        recommendation.text = wanted.text.strip()
        recommendation.legal_ground = wanted.legal_ground.strip()
        recommendation.finding = wanted.finding
        recommendation.save(update_fields=["text", "legal_ground", "finding", "search", "updated_at"])
    return recommendation


@transaction.atomic
def remove_recommendation(*, recommendation: Recommendation, user: User) -> None:
    """Drop a draft: its follow-up is withdrawn and asked of nobody, the recommendations after it move up."""
    mission = lock_writing(recommendation.mission)
    draft = recommendation.follow_up
    draft.refresh_from_db()
    if draft.state != State.DRAFT:
        raise Refused(_("This recommendation has been sent: judge it as no longer applicable instead."))
    with entered_by(user):
        recommendation.delete()
        mission.recommendations.filter(position__gt=recommendation.position).update(
            position=F("position") - 1
        )
        followups.set_owner(draft, None)
        draft.save(update_fields=["agency", "delegate", "group", "committee", "updated_at"])
        draft.coordinations.all().delete()
        followups.withdraw(
            follow_up=draft, user=user, reason=_("The recommendation was dropped before it was sent.")
        )


@transaction.atomic
def move_recommendation(*, recommendation: Recommendation, user: User, places: int) -> None:
    """Move one up (negative) or down among those of its mission; past the ends it stays at the end."""
    mission = lock_writing(recommendation.mission)
    rows = list(mission.recommendations.order_by("position", "pk"))
    here = rows.index(recommendation)
    rows.insert(min(max(here + places, 0), len(rows) - 1), rows.pop(here))
    for position, row in enumerate(rows, start=1):
        row.position = position
    with entered_by(user):
        Recommendation.objects.bulk_update(rows, ["position"])


def lock_writing(mission: SupervisionMission) -> SupervisionMission:
    """The mission, locked; Refused where nothing is recommended yet, or any more."""
    locked = SupervisionMission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
    if locked.state in _SHUT:
        words = _("Recommendations are not written now: the state of the mission is “%(state)s”.")
        raise Refused(words % {"state": locked.get_state_display()})
    return locked


def _check(mission: SupervisionMission, wanted: Wanted) -> None:
    strange = wanted.finding is not None and wanted.finding.mission_id != mission.pk
    refuse(
        {
            "text": not wanted.text.strip() and _("Write what is recommended."),
            "finding": strange and _("This finding belongs to another mission."),
        }
    )


def _drafted(mission: SupervisionMission, wanted: Wanted, version: int | None = None) -> FollowUp:
    """Keep the draft of its follow-up, which is called by the first line of the recommendation."""
    draft = wanted.follow_up
    draft.council_id, draft.kind, draft.issued_on = mission.council_id, ORIGIN, None
    draft.title, draft.detail = short_title(wanted.text), wanted.text.strip()
    return followups.save_draft(follow_up=draft, rule=wanted.rule, parts=wanted.parts, version=version)


# --- Sending ---


@transaction.atomic
def issue_recommendations(
    *,
    mission: SupervisionMission,
    conclusion: SupervisionConclusion | None,
    on: date,
    user: User | None,
    kept_because: str = "",
    quiet: bool = False,
) -> int:
    """Send every draft of the mission, all or none, and say how many: with the conclusion, or with a survey's report.

    A day set by hand rests on the conclusion or the report itself unless it names something else. Raises Refused with
    one sentence for each recommendation that lacks one of the five clears; Contradiction where only days of an old
    record contradict each other, which `kept_because` may keep.
    """
    locked = SupervisionMission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
    _check_issue(locked, conclusion, on)
    wrong: list[tuple[Recommendation, ValidationError]] = []
    drafts = list(waiting(locked))
    with entered_by(user):
        for recommendation in drafts:
            try:
                with transaction.atomic():
                    _send(recommendation, conclusion, on, user, kept_because, quiet=quiet)
            except ValidationError as refusal:
                wrong.append((recommendation, refusal))
        _say(wrong)
    return len(drafts)


def waiting(mission: SupervisionMission) -> QuerySet[Recommendation]:
    """The recommendations that have not been sent yet, in their order."""
    rows = mission.recommendations.filter(follow_up__state=State.DRAFT, issued_on__isnull=True)
    return rows.order_by("position", "pk").select_related("mission", "follow_up__due_rule")


def _check_issue(mission: SupervisionMission, conclusion: SupervisionConclusion | None, on: date) -> None:
    """With which paper they go out, and that it exists by the day."""
    if conclusion is not None and conclusion.mission_id != mission.pk:
        raise Refused(_("This conclusion belongs to another mission."))
    if conclusion is None and mission.needs_conclusion:
        raise Refused(
            _("Recommendations of a mission are sent with its conclusion, which follows consideration.")
        )
    since = conclusion.concluded_on if conclusion else mission.reported_on
    if since is None:
        raise Refused(_("Recommendations of a survey are sent with its report: hand the report in first."))
    if on < since:
        words = _("They are sent on %(day)s at the earliest, the day of the paper that makes them.")
        raise Refused({"on": words % {"day": shown(since)}})


def _send(
    recommendation: Recommendation,
    conclusion: SupervisionConclusion | None,
    on: date,
    user: User | None,
    kept_because: str,
    *,
    quiet: bool,
) -> None:
    draft = recommendation.follow_up
    if not draft.legal_basis and draft.due_rule_id is None:
        draft.legal_basis = basis_of(recommendation.mission, conclusion)
        draft.save(update_fields=["legal_basis", "updated_at"])
    followups.issue_draft(follow_up=draft, user=user, on=on, kept_because=kept_because, quiet=quiet)
    recommendation.issued_on, recommendation.conclusion = on, conclusion
    recommendation.save(update_fields=["issued_on", "conclusion", "updated_at"])


def basis_of(mission: SupervisionMission, conclusion: SupervisionConclusion | None) -> str:
    """The paper on which a due day set by hand rests. Official text: always Vietnamese."""
    if conclusion is None:
        return _cited("Báo cáo", mission.report.symbol if mission.report else "", mission.reported_on)
    if conclusion.document is not None:
        return _cited("Thông báo kết luận", conclusion.document.symbol, conclusion.concluded_on)
    document = conclusion.resolution.document if conclusion.resolution else None
    return _cited("Nghị quyết", document.symbol if document else "", conclusion.concluded_on)


def _cited(kind: str, symbol: str, on: date | None) -> str:
    number = f" số {symbol}" if symbol else ""
    return f"{kind}{number} ngày {short_date(on)}" if on else f"{kind}{number}"


def _say(wrong: Iterable[tuple[Recommendation, ValidationError]]) -> None:
    """One sentence for each; where all of them are contradictions of days they may be kept with a reason."""
    found = list(wrong)
    if not found:
        return
    kind: Any = Contradiction if all(isinstance(error, Contradiction) for _row, error in found) else Refused
    words = _("Recommendation %(position)s: %(reasons)s")
    raise kind(
        [words % {"position": row.position, "reasons": " ".join(error.messages)} for row, error in found]
    )
