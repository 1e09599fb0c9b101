"""Legal texts under review: list, finding, request to the issuer with its thirty days, the answer judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.models import Agency, Council
from followups import services as followups
from followups.origins import links
from supervision import services
from supervision.models import TextReview
from tests.factories import AgencyFactory, CommitteeFactory
from tests.supervision.programmes_kit import make_rules

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
UserAs = Callable[..., User]
LIST = "supervision:text_review_list"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ASKED = date(2026, 10, 5)


def review(council: Council, issuer: Agency | None, **given: Any) -> TextReview:
    """A decision of the People's Committee, entered through the service."""
    made = TextReview(
        council=council,
        issuer=issuer,
        **{
            "symbol": "12/2026/QĐ-UBND",
            "title": "Quy định mức thu phí chợ trên địa bàn xã",
            "subject": "standing_committee",
            "issued_on": date(2026, 9, 1),
            "received_on": date(2026, 9, 8),
            **given,
        },
    )
    return services.save_text_review(review=made, user=None)


def faulty(made: TextReview, user: User | None) -> TextReview:
    """With a fault recorded."""
    return services.record_finding(
        review=made,
        user=user,
        on=date(2026, 9, 20),
        finding="faulty",
        fault="competence",
        places="khoản 2 Điều 5",
        explanation="Mức thu thuộc thẩm quyền của Hội đồng nhân dân tỉnh",
    )


def ask(made: TextReview, user: User, on: date = ASKED) -> TextReview:
    """The request to the issuer."""
    return services.request_review(
        review=made, user=user, on=on, request=services.Request(signer="vice_chair")
    )


