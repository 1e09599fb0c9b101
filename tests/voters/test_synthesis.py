"""The synthesis report: its numbers are those of the figures, its annex names every opinion once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from councils.models import Council, DelegateGroup
from documents.language import Quantity
from reports.figures import FigureQuery, figure
from reports.figures.query import Scope
from tests.factories import GroupFactory, MeetingFactory, RoundFactory, SittingFactory
from tests.voters.opinions_kit import said
from tests.voters.papers_kit import LAST, World, world
from voters import services
from voters.documents.opinions import ANNEX, annex_columns, annex_rows, places_rows, synthesis_document
from voters.models import OpinionReport, VoterContactRound, VoterOpinion
from voters.synthesis import PlaceRow, SynthesisFacts, synthesis_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(council: Council, contact: VoterContactRound) -> World:
    return world(council, contact)


def facts_of(found: World, **given: Any) -> SynthesisFacts:
    return synthesis_facts(found.contact, **{"as_of": LAST, **given})


def value(code: str, found: World) -> Any:
    contact = found.contact
    question = FigureQuery(contact.council, Scope.OWN, contact.starts_on, contact.ends_on, LAST)
    return figure(code, question)


def words_of(document: Any) -> str:
    return "\n".join(
        getattr(block, "text", "")
        for block in (*document.body, *(b for a in document.annexes for b in a.blocks))
    )


def test_its_numbers_are_those_of_the_figures(found: World) -> None:
    facts = facts_of(found)
    assert value("T01", found).value == len(facts.meetings) == 2
    assert value("T02", found).value == facts.points
    assert value("T04", found).value == facts.heads.value == 1580
    assert value("T05", found).value == facts.speakers
    assert value("T06", found).value == facts.delegates[0]
    assert value("T07", found).value == facts.raised == 7
    assert value("T08", found).value == len(facts.spoken) == 1
    assert value("O01", found).value == facts.total == 5
    assert value("O13", found).value == len(facts.repeated) == 0


def test_totals_are_the_sums_of_levels_and_of_fields(found: World) -> None:
    facts = facts_of(found)
    assert facts.total == sum(facts.levels.values()) == sum(facts.fields.values())
    assert facts.levels == {"central": 1, "province": 1, "commune": 3}
    assert {part.label: part.value for part in value("O04", found).breakdown} == facts.fields
    rows, total = places_rows(facts)
    assert [sum(row[at] for row in rows) for at in (2, 4, 5, 6)] == [total[at] for at in (2, 4, 5, 6)]  # type: ignore[misc]  # counts
    assert total[5] == facts.total + len(facts.spoken)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 50),
            st.integers(0, 9),
            st.lists(st.sampled_from(["central", "province", "commune", ""])),
        )
    )
)
def test_every_line_of_the_form_adds_up(rows: list[tuple[int, int, list[str]]]) -> None:
    places = []
    for heads, spoken, levels in rows:
        row = PlaceRow("x", 1, Quantity(heads), 0, spoken)
        row.levels.update(levels)
        places.append(row)
        assert row.opinions == row.on_spot + sum(row.levels.values())
    assert sum(row.opinions for row in places) == sum(spoken + len(levels) for _h, spoken, levels in rows)


def test_merged_statements_bring_their_places_and_count_once(found: World) -> None:
    line = next(line for line in facts_of(found).lines if "cầu dân sinh" in line.content)
    assert line.places == ("Thôn 1, Thôn Nậm Phảng", "Thôn 7, Thôn Khe Sanh")


def test_a_repeat_is_flagged_with_the_round_in_which_it_was_raised_before(
    found: World, contact: VoterContactRound
) -> None:
    before = RoundFactory(
        council_term=contact.council_term,
        name="Đợt tháng 3",
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 31),
    )
    old = said(MeetingFactory(round=before, held_on=date(2026, 3, 5)), "Đề nghị mở rộng đường")[0]
    services.mark_repeat(opinion=found.opinions[1], earlier=old, user=None, on=date(2026, 6, 12))
    facts = facts_of(found)
    assert [line.opinion for line in facts.repeated] == [found.opinions[1]]
    assert facts.repeated[0].repeated == "Có (đã nêu tại Đợt tháng 3)"
    assert value("O13", found).value == 1
    assert "(kiến nghị nhiều lần)" in words_of(synthesis_document(facts, {}, on=LAST))


def test_what_came_after_the_cut_off_day_is_left_out_and_named(
    found: World, contact: VoterContactRound
) -> None:
    VoterContactRound.objects.filter(pk=contact.pk).update(cut_off_on=date(2026, 6, 25))
    contact.refresh_from_db()
    VoterOpinion.objects.update(created_at=timezone.make_aware(datetime(2026, 6, 24, 9)))  # noqa: DTZ001 - made aware
    late = found.opinions[2]
    VoterOpinion.objects.filter(pk=late.pk).update(created_at=timezone.make_aware(datetime(2026, 6, 26, 9)))  # noqa: DTZ001 - made aware
    facts = facts_of(found)
    assert [opinion.pk for opinion in facts.rolled] == [late.pk]
    assert facts.total == value("O01", found).value - 1
    words = words_of(synthesis_document(facts, {}, on=LAST))
    assert f"(số {late})" in words
    assert "lắp điện chiếu sáng" not in words


def test_it_speaks_as_administrative_texts_do(found: World) -> None:
    sitting = SittingFactory(council_term=found.contact.council_term, number=5)
    VoterContactRound.objects.filter(pk=found.contact.pk).update(sitting=sitting)
    found.contact.refresh_from_db()
    document = synthesis_document(facts_of(found), {"assessment": "Cử tri phấn khởi.\n- Một ý"}, on=LAST)
    words = words_of(document)
    assert "hơn 1.580 lượt cử tri tham dự" in words
    assert "02 cuộc tại 02 điểm" in words
    assert "còn 05 ý kiến, kiến nghị được chuyển đến cơ quan có thẩm quyền" in words
    assert "Trong đợt không có kiến nghị cử tri đã nêu từ các kỳ họp trước." in words
    assert "Cử tri phấn khởi." in words
    assert "trước kỳ họp thứ Năm" in words
    assert document.title.abstract.startswith("Tổng hợp ý kiến, kiến nghị của cử tri gửi đến kỳ họp thứ Năm")  # type: ignore[union-attr]
    assert document.annexes[1].title == ANNEX
    assert [column.title for column in annex_columns()] == [
        "STT",
        "Nội dung ý kiến, kiến nghị",
        "Cử tri nơi kiến nghị",
        "Cuộc tiếp xúc (ngày)",
        "Lĩnh vực",
        "Thẩm quyền giải quyết",
        "Cơ quan chủ trì giải quyết, trả lời",
        "Cơ quan phối hợp",
        "Kiến nghị nhiều lần",
        "Thời hạn trả lời",
        "Ghi chú",
    ]


def test_the_annex_is_grouped_by_level_then_field_and_counted_through(found: World) -> None:
    rows = list(annex_rows(facts_of(found).lines, grouped=True))
    assert [row[0] for row in rows if len(row) == 1] == [
        "Thẩm quyền Trung ương",
        "Lĩnh vực: Giao thông",
        "Thẩm quyền cấp tỉnh",
        "Lĩnh vực: Điện",
        "Thẩm quyền cấp xã",
        "Lĩnh vực: Giao thông",
    ]
    assert [row[0] for row in rows if len(row) > 1] == [1, 2, 3, 4, 5]


def test_a_round_without_meetings_says_so(contact: VoterContactRound) -> None:
    document = synthesis_document(synthesis_facts(contact, as_of=LAST), {}, on=LAST)
    words = words_of(document)
    assert "chưa phát sinh cuộc tiếp xúc" in words
    assert "không có ý kiến, kiến nghị" in words
    assert len(document.annexes) == 1


def test_reading_it_takes_the_same_for_few_and_for_many(found: World) -> None:
    with CaptureQueriesContext(connection) as few:
        list(facts_of(found).places)
    said(found.meetings[0], *(f"Đề nghị số {number}" for number in range(20)))
    with CaptureQueriesContext(connection) as many:
        list(facts_of(found).places)
    assert len(few) == len(many) <= 14


# --- The paper's course ---


def begun(found: World, **given: Any) -> OpinionReport:
    return services.begin_report(round=found.contact, kind="synthesis", user=None, **{"as_of": LAST, **given})


def test_it_is_begun_written_numbered_and_kept(found: World, user_as: Any) -> None:
    user = user_as("secretariat")
    report = begun(found)
    services.save_report(
        report=report,
        user=user,
        texts={"assessment": "Cử tri đồng tình."},
        as_of=LAST,
        addressee="peoples_committee",
    )
    done = services.issue_report(report=report, user=user, on=LAST)
    assert done.document is not None
    assert str(done.document) == "01/BC-HĐND"
    text = "\n".join(one.text for one in Document(BytesIO(content_of(done.document.docx))).paragraphs)
    assert "Cử tri đồng tình." in text
    assert "Ủy ban nhân dân" in text
    book = load_workbook(BytesIO(content_of(done.sheet)))
    assert book.sheetnames == ["Phụ lục", "Biểu 1"]
    assert book["Phụ lục"].max_row == 6
    assert book["Biểu 1"].cell(4, 3).value == 2
    assert content_of(done.document.file).startswith(b"%PDF")


def content_of(file: Any) -> bytes:
    with file.versions.get().content.open() as opened:
        return bytes(opened.read())


def test_a_numbered_report_can_no_longer_be_changed(found: World, user_as: Any) -> None:
    user = user_as("secretariat")
    report = services.issue_report(report=begun(found), user=user, on=LAST)
    for change in (
        lambda: services.save_report(report=report, user=user, texts={}, as_of=LAST, addressee="council"),
        lambda: services.issue_report(report=report, user=user, on=LAST),
        lambda: services.discard_report(report=report, user=user),
    ):
        with pytest.raises(ValidationError, match="01/BC-HĐND"):
            change()


def test_one_draft_of_a_kind_at_a_time_and_another_for_a_group(found: World) -> None:
    begun(found)
    with pytest.raises(ValidationError):
        begun(found)
    group: DelegateGroup = GroupFactory(council_term=found.contact.council_term, number=3, name="Tổ số 3")
    assert begun(found, group=group).addressee == "standing"


def test_a_group_reports_its_own_meetings_under_its_own_head(found: World, user_as: Any) -> None:
    group: DelegateGroup = GroupFactory(council_term=found.contact.council_term, number=3, name="Tổ số 3")
    found.meetings[0].groups.add(group)
    facts = facts_of(found, group=group)
    assert (len(facts.meetings), facts.total) == (1, 2)
    document = synthesis_document(facts, {}, on=LAST)
    assert [line.text for line in document.issuer.lines][-1] == "TỔ ĐẠI BIỂU SỐ 3"
    assert document.signatures[0].lines == ("TM. TỔ SỐ 3", "TỔ TRƯỞNG")
    done = services.issue_report(report=begun(found, group=group), user=user_as("secretariat"), on=LAST)
    assert str(done.document) == "01/BC-TĐB3"


def test_what_is_not_classified_stops_it_until_somebody_says_that_it_may(found: World, user_as: Any) -> None:
    said(found.meetings[0], "Đề nghị chưa phân loại")
    report, user = begun(found), user_as("secretariat")
    with pytest.raises(ValidationError) as refusal:
        services.issue_report(report=report, user=user, on=LAST)
    assert list(refusal.value.message_dict) == ["incomplete"]
    done = services.issue_report(report=report, user=user, on=LAST, incomplete=True)
    assert done.document is not None


@pytest.mark.parametrize("on", [LAST - timedelta(days=1), date(2099, 1, 1)])
def test_days_that_do_not_fit_are_refused_beside_the_day(found: World, user_as: Any, on: date) -> None:
    with pytest.raises(ValidationError) as refusal:
        services.issue_report(report=begun(found), user=user_as("secretariat"), on=on)
    assert list(refusal.value.message_dict) == ["on"]


def scan() -> SimpleUploadedFile:
    """A new file each time."""
    return SimpleUploadedFile("ky.pdf", b"%PDF-1.7 ky")


def test_the_signed_copy_is_kept_and_a_later_one_is_its_next_version(found: World, user_as: Any) -> None:
    user, report = user_as("secretariat"), begun(found)
    with pytest.raises(ValidationError):
        services.attach_signed_report(report=report, user=user, upload=scan())
    services.issue_report(report=report, user=user, on=LAST)
    services.attach_signed_report(report=report, user=user, upload=scan())
    done = services.attach_signed_report(report=report, user=user, upload=scan())
    assert done.signed is not None
    assert done.signed.versions.count() == 2


def test_a_discarded_draft_leaves_room_for_another(found: World) -> None:
    services.discard_report(report=begun(found), user=None)
    assert begun(found).pk
