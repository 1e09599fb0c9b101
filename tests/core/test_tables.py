"""What lists promise: one declaration serves the page, the phone, the order and the export."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import format_html

from core import display
from core.forms import PortalForm
from core.tables import Column, Table


@dataclass
class Opinion:
    """A row."""

    pk: int
    text: str
    agency: SimpleNamespace | None = None
    due: date | None = None
    votes: int | None = 0
    public: bool = False

    def get_absolute_url(self) -> str:
        return f"/opinions/{self.pk}/"

    def place(self) -> str:
        return "Xã Gia Phú"

    @property
    def reply(self) -> str:
        raise ObjectDoesNotExist


class Opinions(Table):
    """A list with every kind of column."""

    bulk = True
    columns = (
        Column("text", "Text", note="place", link=True, sort=("text", "pk"), card="title"),
        Column("agency", "Agency", cell="agency.name"),
        Column("due", "Due", sort=("-due",), card="side"),
        Column("votes", "Votes", align="end", sort=("votes",)),
        Column(
            "state", "State", cell=lambda row: format_html("<b>{}</b> &amp; done", row.votes), card="side"
        ),
        Column("public", "Public", default=False, export=lambda row: "x" if row.public else ""),
    )


ROWS = [
    Opinion(1, "Sửa cầu <Nậm Phảng>", SimpleNamespace(name="UBND xã"), date(2026, 9, 3), 1500),
    Opinion(2, "Thu gom rác"),
]


def shown(table: Table, address: str = "/opinions/") -> str:
    with translation.override("vi"):
        return render_to_string("components/table.html", {"table": table}, RequestFactory().get(address))


def test_a_row_opens_by_its_title_and_says_the_rest_below() -> None:
    page = shown(Opinions(ROWS))
    assert (
        '<a class="title" href="/opinions/1/">Sửa cầu &lt;Nậm Phảng&gt;</a><small>Xã Gia Phú</small>' in page
    )


def test_values_read_as_vietnamese_readers_expect() -> None:
    page = shown(Opinions(ROWS))
    assert ">1.500</td>" in page
    assert ">03/09/2026</td>" in page
    assert page.count('<span class="none">–</span>') == 2, "no agency and no due date"


def test_every_cell_carries_its_label_and_its_place_on_a_phones_card() -> None:
    page = shown(Opinions(ROWS))
    assert '<td class="c-title" data-label="Text">' in page
    assert '<td class="c-side" data-label="Due">' in page
    assert '<td class="c-side blank" data-label="Due">' in page
    assert '<td class="c-line num" data-label="Votes">' in page


def test_nothing_on_the_list_breaks_the_content_security_policy() -> None:
    page = shown(Opinions(ROWS, sort="", selectable=True, caption="Opinions"))
    assert "style=" not in page
    assert "<script" not in page


# --- Order ---


def test_sort_values_become_order_by_fields_and_their_opposite() -> None:
    assert Opinions.ordering("text") == ("text", "pk")
    assert Opinions.ordering("-text") == ("-text", "-pk")
    assert Opinions.ordering("-due") == ("due",)


@pytest.mark.parametrize("value", ["", "agency", "password", "-", "--text", "text__x"])
def test_an_order_that_was_never_offered_is_ignored(value: str) -> None:
    assert Opinions.ordering(value) == ()


def test_heads_say_how_the_list_is_sorted_and_what_a_click_does() -> None:
    heads = {head.label: head for head in Opinions(ROWS, sort="votes").headers}
    assert (heads["Votes"].direction, heads["Votes"].sort, heads["Votes"].numeric) == (
        "ascending",
        "-votes",
        True,
    )
    assert (heads["Text"].direction, heads["Text"].sort) == ("", "text")
    assert heads["Agency"].sort == ""


def test_a_click_on_a_head_keeps_the_filters_and_leaves_the_page() -> None:
    page = shown(Opinions(ROWS, sort="-votes"), "/opinions/?q=duong&after=abc&sort=-votes")
    assert 'aria-sort="descending"' in page
    assert 'href="?q=duong&amp;sort=votes"' in page


def test_a_list_inside_another_page_offers_no_order() -> None:
    table = Opinions(ROWS)
    assert not table.sortable
    assert "aria-sort" not in shown(table)
    assert "hx-get" not in shown(table)


# --- Columns and ticks ---


def test_readers_choose_their_columns_and_nonsense_gives_the_usual_ones() -> None:
    def names(chosen: list[str]) -> list[str]:
        return [column.name for column in Opinions(ROWS, columns=chosen).shown]

    assert names(["public", "text"]) == ["text", "public"], "in the declared order"
    assert names([]) == names(["nonsense"]) == ["text", "agency", "due", "votes", "state"]


def test_the_column_chooser_knows_which_columns_are_shown() -> None:
    assert ("public", "Public", False) in Opinions(ROWS).choices
    assert ("text", "Text", True) in Opinions(ROWS).choices


def test_rows_can_be_ticked_by_their_name_where_something_can_be_done_to_them() -> None:
    page = shown(Opinions(ROWS, selectable=True))
    assert re.search('name="pk" value="2" form="bulk" aria-label="[^"]*Thu gom rác"', page)
    assert 'name="pk"' not in shown(Opinions(ROWS))


def test_a_list_without_bulk_actions_never_shows_ticks() -> None:
    class Plain(Table):
        columns = (Column("text", "Text"),)

    assert 'type="checkbox"' not in shown(Plain(ROWS, selectable=True))


# --- Export ---


def test_the_export_holds_exactly_what_is_shown_as_plain_values() -> None:
    table = Opinions(ROWS, columns=["text", "agency", "due", "votes", "state", "public"])
    assert table.export_header() == ["Text", "Agency", "Due", "Votes", "State", "Public"]
    assert list(table.rows_for_export()) == [
        ["Sửa cầu <Nậm Phảng>", "UBND xã", date(2026, 9, 3), 1500, "1500 & done", ""],
        ["Thu gom rác", None, None, 0, "0 & done", ""],
    ]


# --- Reading a row ---


def test_a_missing_one_to_one_is_an_empty_cell_and_a_misspelt_name_an_error() -> None:
    assert Column("reply", "Reply").read(ROWS[0]) is None
    assert Column("x", "X", cell="agency.name").read({"agency": {"name": "A"}}) == "A"
    with pytest.raises(AttributeError):
        Column("repyl", "Reply").read(ROWS[0])


def test_a_cell_may_be_a_template() -> None:
    class Named(PortalForm):
        name = forms.CharField(label="Name")

    assert ">Name" in str(Column("x", "X", cell="components/field_row.html").read([Named()["name"]]))


# --- Words of single values, and the small tags built on them ---


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, "–"),
        ("", "–"),
        (0, "0"),
        (1234567, "1.234.567"),
        (1500.5, "1.500,5"),
        (True, "Có"),
        (date(2026, 9, 3), "03/09/2026"),
        (datetime(2026, 9, 3, 8, 5), "03/09/2026 08:05"),  # noqa: DTZ001 - a moment without zone is shown as it is
        ("Nậm Phảng", "Nậm Phảng"),
    ],
)
def test_values_read_in_vietnamese(value: Any, read: str) -> None:
    with translation.override("vi"):
        assert display.plain(value) == read


def test_a_moment_is_shown_in_vietnamese_time() -> None:
    assert display.moment(datetime.fromisoformat("2026-09-30T20:30:00+00:00")) == "01/10/2026 03:30"
    assert display.day(datetime.fromisoformat("2026-09-30T20:30:00+00:00")) == "01/10/2026"


def test_shares_are_rounded_half_up_as_reports_round_them() -> None:
    with translation.override("vi"):
        assert display.number(20.25, 1) == "20,3"


def tag(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


def test_states_and_due_dates_say_their_words_beside_their_colours() -> None:
    due = SimpleNamespace(day=date(2026, 9, 18), words="quá hạn 9 ngày làm việc", grade="late")
    assert (
        tag('{% badge "late" words %}', words="Quá <hạn>")
        == '<span class="badge late">Quá &lt;hạn&gt;</span>'
    )
    assert tag('{% badge "nonsense" "A" %}') == '<span class="badge ">A</span>'
    assert "<small>quá hạn 9 ngày làm việc</small>" in tag("{% due due %}", due=due)
    assert 'datetime="2026-09-18"' in tag("{% due due %}", due=due)
    assert "–" in tag("{% due due %}", due=None)


def test_addresses_keep_their_parameters() -> None:
    request = SimpleNamespace(GET=QueryDict("q=duong&columns=a&columns=b&after=x"))
    assert (
        tag("{% query_string sort='due' %}", request=request)
        == "?q=duong&amp;columns=a&amp;columns=b&amp;sort=due"
    )
    assert tag("{% query_string q=None %}", request=request) == "?columns=a&amp;columns=b"
    assert (
        tag("{% query_fields 'columns' %}", request=request) == '<input type="hidden" name="q" value="duong">'
    )
    assert tag("{% query_fields keep='columns sort' %}", request=request).count('name="columns"') == 2


def test_progress_says_its_share_and_nothing_of_nothing_is_a_dash() -> None:
    with translation.override("vi"):
        assert "33,3%" in tag("{% progress 4 12 'Tỷ lệ' %}")
        assert 'class="low"' in tag("{% progress 4 12 'Tỷ lệ' %}")
        assert "–" in tag("{% progress 0 0 %}")
