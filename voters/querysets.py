"""Reads of the voters floor."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from core.access import access_of
from core.querysets import ScopedQuerySet, any_of
from followups.states import OPEN, State
from voters.states import NOT_HELD, TOOK_PLACE, ConsentState, MeetingState

M = TypeVar("M", bound=models.Model)

LACKING = Q(field__isnull=True) | Q(competence_level="") | Q(agency__isnull=True)
"""Opinions that nobody could send yet."""


def within(council: Any, *, lower: bool, prefix: str = "council") -> Q:
    """Rows of a council, and of those directly below it if asked."""
    own = Q(**{prefix: council})
    return own | Q(**{f"{prefix}__parent": council}) if lower else own


def _count(rows: models.QuerySet[Any], by: str) -> Coalesce:
    """How many of these rows hang on each outer row: a subquery, so that counts never multiply each other."""
    counted = rows.order_by().values(by).annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class RoundQuerySet(ScopedQuerySet[M]):
    """Voter-contact rounds."""

    def with_counts(self) -> Self:
        """Annotates `meeting_count`, meetings that were not cancelled, and `opinion_count`, the opinions entered."""
        from voters.models import VoterMeeting, VoterOpinion  # noqa: PLC0415 - the models import this module

        meetings = VoterMeeting.objects.filter(round=OuterRef("pk")).exclude(state=MeetingState.CANCELLED)
        opinions = VoterOpinion.objects.filter(meeting__round=OuterRef("pk"))
        return self.annotate(
            meeting_count=_count(meetings, "round"), opinion_count=_count(opinions, "meeting__round")
        )


class MeetingQuerySet(ScopedQuerySet[M]):
    """Voter meetings. A joint meeting belongs to the council that keeps it, and counts for each that accepted it."""

    def visible_to(self, user: Any) -> Self:
        """Meetings of the councils the user reads: kept by them, or proposed to them as joint ones."""
        from voters.models import JointConsent  # noqa: PLC0415 - the models import this module

        access = access_of(user)
        joint = JointConsent.objects.filter(access.readable())
        return self.filter(access.readable() | any_of("pk", joint.values("meeting")))

    def of_councils(self, council: Any, *, lower: bool = False, on: date | None = None) -> Self:
        """Meetings that count for a council: its own, and those it accepted to hold jointly; each meeting once.

        Accepted by now, or as it was on a day.
        """
        from voters.models import JointConsent  # noqa: PLC0415 - the models import this module

        accepted = JointConsent.objects.filter(within(council, lower=lower)).accepted(on)
        return self.filter(within(council, lower=lower) | any_of("pk", accepted.values("meeting")))

    def takes_place(self) -> Self:
        """Meetings of the plan: neither postponed nor cancelled."""
        return self.exclude(state__in=NOT_HELD)

    def took_place(self) -> Self:
        """Meetings that were held."""
        return self.filter(state__in=TOOK_PLACE)

    def with_counts(self) -> Self:
        """Annotates `opinion_count`: the opinions entered."""
        from voters.models import VoterOpinion  # noqa: PLC0415 - the models import this module

        return self.annotate(
            opinion_count=_count(VoterOpinion.objects.filter(meeting=OuterRef("pk")), "meeting")
        )


class OfMeeting(ScopedQuerySet[M]):
    """Rows that hang on a voter meeting."""

    council_path = "meeting__council"


class OfRound(ScopedQuerySet[M]):
    """Rows that hang on a round of voter contact."""

    council_path = "round__council"


class OfConsent(ScopedQuerySet[M]):
    """Rows that hang on the consent to a joint meeting."""

    council_path = "consent__council"


class ConsentQuerySet(ScopedQuerySet[M]):
    """Consents to joint meetings; they belong to the council that is asked."""

    def accepted(self, on: date | None = None) -> Self:
        """Those in force now, or on a day: by the last answer given until then."""
        if on is None:
            return self.filter(state=ConsentState.ACCEPTED)
        from voters.models import JointConsentMove  # noqa: PLC0415 - the models import this module

        answers = JointConsentMove.objects.filter(consent=OuterRef("pk"), effective_on__lte=on)
        last = answers.order_by("-effective_on", "-pk").values("to_state")[:1]
        return self.annotate(then=Subquery(last)).filter(then=ConsentState.ACCEPTED)

    def asked(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state=ConsentState.PROPOSED)


def in_effect(day: date, prefix: str = "") -> Q:
    """Dated acts in effect on a day: done by then, and not taken back by then."""
    undone = f"{prefix}undone_on"
    return Q(**{f"{prefix}on__lte": day}) & (Q(**{f"{undone}__isnull": True}) | Q(**{f"{undone}__gt": day}))


class DatedQuerySet(ScopedQuerySet[M]):
    """Dated acts of a council."""

    def on_day(self, day: date) -> Self:
        """Those in effect on a day."""
        return self.filter(in_effect(day))

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(undone_at__isnull=True)


class OfOpinion(DatedQuerySet[M]):
    """Rows that hang on an opinion and share its council: the opinion itself, or the source of a link."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the opinions the user reads."""
        names = {field.name for field in self.model._meta.get_fields()}
        path = "opinion" if "opinion" in names else "source"
        return self.filter(access_of(user).readable(f"{path}__council"))


