"""muc-luc.html: the index of a ZIP of papers. One file that opens offline from anywhere; always Vietnamese.

It is data of a file, not a page of the portal: its look stands inside it, and every link is relative.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.language import date_range, short_date
from sessions.documents.calling import full_name, kind_words
from sessions.models import Sitting
from sessions.reading import FIRST, OTHER, Group, Line

NAME: Final = "muc-luc.html"
_STYLE: Final = """
:root{color-scheme:light dark;--quiet:#565d68}
@media(prefers-color-scheme:dark){:root{--quiet:#abb1bb}}
body{font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:60rem}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .25rem}
h2{font-size:1.05rem;margin:2rem 0 .5rem;padding-bottom:.25rem;border-bottom:2px solid #b58a2a}
p{margin:.25rem 0}.muted,th,small{color:var(--quiet)}
table{border-collapse:collapse;width:100%;font-size:.95rem;table-layout:fixed}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid #8886}
th{font-size:.8rem;font-weight:600}td:first-child{white-space:nowrap}
th:nth-child(1){width:2.75rem}th:nth-child(3){width:12rem}th:nth-child(4){width:10rem}th:nth-child(5){width:6.5rem}
a{color:LinkText;font-weight:500}small{display:block}
@media(max-width:40rem){
thead{display:none}tr{display:block;padding:.6rem 0;border-bottom:1px solid #8886}
td{display:block;border:0;padding:0;width:auto}td:first-child{float:left;width:auto;margin-right:.5rem}
td[data-label]:not(:empty)::before{content:attr(data-label) ": ";color:var(--quiet)}
}
@media print{a{color:inherit;text-decoration:none}}
"""
_PAGE: Final = (
    '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>Mục lục tài liệu – {title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    "<h1>Tài liệu {title}</h1>\n<p>{kind}, {days}</p>\n"
    '<p class="muted">{count} tài liệu. Đóng gói lúc {made_at}.</p>\n{groups}\n</body>\n</html>\n'
)
_GROUP: Final = (
    "<h2>{}</h2>\n<table>\n<thead><tr><th>Số</th><th>Tên tài liệu</th><th>Cơ quan trình</th>"
    "<th>Ban thẩm tra</th><th>Bản</th></tr></thead>\n<tbody>\n{}\n</tbody>\n</table>"
)
_LINE: Final = (
    '<tr><td>{}</td><td>{}</td><td data-label="Cơ quan trình">{}</td><td data-label="Ban thẩm tra">{}</td>'
    '<td data-label="Bản">{}</td></tr>'
)


def index_page(sitting: Sitting, groups: Iterable[Group], made_at: datetime) -> str:
    """The whole page."""
    given = list(groups)
    return format_html(
        _PAGE,
        title=full_name(sitting),
        style=mark_safe(_STYLE),  # noqa: S308 - our own constant
        kind=_capital(kind_words(sitting)),
        days=date_range(sitting.opens_on, sitting.closes_on),
        count=sum(len(group.lines) for group in given),
        made_at=timezone.localtime(made_at).strftime("%H:%M ngày %d/%m/%Y"),
        groups=format_html_join("\n", "{}", ((_group(group),) for group in given)),
    )


def heading(group: Group) -> str:
    """A group's name in files."""
    return group.title or (OTHER if group.is_other else FIRST)


def _group(group: Group) -> SafeString:
    lines = format_html_join("\n", "{}", ((_line(line),) for line in group.lines))
    return format_html(_GROUP, heading(group), lines)


def _line(line: Line) -> SafeString:
    paper = line.paper
    version = (
        format_html("{} <small>{}</small>", line.version.number, short_date(line.version.received_on))
        if line.version
        else ""
    )
    owner = str(paper.owner or "Thường trực Hội đồng nhân dân")
    return format_html(_LINE, f"{paper.number:02d}", _title(line), owner, paper.committee or "", version)


def _title(line: Line) -> SafeString:
    symbol = format_html("<small>{}</small>", line.paper.symbol) if line.paper.symbol else ""
    if not line.path:
        return format_html("{}{}<small>Chưa có tệp</small>", line.paper.title, symbol)
    return format_html('<a href="{}">{}</a>{}', line.path, line.paper.title, symbol)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
