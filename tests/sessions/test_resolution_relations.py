"""What a resolution does to earlier ones: which relations are accepted, and which contradict what is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from councils.models import Council, CouncilTerm
from sessions import services
from sessions.models import Resolution, ResolutionRelation
from sessions.states import Force
from tests.factories import CouncilFactory, CouncilTermFactory, ResolutionFactory, SittingFactory, UserFactory

LATER = date(2026, 7, 15)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """After the sitting of July."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def clerk() -> User:
    made: User = UserFactory()
    return made


def entered(council: Council, day: date, **values: Any) -> Resolution:
    """A signed resolution of a day."""
    return services.enter_adopted_resolution(
        council=council,
        title="Về việc thử",
        adopted_on=day,
        signed_on=day,
        **{"in_force_on": day, **values},
    )


def adopted(term: CouncilTerm, **values: Any) -> Resolution:
    """A draft of July that the council has adopted."""
    sitting = term.sittings.first() or SittingFactory(council_term=term)
    return services.adopt(resolution=ResolutionFactory(sitting=sitting, **values), on=LATER, user=None)


def relate(source: Resolution, target: Resolution | None, **values: Any) -> ResolutionRelation:
    given: dict[str, Any] = {"kind": "replaces", "effective_on": LATER, "user": None, **values}
    return services.relate(resolution=source, target=target, **given)


def refused(field: str, source: Resolution, target: Resolution | None, **values: Any) -> str:
    """The sentence with which a relation is refused beside a field."""
    with pytest.raises(Refused) as refusal:
        relate(source, target, **values)
    assert list(refusal.value.message_dict) == [field]
    return str(refusal.value.message_dict[field][0])


def force(text: Resolution, day: date) -> str:
    row: Any = Resolution.objects.status_on(day).get(pk=text.pk)
    return str(row.force)


def test_a_relation_counts_from_its_day_once_its_resolution_is_signed(term: CouncilTerm) -> None:
    old, new = entered(term.council, date(2025, 3, 3)), adopted(term)
    relate(new, old)
    assert force(old, LATER) == Force.IN_FORCE
    services.sign(resolution=new, user=None, on=LATER, signer="Chủ tịch")
    assert force(old, date(2026, 7, 14)) == Force.IN_FORCE
    assert force(old, LATER) == Force.REPLACED


def test_a_text_outside_the_register_is_named(term: CouncilTerm) -> None:
    relation = relate(adopted(term), None, target_text="Nghị quyết số 12/2009/NQ-HĐND")
    assert str(relation) == f"{_('replaces')} Nghị quyết số 12/2009/NQ-HĐND"


def test_a_relation_names_one_text(term: CouncilTerm) -> None:
    old, new = entered(term.council, date(2025, 3, 3)), adopted(term)
    refused("target", new, None)
    refused("target_text", new, old, target_text="Một văn bản khác")


def test_a_resolution_changes_neither_itself_nor_a_later_nor_an_unsigned_one(term: CouncilTerm) -> None:
    new = entered(term.council, date(2026, 3, 3))
    assert refused("target", new, new) == _("A resolution cannot change itself.")
    assert "05/05/2026" in refused("target", new, entered(term.council, date(2026, 5, 5)))
    refused("target", new, adopted(term))


def test_a_circle_is_refused_also_through_others(term: CouncilTerm) -> None:
    day = date(2026, 3, 3)
    first, second, third = (entered(term.council, day) for _n in range(3))
    relate(second, first, kind="amends", effective_on=day)
    relate(third, second, kind="amends", effective_on=day)
    circle = _("That resolution itself changes this one: they would stand in a circle.")
    assert refused("target", first, second, kind="amends", effective_on=day) == circle
    assert refused("target", first, third, kind="amends", effective_on=day) == circle


def test_nothing_is_changed_before_the_adoption(term: CouncilTerm) -> None:
    old = entered(term.council, date(2025, 3, 3))
    assert "15/07/2026" in refused("effective_on", adopted(term), old, effective_on=date(2026, 7, 14))


