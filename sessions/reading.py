"""The papers that delegates read, in the order of the agenda: one list for the page and for the ZIP. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, QuerySet

from core.text import slugify_vi
from documents.models import FileVersion
from sessions.models import AgendaItem, Paper, PaperOpening, PaperVersion, Sitting
from sessions.states import TABLED, PaperState

READABLE: Final = TABLED | {PaperState.SENT}
"""States of papers that the delegates have in hand."""
FIRST: Final = "Tài liệu kỳ họp"
"""Folder of papers whose agenda item stands under no section. Files are for everybody: always Vietnamese."""
OTHER: Final = "Tài liệu khác"
"""Folder of papers that are on no agenda item."""
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A paper with its latest version and the content of its file, where there is one."""

    paper: Paper
    version: PaperVersion | None = None
    content: FileVersion | None = None
    folder: str = ""

    @property
    def path(self) -> str:
        """Where it lies in the ZIP: folder, number and a name of plain letters, "01-noi-dung/05-bao-cao.pdf"."""
        if self.content is None:
            return ""
        ending = f".{self.content.name.rsplit('.', 1)[-1].lower()}" if "." in self.content.name else ""
        return f"{self.folder}/{self.paper.number:02d}-{short_slug(self.paper.title)}{ending}"


@dataclass(slots=True)
class Group:
    """The papers under one section of the agenda; without one under no heading, `is_other` on no item at all."""

    title: str
    number: int = 0
    is_other: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """Its folder in the ZIP."""
        return f"{self.number:02d}-{short_slug(self.title or (OTHER if self.is_other else FIRST))}"


def short_slug(text: str) -> str:
    """A file name of a-z, 0-9 and hyphens, cut between words."""
    whole = slugify_vi(text) or "tai-lieu"
    return (
        whole if len(whole) <= _LONGEST_NAME else whole[: _LONGEST_NAME + 1].rsplit("-", 1)[0][:_LONGEST_NAME]
    )


def papers_sent(sitting: Sitting) -> QuerySet[Paper]:
    """What the delegates have in hand."""
    return Paper.objects.filter(sitting=sitting, state__in=READABLE)


def latest_versions(sitting: Sitting) -> QuerySet[PaperVersion]:
    """The newest version of each paper of a sitting."""
    rows = PaperVersion.objects.filter(paper__sitting=sitting)
    return rows.order_by("paper_id", "-number").distinct("paper_id")


def reading_list(sitting: Sitting) -> list[Group]:
    """The papers sent to the delegates, by section of the agenda, each at its first item. Five queries."""
    papers = papers_sent(sitting).select_related("owner_agency", "owner_committee", "committee")
    left = {paper.pk: paper for paper in papers.order_by("number")}
    versions = {version.paper_id: version for version in latest_versions(sitting)}
    contents = _contents(version.file_id for pk, version in versions.items() if pk in left)
    other, groups = Group("", is_other=True), list[Group]()
    for group, pk in [*_in_agenda_order(sitting), *((other, pk) for pk in left)]:
        paper = left.pop(pk, None)
        if paper is None:
            continue
        if not group.lines:
            groups.append(group)
            group.number = len(groups)
        version = versions.get(pk)
        content = contents.get(version.file_id) if version and version.file_id else None
        group.lines.append(Line(paper, version, content, group.folder))
    return groups


def _in_agenda_order(sitting: Sitting) -> list[tuple[Group, int]]:
    """(group of its section, paper) as the items stand."""
    group, found = Group(""), list[tuple[Group, int]]()
    items = AgendaItem.objects.filter(sitting=sitting)
    on_items: dict[int, list[int]] = defaultdict(list)
    rows = AgendaItem.papers.through.objects.filter(agendaitem__sitting=sitting).order_by("paper__number")
    for item_id, paper_id in rows.values_list("agendaitem_id", "paper_id"):
        on_items[item_id].append(paper_id)
    for item in items:
        if item.kind == AgendaItem.Kind.SECTION:
            group = Group(item.title)
        found += [(group, paper) for paper in on_items[item.pk]]
    return found


def _contents(files: Iterable[int | None]) -> dict[int, FileVersion]:
    """By file its newest content."""
    rows = FileVersion.objects.filter(file__in=[pk for pk in files if pk])
    return {row.file_id: row for row in rows.order_by("file_id", "-number").distinct("file_id")}


# --- Who has opened what ---


def opened_by(delegates: Iterable[int], groups: Iterable[Group]) -> set[int]:
    """Of the versions in a list, the ids of those that these delegates themselves have opened. One query."""
    versions = [line.version.pk for group in groups for line in group.lines if line.version]
    rows = PaperOpening.objects.filter(delegate__in=list(delegates), version__in=versions)
    return set(rows.values_list("version_id", flat=True))


def openings(sitting: Sitting) -> Mapping[int, int]:
    """By delegate how many papers they have opened in the version that holds now. For the secretariat's eyes only."""
    current = latest_versions(sitting).filter(paper__state__in=READABLE)
    rows: Any = PaperOpening.objects.filter(version__in=current.values("pk")).order_by()
    counted: Any = rows.values("delegate").annotate(count=Count("version", distinct=True))
    return dict(counted.values_list("delegate", "count"))
