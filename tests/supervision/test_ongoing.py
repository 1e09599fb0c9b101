"""Letters, opinions and resolutions under ongoing supervision; a denouncer stays unknown here too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.models import Agency, Council
from sessions.models import Resolution
from supervision import services
from supervision.models import OngoingItem
from supervision.ongoing import ALL, watched
from tests.factories import CommitteeFactory, OpinionFactory
from tests.voters.letters_kit import DAY, make_rules, ready
from voters import services as voters
from voters.identity import Identity, Person
from voters.models import Letter, VoterOpinion

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
UserAs = Callable[..., User]
NAME = "Zuyên Qoắc Xừ"
SENDER = Identity((Person(NAME, "Ngách Wểnh 77", "099887766554", "0977665544"),))
LIST, CREATE = "supervision:ongoing_list", "supervision:ongoing_create"
TAKEN = date(2026, 9, 15)


@pytest.fixture
def opinion(council: Council) -> VoterOpinion:
    """A voters' opinion of the council."""
    made: VoterOpinion = OpinionFactory(meeting__round__council_term=council.terms.get())
    return made


@pytest.fixture
def handler(user_as: UserAs) -> User:
    """Who registers the letters."""
    return user_as("secretariat")


@pytest.fixture
def denunciation(council: Council, handler: User, agency: Agency) -> Letter:
    """A protected letter."""
    make_rules()
    return ready(
        council, handler, kind="denunciation", identity=SENDER, summary="Tố cáo thu sai quỹ", agency=agency
    )


def take(council: Council, user: User | None, **given: Any) -> OngoingItem:
    """Taken up by the Standing Committee."""
    made = OngoingItem(
        council=council,
        **{"subject": "standing_committee", "taken_on": TAKEN, "reason": "Kéo dài nhiều kỳ", **given},
    )
    return services.take_up(item=made, user=user)


def lines(user: User, council: Council) -> list[tuple[str, bool, bool]]:
    """(what it says, whether by the letter's own action, whether it ended) of the list."""
    return [(row.about, row.by_letter, row.ended_on is not None) for row in watched(user, council, ALL)]


def test_an_opinion_is_found_by_its_number_and_taken_up(client_as: ClientAs, opinion: VoterOpinion) -> None:
    client = client_as("secretariat")
    found = client.get(reverse(CREATE), {"matter": "opinion", "q": f"{opinion.number}/{opinion.year}"})
    assert [hit.record for hit in found.context["hits"]] == [opinion]
    sent = {
        "matter": "opinion",
        "q": f"{opinion.number}/{opinion.year}",
        "subject": "standing_committee",
        "taken_on": "15/09/2026",
        "reason": "Kéo dài nhiều kỳ",
    }
    unchosen = client.post(reverse(CREATE), sent)
    assert unchosen.status_code == 422
    assert "Kéo dài nhiều kỳ" in unchosen.content.decode()
    assert client.post(reverse(CREATE), {**sent, "chosen": opinion.pk}).status_code == 302
    made = OngoingItem.objects.get()
    assert (made.opinion, made.taken_on) == (opinion, TAKEN)


