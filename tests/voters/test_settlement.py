"""The supervision report on opinions, transfer letters, and the sheet of answers for the next contact."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from councils.models import Council
from documents.administrative import AdministrativeDocument, Table
from followups.letters import Terms
from followups.models import FollowUp
from followups.services.letters import draft_letter
from reports.figures import FigureQuery, figure
from reports.figures.query import Scope
from tests.factories import AgencyFactory, MeetingFactory, RoundFactory
from tests.voters.opinions_kit import answered, judged, said
from tests.voters.papers_kit import LAST, World, send_all, world
from voters import services
from voters.answer_sheets import parts_for
from voters.documents.answer_sheet import sheet_document
from voters.documents.settlement import annex_rows, bodies_rows, result_document
from voters.documents.transfers import transfer_document
from voters.models import AnswerTold, TransferLetter, VoterContactRound, VoterOpinion
from voters.services import TransferTerms
from voters.services.answers import tell
from voters.services.transfers import to_transfer
from voters.settlement import SettlementFacts, settlement_facts

pytestmark = pytest.mark.django_db

ON = date(2026, 8, 15)
TERMS = TransferTerms(dated_on=date(2026, 6, 21))


@pytest.fixture
def found(council: Council, contact: VoterContactRound) -> World:
    made = world(council, contact)
    send_all(made)
    return made


def task(opinion: VoterOpinion) -> FollowUp:
    assert opinion.follow_up is not None
    return opinion.follow_up


def settled(found: World) -> SettlementFacts:
    """One resolved, one returned and late, one answered and not judged; two without an answer."""
    bridge, road, light = found.opinions[:3]
    judged(task(bridge), on=answered(task(bridge)) + timedelta(days=1))
    judged(task(road), "returned", on=answered(task(road)) + timedelta(days=1))
    answered(task(light), result="scheduled")
    return settlement_facts(found.contact, as_of=ON)


def words_of(document: AdministrativeDocument) -> str:
    return "\n".join(getattr(block, "text", "") for block in document.body)


# --- The supervision report ---


def test_its_classes_add_up_and_agree_with_the_figures(found: World) -> None:
    facts = settled(found)
    tally = facts.all
    assert tally.total == sum(tally.classes) == 5
    question = FigureQuery(found.contact.council, Scope.OWN, found.contact.starts_on, LAST, ON)
    for code, number in {
        "O05": tally.resolved,
        "O06": tally.running,
        "O07": tally.explained,
        "O08": tally.unresolved,
        "O-none": tally.unanswered,
        "O11": tally.overdue,
    }.items():
        assert figure(code, question).value == number, code
    rows, total = bodies_rows(facts)
    for at in range(2, 9):
        assert sum(row[at] for row in rows) == total[at]  # type: ignore[misc]  # counts
    assert total[2] == sum(total[3:8])  # type: ignore[arg-type]  # counts


def test_the_report_says_it_in_words_with_the_denominator(found: World) -> None:
    document = result_document(settled(found), {"limits": "Còn chậm.", "requests": "- UBND chỉ đạo"}, on=ON)
    words = words_of(document)
    assert "trong số 05 kiến nghị đã chuyển, có 01 kiến nghị đã giải quyết xong (đạt 1/5 kiến nghị" in words
    assert "có 04 kiến nghị chưa có kết quả trả lời (trong đó 02 kiến nghị đã có văn bản trả lời" in words
    assert "không có kiến nghị được giải trình" in words
    assert "Còn 01 nội dung trả lời chưa đi thẳng vào vấn đề cử tri nêu" in words
    assert "Còn chậm." in words
    assert words.endswith("xem xét, quyết định.")


def test_the_annex_has_the_answer_its_document_and_what_the_group_thinks(found: World) -> None:
    rows = {row[1]: row for row in annex_rows(settled(found))}
    bridge, road = rows["Đề nghị sửa cầu dân sinh"], rows["Đề nghị mở rộng đường liên thôn"]
    assert bridge[4:9] == (
        "Đã sửa xong cầu.",
        "12/UBND, ngày 30/6/2026",
        "Đã giải quyết xong",
        "",
        "Đồng ý với nội dung trả lời",
    )
    assert road[6] == "Đã trả lời, đề nghị trả lời lại"
    assert road[8] == "Chưa đồng ý: Chưa trả lời đúng nội dung"
    assert rows["Đề nghị lắp điện chiếu sáng"][6] == "Đã trả lời, chưa đánh giá"
    assert {len(row) for row in rows.values()} == {10}


def test_a_later_answer_does_not_change_the_report_of_an_earlier_day(found: World) -> None:
    before = settlement_facts(found.contact, as_of=date(2026, 6, 22)).all.classes
    settled(found)
    assert settlement_facts(found.contact, as_of=date(2026, 6, 22)).all.classes == before == (0, 0, 0, 0, 5)


def test_reading_it_takes_the_same_for_few_and_for_many(found: World) -> None:
    with CaptureQueriesContext(connection) as few:
        settlement_facts(found.contact, as_of=ON)
    first = found.opinions[0]
    said(
        found.meetings[0],
        *(f"Đề nghị số {number}" for number in range(10)),
        field=first.field,
        competence_level="commune",
        agency=found.works,
    )
    send_all(found)
    with CaptureQueriesContext(connection) as many:
        settlement_facts(found.contact, as_of=ON)
    assert len(few) == len(many) <= 12


def test_the_result_report_is_numbered_and_kept_like_the_synthesis(found: World, user_as: Any) -> None:
    user = user_as("secretariat")
    report = services.begin_report(round=found.contact, kind="result", user=user, as_of=ON)
    assert [section.code for section in report.sections.all()] == [
        "handling",
        "quality",
        "limits",
        "requests",
    ]
    done = services.issue_report(report=report, user=user, on=ON)
    assert str(done.document) == "01/BC-HĐND"
    assert load_workbook(BytesIO(content_of(done.sheet))).sheetnames == ["Phụ lục", "Biểu 1"]


def content_of(file: Any) -> bytes:
    with file.versions.get().content.open() as opened:
        return bytes(opened.read())


# --- Transfer letters ---


def written(found: World, user: Any, **given: Any) -> list[TransferLetter]:
    chosen = given.pop("opinions", None) or to_transfer(found.contact.council, found.contact)
    return services.write_transfers(
        council=found.contact.council,
        opinions=chosen,
        user=user,
        terms=TransferTerms(**{"dated_on": TERMS.dated_on, **given}),
    )


def test_each_body_gets_one_letter_and_the_delegation_what_is_central(found: World, user_as: Any) -> None:
    letters = written(found, user_as("secretariat"))
    assert {letter.agency: letter.opinions.count() for letter in letters} == {
        found.works: 4,
        found.delegation: 1,
    }
    assert sorted(letter.document.symbol for letter in letters) == ["01/HĐND-VP", "02/HĐND-VP"]
    book = load_workbook(BytesIO(content_of(next(one for one in letters if one.agency == found.works).sheet)))
    assert book["Phụ lục"].max_row == 5
    assert not to_transfer(found.contact.council, found.contact).exists()


def test_what_the_centre_must_settle_goes_to_the_delegation_whoever_stands_in_the_record(
    council: Council, contact: VoterContactRound
) -> None:
    made = world(council, contact)
    VoterOpinion.objects.filter(competence_level="central").update(agency=made.works)
    send_all(made)
    planned = services.plan_transfers(council=council, opinions=made.opinions[:5], terms=TERMS)
    assert {one.agency: len(one.lines) for one in planned} == {made.works: 4, made.delegation: 1}


def test_the_letter_says_how_many_and_by_when(found: World) -> None:
    planned = services.plan_transfers(council=found.contact.council, opinions=found.opinions, terms=TERMS)
    letter = next(one for one in planned if one.agency == found.works)
    document = transfer_document(letter)
    words = words_of(document)
    assert document.addressees == (found.works.name,)
    assert (
        "chuyển 04 ý kiến, kiến nghị của cử tri thuộc thẩm quyền giải quyết của Phòng Kinh tế và Hạ tầng"
        in words
    )
    assert "gồm: giao thông 03 ý kiến, kiến nghị; điện 01 ý kiến, kiến nghị" in words
    assert "trước ngày 20/7/2026 để thông báo đến cử tri" in words
    table = document.annexes[0].blocks[0]
    assert isinstance(table, Table)
    assert len(table.rows) == 4


def test_the_letter_names_the_synthesis_report_once_it_has_its_number(found: World, user_as: Any) -> None:
    report = services.begin_report(round=found.contact, kind="synthesis", user=None, as_of=date(2026, 6, 20))
    services.issue_report(report=report, user=user_as("secretariat"), on=date(2026, 6, 20))
    planned = services.plan_transfers(council=found.contact.council, opinions=found.opinions, terms=TERMS)
    assert "số 01/BC-HĐND ngày 20/6/2026" in words_of(transfer_document(planned[0]))


@pytest.mark.parametrize(
    "given",
    [{"dated_on": date(2099, 1, 1)}, {"dated_on": date(2026, 6, 19)}, {"answer_by": date(2026, 6, 21)}],
)
def test_days_that_do_not_fit_are_refused_and_nothing_is_written(
    found: World, user_as: Any, given: dict[str, date]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        written(found, user_as("secretariat"), **given)
    assert list(refusal.value.message_dict) == list(given)
    assert not TransferLetter.objects.exists()


def test_an_opinion_stands_in_one_letter_only_and_must_have_been_sent(found: World, user_as: Any) -> None:
    user, opinions = user_as("secretariat"), list(to_transfer(found.contact.council))
    written(found, user)
    with pytest.raises(ValidationError, match=r"\d"):
        written(found, user, opinions=opinions)
    with pytest.raises(ValidationError, match=r"\d"):
        written(found, user, opinions=[found.opinions[5]])
    assert TransferLetter.objects.count() == 2


def test_a_reminder_cites_the_letter_by_which_the_opinion_was_sent(found: World, user_as: Any) -> None:
    written(found, user_as("secretariat"))
    sent = [task(found.opinions[0])]
    terms = Terms(dated_on=ON, answer_by=date(2026, 9, 1), signer="vice_chair", next_step="báo cáo")
    letter = draft_letter(council=found.contact.council, agency=found.works, follow_ups=sent, terms=terms)
    symbol = TransferLetter.objects.get(opinions=found.opinions[0]).document.symbol
    assert letter.matters[0].sent_words == f"Số {symbol}, ngày 20/6/2026"


# --- The sheet for the next contact ---


def later(contact: VoterContactRound, **given: Any) -> Any:
    """The next round's meeting at the same place."""
    again = RoundFactory(
        council_term=contact.council_term, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30)
    )
    return MeetingFactory(
        round=again, **{"held_on": date(2026, 9, 5), "locality": "Thôn Nậm Phảng", "state": "held", **given}
    )


