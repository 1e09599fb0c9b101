"""The markup of plain form controls, made without templates: a list with many filters draws hundreds of options.

`core.forms.PortalRenderer` asks here first. What is drawn is what Django's own widget templates draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
"""What a widget says of itself (`Widget.get_context()["widget"]`)."""


def draw(template: str, widget: Widget) -> SafeString | None:
    """The control that this template of Django's would draw; None for a template that is not known here."""
    drawn = _PLAIN.get(template)
    return SafeString(drawn(widget)) if drawn else None


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = widget["value"]
    filled = "" if value is None else f' value="{escape(value)}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{filled}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    text = conditional_escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Widget) -> str:
    options = "\n".join(_options(widget))
    return f'<select name="{escape(widget["name"])}"{_attributes(widget)}>\n{options}\n</select>'


def _options(widget: Widget) -> Iterator[str]:
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'<optgroup label="{escape(group)}">'
        for option in options:
            label = conditional_escape(localize(option["label"]))
            yield f'<option value="{escape(option["value"])}"{_attributes(option)}>{label}</option>'
        if group:
            yield "</optgroup>"


_PLAIN: Final[Mapping[str, Callable[[Widget], str]]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in (
            "input",
            "text",
            "number",
            "email",
            "hidden",
            "password",
            "date",
            "datetime",
            "time",
            "checkbox",
        )
    },
    "django/forms/widgets/search.html": _input,
}
