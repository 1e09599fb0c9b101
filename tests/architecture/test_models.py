"""Every business model keeps its history, says in words what it is, and can be cut to what a user may see."""

from __future__ import annotations

import pghistory.models
import pytest
from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from tests.architecture.test_floors import FLOORS

# Not business records: half-typed forms, secret addresses, and the ledgers of who was told what and of mornings
# planned and of papers opened, which are themselves a history.
WITHOUT_HISTORY = {
    "accounts.Draft",
    "followups.CalendarFeed",
    "followups.Notice",
    "followups.PlanRun",
    "reports.ChangeMark",
    "sittings.PaperOpening",
    "voters.IdentityView",
}
# Reached only through a record that is scoped itself, or public reference data.
WITHOUT_SCOPE = {
    "accounts.Draft",
    "accounts.User",
    "councils.CalendarException",
    "councils.CalendarYear",
    "councils.Constituency",
    "councils.CouncilSuccession",
    "councils.CouncilTerm",
    "councils.DelegateSeat",
    "councils.Field",
    "councils.Post",
    "councils.Term",
    "documents.FileVersion",
    "documents.NumberSeries",
    "followups.CalendarFeed",  # each user's own, found by the user or by its secret
    "followups.NoticePreference",
    "followups.PlanRun",
    "reports.ChangeMark",  # of no interest to anybody but sums of figures
}


def business_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in FLOORS and not issubclass(model, pghistory.models.Event)
    ]


@pytest.mark.parametrize("model", business_models(), ids=lambda model: model._meta.label)
def test_history_is_kept_by_the_database(model: type[models.Model]) -> None:
    tracked = any(
        issubclass(other, pghistory.models.Event) and other.pgh_tracked_model is model
        for other in apps.get_models()
    )
    assert tracked or model._meta.label in WITHOUT_HISTORY


@pytest.mark.parametrize("model", business_models(), ids=lambda model: model._meta.label)
def test_rows_can_be_cut_to_what_a_user_may_see(model: type[models.Model]) -> None:
    scoped = hasattr(model._default_manager.all(), "visible_to")
    assert scoped or model._meta.label in WITHOUT_SCOPE


@pytest.mark.parametrize("model", business_models(), ids=lambda model: model._meta.label)
def test_a_model_says_what_it_is(model: type[models.Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "Django's own docstring is not a definition"
    assert isinstance(model._meta.verbose_name, Promise), "its name is a translated word"
    unnamed = [
        field.name
        for field in model._meta.local_fields
        if not field.auto_created
        and field.name not in FROM_THE_FRAMEWORK
        and not isinstance(field.verbose_name, Promise)
    ]
    assert unnamed == []


# Fields of the framework's own abstract user.
FROM_THE_FRAMEWORK = {
    "password",
    "last_login",
    "is_superuser",
    "username",
    "is_staff",
    "is_active",
    "date_joined",
}
