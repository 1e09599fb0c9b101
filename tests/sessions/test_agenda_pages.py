"""Pages of the agenda: everybody reads, the secretariat builds; the programme as files; every mistake said in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm
from sessions import services
from sessions.models import AgendaItem, PlenaryMeeting, Sitting
from tests.factories import AgendaItemFactory, PaperFactory, PlenaryMeetingFactory, SittingFactory

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    made: Sitting = SittingFactory(council_term=term, number=5)
    return made


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    return client_as("secretariat")


def url(name: str, pk: int, *more: str) -> str:
    return reverse(f"sittings:{name}", args=[pk, *more])


def agenda(client: Client, sitting: Sitting) -> str:
    return client.get(url("sitting_agenda", sitting.pk)).content.decode()


def typed(**changes: Any) -> dict[str, Any]:
    return {"kind": "presentation", "title": "Báo cáo kinh tế", "is_public": "on", **changes}


def titles(sitting: Sitting) -> list[str]:
    return list(AgendaItem.objects.filter(sitting=sitting).values_list("title", flat=True))


# --- Reading ---


def test_readers_read_the_programme_and_see_nothing_to_build_with(
    client_as: ClientAs, sitting: Sitting
) -> None:
    item = AgendaItemFactory(sitting=sitting, presenter="Trưởng phòng Kinh tế", is_public=False)
    for role in ("leader", "delegate", "committee", "auditor"):
        page = agenda(client_as(role), sitting)
        assert item.title in page
        assert "Trưởng phòng Kinh tế" in page
        assert url("agenda_item_edit", item.pk) not in page
        assert "agenda.js" not in page


def test_an_empty_agenda_says_what_to_do_first(client_as: ClientAs, staff: Client, sitting: Sitting) -> None:
    assert _("The agenda is still empty.") in agenda(staff, sitting)
    assert _("The agenda has not been drawn up yet.") in agenda(client_as("delegate"), sitting)


def test_the_page_shows_how_time_is_spent_and_where_it_is_too_much(staff: Client, sitting: Sitting) -> None:
    morning = PlenaryMeetingFactory(sitting=sitting, ends_at=time(8, 0))
    AgendaItemFactory(sitting=sitting, meeting=morning, reading_minutes=36, discussion_minutes=14)
    page = agenda(staff, sitting)
    assert _("%(share)s%% reading") % {"share": 72} in page
    assert _("more is read out than discussed") in page
    over = _("Longer than the half-day by %(over)s") % {"over": "20"}
    assert over in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_few_questions_however_long_the_agenda(
    staff: Client, sitting: Sitting, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        paper = PaperFactory(sitting=sitting)
        meeting = PlenaryMeetingFactory(sitting=sitting, part=PlenaryMeeting.Part.values[number])
        AgendaItemFactory(sitting=sitting, meeting=meeting).papers.add(paper)
    staff.get(url("sitting_agenda", sitting.pk))
    with django_assert_num_queries(8):
        staff.get(url("sitting_agenda", sitting.pk))


# --- Entering ---


def test_staff_add_an_item_from_the_line_of_quick_entry(staff: Client, sitting: Sitting) -> None:
    answer = staff.post(
        url("agenda_item_create", sitting.pk), typed(quick="on", reading_minutes="15", discussion_minutes="")
    )
    assert answer["Location"] == f"{url('sitting_agenda', sitting.pk)}#agenda-end"
    made = AgendaItem.objects.get()
    assert (made.title, made.reading_minutes, made.discussion_minutes, made.depth) == (
        "Báo cáo kinh tế",
        15,
        0,
        1,
    )


def test_an_item_is_entered_with_its_papers_and_hour(staff: Client, sitting: Sitting) -> None:
    paper, morning = PaperFactory(sitting=sitting), PlenaryMeetingFactory(sitting=sitting)
    staff.post(
        url("agenda_item_create", sitting.pk),
        typed(papers=[paper.pk], meeting=morning.pk, starts_at="8h15", discussion_minutes="20"),
    )
    made = AgendaItem.objects.get()
    assert (list(made.papers.all()), made.meeting, made.starts_at) == ([paper], morning, time(8, 15))


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"kind": "nonsense"}, {"reading_minutes": "601"}, {"discussion_minutes": "-1"}]
)
def test_a_mistake_is_shown_beside_its_field_and_nothing_typed_is_lost(
    staff: Client, sitting: Sitting, wrong: dict[str, str]
) -> None:
    answer = staff.post(url("agenda_item_create", sitting.pk), typed(presenter="Chánh Văn phòng", **wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert "Chánh Văn phòng" in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_a_half_day_or_paper_of_another_sitting_cannot_be_chosen(
    staff: Client, sitting: Sitting, term: CouncilTerm
) -> None:
    other = SittingFactory(council_term=term, opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 1))
    strange = {"meeting": PlenaryMeetingFactory(sitting=other).pk, "papers": [PaperFactory(sitting=other).pk]}
    PaperFactory(sitting=sitting)
    answer = staff.post(url("agenda_item_create", sitting.pk), typed(**strange))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"meeting", "papers"}


def test_staff_change_an_item_and_a_slower_colleague_is_told(staff: Client, sitting: Sitting) -> None:
    item = AgendaItemFactory(sitting=sitting)
    address = url("agenda_item_edit", item.pk)
    assert staff.get(address).status_code == 200
    answer = staff.post(address, typed(title="Báo cáo mới", version=1))
    assert answer["Location"] == f"{url('sitting_agenda', sitting.pk)}#item-{item.pk}"
    assert staff.post(address, typed(title="Báo cáo khác", version=1)).status_code == 422
    assert titles(sitting) == ["Báo cáo mới"]


def test_an_item_is_taken_off_after_asking(staff: Client, sitting: Sitting) -> None:
    item = AgendaItemFactory(sitting=sitting)
    assert staff.get(url("agenda_item_remove", item.pk)).status_code == 200
    staff.post(url("agenda_item_remove", item.pk))
    assert titles(sitting) == []


def test_an_item_that_must_stay_says_why(staff: Client, sitting: Sitting) -> None:
    item = AgendaItemFactory(sitting=sitting)
    item.turns.create(meeting=PlenaryMeetingFactory(sitting=sitting), position=1, speaker="Khách mời")
    answer = staff.post(url("agenda_item_remove", item.pk))
    assert answer.status_code == 422
    assert _("Delegates spoke on this item: it stays on the agenda.") in answer.content.decode()


# --- Order, without and with the script ---


@pytest.fixture
def three(sitting: Sitting) -> list[AgendaItem]:
    return [services.add_item(sitting=sitting, user=None, title=title) for title in "ABC"]


def test_a_button_moves_an_item_and_comes_back_to_it(
    staff: Client, sitting: Sitting, three: list[AgendaItem]
) -> None:
    answer = staff.post(url("agenda_item_move", three[1].pk), {"to": "up"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{url('sitting_agenda', sitting.pk)}#item-{three[1].pk}"
    assert titles(sitting) == ["B", "A", "C"]
    said = _("“%(item)s” now stands at %(label)s.") % {"item": "B", "label": "1"}
    assert said in answer.content.decode().replace("&quot;", '"')


def test_with_the_script_only_the_agenda_comes_back(
    staff: Client, sitting: Sitting, three: list[AgendaItem]
) -> None:
    answer = staff.post(url("agenda_item_move", three[2].pk), {"to": "up"}, headers=HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    assert "data-said" in page
    assert "no-store" in answer["Cache-Control"]
    assert titles(sitting) == ["A", "C", "B"]


@pytest.mark.parametrize("to", ["up", "sideways", ""])
def test_a_move_that_cannot_be_made_is_refused_in_words(
    staff: Client, sitting: Sitting, three: list[AgendaItem], to: str
) -> None:
    answer = staff.post(url("agenda_item_move", three[0].pk), {"to": to}, headers=HTMX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert staff.post(url("agenda_item_move", three[0].pk), {"to": to}).status_code == 302
    assert titles(sitting) == ["A", "B", "C"]


def test_a_dragged_order_is_saved_with_its_half_day(
    staff: Client, sitting: Sitting, three: list[AgendaItem]
) -> None:
    morning = PlenaryMeetingFactory(sitting=sitting)
    known = staff.get(url("sitting_agenda", sitting.pk)).context["programme"].token
    order = ",".join(f"{item.pk}:1" for item in reversed(three))
    data = {"order": order, "token": known, "item": three[2].pk, "meeting": morning.pk}
    assert staff.post(url("agenda_reorder", sitting.pk), data, headers=HTMX).status_code == 200
    assert titles(sitting) == ["C", "B", "A"]
    assert AgendaItem.objects.get(meeting=morning).pk == three[2].pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": ""},
        {"order": "1:1"},
        {"order": "nonsense"},
        {"token": "old"},
        {"item": "999999", "meeting": ""},
        {"meeting": "999999999"},
    ],
)
def test_a_wrong_order_changes_nothing_and_is_refused_in_words(
    staff: Client, sitting: Sitting, three: list[AgendaItem], wrong: dict[str, str]
) -> None:
    known = staff.get(url("sitting_agenda", sitting.pk)).context["programme"].token
    order = ",".join(f"{item.pk}:1" for item in reversed(three))
    data = {"order": order, "token": known, "item": str(three[0].pk), "meeting": "", **wrong}
    answer = staff.post(url("agenda_reorder", sitting.pk), data, headers=HTMX)
    assert answer.status_code == 422
    assert titles(sitting) == ["A", "B", "C"]


def test_ticked_items_go_into_a_half_day(staff: Client, sitting: Sitting, three: list[AgendaItem]) -> None:
    morning = PlenaryMeetingFactory(sitting=sitting)
    staff.post(url("agenda_place", sitting.pk), {"pk": [three[0].pk, three[2].pk], "meeting": morning.pk})
    placed = AgendaItem.objects.filter(meeting=morning).values_list("title", flat=True)
    assert list(placed) == ["A", "C"]


def test_placing_foreign_items_or_into_foreign_half_days_is_refused_in_words(
    staff: Client, sitting: Sitting, three: list[AgendaItem], other_council: Any, term: CouncilTerm
) -> None:
    strange = SittingFactory(council_term=other_council.terms.get())
    beside = SittingFactory(council_term=term, opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 1))
    own = PlenaryMeetingFactory(sitting=sitting)
    attempts: list[dict[str, Any]] = [
        {"pk": [three[0].pk], "meeting": PlenaryMeetingFactory(sitting=strange).pk},
        {"pk": [three[0].pk], "meeting": PlenaryMeetingFactory(sitting=beside).pk},
        {"pk": [AgendaItemFactory(sitting=strange).pk], "meeting": own.pk},
        {"pk": ["x"], "meeting": own.pk},
        {"meeting": own.pk},
    ]
    for data in attempts:
        answer = staff.post(url("agenda_place", sitting.pk), data, headers=HTMX)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not AgendaItem.objects.filter(meeting__isnull=False).exists()


def test_the_list_of_papers_comes_on_the_agenda_by_one_press(staff: Client, sitting: Sitting) -> None:
    PaperFactory(sitting=sitting, title="Báo cáo ngân sách")
    staff.post(url("agenda_papers", sitting.pk))
    assert titles(sitting) == ["Báo cáo ngân sách"]


def test_only_the_secretariat_builds(client_as: ClientAs, sitting: Sitting, three: list[AgendaItem]) -> None:
    leader = client_as("leader")
    for name, pk in (
        ("agenda_item_create", sitting.pk),
        ("agenda_reorder", sitting.pk),
        ("agenda_place", sitting.pk),
        ("agenda_item_edit", three[0].pk),
        ("agenda_item_move", three[0].pk),
        ("agenda_item_table", three[0].pk),
    ):
        assert leader.post(url(name, pk), {"to": "down"}).status_code == 403
    assert titles(sitting) == ["A", "B", "C"]


# --- Dealt with ---


def test_an_item_is_recorded_as_dealt_with_and_taken_back(
    staff: Client, sitting: Sitting, three: list[AgendaItem]
) -> None:
    assert staff.post(url("agenda_item_table", three[0].pk), {"on": "14/07/2026"}).status_code == 422
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today, "opened_on": today}
    Sitting.objects.filter(pk=sitting.pk).update(state="in_session", **days)
    assert _("Record as dealt with") in agenda(staff, sitting)
    staff.post(url("agenda_item_table", three[0].pk), {"on": f"{today:%d/%m/%Y}"})
    assert AgendaItem.objects.get(tabled_on=today).pk == three[0].pk
    assert _("Dealt with on") in agenda(staff, sitting)
    staff.post(url("agenda_item_untable", three[0].pk))
    assert not AgendaItem.objects.filter(tabled_on__isnull=False).exists()


# --- The public programme ---


@pytest.fixture
def full(sitting: Sitting) -> Sitting:
    """A morning with a section, a hidden item with one under it, a paper, and hours."""
    morning = PlenaryMeetingFactory(sitting=sitting, starts_at=time(7, 45))
    paper = PaperFactory(sitting=sitting, number=7)
    add: dict[str, Any] = {"sitting": sitting, "user": None, "meeting": morning}
    services.add_item(**add, title="Các báo cáo", kind="section")
    services.add_item(
        **add,
        title="Báo cáo ngân sách",
        presenter="Trưởng phòng Tài chính",
        reading_minutes=30,
        papers=[paper],
    )
    services.add_item(**add, title="Nhân sự họp kín", is_public=False)
    services.add_item(**add, title="Danh sách kín", depth=2)
    services.add_item(**add, title="Thảo luận tại hội trường", kind="discussion")
    return sitting


def test_the_programme_as_docx_is_a_table_of_the_half_day(client_as: ClientAs, full: Sitting) -> None:
    answer = client_as("delegate").get(url("agenda_file", full.pk, "docx"))
    assert answer["Content-Disposition"].startswith("attachment")
    document = Document(BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "CHƯƠNG TRÌNH" in text
    assert "Kỳ\xa0họp thứ Năm" in text or "Kỳ họp thứ Năm" in text
    assert "Buổi sáng thứ Ba, ngày 14/7/2026" in text
    [table] = [table for table in document.tables if table.cell(0, 0).text == "Thời gian"]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["Thời gian", "Nội dung", "Người thực hiện", "Số tài liệu"],
        ["I. CÁC BÁO CÁO"] * 4,  # one cell across the table
        ["7 giờ 45 phút", "1. Báo cáo ngân sách", "Trưởng phòng Tài chính", "07"],
        ["8 giờ 15 phút", "2. Thảo luận tại hội trường", "", ""],
    ]


def test_the_programme_as_pdf_says_the_same_and_keeps_hidden_items_out(
    client_as: ClientAs, full: Sitting
) -> None:
    answer = client_as("auditor").get(url("agenda_file", full.pk, "pdf"))
    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    assert "7 giờ 45 phút" in text
    assert "DỰ KIẾN" in text
    assert "kín" not in text


def test_the_programme_is_no_other_kind_of_file(staff: Client, full: Sitting) -> None:
    assert staff.get(url("agenda_file", full.pk, "exe")).status_code == 404


def test_a_programme_without_items_says_that_it_follows(staff: Client, sitting: Sitting) -> None:
    answer = staff.get(url("agenda_file", sitting.pk, "docx"))
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(answer.content)).paragraphs)
    assert "thông báo sau" in text
