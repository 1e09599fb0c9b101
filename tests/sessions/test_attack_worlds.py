"""Two councils with one record of each kind: nothing of one is offered, opened or changed from the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse

from councils.models import Agency, Committee, Council, Delegate
from tests import factories
from tests.permissions.matrix import LINES
from tests.permissions.world import World, build

pytestmark = pytest.mark.django_db

FORMS = [line for line in LINES if line.name.startswith(("sittings:", "documents:", "reports:")) and line.get]
ACTS = [
    line
    for line in LINES
    if line.name.startswith(("sittings:", "documents:", "reports:")) and line.post and line.ids
]


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, World]]:
    """Two councils with one record of each kind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(), build()
        transaction.set_rollback(True)


def council_of(row: Any) -> int | None:
    """The council that a row offered in a menu belongs to; None for what belongs to everybody."""
    if isinstance(row, Council):
        return row.pk
    if hasattr(row, "council_id"):
        found: int | None = row.council_id
        return found
    for name in ("sitting", "meeting", "paper", "council_term", "resolution", "delegate"):
        if (above := getattr(row, name, None)) is not None:
            return council_of(above)
    return None


def forms_of(answer: Any) -> Iterator[forms.BaseForm]:
    """Every form that a page was drawn with."""
    for layer in answer.context or ():
        for value in (layer.flatten() if hasattr(layer, "flatten") else layer).values():
            if isinstance(value, forms.BaseForm):
                yield value
            elif isinstance(value, forms.BaseFormSet):
                yield value.empty_form


def test_no_menu_offers_what_belongs_to_another_council(worlds: tuple[World, World]) -> None:
    own, _other = worlds
    client, council, menus = Client(), own.ids["council"], 0
    wrong: list[tuple[str, str, Any]] = []
    client.force_login(own.users["secretariat"])  # type: ignore[arg-type]  # the world has one
    known = {council, None}
    for line in FORMS:
        url = reverse(line.name, kwargs={key: own.ids[name] for key, name in line.ids.items()})
        answer: Any = client.get(url, line.query)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a file is closed when it has been sent
            continue
        for form in {id(form): form for form in forms_of(answer)}.values():
            for name, field in form.fields.items():
                menus += hasattr(field, "choices")
                rows = getattr(field, "queryset", None)
                if rows is not None:
                    wrong += [(line.name, name, row) for row in rows if council_of(row) not in known]
                for choice in flat(getattr(field, "choices", ()) if rows is None else ()):
                    kind, _dash, pk = str(choice).partition("-")
                    model: Any = {"agency": Agency, "committee": Committee, "delegate": Delegate}.get(kind)
                    if model and pk.isdecimal() and model.objects.get(pk=pk).council_id != council:
                        wrong.append((line.name, name, choice))
    assert wrong == []
    assert menus > 50


def flat(choices: Any) -> Iterator[Any]:
    """The values of choices, grouped or not."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield value


@pytest.mark.parametrize("role", ["leader", "secretariat", "committee"])
def test_an_office_in_one_council_opens_no_act_in_another_that_one_only_audits(
    worlds: tuple[World, World], role: str
) -> None:
    own, other = worlds
    with transaction.atomic():
        user = factories.UserFactory()
        factories.member(user, Council.objects.get(pk=own.ids["council"]), role)
        factories.member(user, Council.objects.get(pk=other.ids["council"]), "auditor")
        client, wrong = Client(), []
        client.force_login(user)
        for line in ACTS:
            assert line.post
            url = reverse(line.name, kwargs={key: other.ids[name] for key, name in line.ids.items()})
            for query in ("", f"?council={own.ids['council']}", f"?council={other.ids['council']}"):
                with transaction.atomic():
                    status = client.post(url + query, line.data).status_code
                    transaction.set_rollback(True)
                if status != line.post["auditor"]:
                    wrong.append((line.name, query, status))
        transaction.set_rollback(True)
    assert wrong == []


def test_no_page_begins_anything_in_a_council_that_one_does_not_serve(worlds: tuple[World, World]) -> None:
    own, other = worlds
    client, wrong = Client(), []
    client.force_login(own.users["secretariat"])  # type: ignore[arg-type]  # the world has one
    for line in LINES:
        if line.ids or not line.name.startswith(("sittings:", "documents:")):
            continue
        for method in line.methods:
            url = f"{reverse(line.name)}?council={other.ids['council']}"
            status = getattr(client, method)(url).status_code
            if status != 404:
                wrong.append((line.name, method, status))
    assert wrong == []
