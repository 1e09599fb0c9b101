"""The house has floors: packages, relations of models and migrations point only downward (docs/architecture.md)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader

FLOORS = {
    "core": 1,
    "accounts": 2,
    "councils": 3,
    "documents": 4,
    "followups": 5,
    "sittings": 6,
    "voters": 7,
    "supervision": 8,
    "reports": 9,
    "portal": 10,
}
ROOT = Path(__file__).resolve().parents[2]


def relations() -> Iterator[tuple[type[models.Model], models.Field[object, object]]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in FLOORS:
            for field in [*model._meta.fields, *model._meta.many_to_many]:
                if field.is_relation:
                    yield model, field


def test_packages_import_only_from_floors_below() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_relations_point_down_or_stay_on_their_floor() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"  # type: ignore[union-attr]
        for model, field in relations()
        if FLOORS.get(field.related_model._meta.app_label, 0) > FLOORS[model._meta.app_label]  # type: ignore[union-attr]
    ]
    assert upward == []


def test_migrations_depend_only_on_floors_below() -> None:
    graph = MigrationLoader(None).disk_migrations
    upward = [
        f"{label}.{name} -> {dependency}"
        for (label, name), migration in graph.items()
        if label in FLOORS
        for dependency, _ in migration.dependencies
        if FLOORS.get(dependency, 0) > FLOORS[label]
    ]
    assert upward == []


def test_the_ground_floor_has_no_concrete_model() -> None:
    assert list(apps.get_app_config("core").get_models()) == []


def test_sittings_keep_their_label_apart_from_the_framework_s_own_sessions() -> None:
    assert apps.get_app_config("sittings").name == "sessions"
    assert apps.get_app_config("sessions").name == "django.contrib.sessions"


@pytest.mark.django_db
def test_no_model_change_waits_for_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_database_runs_on_the_extensions_the_searches_need() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert "pg_trgm" in {name for (name,) in cursor.fetchall()}
