"""Why a delegate cannot come is for the office, the leaders and the delegate: planted, and looked for everywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, reverse
from pypdf import PdfReader

from accounts.models import User
from core.text import fold
from councils.models import Council, CouncilTerm
from documents.models import FileVersion
from followups import services as followups
from followups.models import FollowUp
from followups.notices import deliver
from sessions import services
from sessions.models import MinutesSection, PlenaryMeeting, Sitting
from sessions.services import Call
from tests.architecture.test_pages import url_patterns
from tests.factories import CouncilTermFactory, PlenaryMeetingFactory, UserFactory, member
from tests.sessions.convening_world import (
    account_of,
    ahead,
    convened,
    delegates,
    invitation_of,
    today,
)
from tests.sessions.hall import at

pytestmark = pytest.mark.django_db

REASON = "Zuyên mổ ruột thừa"
SECRETS = (REASON, REASON.lower(), REASON.upper(), fold(REASON))
OUTSIDE = ("delegate", "committee", "auditor", "agency", "administrator", "above")
"""Everybody but those whom the reason is told."""


class World:
    """A sitting that opened today; the first delegate registered the reason, the second wrote it into an answer."""

    def __init__(self, term: CouncilTerm, staff: User) -> None:
        self.delegates = delegates(term)
        self.sitting: Sitting = ahead(term, days=0)
        for delegate in self.delegates:
            account_of(delegate, email=f"dai-bieu-{delegate.pk}@example.vn")
        convened(self.sitting, staff)
        self.invitations = [invitation_of(self.sitting, delegate) for delegate in self.delegates]
        services.register(invitation=self.invitations[0], answer="excused", user=staff, reason=REASON)
        followups.reply_to(
            follow_up=self.asked(1), user=staff, text=REASON, result_class="explained", dated_on=today()
        )
        self.hold(staff)

    def asked(self, place: int) -> FollowUp:
        """The follow-up of one invitation."""
        found = self.invitations[place].follow_up
        assert found is not None
        return found

    def hold(self, staff: User) -> None:
        """The first half-day with its roll, and the minutes drafted from it."""
        Sitting.objects.filter(pk=self.sitting.pk).update(state="in_session", opened_on=today())
        self.meeting: PlenaryMeeting = PlenaryMeetingFactory(
            sitting=self.sitting, day=today(), is_held=True, starts_at=at(7, 30), ends_at=at(11, 30)
        )
        rows = {one.pk: Call("excused", REASON) for one in self.delegates[:2]}
        rows[self.delegates[2].pk] = Call("absent", REASON)
        services.take_attendance(meeting=self.meeting, user=staff, rows=rows)
        services.draft_minutes(sitting=self.sitting, user=staff)


@pytest.fixture
def world(term: CouncilTerm, user_as: Callable[..., User]) -> World:
    return World(term, user_as("secretariat"))


@pytest.fixture
def client_of(client_as: Callable[..., Client], council: Council) -> Callable[[str], Client]:
    """A reader by role; `above` is a leader of the council above, who reads what the council below does."""

    def make(role: str) -> Client:
        if role != "above":
            return client_as(role)
        client, user = Client(), UserFactory()
        council.parent = CouncilTermFactory(council__level="province").council
        council.save()
        member(user, council.parent, "leader")
        client.force_login(user)
        return client

    return make


def addresses(world: World) -> Iterator[str]:
    """Every address of the sitting, its half-day, its invitations and follow-ups, with lists, files and searches."""
    for namespace, pattern in url_patterns():
        for kwargs in _places(namespace, pattern, world):
            yield reverse(f"{namespace}:{pattern.name}", kwargs=kwargs)
    lists = [reverse(f"followups:{name}") for name in ("followup_list", "followup_mine", "hand_over_list")]
    for url in (*lists, reverse("sittings:sitting_delegates", args=[world.sitting.pk])):
        yield from (f"{url}?export={kind}" for kind in ("xlsx", "csv"))
        yield f"{url}?q=ruot+thua"
        yield f"{url}?kind=invitation&state=all"
    yield from (reverse("home"), reverse("search") + "?q=dang+ky", reverse("followups:notice_list"))


def _places(namespace: str, pattern: URLPattern, world: World) -> Iterator[dict[str, Any]]:
    """What to put into an address, where it speaks of one of these records or of none."""
    route, names = str(pattern.pattern), set(pattern.pattern.converters)
    if namespace not in {"sittings", "followups"} or not names <= {"pk", "extension", "kind"}:
        return
    rest: dict[str, Any] = {"kind": "invitation"} if "kind" in names else {}
    for extension in ("docx", "pdf") if "extension" in names else ("",):
        more = rest | ({"extension": extension} if extension else {})
        for pk in _keys(namespace, route, world) if "pk" in names else (None,):
            yield more | ({"pk": pk} if pk else {})


def _keys(namespace: str, route: str, world: World) -> list[int]:
    records = {
        "sittings/": [world.sitting.pk],
        "plenaries/": [world.meeting.pk],
        "invitations/": [one.pk for one in world.invitations[:2]],
    }
    if namespace == "followups":
        return [world.asked(0).pk, world.asked(1).pk] if route.startswith("<int:pk>") else []
    return next((keys for start, keys in records.items() if route.startswith(start)), [])


def text_of(response: Any) -> str:
    """Everything readable of an answer, also inside Word, Excel and PDF files."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return readable(content)