def test_the_sheet_has_what_was_raised_at_the_place_before_with_its_answer(found: World) -> None:
    settled(found)
    (part,) = parts_for([later(found.contact)])
    assert [(answer.opinion.content, answer.is_answered) for answer in part.answers] == [
        ("Đề nghị sửa cầu dân sinh", True),
        ("Đề nghị mở rộng đường liên thôn", False),
    ]
    assert part.answers[0].number == "12/UBND"


def test_a_group_takes_its_answers_to_another_village_of_its_own(found: World) -> None:
    from tests.factories import GroupFactory  # noqa: PLC0415 - used once

    group = GroupFactory(council_term=found.contact.council_term)
    meeting = later(found.contact, locality="Thôn Mới")
    meeting.groups.add(group)
    assert parts_for([meeting])[0].answers == []
    found.meetings[1].groups.add(group)
    assert len(parts_for([meeting])[0].answers) == 4


def test_what_was_told_is_gone_from_the_next_sheet_unless_it_still_runs(found: World) -> None:
    settled(found)
    meeting = later(found.contact)
    tell(opinions=[found.opinions[0]], meeting=meeting, user=None)
    after = later(found.contact, held_on=date(2026, 9, 20))
    assert [answer.opinion.content for answer in parts_for([after])[0].answers] == [
        "Đề nghị mở rộng đường liên thôn"
    ]


