"""The last column of the summary: what its reader must know of a row. Official text: always Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from documents.language import decimal
from reports.activity.material import Material
from reports.figures.registry import rounded


def note(code: str, material: Material) -> str:
    """A few words, or nothing; the day of the results is said once in the body."""
    found = _NOTES.get(code)
    return found(material) if found else ""


def mean_delay(material: Material) -> Decimal:
    """How many days the late papers were late on average, with one decimal; 0 without any."""
    papers = material.facts.papers
    late = sum(row.late for row in papers)
    return rounded(Decimal(sum(row.days_late for row in papers)) / late) or Decimal() if late else Decimal()


def _delay(material: Material) -> str:
    delay = mean_delay(material)
    return f"bình quân chậm {decimal(delay, 1)} ngày" if delay else ""


def _roll_calls(material: Material) -> str:
    calls = material.facts.hall.calls
    return f"{calls} phiên họp toàn thể" if calls else ""


def _seats(material: Material) -> str:
    counts = material.facts.seat_counts
    parts = (("nữ", counts["women"]), ("dân tộc thiểu số", counts["ethnic"]))
    return "; ".join(f"{words} {n}" for words, n in parts if n)


def _sent_up(material: Material) -> str:
    signed = material.facts.resolution_sum("signed")
    return f"trên {signed} nghị quyết đã ký" if signed else ""


def _tasks(material: Material) -> str:
    counts = material.facts.task_counts
    parts = (("đã hoàn thành", counts["completed"]), ("quá hạn", counts["overdue"]))
    return "; ".join(f"{words} {n}" for words, n in parts if n)


def _reports(material: Material) -> str:
    total = sum(row.papers for row in material.facts.verified_counts)
    return f"trên {total} báo cáo" if total else ""


def _delegates(material: Material) -> str:
    seats = material.facts.delegations.seats
    return f"trên {seats} đại biểu" if seats else ""


def _scheduled(material: Material) -> str:
    planned = material.facts.count(result="scheduled")
    return f"trong đó {planned} đã có lộ trình" if planned else ""


def _answers_given_back(material: Material) -> str:
    often = material.facts.answers_given_back
    return f"{often} lượt trả lời" if often else ""


def _first_answers(material: Material) -> str:
    answers = material.facts.days_to_answer.answers
    return f"trên {answers} ý kiến, kiến nghị có văn bản trả lời" if answers else ""


def _in_groups(material: Material) -> str:
    inside = sum(row.group_persons for row in material.facts.visit_counts)
    return f"{inside} người" if inside else ""


def _letters_answered(material: Material) -> str:
    found = material.facts.answers
    return f"của {found.letters} đơn" if found.letters else ""


_NOTES: Final[dict[str, Callable[[Material], str]]] = {
    "A01": lambda _material: "theo ngày khai mạc",
    "A05": _delay,
    "A06": _roll_calls,
    "A10": _seats,
    "R01": lambda _material: "theo ngày thông qua",
    "R02": lambda _material: "theo ngày ký",
    "R04": _sent_up,
    "R06": _tasks,
    "V04": _reports,
    "T06-delegates": _delegates,
    "O06": _scheduled,
    "O10": lambda _material: "trên tổng số ghi nhận trong kỳ",
    "O12": lambda _material: "gồm cả tồn từ kỳ trước",
    "O14": _answers_given_back,
    "O15": _first_answers,
    "C05": _in_groups,
    "L08": _letters_answered,
}