def readable(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)
    return content.decode("utf-8", "replace")


def tells(text: str) -> bool:
    return any(secret in text for secret in SECRETS)


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_address_of_the_sitting_or_the_follow_ups_tells_others(
    role: str, world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of(role)
    client.raise_request_exception = False
    found = [
        (method, url)
        for url in addresses(world)
        for method in ("get", "post")
        if tells(text_of(getattr(client, method)(url)))
    ]
    assert found == []
    deliver()
    assert not tells("".join(f"{message.subject}{message.body}" for message in mail.outbox))


@pytest.mark.parametrize("role", ["secretariat", "leader"])
def test_the_office_and_the_leaders_read_it_where_they_need_it(
    role: str, world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of(role)
    told = {url for url in addresses(world) if tells(text_of(client.get(url)))}
    assert {
        reverse("sittings:sitting_delegates", args=[world.sitting.pk]),
        world.meeting.get_absolute_url(),
        reverse("sittings:plenary_sheet", args=[world.meeting.pk, "docx"]),
        reverse("sittings:plenary_sheet", args=[world.meeting.pk, "pdf"]),
        reverse("followups:followup_detail", args=[world.asked(1).pk]),
    } <= told


def test_a_delegate_reads_the_own_reason_and_nobody_else_s(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(memberships__delegate=world.delegates[1]))
    shown = text_of(client.get(world.meeting.get_absolute_url()))
    assert shown.count(REASON) == 1
    sheet = text_of(client.get(reverse("sittings:plenary_sheet", args=[world.meeting.pk, "docx"])))
    assert sheet.count(REASON) == 1
    assert client.get(reverse("followups:followup_detail", args=[world.asked(1).pk])).status_code == 200
    assert client.get(reverse("followups:followup_detail", args=[world.asked(0).pk])).status_code == 404


def test_others_still_read_that_an_absence_has_its_reason(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client = client_of("auditor")
    sheet = text_of(client.get(reverse("sittings:plenary_sheet", args=[world.meeting.pk, "pdf"])))
    assert sheet.count("Vắng có lý do") == 2
    assert "(có lý do 02)" in sheet


def test_minutes_and_kept_documents_name_who_is_absent_and_never_why(world: World) -> None:
    texts = " ".join(MinutesSection.objects.values_list("text", flat=True))
    assert "Vắng có lý do: " in texts
    assert world.delegates[0].full_name in texts
    assert not tells(texts)
    for version in FileVersion.objects.all():
        with version.content.open("rb") as file:
            assert not tells(readable(file.read()))


def test_a_count_and_its_list_agree_for_each_reader(world: World, client_of: Callable[[str], Client]) -> None:
    """Where the follow-ups of invitations are out of reach, no figure counts them either."""
    url = reverse("followups:followup_list")
    counts = {role: client_of(role).get(url).context["count"] for role in ("secretariat", "auditor")}
    assert counts["secretariat"] > counts["auditor"] == 0