class ForwardQuerySet(models.QuerySet[M]):
    """Forwardings, read by the councils on both sides."""

    def visible_to(self, user: Any) -> Self:
        """Those of councils that the user reads, on either side."""
        access = access_of(user)
        return self.filter(access.readable("opinion__council") | access.readable("to_council"))

    def pending(self) -> Self:
        """Those that wait to be accepted or returned."""
        return self.filter(decision="asked")

    def live(self) -> Self:
        """Those that keep the opinion with the other council: waiting, or accepted."""
        return self.filter(decision__in=["asked", "accepted"])


def _of_opinion(model: str, **conditions: Any) -> models.QuerySet[Any]:
    """Rows of a model above this one that hang on the outer opinion."""
    rows: models.QuerySet[Any] = apps.get_model("voters", model)._default_manager.filter(**conditions)
    return rows


def works_on(day: date) -> Q:
    """Opinions that carry their matter on, as merges and splits stood on a day."""
    away = _of_opinion("OpinionLink", source=OuterRef("pk")).filter(in_effect(day, "regrouping__"))
    return (Q(made_by__isnull=True) | in_effect(day, "made_by__")) & Q(~Exists(away))


def repeated_on(day: date) -> Q:
    """Opinions raised in two rounds or more, as known on a day: marked so, or merged from several rounds."""
    here = Coalesce(OuterRef("meeting__round"), 0)
    marks = _of_opinion("OpinionLikeness", opinion=OuterRef("pk"), verdict="repeat").filter(in_effect(day))
    links = _of_opinion("OpinionLink", target=OuterRef("pk")).filter(in_effect(day, "regrouping__"))
    elsewhere = marks.annotate(of_round=Coalesce("earlier__meeting__round", 0)).exclude(of_round=here)
    merged = links.annotate(of_round=Coalesce("source__meeting__round", 0)).exclude(of_round=here)
    return Q(Exists(elsewhere)) | Q(Exists(merged))


def _is_repeat() -> Exists:
    return Exists(
        _of_opinion("OpinionLikeness", opinion=OuterRef("pk"), verdict="repeat", undone_at__isnull=True)
    )


def _is_forwarded() -> Exists:
    return Exists(_of_opinion("OpinionForward", opinion=OuterRef("pk"), decision__in=["asked", "accepted"]))


class OpinionQuerySet(ScopedQuerySet[M]):
    """Voters' opinions."""

    def visible_to(self, user: Any) -> Self:
        """Opinions of the councils the user reads. Agencies see the follow-up that was sent to them instead."""
        return self.filter(access_of(user).readable())

    def working(self) -> Self:
        """The tracked units today: after merging and splitting, without those answered on the spot or out of scope."""
        return self.standing().filter(screening="carried", merged_into__isnull=True, is_split=False)

    def working_on(self, day: date) -> Self:
        """The tracked units as merges and splits stood on a day."""
        return self.filter(works_on(day), screening="carried")

    def standing(self) -> Self:
        """Without those that a merge or split made which was taken back."""
        return self.filter(Q(made_by__isnull=True) | Q(made_by__undone_at__isnull=True))

    def as_voiced(self) -> Self:
        """Statements as voters made them: neither made by merging or splitting nor taken over from another council."""
        return self.filter(made_by__isnull=True, split_from__isnull=True, forwarded_from__isnull=True)

    def with_status(self) -> Self:
        """Annotates `status`, derived from the follow-up by a join: never stored twice; and `is_repeat`."""
        forwards = _of_opinion("OpinionForward", opinion=OuterRef("pk"))
        return self.annotate(
            status=Case(
                When(made_by__undone_at__isnull=False, then=Value("void")),
                When(merged_into__isnull=False, then=Value("merged")),
                When(is_split=True, then=Value("split")),
                When(screening="answered_on_spot", then=Value("answered_on_spot")),
                When(screening="out_of_scope", then=Value("out_of_scope")),
                When(follow_up__state=State.WITHDRAWN, then=Value("withdrawn")),
                When(follow_up__isnull=False, then=F("follow_up__state")),
                When(Exists(forwards.filter(decision="accepted")), then=Value("forwarded")),
                When(Exists(forwards.filter(decision="asked")), then=Value("forwarding")),
                When(
                    Q(field__isnull=False) & ~Q(competence_level="") & Q(agency__isnull=False),
                    then=Value("classified"),
                ),
                default=Value("recorded"),
                output_field=CharField(),
            ),
            is_repeat=_is_repeat(),
        ).with_order()

    def with_order(self) -> Self:
        """Annotates `due_sort`, by which lists are sorted."""
        last = Value("9999-12-31")
        return self.annotate(due_sort=Coalesce("follow_up__due_on", last, output_field=models.DateField()))

    def here(self) -> Self:
        """Those that this council has not forwarded to another one."""
        return self.filter(~_is_forwarded())

    def forwarded(self) -> Self:
        """Those that it has, accepted or not yet."""
        return self.filter(_is_forwarded())

    def repeated(self) -> Self:
        """Those known today as raising an earlier one again."""
        return self.filter(_is_repeat())

    def unsent(self) -> Self:
        """Working opinions that this council has neither sent nor forwarded."""
        return self.working().filter(follow_up__isnull=True).here()

    def unclassified(self) -> Self:
        """Unsent opinions that still lack a field, a competence level or a body."""
        return self.unsent().filter(LACKING)

    def to_do(self) -> tuple[int, int]:
        """(how many are to be classified, how many to be sent), counted in one go."""
        found = self.unsent().order_by().aggregate(all=Count("pk"), lacking=Count("pk", filter=LACKING))
        return found["lacking"], found["all"] - found["lacking"]

    def overdue(self, on: date) -> Self:
        """Sent, an answer still owed on this day, and its day has passed."""
        return self.filter(follow_up__state__in=OPEN, follow_up__due_on__lt=on)

    def ready_to_send(self) -> Self:
        """Classified and not yet sent."""
        return self.unsent().filter(field__isnull=False, agency__isnull=False).exclude(competence_level="")

    def backlog(self) -> Self:
        """Working opinions that are neither resolved nor explained today, wherever they lie."""
        settled = ["resolved", "explained"]
        return (
            self.working()
            .exclude(
                Q(follow_up__isnull=False)
                & (Q(follow_up__result_class__in=settled) | Q(follow_up__state=State.WITHDRAWN))
            )
            .exclude(Q(answered_through__isnull=False) & Q(answered_through__result_class__in=settled))
        )


