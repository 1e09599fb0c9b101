"""The markup of plain form controls, made without templates: a list with many filters draws hundreds of options.

`core.forms.PortalRenderer` asks here first. What is drawn is what Django's own widget templates draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from django.forms import Select
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString


class Menu(Select):
    """A menu whose options go straight into the page: Django's own makes two dictionaries for each of them first."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """What Django's own draws; grouped options are left to it."""
        chosen, options = set(self.format_value(value)), []
        pairs: Iterable[tuple[Any, Any]] = self.choices
        for key, label in pairs:
            if isinstance(label, (list, tuple)):
                return super().render(name, value, attrs, renderer)
            text = "" if key is None else str(key)
            mark = " selected" if text in chosen else ""
            chosen.discard(text)
            options.append(f'<option value="{escape(text)}"{mark}>{conditional_escape(label)}</option>')
        given = _attributes({"attrs": self.build_attrs(self.attrs, attrs)})
        lines = "\n".join(options)
        return SafeString(f'<select name="{escape(name)}"{given}>\n{lines}\n</select>')


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
