"""The parts that a verification report must have, by the kind of paper. Official text: always Vietnamese.

Six for a draft resolution and what it comes with, four for a report (models of the committees' reports).
"""

from __future__ import annotations

from typing import Final

from sessions.models import Paper

OF_DRAFT: Final = (
    "Cơ sở pháp lý, thẩm quyền và sự cần thiết ban hành",
    "Hồ sơ, trình tự, thủ tục",
    "Nội dung dự thảo",
    "Nguồn lực thực hiện và tính khả thi",
    "Thể thức, kỹ thuật trình bày",
    "Ý kiến của Ban",
)
OF_REPORT: Final = ("Nhận xét chung", "Kết quả đạt được", "Hạn chế và nguyên nhân", "Kiến nghị")
DRAFTS: Final = frozenset({Paper.Kind.PROPOSAL, Paper.Kind.PROJECT, Paper.Kind.DRAFT_RESOLUTION})
"""Kinds of papers that ask the council to adopt something."""
_NOUNS: Final = (
    "báo cáo",
    "tờ trình",
    "đề án",
    "nghị quyết",
    "kế hoạch",
    "thông báo",
    "quy hoạch",
    "phương án",
    "đề nghị",
)
_BEFORE: Final = {
    Paper.Kind.REPORT: "Báo cáo",
    Paper.Kind.PROPOSAL: "Tờ trình",
    Paper.Kind.PROJECT: "Đề án",
    Paper.Kind.DRAFT_RESOLUTION: "dự thảo Nghị quyết",
    Paper.Kind.NOTICE: "Thông báo",
}


def parts_of(paper: Paper) -> tuple[str, ...]:
    """The headings of the report about a paper, in their order."""
    return OF_DRAFT if paper.kind in DRAFTS else OF_REPORT


def subject_of(paper: Paper) -> str:
    """A paper inside a sentence: "dự thảo Nghị quyết về …", "Báo cáo tình hình …"; a missing noun is put before."""
    title = paper.title.strip().rstrip(" .")
    words = title.lower()
    if words.startswith("dự thảo"):
        return f"dự thảo{title[len('dự thảo') :]}"
    if paper.kind == Paper.Kind.DRAFT_RESOLUTION:
        return f"dự thảo {title}" if words.startswith("nghị quyết") else f"dự thảo Nghị quyết {_small(title)}"
    if words.startswith(_NOUNS) or paper.kind not in _BEFORE:
        return title
    return f"{_BEFORE[Paper.Kind(paper.kind)]} {_small(title)}"


def _small(title: str) -> str:
    """Only the first letter: "Về việc …" after a noun is "về việc …"; abbreviations stay."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() else title[:1].lower() + title[1:]
