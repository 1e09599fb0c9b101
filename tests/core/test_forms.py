"""What the forms promise to the person who fills them in."""

from datetime import date, datetime, time
from typing import Any, cast

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from core.forms import (
    DateField,
    DateTimeField,
    Fieldset,
    PortalForm,
    PortalModelForm,
    PortalRenderer,
    TimeField,
    active_filters,
    form_field,
    problems,
)
from councils.models import Council


class Meeting(PortalForm):
    """A meeting with every kind of control."""

    fieldsets = (
        Fieldset("When", "As in the plan.", ("title", ("day", "start"))),
        ("Who", "", ("form", "gone")),
    )

    title = forms.CharField(label="Title", help_text="As announced.")
    day = DateField(label="Day")
    start = TimeField(label="Start", required=False)
    form = forms.ChoiceField(label="Form", choices=[("a", "Here"), ("b", "There")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="Told in time")
    minutes = forms.FileField(label="Minutes", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def bound(**data: str) -> Meeting:
    return Meeting(data)


# --- Dates and times ---


@pytest.mark.parametrize(
    "typed", ["30/09/2026", " 30/9/2026 ", "30-09-2026", "30.09.2026", "30092026", "2026-09-30", "30/9/26"]
)
def test_a_date_may_be_typed_in_the_ways_people_write_it(typed: str) -> None:
    assert DateField().clean(typed) == date(2026, 9, 30)


@pytest.mark.parametrize("typed", ["31/02/2026", "09/30/2026", "3092026", "hôm nay"])
def test_a_date_that_does_not_exist_is_refused_with_an_example(typed: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="day/month/year"):
        DateField().clean(typed)


def test_a_date_is_shown_as_day_month_year_in_both_languages() -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            shown = Meeting(initial={"day": date(2026, 9, 3), "start": time(8, 5)}).as_div()
        assert 'value="03/09/2026"' in shown
        assert 'value="08:05"' in shown


@pytest.mark.parametrize("typed", ["08:30", "8:30", "0830", "8h30", "8g30"])
def test_a_time_may_be_typed_in_the_ways_people_write_it(typed: str) -> None:
    assert TimeField().clean(typed) == time(8, 30)


@pytest.mark.parametrize("typed", ["8", "8h", "8 giờ"])
def test_a_bare_hour_is_a_full_hour(typed: str) -> None:
    assert TimeField().clean(typed) == time(8)


def test_a_time_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        TimeField().clean("25:00")


@pytest.mark.parametrize("typed", ["30/09/2026 08:30", "08:30 30/09/2026", "2026-09-30T08:30"])
def test_a_moment_may_be_typed_with_the_day_first_or_the_time_first(typed: str) -> None:
    found = cast("datetime", DateTimeField().clean(typed))
    assert found.strftime("%d/%m/%Y %H:%M") == "30/09/2026 08:30"


def test_date_and_time_fields_may_stay_empty_where_they_are_optional() -> None:
    assert [kind(required=False).clean("") for kind in (DateField, TimeField, DateTimeField)] == [None] * 3


# --- One field ---


def test_a_field_has_its_label_its_hint_and_its_mark() -> None:
    with translation.override("en"):
        form = Meeting()
        title, start = form["title"].as_field_group(), form["start"].as_field_group()
    assert '<label for="id_title">Title <span class="req"' in title
    assert 'aria-describedby="id_title_helptext"' in title
    assert 'id="id_title_helptext">As announced.' in title
    assert "(optional)" in start
    assert "aria-invalid" not in title


def test_an_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    shown = bound(day="31/02/2026")["day"].as_field_group()
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_day_error"' in shown
    assert 'id="id_day_error"' in shown
    assert 'value="31/02/2026"' in shown, "what was typed is kept"
    assert "#error" in shown, "the colour does not stand alone"


def test_a_checkbox_comes_before_its_words_and_radio_buttons_form_a_group() -> None:
    form = bound()
    told, radio = form["told"].as_field_group(), form["form"].as_field_group()
    assert told.index('type="checkbox"') < told.index("Told in time")
    assert 'aria-describedby="id_told_error"' in told
    assert '<fieldset class="field invalid" aria-describedby="id_form_error">' in radio
    assert "<legend>Form" in radio


def test_no_control_carries_a_style_or_a_script() -> None:
    shown = str(bound())
    assert "style=" not in shown
    assert "<script" not in shown
    assert " on" not in shown.replace(" on the", "")


# --- The whole form ---


def test_fields_stand_in_their_groups_and_none_is_forgotten() -> None:
    groups = Meeting().field_groups()
    assert [(group.title, [[field.name for field in row] for row in group.rows]) for group in groups] == [
        ("When", [["title"], ["day", "start"]]),
        ("Who", [["form"]]),
        ("", [["told"], ["minutes"]]),
    ]


def test_the_form_page_shows_groups_summary_and_buttons() -> None:
    form = bound(title="A")
    context = {
        "form": form,
        "title": "New",
        "submit_label": "Save it",
        "cancel_url": "/back/",
        "multipart": True,
    }
    shown = render_to_string("core/form.html", context, RequestFactory().get("/new/"))
    assert 'class="summary" role="alert" tabindex="-1"' in shown
    assert 'href="#id_day"' in shown
    assert 'href="#id_form_0"' in shown, "a group is reached by its first control"
    assert 'enctype="multipart/form-data"' in shown
    assert "Save it" in shown
    assert 'href="/back/"' in shown
    assert shown.count('name="token"') == 1
    assert "data-draft" not in shown


def test_a_form_with_a_draft_key_keeps_drafts_with_and_without_script() -> None:
    context = {"form": Meeting(), "title": "New", "draft_key": "meeting-new", "add_another": True}
    shown = render_to_string("core/form.html", context, RequestFactory().get("/new/?round=3"))
    assert 'data-draft="/drafts/meeting-new/"' in shown
    assert 'name="_draft"' in shown
    assert 'name="next" value="/new/?round=3"' in shown, "save and add another comes back here"


def test_the_summary_lists_problems_in_the_order_of_the_fields() -> None:
    form = bound(title="A", day="31/02/2026")
    form.add_error(None, "Nothing fits.")
    found = list(problems(form))
    assert [(one.target, one.label) for one in found] == [
        ("", ""),
        ("id_day", "Day"),
        ("id_form_0", "Form"),
        ("id_told", "Told in time"),
        ("", "Token"),
    ]


class Plain(PortalForm):
    """Fields with nothing of their own to say."""

    name = forms.CharField(max_length=3)
    count = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    council = forms.ModelChoiceField(queryset=Council.objects.none())
    own = forms.CharField(error_messages={"required": "Say it."})


def test_fields_speak_the_portals_sentences_unless_they_have_their_own() -> None:
    form = Plain({"name": "ABCD", "count": "0", "kind": "b"})
    with translation.override("en"):
        assert form.errors == {
            "name": ["This is too long: write at most 3 characters (now 4)."],
            "count": ["This must be 1 or more."],
            "kind": ["This is not one of the choices."],
            "council": ["Please choose."],
            "own": ["Say it."],
        }


def test_a_menu_begins_with_a_word() -> None:
    with translation.override("en"):
        shown = str(Plain())
    assert shown.count(">Choose …</option>") == 2
    assert "---" not in shown


def test_a_plain_form_is_drawn_by_the_same_templates() -> None:
    class Plain(forms.Form):
        name = forms.CharField(label="Name")

    shown = str(Plain({}, renderer=PortalRenderer()))
    assert 'class="summary"' in shown
    assert 'class="field invalid"' in shown


def test_form_sets_have_numbered_lines_an_empty_one_and_their_own_errors() -> None:
    class Line(forms.Form):
        text = forms.CharField(label="Text")

    lines: Any = forms.formset_factory(Line, extra=2, min_num=1)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-text": "x"}
    with translation.override("en"):
        formset = lines(data)
        stacked = str(formset)
        grid = render_to_string("components/formset_grid.html", {"formset": formset})
    assert "Line 2" in stacked
    for shown in (stacked, grid):
        assert 'name="form-TOTAL_FORMS"' in shown
        assert 'name="form-__prefix__-text"' in shown
        assert 'id="id_form-0-text_error"' in shown
    assert '<label class="sr" for="id_form-1-text">Text</label>' in grid


# --- Forms over models ---


def test_a_model_form_takes_the_portals_dates_and_short_text_boxes() -> None:
    class CouncilForm(PortalModelForm):
        class Meta:
            model = Council
            fields = ("valid_from",)

    assert isinstance(CouncilForm().fields["valid_from"], DateField)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (models.DateField(), DateField),
        (models.DateTimeField(), DateTimeField),
        (models.TimeField(), TimeField),
        (models.CharField(max_length=5), forms.CharField),
    ],
)
def test_each_model_field_gets_its_form_field(field: Any, expected: type[forms.Field]) -> None:
    assert type(form_field(field)) is expected


def test_a_long_text_begins_with_four_lines_unless_the_form_says_otherwise() -> None:
    text: Any = models.TextField()
    made, chosen = form_field(text), form_field(text, widget=forms.Textarea(attrs={"rows": 9}))
    assert made is not None
    assert chosen is not None
    assert (made.widget.attrs["rows"], chosen.widget.attrs["rows"]) == (4, 9)


# --- Filters ---


def test_filters_that_narrow_the_list_are_counted() -> None:
    class Filters(forms.Form):
        q = forms.CharField(required=False)
        agency = forms.MultipleChoiceField(required=False, choices=[("1", "A")])
        state = forms.ChoiceField(required=False, choices=[("", "All")])

    assert active_filters(Filters({})) == 0
    assert active_filters(Filters({"q": "", "state": ""})) == 0
    assert active_filters(Filters({"q": "đường", "agency": ["1"]})) == 2
    assert active_filters([*Filters({"q": "đường", "agency": ["1"]})][1:]) == 1