def test_a_matter_is_taken_up_once_at_a_time(council: Council, opinion: VoterOpinion, handler: User) -> None:
    made = take(council, handler, opinion=opinion)
    with pytest.raises(ValidationError):
        take(council, handler, opinion=opinion)
    services.end_ongoing(item=made, user=handler, on=date(2026, 10, 1), result="Đã giải quyết xong")
    assert take(council, handler, opinion=opinion).pk != made.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"taken_on": timezone.localdate() + timedelta(days=1)}, "taken_on"),
        ({"subject": "committee"}, "committee"),
        ({"subject": "group"}, "group"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    council: Council, opinion: VoterOpinion, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        take(council, None, opinion=opinion, **changes)
    assert list(refusal.value.message_dict) == [field]


def test_a_matter_of_another_council_is_refused(other_council: Council, opinion: VoterOpinion) -> None:
    with pytest.raises(ValidationError):
        take(other_council, None, opinion=opinion)


def test_it_ends_with_a_result_and_not_before_it_began(
    council: Council, opinion: VoterOpinion, handler: User
) -> None:
    made = take(council, handler, opinion=opinion)
    with pytest.raises(ValidationError) as refusal:
        services.end_ongoing(item=made, user=handler, on=TAKEN - timedelta(days=1), result="")
    assert set(refusal.value.message_dict) == {"on", "result"}
    services.end_ongoing(item=made, user=handler, on=date(2026, 10, 1), result="Đã sửa cầu")
    assert (made.ended_on, made.result) == (date(2026, 10, 1), "Đã sửa cầu")


def test_the_carrying_out_of_a_resolution_is_taken_up(
    client_as: ClientAs, council: Council, handler: User
) -> None:
    resolution = Resolution.objects.create(
        council=council,
        council_term=council.terms.get(),
        issuer="council",
        title="Về phát triển kinh tế - xã hội năm 2026",
    )
    client = client_as("secretariat")
    found = client.get(reverse(CREATE), {"matter": "resolution", "q": "phat trien kinh te"})
    assert [hit.record for hit in found.context["hits"]] == [resolution]
    made = take(council, handler, resolution=resolution)
    page = client.get(made.get_absolute_url()).content.decode()
    assert resolution.get_absolute_url() in page


# --- Letters ---


def test_a_letter_under_supervision_by_its_own_action_appears_by_itself(
    council: Council, agency: Agency, handler: User
) -> None:
    make_rules()
    letter = ready(council, handler, agency=agency)
    assert lines(handler, council) == []
    action = voters.act(letter=letter, kind="supervise", user=handler, terms=voters.Terms(on=DAY))
    assert lines(handler, council) == [(letter.summary, True, False)]
    with pytest.raises(ValidationError):
        take(council, handler, letter=letter)
    voters.take_back(action=action, user=handler, reason="Nhầm đơn")
    assert lines(handler, council) == []


def test_the_page_sends_staff_to_the_letters_own_action(
    client_as: ClientAs, council: Council, agency: Agency, handler: User
) -> None:
    make_rules()
    letter = ready(council, handler, agency=agency)
    asked = {"matter": "letter", "q": f"{letter.number}/{letter.year}"}
    (hit,) = client_as("secretariat").get(reverse(CREATE), asked).context["hits"]
    assert hit.letter_url == reverse("voters:letter_act", args=[letter.pk, "supervise"])
    committee = CommitteeFactory(council=council)
    (hit,) = client_as("committee", committee=committee).get(reverse(CREATE), asked).context["hits"]
    assert (hit.refusal, hit.letter_url) == ("", "")


def test_only_its_handlers_take_a_protected_letter_up(
    client_as: ClientAs, council: Council, denunciation: Letter, handler: User, user_as: UserAs
) -> None:
    with pytest.raises(ValidationError):
        take(council, user_as("secretariat"), letter=denunciation)
    asked = {"matter": "letter", "q": f"{denunciation.number}/{denunciation.year}"}
    page = client_as("secretariat").get(reverse(CREATE), asked)
    assert page.context["hits"][0].refusal
    assert not page.context["free"]
    made = take(council, handler, letter=denunciation)
    with pytest.raises(ValidationError):
        services.end_ongoing(
            item=made, user=user_as("secretariat"), on=date(2026, 10, 1), result="Đã giải quyết"
        )


@pytest.mark.parametrize("words", [f"Bà {NAME.lower()} gửi nhiều lần", "Gọi số 0977 665 544"])
def test_neither_reason_nor_result_names_who_sent_a_letter(
    council: Council, denunciation: Letter, handler: User, words: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        take(council, handler, letter=denunciation, reason=words)
    assert list(refusal.value.message_dict) == ["reason"]
    assert NAME.lower() not in str(refusal.value).lower()
    made = take(council, handler, letter=denunciation)
    with pytest.raises(ValidationError):
        services.end_ongoing(item=made, user=handler, on=date(2026, 10, 1), result=words)


@pytest.mark.parametrize("role", ["secretariat", "leader", "committee", "delegate", "auditor"])
def test_no_page_of_ongoing_supervision_names_the_denouncer(
    role: str, client_as: ClientAs, council: Council, denunciation: Letter, handler: User
) -> None:
    made = take(council, handler, letter=denunciation)
    holds = {"committee": CommitteeFactory(council=council)} if role == "committee" else {}
    client = client_as(role, **holds)
    pages = [
        client.get(reverse(LIST)),
        client.get(made.get_absolute_url()),
        client.get(reverse(CREATE), {"matter": "letter", "q": NAME}),
    ]
    assert [NAME in page.content.decode().replace(f'value="{NAME}"', "") for page in pages] == [False] * 3
    assert pages[2].status_code == 403 or pages[2].context["hits"] == []


def test_the_list_is_filtered_and_exported(
    client_as: ClientAs, council: Council, opinion: VoterOpinion, handler: User, agency: Agency
) -> None:
    make_rules()
    letter = ready(council, handler, agency=agency)
    voters.act(letter=letter, kind="supervise", user=handler, terms=voters.Terms(on=DAY))
    made = take(
        council, handler, opinion=opinion, subject="committee", committee=CommitteeFactory(council=council)
    )
    services.end_ongoing(item=made, user=handler, on=date(2026, 10, 1), result="Đã xong")
    client = client_as("auditor")

    def count(**query: str) -> int:
        found: int = client.get(reverse(LIST), query).context["count"]
        return found

    assert (count(), count(matter="letter"), count(matter="opinion")) == (2, 1, 1)
    assert (count(standing="open"), count(standing="ended"), count(subject="committee")) == (1, 1, 1)
    assert (count(year="2025"), count(q="lien thon")) == (0, 1)
    workbook = client.get(reverse(LIST), {"export": "xlsx"})
    assert workbook.getvalue().startswith(b"PK")


def test_committee_staff_follow_their_own_matters(
    client_as: ClientAs, council: Council, opinion: VoterOpinion, handler: User
) -> None:
    committee = CommitteeFactory(council=council)
    own = take(council, handler, opinion=opinion, subject="committee", committee=committee)
    other = take(council, handler, opinion=OpinionFactory(meeting=opinion.meeting))
    client = client_as("committee", committee=committee)
    assert client.get(reverse("supervision:ongoing_end", args=[own.pk])).status_code == 200
    assert client.get(reverse("supervision:ongoing_end", args=[other.pk])).status_code == 403


def test_pages_ask_the_same_few_questions_however_much_there_is(
    client_as: ClientAs,
    council: Council,
    opinion: VoterOpinion,
    handler: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_as("auditor")
    for rows in (1, 2):
        for _number in range(rows):
            made = take(council, handler, opinion=OpinionFactory(meeting=opinion.meeting))
        client.get(reverse(LIST))
        with django_assert_num_queries(6):
            client.get(reverse(LIST))
        with django_assert_num_queries(7):
            client.get(made.get_absolute_url())