def test_the_sheet_of_a_round_takes_the_same_queries_for_one_place_and_for_many(found: World) -> None:
    settled(found)
    first = later(found.contact)
    with CaptureQueriesContext(connection) as few:
        parts_for([first])
    others = [first, *(later(found.contact, locality="Thôn Khe Sanh") for _number in range(3))]
    with CaptureQueriesContext(connection) as many:
        parts_for(others)
    assert len(many) - len(few) <= len(others)  # the groups of meetings that were not prefetched


def test_the_sheet_is_a_document_without_a_number(found: World) -> None:
    settled(found)
    document = sheet_document(found.contact.council, parts_for([later(found.contact)]), on=ON)
    assert document.number is None
    assert "cử tri đã nêu 02 kiến nghị; đến nay có 01 kiến nghị đã được trả lời" in words_of(document)


# --- Pages ---


def test_voters_were_told_is_ticked_on_the_page_of_the_meeting(found: World, client_as: Any) -> None:
    settled(found)
    meeting = later(found.contact)
    url = reverse("voters:meeting_sheet", args=[meeting.pk])
    client: Client = client_as("secretariat")
    assert 'name="pk"' in client.get(url).content.decode()
    assert client.post(url, {"pk": [found.opinions[0].pk]}).status_code == 302
    telling = AnswerTold.objects.get()
    assert (telling.opinion, telling.meeting, telling.on) == (found.opinions[0], meeting, meeting.held_on)
    refused = client.post(url, {})
    assert refused.status_code == 422