def test_staff_enter_a_text_with_its_file(client_as: ClientAs, agency: Agency) -> None:
    client = client_as("secretariat")
    sent = {
        "symbol": "12/2026/QĐ-UBND",
        "title": "Quy định mức thu phí chợ",
        "issued_on": "01/09/2026",
        "received_on": "08/09/2026",
        "issuer": agency.pk,
        "subject": "standing_committee",
    }
    answer = client.post(
        reverse("supervision:text_review_create"), {**sent, "upload": SimpleUploadedFile("qd.pdf", PDF)}
    )
    made = TextReview.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    file = client.get(reverse("supervision:text_review_file", args=[made.pk]))
    assert file.getvalue() == PDF


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": None}, "issuer"),
        ({"received_on": date(2026, 8, 1)}, "received_on"),
        (
            {"issued_on": timezone.localdate(), "received_on": timezone.localdate() + timedelta(1)},
            "received_on",
        ),
        ({"subject": "committee"}, "committee"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    council: Council, agency: Agency, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        review(council, **{"issuer": agency, **changes})
    assert list(refusal.value.message_dict) == [field]


def test_a_text_stands_once_in_the_list(council: Council, agency: Agency) -> None:
    review(council, agency)
    with pytest.raises(ValidationError):
        review(council, agency)


def test_a_fault_is_named_and_explained(council: Council, agency: Agency) -> None:
    made = review(council, agency)
    with pytest.raises(ValidationError) as refusal:
        services.record_finding(review=made, user=None, on=date(2026, 9, 20), finding="faulty")
    assert set(refusal.value.message_dict) == {"fault", "explanation"}
    services.record_finding(review=made, user=None, on=date(2026, 9, 20), finding="sound")
    assert (made.finding, made.reviewed_on, made.fault) == ("sound", date(2026, 9, 20), "")


def test_the_issuer_of_a_faulty_text_is_asked_and_answers_within_thirty_days(
    council: Council, agency: Agency, user_as: UserAs
) -> None:
    make_rules()
    staff = user_as("secretariat")
    made = ask(faulty(review(council, agency), staff), staff)
    owed = made.follow_up
    assert owed is not None
    assert (owed.agency, owed.due_on, owed.kind) == (agency, date(2026, 11, 4), "text_review")
    assert owed.due_rule is not None
    assert made.letter is not None
    assert (made.letter.symbol, made.letter.issued_on) == ("01/HĐND-VP", ASKED)
    assert made.letter.docx
    assert links([owed], staff)[owed.pk].url == made.get_absolute_url()


def test_a_text_is_asked_about_once_until_the_request_is_withdrawn(
    council: Council, agency: Agency, user_as: UserAs
) -> None:
    make_rules()
    staff = user_as("secretariat")
    made = ask(faulty(review(council, agency), staff), staff)
    with pytest.raises(ValidationError):
        ask(made, staff)
    with pytest.raises(ValidationError):
        faulty(made, staff)
    assert made.follow_up is not None
    followups.withdraw(follow_up=made.follow_up, user=staff, reason="Cơ quan đã tự sửa đổi")
    assert ask(made, staff, date(2026, 11, 2)).letter.number == 2  # type: ignore[union-attr]  # it has been asked


def test_nothing_is_asked_about_a_sound_text_or_without_an_issuer_of_the_list(
    council: Council, agency: Agency, user_as: UserAs
) -> None:
    make_rules()
    staff = user_as("secretariat")
    with pytest.raises(ValidationError):
        ask(review(council, agency), staff)


def test_the_answer_is_seen_on_the_page_and_judged_at_the_follow_up(
    client_as: ClientAs, council: Council, agency: Agency, user_as: UserAs
) -> None:
    make_rules()
    staff = user_as("secretariat")
    made = ask(faulty(review(council, agency), None), staff)
    assert made.follow_up is not None
    followups.reply_to(
        follow_up=made.follow_up,
        user=user_as("agency"),
        text="Đã ban hành quyết định bãi bỏ khoản 2 Điều 5",
        result_class="resolved",
        dated_on=date(2026, 10, 30),
    )
    page = client_as("auditor").get(made.get_absolute_url()).content.decode()
    assert "Đã ban hành quyết định bãi bỏ" in page
    assert made.follow_up.get_absolute_url() in page
    followups.assess(follow_up=made.follow_up, user=staff, verdict="accepted", on=date(2026, 11, 3))
    made.follow_up.refresh_from_db()
    assert made.follow_up.state == "accepted"


def test_the_request_can_be_read_as_a_draft_first(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    make_rules()
    client, made = client_as("secretariat"), review(council, agency)
    draft = reverse("supervision:text_review_letter", args=[made.pk, "docx"])
    assert client.get(draft).status_code == 404
    faulty(made, None)
    assert client.get(draft).status_code == 200
    page = client.get(reverse("supervision:text_review_request", args=[made.pk]))
    assert agency.name in page.context["consequence"]


def test_committee_staff_review_their_own_texts_and_agencies_see_none(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    committee = CommitteeFactory(council=council)
    own = review(council, agency, subject="committee", committee=committee)
    other = review(council, agency, symbol="13/2026/QĐ-UBND")
    client = client_as("committee", committee=committee)
    finding = "supervision:text_review_finding"
    assert client.get(reverse(finding, args=[own.pk])).status_code == 200
    assert client.get(reverse(finding, args=[other.pk])).status_code == 403
    stranger = client_as("agency")
    assert stranger.get(own.get_absolute_url()).status_code == 404
    assert stranger.get(reverse(LIST)).status_code == 403


def test_the_list_is_filtered_by_how_texts_stand(
    client_as: ClientAs, council: Council, agency: Agency, user_as: UserAs
) -> None:
    make_rules()
    staff = user_as("secretariat")
    review(council, agency, symbol="1")
    services.record_finding(
        review=review(council, agency, symbol="2"), user=staff, on=date(2026, 9, 20), finding="sound"
    )
    faulty(review(council, agency, symbol="3"), staff)
    ask(faulty(review(council, agency, symbol="4"), staff), staff)
    client = client_as("auditor")
    found = {
        name: client.get(reverse(LIST), {"standing": name}).context["count"]
        for name in ("open", "sound", "faulty", "to_ask", "asked", "late")
    }
    assert found == {"open": 1, "sound": 1, "faulty": 2, "to_ask": 1, "asked": 1, "late": 1}
    assert client.get(reverse(LIST), {"q": "phi cho"}).context["count"] == 4


def test_pages_ask_the_same_few_questions_however_much_there_is(
    client_as: ClientAs,
    council: Council,
    user_as: UserAs,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_rules()
    client, staff = client_as("auditor"), user_as("secretariat")
    for rows in (1, 2):
        for number in range(rows):
            body = AgencyFactory(council=council)
            made = ask(faulty(review(council, body, symbol=f"{rows}{number}/QĐ-UBND"), staff), staff)
        client.get(reverse(LIST))
        with django_assert_num_queries(8):
            client.get(reverse(LIST))
        with django_assert_num_queries(9):
            client.get(made.get_absolute_url())