class ReceptionQuerySet(ScopedQuerySet[M]):
    """Citizen receptions."""

    def with_counts(self) -> Self:
        """Annotates `record_count`, matters received, and `person_count`, everybody who came with them."""
        from voters.models import ReceptionRecord  # noqa: PLC0415 - the models import this module

        rows = ReceptionRecord.objects.filter(reception=OuterRef("pk"))
        persons = rows.order_by().values("reception").annotate(found=Sum("persons")).values("found")
        return self.annotate(
            record_count=_count(rows, "reception"),
            person_count=Coalesce(Subquery(persons, output_field=models.IntegerField()), 0),
        )


class OfReception(ScopedQuerySet[M]):
    """Rows that hang on a reception."""

    council_path = "reception__council"


class OfReport(ScopedQuerySet[M]):
    """Rows that hang on a report about opinions."""

    council_path = "report__council"


class OfLetter(ScopedQuerySet[M]):
    """Rows that hang on a letter."""

    council_path = "letter__council"


DISPOSING = ("forward", "guide", "reply", "return", "file")
"""Actions by which a letter counts as handled; one under supervision stays pending until one of these."""


class LetterQuerySet(ScopedQuerySet[M]):
    """Letters."""

    def as_of(self, day: date) -> Self:
        """Annotates `handled`, the kind of the first action that handled it by the day, and `handled_on`.

        While pending they are "" and None; an action that was taken back counts on no day.
        """
        from voters.models import LetterAction  # noqa: PLC0415 - the models import this module

        done = LetterAction.objects.filter(
            letter=OuterRef("pk"), kind__in=DISPOSING, on__lte=day, taken_back_at__isnull=True
        ).order_by("on", "pk")
        return self.annotate(
            handled=Coalesce(Subquery(done.values("kind")[:1]), Value(""), output_field=CharField()),
            handled_on=Subquery(done.values("on")[:1]),
        )

    def with_status(self) -> Self:
        """Annotates what lists show: the latest follow-up's state, due day, answer; and the sort key of the due day."""
        from voters.models import LetterAction  # noqa: PLC0415 - the models import this module

        last = LetterAction.objects.filter(
            letter=OuterRef("pk"), follow_up__isnull=False, taken_back_at__isnull=True
        ).order_by("-on", "-pk")
        return self.annotate(
            owed_state=Subquery(last.values("follow_up__state")[:1]),
            owed_due=Subquery(last.values("follow_up__due_on")[:1]),
            owed_answered=Subquery(last.values("follow_up__answered_on")[:1]),
            owed_settled=Subquery(last.values("follow_up__settled_on")[:1]),
            due_sort=Coalesce("owed_due", Value("9999-12-31"), output_field=models.DateField()),
        )

    def overdue(self, on: date) -> Self:
        """Forwarded, an answer still owed on this day, and its day has passed; needs `with_status`."""
        return self.filter(owed_state__in=OPEN, owed_due__lt=on)
