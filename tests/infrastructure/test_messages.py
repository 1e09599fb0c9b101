"""The catalogues: what is collected, how files look, and that nothing is left untranslated."""

import json
from pathlib import Path

import pytest

from tools import messages
from tools.messages import Text

TEMPLATE = """{% load i18n %}
<p class="x">It's {% translate "Home" context "menu" %} {{ _("Inline") }}
    {% translate "Named" as name %}{% if a == _("Argument") %}{{ b|default:_("Filtered") }}{% endif %}
  {% blocktranslate trimmed count n=n asvar text %}
      One {{ n }} day
  {% plural %}
      {{ n }} days
  {% endblocktranslate %}
{% comment %}{% translate "Commented out" %}{% endcomment %}</p>
"""
PYTHON = """
_("one" " sentence")
ngettext_lazy("%(n)s day", "%(n)s days", n)
pgettext("verb", "Answer")
npgettext("of a vote", "voice", "voices", n)
_(variable)
gettext("")
"""


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of our own, for a portal of three strings."""
    texts = [Text("Save"), Text("%(n)s day", "%(n)s days"), Text("Home", context="menu")]
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "collect", lambda: sorted(texts))
    return tmp_path


def merge(folder: Path, given: dict[str, str | list[str]]) -> None:
    file = folder / "given.json"
    file.write_text(json.dumps(given))
    messages.update([file])


COMPLETE: dict[str, str | list[str]] = {
    "Save": "Lưu",
    "%(n)s day": ["%(n)s ngày"],
    "menu\u0004Home": "Trang chủ",
}


def test_strings_of_templates_are_collected() -> None:
    found = set(messages._extract(messages._template_as_python(TEMPLATE)))
    assert found == {
        Text("Home", context="menu"),
        Text("Inline"),
        Text("Named"),
        Text("Argument"),
        Text("Filtered"),
        Text("One %(n)s day", "%(n)s days"),
    }


def test_strings_of_python_files_are_collected() -> None:
    assert set(messages._extract(PYTHON)) == {
        Text("one sentence"),
        Text("%(n)s day", "%(n)s days"),
        Text("Answer", context="verb"),
        Text("voice", "voices", "of a vote"),
    }


def test_a_complete_merge_leaves_nothing_to_do(locale: Path) -> None:
    merge(locale, COMPLETE)
    assert messages.check() == []


def test_catalogues_hold_no_dates_and_no_line_numbers_and_do_not_change_without_cause(locale: Path) -> None:
    merge(locale, COMPLETE)
    before = messages.path_of("vi").read_text()
    messages.update([])
    assert messages.path_of("vi").read_text() == before
    assert "Date" not in before
    assert "#:" not in before
    assert "nplurals=1" in before


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"Save": ""}, 'vi: untranslated: "Save"'),
        ({"%(n)s day": ["%(m)s ngày"]}, 'vi: other placeholders than the English string: "%(n)s day"'),
    ],
)
def test_what_a_translator_left_out_is_listed(
    locale: Path, changes: dict[str, str | list[str]], problem: str
) -> None:
    merge(locale, COMPLETE | changes)
    assert messages.check() == [problem]


def test_strings_that_came_and_went_since_the_last_update_are_listed(
    locale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge(locale, COMPLETE)
    monkeypatch.setattr(
        messages, "collect", lambda: [Text("Save"), Text("Send"), Text("%(n)s day", "%(n)s days")]
    )
    assert {line.partition(" (run")[0] for line in messages.check()} == {
        f"{language}: {what}"
        for language in ("vi", "en")
        for what in ("missing from the catalogue", "no longer in the code")
    }


def test_strings_of_libraries_are_kept_though_our_code_does_not_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "_sources", list)
    (tmp_path / "libraries.json").write_text(
        '{"field label\\u0004Login": "Đăng nhập", "%(n)s code": ["%(n)s mã"]}'
    )
    messages.update([])
    assert messages.check() == []
    assert 'msgstr[0] "%(n)s mã"' in messages.path_of("vi").read_text()


def test_fuzzy_translations_do_not_count(locale: Path) -> None:
    merge(locale, COMPLETE)
    file = messages.path_of("vi")
    file.write_text(file.read_text().replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'))
    assert messages.check() == ['vi: untranslated: "Save"']


def test_compiling_gives_django_its_files_and_is_done_once(locale: Path) -> None:
    merge(locale, COMPLETE)
    messages.compile_catalogues()
    compiled = messages.path_of("vi").with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    assert "Trang chủ".encode() in compiled.read_bytes()
    messages.compile_catalogues()
    assert compiled.stat().st_mtime_ns == first


def test_every_string_of_the_portal_is_in_both_catalogues_and_translated() -> None:
    assert messages.check() == []
