"""Reminder letters: what they say; number, files, rungs and notices come together or not at all; who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from documents.models import NumberSeries, OfficialDocument
from followups import services
from followups.letters import Terms
from followups.models import Climb, FollowUp, Notice, ReminderLetter, RungKind
from tests.factories import AgencyFactory, CommitteeFactory, follow_up

TODAY, SENT = date(2026, 11, 20), date(2026, 6, 15)
TERMS = Terms(
    dated_on=TODAY,
    answer_by=date(2026, 12, 4),
    signer="vice_chair",
    next_step="đưa nội dung này vào chương trình hội nghị giao ban",
)
NEW, REGISTER = "/follow-ups/letters/new/", "/follow-ups/letters/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The morning of `TODAY`, a Friday."""
    with time_machine.travel(f"{TODAY}T09:00+07:00", tick=False):
        yield


@pytest.fixture
def staff(user_as: Callable[..., Any]) -> Any:
    return user_as("secretariat")


def overdue(agency: Any, title: str = "Sửa cầu dân sinh", due: date = date(2026, 11, 10)) -> FollowUp:
    return follow_up(agency, title=title, on=SENT, due=due)


def written(staff: Any, *tasks: FollowUp, **changes: Any) -> ReminderLetter:
    agency = changes.pop("agency", tasks[0].agency if tasks else None)
    terms = Terms(**{**{name: getattr(TERMS, name) for name in Terms.__slots__}, **changes})
    return services.write_letter(
        council=changes.get("council") or staff.memberships.get().council,
        agency=agency,
        follow_ups=tasks,
        user=staff,
        terms=terms,
    )


def content(file: Any) -> bytes:
    with file.versions.get().content.open("rb") as opened:
        found: bytes = opened.read()
    return found