def test_a_reader_sees_the_sheet_and_ticks_nothing(found: World, client_as: Any) -> None:
    settled(found)
    url = reverse("voters:meeting_sheet", args=[later(found.contact).pk])
    client: Client = client_as("delegate")
    page = client.get(url).content.decode()
    assert "Đề nghị sửa cầu dân sinh" in page
    assert 'type="checkbox" name="pk"' not in page
    assert client.post(url, {"pk": [found.opinions[0].pk]}).status_code == 403


@pytest.mark.parametrize("extension", ["docx", "pdf", "xlsx"])
def test_papers_come_as_files(found: World, client_as: Any, extension: str) -> None:
    settled(found)
    client: Client = client_as("secretariat")
    meeting = later(found.contact)
    report = services.begin_report(round=found.contact, kind="synthesis", user=None, as_of=ON)
    result = services.begin_report(round=found.contact, kind="result", user=None, as_of=ON)
    letter = written(found, client.user)[0]  # type: ignore[attr-defined]  # see client_as
    for name, pk in (
        ("meeting_sheet_file", meeting.pk),
        ("round_sheet_file", meeting.round_id),
        ("report_file", report.pk),
        ("report_file", result.pk),
        ("transfer_file", letter.pk),
    ):
        response = client.get(reverse(f"voters:{name}", args=[pk, extension]))
        assert response.status_code == 200, name
        head = b"".join(response)[:4] if response.streaming else response.content[:4]
        assert head == (b"%PDF" if extension == "pdf" else b"PK\x03\x04")


