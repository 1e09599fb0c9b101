"""National deadline rules and the calendar: saving shows first which due dates already given would change."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.db.models import Max, Model, QuerySet
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.admin import PreviewedAdmin
from core.text import whole
from councils import dependents, services
from councils.calendar import ANNOUNCED_UNTIL
from councils.dependents import CalendarChange, Change
from councils.models import CalendarException, CalendarYear, DeadlineRule
from councils.services import Dates

M = TypeVar("M", bound=Model)


class DatesAdmin(PreviewedAdmin[M]):
    """A page whose saving may move due dates."""

    preview_template = "admin/councils/dates_preview.html"

    def follow(self, request: HttpRequest, change: Change) -> None:
        """First step: show what the change would move. Second step: move it, if that was chosen, and tell."""
        choice = self.choice(request)
        if not choice:
            self.shows(request, preview=dependents.preview(change), title=_("Due dates already given"))
            return
        dates = choice == Dates.APPLY
        moved = dependents.apply(change, request.user) if dates else 0
        seen = whole(request.POST.get("seen", ""))
        self.message_user(request, services.outcome(moved, dates=dates, seen=seen))


class RuleForm(ModelForm):  # type: ignore[type-arg]  # subscripting it fails at run time
    """Refuses what the service refuses, beside the fields."""

    def clean(self) -> dict[str, Any]:
        """Try the values on a rule that is not saved."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and not self.changed_data:
            raise ValidationError(_("Nothing was changed: the rule already says this."))
        if not self.errors:
            services.check_rule(self._tried(cleaned))
        return cleaned

    def _tried(self, cleaned: dict[str, Any]) -> DeadlineRule:
        """The edition that would be written."""
        old: DeadlineRule = self.instance
        identity = {name: getattr(old, name) for name in DeadlineRuleAdmin.identity}
        return DeadlineRule(**{**identity, **cleaned}, replaces_id=old.pk)

    def _get_validation_exclusions(self) -> set[str]:
        """The service tells more about a rule that stands in the way than the constraint does."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's hook has no types
        return excluded | {"effective_from", "effective_to"}


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(DatesAdmin[DeadlineRule]):
    """Deadline rules in their newest edition. A council's own values are entered on the portal's page of its rules."""

    form = RuleForm
    identity = ("code", "level", "council")
    """What a rule is: not to be changed once it exists."""
    fields = [
        "code",
        ("level", "council"),
        ("name", "name_en"),
        ("offset", "unit", "direction", "anchor"),
        ("effective_from", "effective_to"),
        ("legal_basis", "confidence"),
    ]
    list_display = [
        "code",
        "name",
        "offset",
        "unit",
        "direction",
        "level",
        "council",
        "effective_from",
        "effective_to",
        "confidence",
        "edition",
    ]
    list_filter = ["level", "unit", "confidence", ("council", admin.EmptyFieldListFilter)]
    list_select_related = ["council"]
    search_fields = ["code", "name", "legal_basis"]
    autocomplete_fields = ["council"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeadlineRule]:
        """Superseded editions are read on the portal's page of the rule."""
        return super().get_queryset(request).filter(superseded_at__isnull=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.identity if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule ends on a day, it is not deleted: records say that they were counted by it."""
        return False

    def save_model(self, request: HttpRequest, obj: DeadlineRule, form: Any, change: Any) -> None:
        """Enter it, or write its next edition, which takes the place of the one that was opened."""

        def write() -> None:
            if not change:
                services.enter_rule(rule=obj, user=cast(User, request.user))
                return
            old = DeadlineRule.objects.get(pk=obj.pk)
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            made = services.revise_rule(rule=old, user=cast(User, request.user), **values)
            obj.pk = made.pk

        self.follow(request, services.rule_change(obj, write))

    def response_change(self, request: HttpRequest, obj: DeadlineRule) -> HttpResponse:
        """Who goes on editing goes on with the edition that has just been written."""
        answer = super().response_change(request, obj)
        if "_continue" not in request.POST:
            return answer
        return HttpResponseRedirect(reverse("admin:councils_deadlinerule_change", args=[obj.pk]))


@admin.register(CalendarException)
class CalendarExceptionAdmin(DatesAdmin[CalendarException]):
    """Swapped working days and extra holidays."""

    list_display = ["day", "kind", "note", "confidence"]
    list_filter = ["kind"]
    date_hierarchy = "day"

    def save_model(self, request: HttpRequest, obj: CalendarException, form: Any, change: Any) -> None:
        """Also what hung on the day where the exception was before."""
        before = form.initial.get("day") or obj.day
        days = sorted([obj.day, before])
        self.follow(request, _calendar_change(obj, days, obj.save))

    def delete_model(self, request: HttpRequest, obj: CalendarException) -> None:
        self.follow(request, _calendar_change(obj, [obj.day, obj.day], obj.delete))


def _calendar_change(obj: CalendarException, days: list[date], write: Any) -> CalendarChange:
    return services.calendar_change(days[0], days[-1], str(obj), write)


class YearForm(ModelForm):  # type: ignore[type-arg]  # subscripting it fails at run time
    """Years are confirmed one after the other."""

    def clean_year(self) -> int:
        """A gap would make estimates of the year between look announced."""
        year: int = self.cleaned_data["year"]
        others = CalendarYear.objects.exclude(pk=self.instance.pk)
        last = max(ANNOUNCED_UNTIL, others.aggregate(last=Max("year"))["last"] or 0)
        if year > last + 1:
            raise ValidationError(_("Confirm %(year)s first.") % {"year": last + 1})
        return year


@admin.register(CalendarYear)
class CalendarYearAdmin(DatesAdmin[CalendarYear]):
    """Years whose holidays are announced. Saving one compares every open due date of the year with the calendar."""

    form = YearForm
    list_display = ["year", "confirmed_on", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("year",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only the last one is taken back."""
        last = obj is None or not CalendarYear.objects.filter(year__gt=obj.year).exists()
        return last and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: CalendarYear, form: Any, change: Any) -> None:
        self.follow(request, _year_change(obj, obj.save))

    def delete_model(self, request: HttpRequest, obj: CalendarYear) -> None:
        self.follow(request, _year_change(obj, obj.delete))


def _year_change(obj: CalendarYear, write: Any) -> CalendarChange:
    first, last = date(obj.year, 1, 1), date(obj.year, 12, 31)
    return services.calendar_change(first, last, str(obj), write, against_records=True)
