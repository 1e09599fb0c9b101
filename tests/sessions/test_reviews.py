"""The review of normative texts after mergers: what is collected, decided, carried out, and who may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import Refused
from councils.models import Council, CouncilTerm
from sessions import services
from sessions.models import Resolution, ResolutionReview
from tests.factories import CouncilTermFactory, UserFactory
from tests.permissions.world import PDF

ClientAs = Callable[..., Client]
TODAY = date(2026, 8, 3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """Seven months before the texts must be adapted."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def clerk() -> User:
    made: User = UserFactory()
    return made


def followed(successor: Council, kind: str = "merge") -> Council:
    """A council that this one followed."""
    ended: Council = CouncilTermFactory(council__valid_to=date(2025, 6, 30)).council
    ended.successions.create(successor=successor, kind=kind, effective_on=date(2025, 7, 1))
    return ended


def text_of(council: Council, **values: Any) -> Resolution:
    """A normative text in force since spring 2024."""
    day = date(2024, 3, 4)
    given: dict[str, Any] = {"adopted_on": day, "signed_on": day, "in_force_on": date(2024, 4, 1), **values}
    return services.enter_adopted_resolution(
        council=council,
        title=given.pop("title", "Quy định mức hỗ trợ"),
        is_normative=given.pop("is_normative", True),
        **given,
    )


def opened(council: Council) -> int:
    return services.open_review(council=council, user=None)


def decided(review: ResolutionReview, outcome: str = "replace") -> ResolutionReview:
    return services.decide(review=review, user=None, outcome=outcome, reason="Đã lạc hậu", on=TODAY)


def test_the_list_takes_in_what_is_in_force_of_the_council_and_of_all_it_followed(council: Council) -> None:
    parent = followed(council)
    grandparent = followed(parent)
    texts = [text_of(where) for where in (council, parent, grandparent)]
    text_of(council, is_normative=False)
    text_of(council, expires_on=date(2025, 1, 1))
    text_of(council, in_force_on=date(2027, 1, 1))
    text_of(followed(council, kind="partial_transfer"))
    text_of(CouncilTermFactory().council)
    assert opened(council) == 3
    rows = ResolutionReview.objects.of(council)
    assert {row.resolution for row in rows} == set(texts)
    assert {(row.due_on, row.legal_basis) for row in rows} == {
        (date(2027, 3, 1), "Luật số 72/2025/QH15, Điều 54 khoản 1")
    }


def test_opening_again_adds_only_what_is_new(council: Council) -> None:
    text_of(council)
    assert (opened(council), opened(council)) == (1, 0)
    decided(ResolutionReview.objects.get(), "keep")
    text_of(council)
    assert opened(council) == 1
    assert ResolutionReview.objects.filter(outcome="keep").count() == 1


def test_a_decision_has_an_outcome_a_reason_and_a_day_that_has_come(council: Council) -> None:
    text_of(council)
    opened(council)
    review = ResolutionReview.objects.get()
    for changes, field in (
        ({"outcome": ""}, "outcome"),
        ({"reason": "  "}, "reason"),
        ({"on": date(2026, 8, 4)}, "decided_on"),
    ):
        given: dict[str, Any] = {"outcome": "keep", "reason": "Còn phù hợp", "on": TODAY, **changes}
        with pytest.raises(Refused) as refusal:
            services.decide(review=review, user=None, **given)
        assert list(refusal.value.message_dict) == [field]
    services.decide(review=review, user=None, outcome="keep", reason="Còn phù hợp", on=TODAY)
    again = services.decide(
        review=review, user=None, outcome="repeal", reason="Không còn đối tượng", on=TODAY
    )
    assert (again.outcome, again.decided_on) == ("repeal", TODAY)


def test_the_resolution_that_does_what_was_decided_carries_it_out_by_itself(council: Council) -> None:
    ended = followed(council)
    replaced, repealed = text_of(ended), text_of(ended)
    opened(council)
    review, other = replaced.reviews.get(), repealed.reviews.get()
    decided(review)
    decided(other, "amend")
    new = text_of(council, adopted_on=date(2026, 5, 4), signed_on=date(2026, 5, 4), in_force_on=None)
    for target in (replaced, repealed):
        services.relate(
            resolution=new, user=None, kind="replaces", effective_on=date(2026, 6, 1), target=target
        )
    review.refresh_from_db()
    other.refresh_from_db()
    assert (review.carried_out_by, other.carried_out_by) == (new, None), "amending was decided, not replacing"


def test_a_carrier_must_say_that_it_does_it_to_the_text(council: Council) -> None:
    old = text_of(council)
    opened(council)
    review = old.reviews.get()
    new = text_of(council, adopted_on=date(2026, 5, 4), signed_on=date(2026, 5, 4), in_force_on=None)
    with pytest.raises(Refused) as refusal:
        services.carry_out(review=review, user=None, resolution=new)
    assert refusal.value.message_dict["resolution"] == [_("Decide first what is to become of the text.")]
    decided(review)
    with pytest.raises(Refused):
        services.carry_out(review=review, user=None, resolution=new)
    services.relate(resolution=new, user=None, kind="replaces", effective_on=date(2026, 6, 1), target=old)
    review.refresh_from_db()
    services.carry_out(review=review, user=None, resolution=new)
    with pytest.raises(Refused):
        decided(review, "keep")


