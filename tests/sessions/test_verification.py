"""Thẩm tra: assigned, written, reported about one version, and answered remark by remark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from docx import Document
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from core.errors import Stale
from councils.models import Agency, Committee, Council, CouncilTerm, DeadlineRule
from documents import register
from documents.models import File
from sessions import services
from sessions.models import Paper, Sitting, Verification
from sessions.services import Answer, RefusedRows, RemarkLine, ReportTerms, SectionText
from tests.factories import BodyMeetingFactory, CommitteeFactory, UserFactory
from tests.sessions.paper_world import (
    NOW,
    REPORT_DUE,
    TODAY,
    assigned,
    committee_of,
    expected,
    received,
    reported,
    sitting_of,
    upload,
    written,
)

CAME, MET, LAST = date(2026, 6, 15), date(2026, 6, 18), date(2026, 6, 20)
SIX = 6


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return sitting_of(term)


@pytest.fixture
def committee(sitting: Sitting) -> Committee:
    return committee_of(sitting)


@pytest.fixture
def paper(sitting: Sitting, agency: Agency, committee: Committee) -> Paper:
    """A draft resolution that has come."""
    made = expected(
        sitting,
        agency,
        kind="draft_resolution",
        title="Nghị quyết về phát triển giao thông nông thôn",
        committee=committee,
    )
    received(made, CAME, user=UserFactory(), upload=upload())
    return made


@pytest.fixture
def verification(paper: Paper, committee: Committee) -> Verification:
    return assigned(paper, committee, CAME)


def refused(refusal: Any) -> list[str]:
    """The fields beside which a refusal stands."""
    return list(refusal.value.message_dict)


def words_of(file: Any) -> str:
    """The text of a kept Word or PDF file."""
    kept = file.versions.get()
    with kept.content.open("rb") as opened:
        content = opened.read()
    if kept.name.endswith("pdf"):
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
    word = Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


# --- Assigning ---


def test_a_paper_goes_to_a_leading_and_co_ordinating_committees(
    paper: Paper, committee: Committee, sitting: Sitting
) -> None:
    other = CommitteeFactory(council=sitting.council)
    lead, second = services.assign_paper(paper=paper, committees=[other], lead=committee, user=None, on=MET)
    assert [(row.committee, row.is_lead) for row in (lead, second)] == [(committee, True), (other, False)]
    assert (lead.due_on, lead.legal_basis) == (REPORT_DUE, "Quy chế làm việc, VER-REPORT-OUT")
    assert (paper.state, paper.committee) == ("assigned", committee)
    assert paper.moves.get(to_state="assigned").effective_on == MET


def test_the_report_has_the_parts_of_its_kind(
    verification: Verification, sitting: Sitting, agency: Agency
) -> None:
    assert verification.sections.count() == SIX
    report = expected(sitting, agency)
    received(report)
    assert list(assigned(report, verification.committee).sections.values_list("heading", flat=True)) == [
        "Nhận xét chung",
        "Kết quả đạt được",
        "Hạn chế và nguyên nhân",
        "Kiến nghị",
    ]


def test_without_a_rule_of_its_own_the_report_is_due_a_working_day_before_the_delegates_get_the_papers(
    paper: Paper, committee: Committee
) -> None:
    DeadlineRule.objects.filter(code="VER-REPORT-OUT").delete()
    made = assigned(paper, committee)
    assert (made.due_on, made.due_rule) == (date(2026, 7, 6), None)
    assert made.legal_basis == "Quy chế làm việc, PAP-DELEGATE; trước ngày gửi đại biểu 01 ngày làm việc"


def test_a_report_may_be_due_on_a_day_set_by_hand(paper: Paper, committee: Committee) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.assign_paper(
            paper=paper, committees=[], lead=committee, user=None, on=TODAY, due_on=date(2026, 7, 1)
        )
    assert refused(refusal) == ["legal_basis"]
    made = services.assign_paper(
        paper=paper,
        committees=[],
        lead=committee,
        user=None,
        on=TODAY,
        due_on=date(2026, 7, 1),
        legal_basis="Kế hoạch số 3/KH-HĐND",
    )
    assert (made[0].due_on, made[0].due_rule) == (date(2026, 7, 1), None)


def test_a_committee_must_exist_on_that_day_and_be_of_this_council(
    paper: Paper, committee: Committee, other_council: Council
) -> None:
    ended = CommitteeFactory(council=paper.sitting.council, valid_to=date(2026, 6, 1))
    strange = CommitteeFactory(council=other_council)
    for lead, others, fields in (
        (ended, [], ["lead"]),
        (strange, [], ["lead"]),
        (committee, [ended, strange], ["committees"]),
    ):
        with pytest.raises(ValidationError) as refusal:
            services.assign_paper(paper=paper, committees=others, lead=lead, user=None, on=TODAY)
        assert refused(refusal) == fields
    assert not Verification.objects.exists()


def test_a_paper_that_has_not_come_is_not_assigned(
    sitting: Sitting, agency: Agency, committee: Committee
) -> None:
    with pytest.raises(ValidationError):
        assigned(expected(sitting, agency), committee)


def test_another_committee_may_join_under_the_same_leader(verification: Verification) -> None:
    paper, lead = verification.paper, verification.committee
    other = CommitteeFactory(council=paper.sitting.council)
    with pytest.raises(ValidationError) as refusal:
        services.assign_paper(paper=paper, committees=[], lead=other, user=None, on=TODAY)
    assert refused(refusal) == ["lead"]
    made = services.assign_paper(paper=paper, committees=[other], lead=lead, user=None, on=TODAY)
    assert [row.committee for row in made] == [other]


def test_many_papers_go_to_the_committees_of_the_list_in_the_same_few_queries(
    sitting: Sitting, agency: Agency, committee: Committee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def here(**line: Any) -> Paper:
        paper = expected(sitting, agency, **line)
        received(paper, CAME)
        return paper

    first, nobodys = here(committee=committee), here()
    more = [here(committee=committee) for _each in range(3)]
    missing = expected(sitting, agency, committee=committee)
    with django_assert_num_queries(12):
        services.assign_papers(papers=[first], user=None, on=TODAY)
    with django_assert_num_queries(12):
        outcome = services.assign_papers(papers=[nobodys, missing, *more], user=None, on=TODAY)
    assert outcome.done == more
    assert {paper for paper, _words in outcome.refused} == {nobodys, missing}
    assert services.assign_papers(papers=[nobodys], user=None, on=TODAY, lead=committee).done == [nobodys]
    assert Verification.objects.filter(committee=committee, is_lead=True).count() == 5


# --- The meeting ---


def test_from_a_meeting_held_the_paper_is_under_verification(verification: Verification) -> None:
    meeting = BodyMeetingFactory(
        council=verification.committee.council,
        committee=verification.committee,
        kind="verification",
        held_on=MET,
    )
    services.set_meeting(verification=verification, meeting=meeting, user=None)
    paper = verification.paper
    paper.refresh_from_db()
    assert (verification.state, paper.state) == ("in_work", "under_verification")
    assert paper.moves.get(to_state="under_verification").effective_on == MET


def test_a_meeting_to_come_changes_nothing_yet(verification: Verification) -> None:
    meeting = BodyMeetingFactory(
        council=verification.committee.council, committee=verification.committee, held_on=date(2026, 6, 25)
    )
    services.set_meeting(verification=verification, meeting=meeting, user=None)
    assert (verification.meeting, verification.state) == (meeting, "assigned")
    services.set_meeting(verification=verification, meeting=None, user=None)
    assert verification.meeting is None


def test_only_a_meeting_of_the_committee_after_the_assignment_will_do(verification: Verification) -> None:
    council, committee = verification.committee.council, verification.committee
    for meeting in (
        BodyMeetingFactory(council=council, held_on=MET),
        BodyMeetingFactory(council=council, committee=committee, held_on=date(2026, 6, 10)),
        BodyMeetingFactory(council=council, committee=committee, held_on=MET, state="cancelled"),
    ):
        with pytest.raises(ValidationError) as refusal:
            services.set_meeting(verification=verification, meeting=meeting, user=None)
        assert refused(refusal) == ["meeting"]


def test_a_committee_may_begin_without_a_meeting(verification: Verification) -> None:
    services.begin_verification(verification=verification, user=None, on=MET)
    verification.paper.refresh_from_db()
    assert (verification.state, verification.paper.state) == ("in_work", "under_verification")
    with pytest.raises(ValidationError):
        services.begin_verification(verification=verification, user=None, on=date(2026, 6, 1))


# --- Parts and remarks ---


def headings(verification: Verification) -> list[str]:
    return list(verification.sections.values_list("heading", flat=True))


def test_parts_of_the_kind_stay_and_others_may_be_added(verification: Verification) -> None:
    fixed = headings(verification)
    rows = [
        *(SectionText(heading, "Bảo đảm.") for heading in fixed[:2]),
        SectionText("Ý kiến khác", "Không có."),
    ]
    services.save_sections(verification=verification, rows=rows, user=None)
    assert headings(verification) == [*fixed[:2], "Ý kiến khác", *fixed[2:]]
    services.save_sections(
        verification=verification, rows=[SectionText(name, "") for name in fixed], user=None
    )
    assert headings(verification) == fixed
    with pytest.raises(RefusedRows) as refusal:
        services.save_sections(verification=verification, rows=[SectionText("", "Không đầu đề")], user=None)
    assert refusal.value.rows == {0: {"heading": refusal.value.rows[0]["heading"]}}


def test_remarks_keep_their_order_and_their_own_records(verification: Verification) -> None:
    written(verification, remarks=3)
    first, second, third = verification.remarks.all()
    rows = [
        RemarkLine("Ý kiến cuối", pk=third.pk, place="Điều 9"),
        RemarkLine("", place="", request=""),
        RemarkLine("Ý kiến mới"),
        RemarkLine(first.remark, pk=first.pk),
    ]
    services.save_remarks(verification=verification, rows=rows, user=None)
    assert [(row.pk, row.remark) for row in verification.remarks.all() if row.remark != "Ý kiến mới"] == [
        (third.pk, "Ý kiến cuối"),
        (first.pk, "Ý kiến thứ 1"),
    ]
    assert not verification.remarks.filter(pk=second.pk).exists()


def test_a_remark_has_words(verification: Verification) -> None:
    rows = [RemarkLine("Đúng"), RemarkLine("", place="Điều 2")]
    with pytest.raises(RefusedRows) as refusal:
        services.save_remarks(verification=verification, rows=rows, user=None)
    assert list(refusal.value.rows) == [1]
    assert not verification.remarks.exists()


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(verification: Verification) -> None:
    opened = verification.version
    services.save_remarks(verification=verification, rows=[RemarkLine("Của tôi")], user=None, version=opened)
    with pytest.raises(Stale):
        services.save_remarks(
            verification=verification, rows=[RemarkLine("Của bạn")], user=None, version=opened
        )
    with pytest.raises(Stale):
        services.save_sections(verification=verification, rows=[], user=None, version=opened)
    assert verification.remarks.get().remark == "Của tôi"


# --- The report ---


def test_the_report_is_numbered_kept_and_frozen_to_its_version(verification: Verification) -> None:
    paper = verification.paper
    reported(written(verification, remarks=2), LAST, opinion="after_revision")
    seen = paper.versions.get()
    paper.refresh_from_db()
    assert (verification.state, verification.reported_on, verification.version_seen) == (
        "reported",
        LAST,
        seen,
    )
    assert (paper.state, paper.moves.get(to_state="verified").effective_on) == ("verified", LAST)
    document = verification.document
    assert document is not None
    assert (document.symbol, document.issued_on) == ("01/BC-HĐND", LAST)
    assert document.abstract == "Thẩm tra dự thảo Nghị quyết về phát triển giao thông nông thôn"
    received(paper, TODAY)
    for write in (
        lambda: written(verification),
        lambda: services.save_remarks(verification=verification, rows=[], user=None),
        lambda: services.set_meeting(verification=verification, meeting=None, user=None),
        lambda: reported(verification, TODAY),
    ):
        with pytest.raises(ValidationError) as refusal:
            write()
        assert "20/06/2026" in str(refusal.value)
    verification.refresh_from_db()
    assert (verification.version_seen, verification.remarks.count()) == (seen, 2)


def test_committees_that_number_apart_have_their_own_series(verification: Verification) -> None:
    Council.objects.update(committees_number_apart=True)
    reported(written(verification), LAST, terms=ReportTerms(number=11))
    assert str(verification.document) == "11/BC-BPC"


def test_the_report_says_what_the_forms_ask_for(verification: Verification) -> None:
    meeting = BodyMeetingFactory(
        council=verification.committee.council,
        committee=verification.committee,
        held_on=MET,
        others="đại diện Phòng Kinh tế",
    )
    Paper.objects.filter(pk=verification.paper_id).update(due_on=date(2026, 6, 10))
    services.set_meeting(verification=verification, meeting=meeting, user=None)
    verification.paper.refresh_from_db()
    terms = ReportTerms(deputy=True, signer="Phó Trưởng ban – 01")
    reported(written(verification, remarks=2), LAST, opinion="after_revision", terms=terms)
    document = verification.document
    assert document is not None
    for file in (document.docx, document.file):
        words = words_of(file)
        for expected_words in (
            "BAN PHÁP CHẾ",
            "ngày 18/6/2026, Ban Pháp chế đã tổ chức phiên họp với sự tham dự của đại diện Phòng Kinh tế",
            "Hồ sơ gửi đến Ban ngày 15/6/2026, chậm 05 ngày so với thời hạn",
            "Nguồn lực thực hiện và tính khả thi",
            "đề nghị chỉnh lý 02 nội dung sau đây trước khi trình",
            "Ý kiến thứ 2",
            "KT. TRƯỞNG BAN",
            "Phó Trưởng ban – 01",
        ):
            assert " ".join(expected_words.split()) in " ".join(words.split()), expected_words


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"opinion": ""}, ["opinion"]),
        ({"opinion": "after_revision"}, ["opinion"]),
        ({"on": date(2026, 6, 14)}, ["on"]),
        ({"on": date(2026, 6, 23)}, ["on"]),
    ],
)
def test_a_report_that_cannot_be_made_is_refused_beside_its_field(
    verification: Verification, given: dict[str, Any], fields: list[str]
) -> None:
    written(verification)
    with pytest.raises(ValidationError) as refusal:
        reported(verification, **{"on": LAST, **given})
    assert refused(refusal) == fields
    verification.refresh_from_db()
    assert verification.reported_on is None


def test_every_part_needs_words_before_the_report(verification: Verification) -> None:
    with pytest.raises(ValidationError) as refusal:
        reported(verification, LAST)
    assert refused(refusal) == ["sections"]
    assert "Hồ sơ, trình tự, thủ tục" in refusal.value.message_dict["sections"][0]


def test_a_report_speaks_about_a_version_of_its_paper_that_had_come(
    verification: Verification, sitting: Sitting, agency: Agency
) -> None:
    other = expected(sitting, agency)
    strange, later = received(other, CAME), received(verification.paper, TODAY)
    written(verification)
    for version in (strange, later):
        with pytest.raises(ValidationError) as refusal:
            services.report_verification(
                verification=verification, user=UserFactory(), on=LAST, opinion="ready", version=version
            )
        assert refused(refusal) == ["version"]


def test_a_paper_is_verified_once_its_leader_has_reported(paper: Paper, committee: Committee) -> None:
    other = CommitteeFactory(council=paper.sitting.council)
    lead, second = services.assign_paper(paper=paper, committees=[other], lead=committee, user=None, on=CAME)
    reported(written(second), LAST)
    paper.refresh_from_db()
    assert paper.state == "assigned"
    reported(written(lead), LAST)
    paper.refresh_from_db()
    assert paper.state == "verified"


@pytest.mark.parametrize("leads", [True, False])
def test_a_paper_that_was_returned_or_put_off_cannot_be_reported_on(
    paper: Paper, committee: Committee, leads: bool
) -> None:
    other = CommitteeFactory(council=paper.sitting.council)
    both = services.assign_paper(paper=paper, committees=[other], lead=committee, user=None, on=CAME)
    verification = written(next(row for row in both if row.is_lead == leads))
    services.return_paper(paper=paper, user=None, reason="Thiếu phụ lục", on=MET)
    with pytest.raises(ValidationError):
        reported(verification, LAST)
    services.conclude_paper(paper=paper, name="withdraw", user=None, on=MET, reason="Rút để hoàn thiện")
    with pytest.raises(ValidationError):
        reported(verification, LAST)


def test_a_co_ordinating_report_may_follow_the_leading_one(paper: Paper, committee: Committee) -> None:
    other = CommitteeFactory(council=paper.sitting.council)
    lead, second = services.assign_paper(paper=paper, committees=[other], lead=committee, user=None, on=CAME)
    reported(written(lead), MET)
    reported(written(second), LAST)
    paper.refresh_from_db()
    assert (paper.state, second.state) == ("verified", "reported")


def test_the_report_that_the_list_expects_has_come_with_it(
    verification: Verification, sitting: Sitting, committee: Committee
) -> None:
    line = expected(
        sitting,
        kind="verification_report",
        title="Báo cáo thẩm tra",
        owner_committee=committee,
        goes_with=verification.paper,
    )
    reported(written(verification), LAST)
    line.refresh_from_db()
    document = verification.document
    assert document is not None
    assert (line.state, line.received_on, line.symbol) == ("received", LAST, "01/BC-HĐND")
    assert contents(line.versions.get().file) == contents(document.file)


def contents(file: File | None) -> list[bytes]:
    """What its versions hold, the newest first."""
    assert file is not None
    found = []
    for version in file.versions.order_by("-number"):
        with version.content.open("rb") as opened:
            found.append(opened.read())
    return found


def test_a_file_attached_in_the_register_is_the_report_s_and_no_version_of_the_paper(
    verification: Verification,
) -> None:
    reported(written(verification), LAST, terms=ReportTerms(listed=True))
    document = verification.document
    assert document is not None
    signed = upload("ban-ky.pdf", b"%PDF-1.4\n% signed\n")
    register.attach_file(document=document, user=UserFactory(), upload=signed)
    paper = Paper.objects.get(kind="verification_report", goes_with=verification.paper)
    handed_in = paper.versions.get().file
    assert len(contents(handed_in)) == 1
    assert contents(document.file)[0] == b"%PDF-1.4\n% signed\n"
    assert contents(document.file)[1] == contents(handed_in)[0]


@pytest.mark.parametrize(("listed", "count"), [(True, 1), (False, 0)])
def test_a_report_is_put_on_the_list_if_asked(verification: Verification, listed: bool, count: int) -> None:
    reported(written(verification), LAST, terms=ReportTerms(listed=listed))
    found = Paper.objects.filter(kind="verification_report", goes_with=verification.paper)
    assert [(row.number, row.state, row.owner, row.due_on) for row in found] == [
        (2, "received", verification.committee, REPORT_DUE)
    ] * count


def test_the_signed_copy_is_kept_with_the_report(verification: Verification) -> None:
    user = UserFactory()
    with pytest.raises(ValidationError):
        services.attach_signed(verification=verification, user=user, upload=upload())
    reported(written(verification), LAST)
    services.attach_signed(verification=verification, user=user, upload=upload("da-ky.pdf"))
    services.attach_signed(verification=verification, user=user, upload=upload("da-ky-lai.pdf"))
    assert verification.file is not None
    assert verification.file.versions.count() == 2
    with pytest.raises(ValidationError) as refusal:
        services.attach_signed(verification=verification, user=user, upload=upload("x.exe", b"MZ\x90"))
    assert refused(refusal) == ["upload"]


# --- The owner's answers ---


@pytest.fixture
def remarked(verification: Verification) -> Verification:
    """Reported with three remarks."""
    return reported(written(verification, remarks=3), LAST, opinion="after_revision")


def answer(verification: Verification, *rows: Answer, on: date = TODAY) -> Verification:
    return services.respond(verification=verification, rows=rows, user=None, on=on)


def test_remarks_are_answered_one_by_one_until_all_are(remarked: Verification) -> None:
    first, second, third = remarked.remarks.all()
    answer(remarked, Answer(first.pk, "taken_in", "Đã bổ sung", "Điều 1"), Answer(second.pk))
    assert (remarked.state, remarked.responded_on) == ("reported", None)
    answer(
        remarked,
        Answer(second.pk, "partly", "Bổ sung một phần"),
        Answer(third.pk, "explained", "Đã có quy định tại Luật"),
    )
    assert (remarked.state, remarked.responded_on) == ("responded", TODAY)
    assert list(remarked.remarks.values_list("response", flat=True)) == ["taken_in", "partly", "explained"]
    first.refresh_from_db()
    assert (first.response_place, first.responded_on) == ("Điều 1", TODAY)


@pytest.mark.parametrize(
    ("row", "field"),
    [(("taken_in", " ", ""), "text"), (("", "Đã sửa", ""), "response"), (("", "", "Điều 1"), "response")],
)
def test_an_answer_says_what_and_how(remarked: Verification, row: tuple[str, str, str], field: str) -> None:
    first, second, _third = remarked.remarks.all()
    with pytest.raises(RefusedRows) as refusal:
        answer(remarked, Answer(first.pk, "taken_in", "Đã bổ sung"), Answer(second.pk, *row))
    assert field in refusal.value.rows[1]
    assert not remarked.remarks.exclude(response="").exists()


def test_a_remark_of_another_verification_is_no_remark_of_this_one(remarked: Verification) -> None:
    with pytest.raises(RefusedRows):
        answer(remarked, Answer(0, "taken_in", "Đã bổ sung"))


def test_answers_come_between_the_report_and_the_decision(verification: Verification) -> None:
    written(verification, remarks=1)
    row = Answer(verification.remarks.get().pk, "taken_in", "Đã bổ sung")
    with pytest.raises(ValidationError):
        answer(verification, row)
    reported(verification, LAST, opinion="after_revision")
    with pytest.raises(ValidationError):
        answer(verification, row, on=date(2026, 6, 19))
    services.conclude_paper(paper=verification.paper, name="withdraw", user=None, on=TODAY, reason="Rút")
    with pytest.raises(ValidationError):
        answer(verification, row)
