"""Controls drawn without templates are those that Django's templates draw."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import translation

from core.forms import PortalForm, PortalRenderer

CHOICES = [("", "Tất cả"), ("a&b", 'Xã "Gia Phú" <1>'), ("Nhóm", [(2026, 2026), ("c", "C")])]


class Everything(PortalForm):
    """One control of each kind."""

    text = forms.CharField(
        widget=forms.TextInput(attrs={"class": "short", "data-x": 'a"b', "disabled": False})
    )
    number = forms.IntegerField(min_value=1)
    mail = forms.EmailField()
    search = forms.CharField(widget=forms.SearchInput)
    day = forms.DateField()
    tick = forms.BooleanField()
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    hidden = forms.CharField(widget=forms.HiddenInput)
    one = forms.ChoiceField(choices=CHOICES)
    many = forms.MultipleChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES[:2], widget=forms.RadioSelect)


FILLED = {
    "text": "<b>&'\"",
    "number": "1500",
    "mail": "a@b.vn",
    "search": "hoà",
    "day": "30/09/2026",
    "tick": "on",
    "words": "</textarea>\n<x>",
    "hidden": "0",
    "one": "a&b",
    "many": ["2026", "c"],
    "radio": "a&b",
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("data", [None, {}, FILLED], ids=["new", "empty", "filled"])
def test_every_control_reads_as_django_draws_it(data: Any, language: str) -> None:
    with translation.override(language):
        drawn, expected = (
            {field.name: re.sub(r">\s+<", "><", str(field)) for field in Everything(data, renderer=renderer)}
            for renderer in (PortalRenderer(), TemplatesSetting())
        )
    assert drawn == expected