def test_a_decision_finds_what_already_carries_it_out(council: Council) -> None:
    old = text_of(council)
    opened(council)
    new = text_of(council, adopted_on=date(2026, 5, 4), signed_on=date(2026, 5, 4), in_force_on=None)
    services.relate(resolution=new, user=None, kind="amends", effective_on=date(2026, 6, 1), target=old)
    assert decided(old.reviews.get(), "amend").carried_out_by == new


def test_removing_the_relation_opens_the_review_again(council: Council, clerk: User) -> None:
    old = text_of(council)
    opened(council)
    decided(old.reviews.get())
    new = text_of(council, adopted_on=date(2026, 5, 4), signed_on=date(2026, 5, 4), in_force_on=None)
    relation = services.relate(
        resolution=new, user=None, kind="replaces", effective_on=date(2026, 6, 1), target=old
    )
    services.unrelate(relation=relation, user=clerk, reason="Nhập nhầm")
    assert old.reviews.get().carried_out_by is None


# --- Pages ---


def page(name: str, *args: Any) -> str:
    return reverse(f"sittings:{name}", args=args)


def test_the_successors_staff_read_the_earlier_text_through_the_list_alone(
    client_as: ClientAs, council: Council, clerk: User
) -> None:
    ended = followed(council)
    old = text_of(ended, text="Điều 1. Mức hỗ trợ là 500.000 đồng.")
    services.attach_signed_copy(resolution=old, user=clerk, upload=SimpleUploadedFile("nq.pdf", PDF))
    staff = client_as("secretariat")
    assert staff.get(old.get_absolute_url()).status_code == 404
    opened(council)
    review = old.reviews.get()
    shown = staff.get(page("review_detail", review.pk))
    assert "500.000 đồng" in shown.content.decode()
    assert old.get_absolute_url() not in shown.content.decode()
    assert b"".join(staff.get(page("review_copy", review.pk, 1)).streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    assert staff.get(page("review_copy", review.pk, 2)).status_code == 404
    assert staff.get(old.get_absolute_url()).status_code == 404, "the list opens nothing else"


def test_a_stranger_reads_neither_the_review_nor_the_text(
    client_as: ClientAs, council: Council, other_council: Council
) -> None:
    old = text_of(followed(council))
    opened(council)
    review = old.reviews.get()
    strangers = [client_as("secretariat", council=other_council), client_as("agency")]
    for client in strangers:
        for address in (
            page("review_detail", review.pk),
            page("review_copy", review.pk, 1),
            page("review_decide", review.pk),
            old.get_absolute_url(),
        ):
            assert client.get(address).status_code == 404
    assert strangers[0].get(page("review_list")).context["page"].rows == []


def test_the_list_is_collected_filtered_and_shows_how_far_it_is(
    client_as: ClientAs, council: Council
) -> None:
    staff = client_as("secretariat")
    assert _("No text is on the list yet.") in staff.get(page("review_list")).content.decode()
    inherited = text_of(followed(council), title="Quy định về đất đai")
    text_of(council)
    assert staff.get(page("review_open")).status_code == 200
    assert staff.post(page("review_open")).status_code == 302
    decided(inherited.reviews.get())
    shown = staff.get(page("review_list"))
    assert [figure["value_text"] for figure in shown.context["figures"]] == ["2", "1", "1", "0"]
    narrowed: list[dict[str, Any]] = [
        {"step": "undecided"},
        {"step": "to_carry_out"},
        {"step": "done"},
        {"outcome": "replace"},
        {"whose": "True"},
        {"q": "dat dai"},
    ]
    counts = [staff.get(page("review_list"), query).context["count"] for query in narrowed]
    assert counts == [1, 1, 0, 1, 1, 1]


def test_deciding_on_the_page_keeps_what_was_typed_and_refuses_a_slower_colleague(
    client_as: ClientAs, council: Council
) -> None:
    text_of(council)
    opened(council)
    review = ResolutionReview.objects.get()
    staff, address = client_as("leader"), page("review_decide", review.pk)
    typed = {"outcome": "amend", "reason": "Đổi tên đơn vị", "decided_on": "03/08/2026", "version": 1}
    wrong = staff.post(address, typed | {"decided_on": "04/08/2026"})
    assert wrong.status_code == 422
    assert "Đổi tên đơn vị" in wrong.content.decode()
    assert staff.post(address, typed).status_code == 302
    assert staff.post(address, typed | {"outcome": "keep"}).status_code == 422
    review.refresh_from_db()
    assert review.outcome == "amend"


def test_the_list_asks_the_same_few_questions_for_1_and_3_texts(
    client_as: ClientAs, term: CouncilTerm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, ended = client_as("secretariat"), followed(term.council)
    text_of(ended)
    opened(term.council)
    client.get(page("review_list"))
    with django_assert_num_queries(8):
        client.get(page("review_list"))
    for where in (ended, term.council):
        text_of(where)
    opened(term.council)
    with django_assert_num_queries(8):
        client.get(page("review_list"))
