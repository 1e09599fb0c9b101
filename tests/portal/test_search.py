"""One box over what the user may see: without accents, by number, and never beyond the user's reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import Agency, Council, CouncilTerm
from followups import services
from followups.models import FollowUp
from tests.factories import (
    AgencyFactory,
    BodyMeetingFactory,
    FieldFactory,
    MeetingFactory,
    OpinionFactory,
    PaperFactory,
    ReceptionFactory,
    ResolutionFactory,
    SittingFactory,
    follow_up,
    seated,
)
from voters.identity import Identity, Person
from voters.services import record_visit, register_letter

ClientAs = Callable[..., Client]


def found(client: Client, text: str) -> set[str]:
    """The titles of everything found."""
    groups = client.get("/search/", {"q": text}).context["found"]
    return {hit.title for group in groups for hit in group.hits}


@pytest.mark.parametrize("text", ["sửa cầu", "SUA CAU", "Cầu  sữa", "cau, sua"])
def test_accents_capitals_and_the_order_of_words_do_not_matter(
    agency: Agency, client_as: ClientAs, text: str
) -> None:
    follow_up(agency, title="Sửa cầu dân sinh")
    follow_up(agency, title="Lắp đèn đường")
    assert found(client_as("secretariat"), text) == {"Sửa cầu dân sinh"}


def test_readers_find_opinions_meetings_follow_ups_and_delegates(
    term: CouncilTerm, agency: Agency, client_as: ClientAs
) -> None:
    meeting = MeetingFactory(round__council_term=term, locality="Thôn Nậm Phảng", venue="Nhà văn hóa")
    OpinionFactory(meeting=meeting, content="Đường vào Nậm Phảng hỏng")
    follow_up(agency, title="Sửa đường Nậm Phảng")
    seated(term, full_name="Đại biểu Nậm Phảng")
    expected = {
        "Sửa đường Nậm Phảng",
        "Đường vào Nậm Phảng hỏng",
        "Thôn Nậm Phảng · Nhà văn hóa",
        "Đại biểu Nậm Phảng",
    }
    assert found(client_as("auditor"), "nam phang") == expected


def test_a_sitting_is_found_by_its_number_and_its_theme(term: CouncilTerm, client_as: ClientAs) -> None:
    third = SittingFactory(council_term=term, number=3, theme="Ngân sách năm tới")
    SittingFactory(
        council_term=term,
        number=4,
        theme="Việc khác",
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 10, 1),
    )
    client = client_as("delegate")
    for text in ("ky hop thu 3", "Kỳ họp 3", "ngan sach nam"):
        groups = client.get("/search/", {"q": text}).context["found"]
        assert [hit.url for hit in groups[0].hits] == [third.get_absolute_url()], text


def test_settled_tasks_come_last_and_calls_of_others_to_register_are_no_delegates_business(
    agency: Agency, client_as: ClientAs
) -> None:
    running = follow_up(agency, title="Lắp đèn đường một")
    gone = follow_up(agency, title="Lắp đèn đường hai")
    FollowUp.objects.filter(pk=gone.pk).update(state="withdrawn")
    call = follow_up(agency, title="Lắp đèn đường ba")
    FollowUp.objects.filter(pk=call.pk).update(kind="invitation")
    for role, expected in (("secretariat", [call, running, gone]), ("delegate", [running, gone])):
        groups = client_as(role).get("/search/", {"q": "lap den duong"}).context["found"]
        assert [hit.url for hit in groups[0].hits] == [one.get_absolute_url() for one in expected]


def test_an_agency_finds_its_own_follow_ups_and_a_stranger_nothing(
    term: CouncilTerm, agency: Agency, other_council: Council, client_as: ClientAs
) -> None:
    opinion = OpinionFactory(meeting__round__council_term=term, content="Cầu hỏng")
    follow_up(agency, title="Cầu của mình")
    follow_up(AgencyFactory(council=agency.council), title="Cầu của cơ quan khác")
    number = str(opinion)
    assert found(client_as("agency"), "cau") == {"Cầu của mình"}
    assert found(client_as("agency"), number) == set()
    stranger = client_as("secretariat", council=other_council)
    assert found(stranger, "cau") == found(stranger, number) == set()


def test_the_number_of_an_opinion_finds_it_and_its_follow_up_and_no_other(
    term: CouncilTerm, agency: Agency, client_as: ClientAs
) -> None:
    task = follow_up(agency, title="Việc của ý kiến")
    held = {"meeting__round__council_term": term, "meeting__held_on": date(2026, 6, 10)}
    OpinionFactory(**held, number=101, content="Ý kiến tìm được", follow_up=task)
    OpinionFactory(**held, number=1, content="Mục 101 năm 2026")
    client = client_as("secretariat")
    assert found(client, " 101/2026 ") == {"Ý kiến tìm được", "Việc của ý kiến"}
    assert found(client, "101/2025") == set()
    assert found(client, "101 2026") == {"Mục 101 năm 2026"}


@pytest.mark.parametrize("text", ["125/UBND-KT", "125 ubnd", "cầu 125"])
def test_the_number_of_an_answer_finds_its_follow_up_here_and_in_the_list(
    agency: Agency, client_as: ClientAs, text: str
) -> None:
    task = follow_up(agency, title="Sửa cầu dân sinh")
    follow_up(agency, title="Lắp đèn đường")
    services.reply_to(
        follow_up=task,
        user=None,
        text="Đã sửa.",
        result_class="resolved",
        dated_on=date(2026, 7, 1),
        number="125/UBND-KT",
    )
    for role in ("secretariat", "agency"):
        client = client_as(role)
        assert found(client, text) == {"Sửa cầu dân sinh"}
        rows = client.get("/follow-ups/", {"q": text}).context["table"].rows
        assert [row.pk for row in rows] == [task.pk]


@pytest.mark.parametrize("text", ["", "c", " ạ ", "!?"])
def test_fewer_than_two_letters_search_nothing(agency: Agency, client_as: ClientAs, text: str) -> None:
    follow_up(agency, title="Sửa cầu c")
    response = client_as("secretariat").get("/search/", {"q": text})
    assert (response.context["found"], response.context["enough"]) == ([], False)


def test_eight_of_a_kind_are_shown_and_the_list_has_the_rest(agency: Agency, client_as: ClientAs) -> None:
    for number in range(9):
        follow_up(agency, title=f"Sửa cầu số {number}")
    (group,) = client_as("secretariat").get("/search/?q=sửa").context["found"]
    assert len(group.hits) == 8
    assert group.more_url == "/follow-ups/?q=s%E1%BB%ADa"


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_for_one_row_of_each_kind_and_for_three(
    term: CouncilTerm,
    agency: Agency,
    client_as: ClientAs,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    client = client_as("secretariat")
    for number in range(count):
        meeting = MeetingFactory(round__council_term=term, locality="Nậm Phảng", venue=f"Nhà {number}")
        OpinionFactory(meeting=meeting, content=f"Nậm Phảng {number}")
        follow_up(agency, title=f"Nậm Phảng, việc {number}", field=FieldFactory())
        seated(term, full_name=f"Đại biểu Nậm Phảng {number}")
    client.get("/search/?q=nam+phang")
    with django_assert_num_queries(18):
        assert len(found(client, "nam phang")) == 4 * count


def test_readers_find_resolutions_papers_and_meetings_of_bodies(
    term: CouncilTerm, client_as: ClientAs
) -> None:
    paper = PaperFactory(sitting__council_term=term, title="Tờ trình về đường Nậm Phảng")
    ResolutionFactory(sitting=paper.sitting, title="Về chủ trương đầu tư đường Nậm Phảng")
    BodyMeetingFactory(council=term.council, title="Phiên họp về đường Nậm Phảng")
    assert found(client_as("auditor"), "duong nam phang") == {
        "Tờ trình về đường Nậm Phảng",
        "Về chủ trương đầu tư đường Nậm Phảng",
        "Phiên họp về đường Nậm Phảng",
    }


def test_an_agency_finds_the_papers_it_owes_and_no_drafts_of_resolutions(
    term: CouncilTerm, agency: Agency, client_as: ClientAs
) -> None:
    own = PaperFactory(sitting__council_term=term, owner_agency=agency, title="Báo cáo Nậm Phảng của mình")
    PaperFactory(sitting=own.sitting, title="Báo cáo Nậm Phảng của cơ quan khác")
    ResolutionFactory(sitting=own.sitting, title="Dự thảo về Nậm Phảng")
    assert found(client_as("agency"), "nam phang") == {"Báo cáo Nậm Phảng của mình"}


# --- Citizens ---

SENDER = Identity((Person("Zuyên Qoắc Xừ", "Ngách Wểnh"),))


@pytest.fixture
def written(term: CouncilTerm, council: Council) -> None:
    """A petition and a denunciation from the same sender, by letter and at a reception."""
    for kind, text in (("petition", "Đề nghị sửa kè"), ("denunciation", "Tố cáo lấn kè")):
        register_letter(
            council=council, user=None, received_on=date(2026, 6, 1), kind=kind, summary=text, identity=SENDER
        )
    reception = ReceptionFactory(council=council, delegate=seated(term), state="published")
    for kind, text in (("petition", "Trình bày về kè"), ("denunciation", "Tố cáo phá kè")):
        record_visit(reception=reception, user=None, kind=kind, content=text, identity=SENDER)


@pytest.mark.usefixtures("written")
def test_letters_and_matters_are_found_by_their_words(client_as: ClientAs) -> None:
    everything = {"Đề nghị sửa kè", "Tố cáo lấn kè", "Trình bày về kè", "Tố cáo phá kè"}
    for role in ("secretariat", "auditor"):
        assert found(client_as(role), "ke") == everything
    assert found(client_as("agency"), "ke") == set()


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("name", ["Zuyên Qoắc Xừ", "qoac", "Zuyên kè", "ngach wenh"])
def test_a_name_finds_what_its_reader_may_see_and_never_a_denunciation(
    client_as: ClientAs, name: str
) -> None:
    assert found(client_as("secretariat"), name) == {"Đề nghị sửa kè", "Trình bày về kè"}
    assert found(client_as("auditor"), name) == set()


@pytest.mark.usefixtures("written")
def test_the_level_above_finds_no_name(council: Council, other_council: Council, client_as: ClientAs) -> None:
    council.parent = other_council
    council.save()
    above = client_as("secretariat", council=other_council)
    assert "Đề nghị sửa kè" in found(above, "sua ke")
    assert found(above, "qoac") == set()


@pytest.mark.usefixtures("written")
def test_the_number_of_a_letter_finds_it(client_as: ClientAs) -> None:
    assert {"Đề nghị sửa kè", "Trình bày về kè"} <= found(client_as("secretariat"), "1/2026")