def test_a_replaced_text_is_not_replaced_again_on_an_earlier_day_nor_amended_afterwards(
    term: CouncilTerm,
) -> None:
    old = entered(term.council, date(2024, 3, 3))
    first, second = (entered(term.council, date(2025, 3, 3)) for _n in range(2))
    relate(first, old, effective_on=date(2025, 6, 1))
    assert "01/06/2025" in refused("effective_on", second, old, effective_on=date(2025, 5, 1))
    assert "01/06/2025" in refused("effective_on", second, old, kind="amends", effective_on=date(2025, 7, 1))
    relate(second, old, kind="amends", effective_on=date(2025, 5, 1))
    relate(entered(term.council, date(2025, 5, 5)), old, kind="repeals", effective_on=date(2025, 6, 1))
    assert force(old, date(2025, 6, 1)) == Force.REPLACED


def test_a_resolution_says_one_thing_about_a_text(term: CouncilTerm) -> None:
    old, new = entered(term.council, date(2025, 3, 3)), adopted(term)
    relate(new, old, kind="amends")
    relate(new, old, kind="repeals_partly", note="Điều 3")
    for kind in ("amends", "replaces", "repeals"):
        refused("target", new, old, kind=kind)


def test_a_successor_changes_the_texts_of_those_it_followed_and_of_nobody_else(
    term: CouncilTerm, other_council: Council
) -> None:
    grandparent, parent = CouncilFactory(), CouncilFactory()
    neighbour = CouncilFactory()
    for council in (grandparent, parent, neighbour):
        CouncilTermFactory(council=council)
    grandparent.successions.create(successor=parent, kind="merge", effective_on=date(2020, 1, 1))
    parent.successions.create(successor=term.council, kind="merge", effective_on=date(2025, 7, 1))
    neighbour.successions.create(
        successor=term.council, kind="partial_transfer", effective_on=date(2025, 7, 1)
    )
    new = adopted(term)
    for ended in (grandparent, parent):
        assert relate(new, entered(ended, date(2024, 3, 3)), kind="amends").pk
    for strange in (neighbour, other_council):
        refused("target", new, entered(strange, date(2024, 3, 3)))


def test_a_relation_that_no_longer_holds_stops_the_signature(term: CouncilTerm) -> None:
    old, new = entered(term.council, date(2024, 3, 3)), adopted(term)
    relate(new, old, kind="amends")
    relate(entered(term.council, date(2026, 5, 5)), old, kind="repeals", effective_on=date(2026, 6, 1))
    with pytest.raises(Refused) as refusal:
        services.sign(resolution=new, user=None, on=LATER, signer="Chủ tịch")
    assert "01/06/2026" in refusal.value.messages[0]
    new.refresh_from_db()
    assert new.document is None


def test_a_relation_is_taken_back_freely_before_the_signature_and_for_a_reason_after_it(
    term: CouncilTerm, clerk: User
) -> None:
    old, new = entered(term.council, date(2025, 3, 3)), adopted(term)
    services.unrelate(relation=relate(new, old), user=clerk)
    relation = relate(new, old)
    services.sign(resolution=new, user=None, on=LATER, signer="Chủ tịch")
    relation.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        services.unrelate(relation=relation, user=clerk, reason=" ")
    assert list(refusal.value.message_dict) == ["reason"]
    services.unrelate(relation=relation, user=clerk, reason="Nhập nhầm văn bản")
    assert force(old, LATER) == Force.IN_FORCE


def test_a_text_that_later_ones_change_keeps_its_signature(term: CouncilTerm, clerk: User) -> None:
    old = services.sign(resolution=adopted(term), user=clerk, on=LATER, signer="Chủ tịch")
    relate(entered(term.council, date(2026, 7, 20)), old, effective_on=date(2026, 7, 20))
    with pytest.raises(Refused):
        services.take_back(resolution=old, user=clerk, step="signature", reason="Ghi nhầm ngày")