def test_letters_are_seen_before_they_are_written(found: World, client_as: Any) -> None:
    client: Client = client_as("secretariat")
    url = f"{reverse('voters:transfer_create')}?round={found.contact.pk}"
    page = client.get(url)
    assert [one.agency for one in page.context["planned"]] == [found.delegation, found.works]
    typed = {"round": found.contact.pk, "dated_on": "21/06/2026", "signer": "vice_chair"}
    draft = client.post(url, {**typed, "draft": f"docx:{found.works.pk}"})
    assert draft.content.startswith(b"PK")
    assert client.post(url, {**typed, "dated_on": "", "confirm": "yes"}).status_code == 422
    assert client.post(url, {**typed, "dated_on": "19/06/2026", "confirm": "yes"}).status_code == 422
    assert not TransferLetter.objects.exists()
    done = client.post(url, {**typed, "confirm": "yes"})
    assert done["Location"] == reverse("voters:transfer_list")
    assert client.get(url)["Location"] == found.contact.get_absolute_url()


def test_a_report_is_begun_written_and_numbered_on_its_pages(found: World, client_as: Any) -> None:
    client: Client = client_as("secretariat")
    url = reverse("voters:report_begin", args=[found.contact.pk, "synthesis"])
    assert client.get(url).status_code == 200
    begun = client.post(url, {"addressee": "council", "as_of": "30/06/2026"})
    page = client.get(begun["Location"])
    assert page.status_code == 200
    report = page.context["object"]
    assert client.post(url, {"addressee": "council", "as_of": "30/06/2026"}).status_code == 422
    edit = reverse("voters:report_edit", args=[report.pk])
    typed = {"assessment": "Cử tri đồng tình.", "addressee": "council", "as_of": "30/06/2026", "version": "1"}
    assert client.post(edit, typed).status_code == 302
    stale = client.post(edit, {**typed, "assessment": "Khác"})
    assert stale.status_code == 422
    assert "Khác" in stale.content.decode()
    issued = client.post(
        reverse("voters:report_issue", args=[report.pk]), {"on": "30/06/2026", "signer": "chair"}
    )
    assert issued.status_code == 302
    assert "01/BC-HĐND" in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("name", "most"), [("report_list", 12), ("transfer_list", 12)])
def test_lists_ask_the_same_for_one_row_and_for_many(
    found: World, client_as: Any, council: Council, name: str, most: int
) -> None:
    client: Client = client_as("secretariat")
    user = client.user  # type: ignore[attr-defined]  # see client_as
    services.begin_report(round=found.contact, kind="synthesis", user=None, as_of=ON)
    written(found, user, opinions=found.opinions[:1])
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(f"voters:{name}"))
    services.begin_report(round=found.contact, kind="result", user=None, as_of=ON)
    services.issue_report(
        report=services.begin_report(
            round=RoundFactory(council_term=found.contact.council_term), kind="result", user=None, as_of=ON
        ),
        user=user,
        on=ON,
    )
    written(found, user, opinions=found.opinions[1:2])
    written(found, user, opinions=found.opinions[2:3])
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(f"voters:{name}"))
    assert len(one) == len(three) <= most


@pytest.mark.parametrize("kind", ["synthesis", "result"])
def test_the_page_of_a_report_stays_within_its_queries(found: World, client_as: Any, kind: str) -> None:
    client: Client = client_as("secretariat")
    report = services.begin_report(round=found.contact, kind=kind, user=None, as_of=ON)
    with CaptureQueriesContext(connection) as asked:
        client.get(report.get_absolute_url())
    assert len(asked) <= 22


def test_an_agency_of_another_council_reads_nothing(
    found: World, client_as: Any, other_council: Council
) -> None:
    report = services.begin_report(round=found.contact, kind="synthesis", user=None, as_of=ON)
    stranger: Client = client_as("secretariat", council=other_council)
    assert stranger.get(report.get_absolute_url()).status_code == 404
    AgencyFactory(council=other_council)
    assert stranger.get(reverse("voters:meeting_sheet", args=[found.meetings[0].pk])).status_code == 404
