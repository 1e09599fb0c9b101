"""What charts promise: they are drawn without script or style, read aloud, and are tables too."""

from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation

from core.charts import Chart, Series, sparkline

MONTHS = ("T1", "T2", "T3")
RECEIVED = Series("Tiếp nhận", [10, 0, 1500])
SETTLED = Series("Đã giải quyết", [5, 0, 30])


def chart(**changes: object) -> Chart:
    return Chart(**{"title": "Ý kiến <2026>", "labels": MONTHS, "series": (RECEIVED, SETTLED), **changes})  # type: ignore[arg-type]  # any mixture


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing


@pytest.fixture(autouse=True)
def vietnamese() -> object:
    with translation.override("vi"):
        yield


@pytest.mark.parametrize("kind", ["columns", "bars"])
@pytest.mark.parametrize("part", [True, False])
def test_a_chart_is_well_formed_and_obeys_the_content_security_policy(kind: str, part: bool) -> None:
    svg = chart(kind=kind, part=part).svg()
    assert parsed(svg).tag == "svg"
    assert "style" not in svg
    assert "<script" not in svg
    assert "Ý kiến <2026>" not in svg, "titles are escaped"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_coordinates_have_a_point_in_every_language(language: str) -> None:
    with translation.override(language):
        root = parsed(chart().svg())
    for rect in root.iter("rect"):
        assert float(rect.attrib["height"]) >= 0
        assert 0 <= float(rect.attrib["x"].rstrip("%")) <= 100


def test_columns_stand_on_the_base_line_at_the_height_of_their_value() -> None:
    tall, flat = (
        [float(rect.attrib["height"]) for rect in parsed(chart(series=(RECEIVED,)).svg()).iter("rect")][i]
        for i in (2, 1)
    )
    assert (tall, flat) == (128, 0)


def test_a_part_stands_inside_its_whole_and_leaves_it_the_number() -> None:
    root = parsed(chart(part=True).svg())
    whole, part = (rect for rect in list(root.iter("rect"))[:2])
    assert whole.attrib["x"] == part.attrib["x"]
    assert (whole.attrib["class"], part.attrib["class"]) == ("b", "a")
    assert [text.text for text in root.iter("text") if text.attrib.get("class")] == ["10", "0", "1.500"]


def test_two_series_stand_side_by_side() -> None:
    first, second = list(parsed(chart().svg()).iter("rect"))[:2]
    assert float(first.attrib["x"][:-1]) + float(first.attrib["width"][:-1]) <= float(second.attrib["x"][:-1])


def test_a_chart_is_read_as_one_sentence() -> None:
    with translation.override("en"):
        root = parsed(chart().svg())
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Ý kiến <2026>. Tiếp nhận: 1,510 in all; Đã giải quyết: 35 in all."


def test_every_figure_opens_its_rows_by_mouse_keyboard_and_table() -> None:
    linked = chart(urls=("/a/", "/b/", "/c/"), part=True)
    root = parsed(linked.svg())
    assert root.attrib["role"] == "group"
    assert [(a.attrib["href"], a.attrib["aria-label"]) for a in root.iter("a")] == [
        ("/a/", "T1: 5 / 10"),
        ("/b/", "T2: 0 / 0"),
        ("/c/", "T3: 30 / 1.500"),
    ]
    assert [row.url for row in linked.table] == ["/a/", "/b/", "/c/"]


def test_the_table_view_holds_the_same_figures() -> None:
    assert [(row.label, row.cells) for row in chart().table] == [
        ("T1", ["10", "5"]),
        ("T2", ["0", "0"]),
        ("T3", ["1.500", "30"]),
    ]


def test_the_page_shows_drawing_legend_and_table() -> None:
    page = Template("{% chart drawn %}").render(Context({"drawn": chart(label_title="Tháng", part=True)}))
    assert "<svg" in page
    assert '<i class="key b"></i>Tiếp nhận' in page
    assert '<i class="key a"></i>Đã giải quyết' in page
    assert '<th class="num" scope="col">Tiếp nhận</th>' in page
    assert "1.500</td>" in page


def test_a_single_series_needs_no_legend() -> None:
    assert chart(series=(RECEIVED,)).legend == []


def test_long_names_are_cut_in_the_drawing_but_whole_on_hover_and_in_the_table() -> None:
    name = "Phòng Kinh tế, Hạ tầng và Đô thị thuộc Ủy ban nhân dân huyện"
    drawn = chart(kind="bars", labels=(name,), series=(Series("Quá hạn", [3]),))
    text = next(parsed(drawn.svg()).iter("text"))
    assert (text.text or "").endswith("…")
    assert text.findtext("title") == name
    assert drawn.table[0].label == name


def test_a_year_of_days_shows_no_numbers_that_run_into_each_other() -> None:
    many = chart(labels=tuple(str(i) for i in range(60)), series=(Series("Lượt", list(range(60))),))
    assert not [text for text in parsed(many.svg()).iter("text") if text.attrib.get("class") == "value"]


@pytest.mark.parametrize("series", [(Series("A", []),), (Series("A", []), Series("B", []))])
def test_an_empty_chart_is_still_a_chart(series: tuple[Series, ...]) -> None:
    for kind in ("columns", "bars"):
        assert parsed(chart(labels=(), series=series, kind=kind).svg()).tag == "svg"


def test_all_zero_columns_do_not_divide_by_zero() -> None:
    assert parsed(chart(series=(Series("A", [0, 0, 0]),)).svg()).tag == "svg"


@pytest.mark.parametrize("values", [[], [3], [3, 3, 3], [1, 5, 2]])
def test_a_sparkline_shows_only_the_direction(values: list[float]) -> None:
    root = parsed(sparkline(values, "Xu hướng"))
    assert root.attrib["aria-label"] == "Xu hướng"
    points = root.find("polyline")
    assert points is not None
    assert len(points.attrib["points"].split()) == len(values)