def word_text(letter: ReminderLetter) -> str:
    document = docx.Document(BytesIO(content(letter.docx)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


def pdf_text(letter: ReminderLetter) -> str:
    pages = pypdf.PdfReader(BytesIO(content(letter.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def opened(client: Any, address: str) -> int:
    """The status of a page or a file, which is closed when it has been read."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    status: int = response.status_code
    return status


# --- What the letter says ---


def test_both_files_say_what_the_form_asks_for(agency: Any, staff: Any) -> None:
    old = overdue(agency, "Lắp đèn đường thôn Nậm Phảng", date(2026, 7, 15))
    letter = written(staff, old, overdue(agency))
    council = agency.council
    asked = f"Ngày 15/6/2026, Thường trực Hội đồng nhân dân (HĐND) {council.name} đã chuyển đến {agency.name} 02 nội"
    state = f"Đến hết ngày 20/11/2026, {agency.name} còn 02 nội dung quá hạn trả lời, trong đó có 01 nội dung quá hạn"
    then = "Đây là lần đôn đốc thứ nhất; nếu sau ngày 04/12/2026 chưa có văn bản trả lời, Thường trực HĐND xã sẽ đưa"
    expected = (
        "Số: 01/HĐND-VP",
        "V/v đôn đốc giải quyết, trả lời ý kiến, kiến nghị của cử tri (lần 1)",
        f"Kính gửi: {agency.name}",
        f"{council.place}, ngày 20 tháng 11 năm 2026",
        f"{asked} dung đề nghị giải quyết, trả lời ý kiến, kiến nghị của cử tri",
        f"{state} trên 90 ngày",
        "chậm nhất ngày 04/12/2026",
        "Nêu rõ nguyên nhân chậm trả lời và trách nhiệm",
        "lộ trình và thời hạn giải quyết",
        f"{then} nội dung này vào chương trình hội nghị giao ban.",
        f"Thường trực HĐND xã đề nghị {agency.name} quan tâm, thực hiện./.",
        "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "- Như trên;",
        "- Chủ tịch, các Phó Chủ tịch HĐND xã;",
        "- VP HĐND và UBND xã;",
        "- Lưu: VT.",
    )
    for text in (word_text(letter), pdf_text(letter)):
        assert [words for words in expected if words not in text] == []


def test_the_table_has_the_columns_of_the_form_and_a_row_per_matter_the_oldest_first(
    agency: Any, staff: Any
) -> None:
    new, old = overdue(agency), overdue(agency, "Lắp đèn đường", date(2026, 7, 15))
    document = docx.Document(BytesIO(content(written(staff, new, old).docx)))
    table = next(table for table in document.tables if table.cell(0, 0).text == "STT")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [
        "STT",
        "Nội dung",
        "Văn bản chuyển (số, ngày)",
        "Cơ quan giải quyết",
        "Hạn trả lời",
        "Số ngày quá hạn",
        "Lần đôn đốc",
        "Ghi chú",
    ]
    assert rows[1] == ["1", "Lắp đèn đường", "Ngày 15/6/2026", agency.name, "15/7/2026", "128", "1", ""]
    assert rows[2] == ["2", "Sửa cầu dân sinh", "Ngày 15/6/2026", "Như trên", "10/11/2026", "10", "1", ""]


def test_a_very_long_name_is_written_once_and_breaks_nothing(agency: Any, staff: Any) -> None:
    name = "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông, nông nghiệp và phát triển nông thôn khu vực"
    agency.name = f"{name} phía Đông trực thuộc Ủy ban nhân dân tỉnh"
    agency.save()
    letter = written(staff, *(overdue(agency, f"Việc số {number}") for number in range(12)))
    text = pdf_text(letter)
    assert "Thường trực HĐND xã đề nghị quý cơ quan quan tâm, thực hiện./." in text
    assert "đã chuyển đến Ban Quản lý dự án" in text
    assert len(pypdf.PdfReader(BytesIO(content(letter.pdf))).pages) <= 3


def test_a_second_letter_counts_and_names_the_first(agency: Any, staff: Any) -> None:
    first, other = overdue(agency), overdue(agency, "Lắp đèn đường")
    written(staff, first)
    letter = written(staff, first, other)
    assert letter.time == 2
    text = word_text(letter)
    assert "(lần 2)" in text
    assert "Đây là lần đôn đốc thứ hai" in text
    assert "Đã đôn đốc tại văn bản số 01/HĐND-VP ngày 20/11/2026" in text


def test_an_answer_given_back_and_more_time_stand_in_the_notes(agency: Any, staff: Any) -> None:
    task = overdue(agency, due=date(2026, 10, 1))
    services.reply_to(
        follow_up=task, user=None, text="Sẽ làm.", result_class="resolved", dated_on=TODAY, quiet=True
    )
    services.assess(follow_up=task, user=None, verdict="returned", on=TODAY, reason="Chưa rõ", quiet=True)
    FollowUp.objects.filter(pk=task.pk).update(due_on=date(2026, 11, 2))
    task.refresh_from_db()
    assert "Đã trả lời nhưng chưa được chấp nhận; Đã được gia hạn (hạn ban đầu 01/10/2026)" in word_text(
        written(staff, task)
    )


def test_matters_of_different_origins_are_urged_in_neutral_words(agency: Any, staff: Any) -> None:
    other = follow_up(agency, title="Việc khác", on=SENT, due=date(2026, 11, 2), kind="resolution")
    assert "V/v đôn đốc thực hiện nhiệm vụ được giao (lần 1)" in word_text(
        written(staff, overdue(agency), other)
    )


# --- What comes with it ---


def test_a_letter_climbs_the_letter_rungs_lists_the_others_and_tells_the_agency(
    agency: Any, staff: Any, user_as: Any
) -> None:
    reader = user_as("agency")
    fresh, higher = overdue(agency), overdue(agency, "Lắp đèn đường")
    Climb.objects.create(
        follow_up=higher, position=1, kind=RungKind.REMINDER_LETTER, decided_on=date(2026, 11, 16)
    )
    FollowUp.objects.filter(pk=higher.pk).update(rung=1)
    letter = written(staff, fresh, higher)
    fresh.refresh_from_db()
    higher.refresh_from_db()
    assert (fresh.rung, higher.rung) == (1, 1)
    assert dict(letter.climbs.values_list("follow_up_id", "position")) == {fresh.pk: 1, higher.pk: 0}
    assert {climb.decided_by for climb in letter.climbs.all()} == {staff}
    told = Notice.objects.filter(recipient=reader, kind=Notice.Kind.REMINDED)
    assert set(told.values_list("follow_up_id", flat=True)) == {fresh.pk, higher.pk}
    register = OfficialDocument.objects.get()
    assert (register.symbol, register.file) == ("01/HĐND-VP", letter.pdf)
    assert register.abstract == "V/v đôn đốc giải quyết, trả lời ý kiến, kiến nghị của cử tri (lần 1)"


@pytest.mark.parametrize(
    ("room", "broken"),
    [
        ("documents.services", "to_docx"),
        ("documents.services", "to_pdf"),
        ("followups.services.letters", "announce_many"),
    ],
)
def test_a_failure_on_the_way_gives_the_number_back_and_leaves_nothing(
    agency: Any, staff: Any, monkeypatch: pytest.MonkeyPatch, room: str, broken: str
) -> None:
    written(staff, overdue(agency, "Việc trước"))
    task = overdue(agency)

    def fail(*_args: Any, **_kwargs: Any) -> bytes:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(f"{room}.{broken}", fail)
        with pytest.raises(OSError, match="no room"):
            written(staff, task)
    task.refresh_from_db()
    assert (task.rung, task.climbs.count(), ReminderLetter.objects.count()) == (0, 0, 1)
    assert NumberSeries.objects.get().last == 1
    assert str(written(staff, task)) == "02/HĐND-VP"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dated_on": TODAY + timedelta(days=1)}, "dated_on"),
        ({"answer_by": TODAY}, "answer_by"),
        ({"answer_by": date(2028, 1, 3)}, "answer_by"),
        ({"next_step": "  "}, "next_step"),
    ],
)
def test_days_and_words_that_do_not_fit_are_refused_beside_their_field(
    agency: Any, staff: Any, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        written(staff, overdue(agency), **changes)
    assert list(refused.value.message_dict) == [field]
    assert not OfficialDocument.objects.exists()


def test_a_letter_is_about_what_its_agency_owes_and_is_overdue(
    agency: Any, staff: Any, other_council: Any
) -> None:
    answered = overdue(agency, "Đã trả lời")
    services.reply_to(
        follow_up=answered, user=None, text="Xong.", result_class="resolved", dated_on=TODAY, quiet=True
    )
    wrong: list[tuple[list[FollowUp], Any]] = [
        ([], agency),
        ([overdue(AgencyFactory(council=agency.council))], agency),
        ([overdue(AgencyFactory(council=other_council))], agency),
        ([follow_up(agency, title="Chưa đến hạn", due=TODAY)], agency),
        ([overdue(agency), answered], agency),
    ]
    for tasks, to in wrong:
        with pytest.raises(Refused):
            written(staff, *tasks, agency=to)
    assert not ReminderLetter.objects.exists()


# --- The page that writes ---


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "dated_on": "20/11/2026",
        "answer_by": "04/12/2026",
        "signer": "chair",
        "signer_name": "",
        "next_step": "đưa nội dung này vào nhóm vấn đề chất vấn",
        **changes,
    }


def test_from_a_follow_up_everything_its_agency_owes_is_ticked_and_the_letter_shown(
    agency: Any, client_as: Any
) -> None:
    task, other = overdue(agency), overdue(agency, "Lắp đèn đường")
    follow_up(agency, title="Chưa đến hạn", due=TODAY)
    overdue(AgencyFactory(council=agency.council), "Của cơ quan khác")
    response = client_as("secretariat").get(f"{NEW}?follow_up={task.pk}")
    (sheet, preview), *rest = response.context["sheets"]
    assert rest == []
    assert sheet.ticked == {task.pk, other.pk}
    page = response.content.decode()
    assert "Đến hết ngày 20/11/2026" in page
    assert response.context["form"].initial["answer_by"] == date(2026, 12, 7)
    assert "hội nghị liên tịch" in response.context["form"].initial["next_step"]
    assert preview.document.number.number is None
    assert not OfficialDocument.objects.exists()


def test_what_is_unticked_stays_out_and_may_be_ticked_again(agency: Any, client_as: Any) -> None:
    task, other = overdue(agency), overdue(agency, "Lắp đèn đường")
    response = client_as("leader").post(NEW, typed(pk=[task.pk], agency=[agency.pk]))
    ((sheet, preview),) = response.context["sheets"]
    assert [row.pk for row in sheet.rows] == [task.pk, other.pk]
    assert sheet.ticked == {task.pk}
    assert len(preview.table.rows) == 1


def test_ticked_rows_of_several_agencies_make_one_letter_per_agency(agency: Any, client_as: Any) -> None:
    second = AgencyFactory(council=agency.council)
    tasks = [overdue(agency), overdue(agency, "Lắp đèn đường"), overdue(second, "Nạo vét mương")]
    client = client_as("secretariat")
    shown = client.post(NEW, {"pk": [task.pk for task in tasks], "action": "letter"})
    assert shown.status_code == 200
    assert len(shown.context["sheets"]) == 2
    done = client.post(NEW, typed(pk=[task.pk for task in tasks], confirm="yes"))
    assert done.url == REGISTER
    found = {str(letter): letter.climbs.count() for letter in ReminderLetter.objects.all()}
    assert sorted(found) == ["01/HĐND-VP", "02/HĐND-VP"]
    assert sorted(found.values()) == [1, 2]


def test_what_comes_in_no_letter_says_why(agency: Any, client_as: Any) -> None:
    early = follow_up(agency, title="Chưa đến hạn", due=TODAY)
    internal = overdue(agency, "Việc của Ban")
    committee = CommitteeFactory(council=agency.council)
    FollowUp.objects.filter(pk=internal.pk).update(agency=None, committee=committee)
    response = client_as("secretariat").post(NEW, {"pk": [early.pk, internal.pk, overdue(agency).pk]})
    left = {row.pk: reason for row, reason in response.context["left"]}
    assert left == {
        internal.pk: _("Not owed by an agency: letters go to agencies."),
        early.pk: _("Not overdue."),
    }


def test_a_letter_is_written_after_it_was_shown_and_a_mistake_keeps_what_was_typed(
    agency: Any, client_as: Any
) -> None:
    task, client = overdue(agency), client_as("secretariat")
    wrong = client.post(NEW, typed(pk=task.pk, answer_by="20/11/2026", confirm="yes"))
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["answer_by"]
    assert "nhóm vấn đề chất vấn" in wrong.content.decode()
    nothing = client.post(NEW, typed(agency=agency.pk, confirm="yes"))
    assert nothing.status_code == 422
    done = client.post(NEW, typed(pk=task.pk, confirm="yes"))
    letter = ReminderLetter.objects.get()
    assert done.url == letter.get_absolute_url()
    assert (letter.written_by, letter.answer_by) == (client.user, date(2026, 12, 4))


def test_nothing_ticked_leads_back_to_the_list_and_what_is_out_of_reach_is_not_found(
    client_as: Any, other_council: Any
) -> None:
    client = client_as("secretariat")
    assert client.get(NEW).url == "/follow-ups/?late=on"
    strange = overdue(AgencyFactory(council=other_council))
    assert client.post(NEW, {"pk": strange.pk}).status_code == 404
    assert {client_as(role).get(NEW).status_code for role in ("delegate", "agency", "auditor")} == {403}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_that_writes_costs_the_same_for_one_matter_and_for_three(
    agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    tasks = [overdue(agency, f"Việc {number}") for number in range(count)]
    client = client_as("secretariat")
    address = f"{NEW}?follow_up={tasks[0].pk}"
    client.get(address)
    with django_assert_num_queries(11):
        assert client.get(address).status_code == 200


# --- The register and one letter ---


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_for_one_letter_and_for_three(
    agency: Any, staff: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        written(staff, overdue(agency, f"Việc {number}"))
    client = client_as("secretariat")
    client.get(REGISTER)
    with django_assert_num_queries(7):
        assert len(client.get(REGISTER).context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_letter_costs_the_same_for_one_matter_and_for_three(
    agency: Any, staff: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    letter = written(staff, *(overdue(agency, f"Việc {number}") for number in range(count)))
    client = client_as("secretariat")
    client.get(letter.get_absolute_url())
    with django_assert_num_queries(8):
        assert len(client.get(letter.get_absolute_url()).context["rows"]) == count


def test_the_register_counts_the_matters_and_what_was_answered_since(
    agency: Any, staff: Any, client_as: Any
) -> None:
    answered, silent = overdue(agency), overdue(agency, "Lắp đèn đường")
    written(staff, answered, silent)
    services.reply_to(
        follow_up=answered, user=None, text="Xong.", result_class="resolved", dated_on=TODAY, quiet=True
    )
    client = client_as("delegate")
    (row,) = client.get(REGISTER).context["table"].rows
    assert (row.matters, row.answered) == (2, 1)
    export = client.get(f"{REGISTER}?export=csv").getvalue().decode("utf-8-sig")
    assert "01/HĐND-VP" in export
    assert "1/2" in export


def test_the_register_is_narrowed_by_agency_and_day(agency: Any, staff: Any, client_as: Any) -> None:
    second = AgencyFactory(council=agency.council)
    written(staff, overdue(agency), dated_on=date(2026, 11, 19))
    written(staff, overdue(second))
    client = client_as("leader")

    def numbers(query: str) -> set[str]:
        return {str(row) for row in client.get(f"{REGISTER}?{query}").context["table"].rows}

    assert numbers(f"agency={second.pk}") == {"02/HĐND-VP"}
    assert numbers("dated_until=19/11/2026") == {"01/HĐND-VP"}
    assert numbers("dated_from=2026-11-19") == {"01/HĐND-VP", "02/HĐND-VP"}


def test_the_addressed_agency_reads_its_letter_and_no_other_agency_does(
    agency: Any, staff: Any, client_as: Any
) -> None:
    task = overdue(agency)
    letter = written(staff, task)
    addresses = [letter.get_absolute_url()] + [
        reverse("followups:letter_file", args=[letter.pk, kind]) for kind in ("docx", "pdf")
    ]
    own = client_as("agency")
    assert {opened(own, address) for address in addresses} == {200}
    assert [str(row) for row in own.get(REGISTER).context["table"].rows] == [str(letter)]
    page = own.get(addresses[0]).content.decode()
    assert staff.full_name not in page
    detail = own.get(task.get_absolute_url()).content.decode()
    assert addresses[0] in detail
    assert staff.full_name not in detail
    neighbour = client_as("agency", agency=AgencyFactory(council=agency.council))
    assert {neighbour.get(address).status_code for address in addresses} == {404}
    assert list(neighbour.get(REGISTER).context["table"].rows) == []


def test_files_are_downloads_of_their_kind_only(agency: Any, staff: Any, client_as: Any) -> None:
    letter, client = written(staff, overdue(agency)), client_as("auditor")
    response = client.get(reverse("followups:letter_file", args=[letter.pk, "pdf"]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "cong-van-don-doc-01-2026.pdf" in response["Content-Disposition"]
    assert client.get(reverse("followups:letter_file", args=[letter.pk, "exe"])).status_code == 404
