"""One line of the book of letters (Sổ theo dõi đơn), as its reader may see it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import Prefetch

from documents.language import short_date
from voters.documents.common import KIND_WORDS
from voters.identity import persons_of
from voters.models import LetterAction, LetterMove
from voters.states import LetterState

BOOK_PARTS: Final = (
    Prefetch(
        "actions",
        LetterAction.objects.filter(taken_back_at__isnull=True).select_related(
            "agency", "document", "follow_up"
        ),
        to_attr="standing_actions",
    ),
    "standing_actions__follow_up__replies",
    Prefetch(
        "moves", LetterMove.objects.filter(to_state=LetterState.SENDER_INFORMED), to_attr="informing_moves"
    ),
)
"""What the lines need besides the letter: read once for all of them."""
_HANDLING: Final = {
    "forward": "Chuyển đơn",
    "guide": "Hướng dẫn",
    "reply": "Trả lời",
    "return": "Trả lại đơn",
    "file": "Lưu đơn",
    "supervise": "Giám sát việc giải quyết",
}
_RESULTS: Final = {
    "resolved": "Đã giải quyết",
    "in_progress": "Đang giải quyết",
    "scheduled": "Có lộ trình giải quyết",
    "explained": "Giải trình, cung cấp thông tin",
    "unresolved": "Chưa giải quyết",
}
_SOURCES: Final = {
    "post": "Bưu chính",
    "direct": "Trực tiếp",
    "reception": "Tiếp công dân",
    "delegate": "Đại biểu chuyển",
    "front": "Mặt trận chuyển",
    "press": "Báo chí chuyển",
    "leader": "Lãnh đạo chuyển",
    "agency": "Cơ quan khác chuyển",
    "online": "Trực tuyến",
}


def book_line(letter: Any, number: int, access: Any) -> list[object]:
    """The cells under the titles of the book; its words are those of the paper book, always Vietnamese."""
    action = letter.standing_actions[-1] if letter.standing_actions else None
    owed = action.follow_up if action else None
    reply = list(owed.replies.all())[-1] if owed and owed.replies.all() else None
    return [
        number,
        f"{letter.number}/{letter.year}",
        letter.received_on,
        _SOURCES[letter.source],
        "; ".join(person.line for person in persons_of(letter, access)),
        letter.signatories,
        letter.dated_on,
        letter.summary,
        KIND_WORDS[letter.kind].capitalize(),
        letter.field.name if letter.field else "",
        {True: "Đủ", False: "Không đủ", None: ""}[letter.eligible],
        _numbered(letter.duplicate_of),
        letter.settled_before,
        _HANDLING[action.kind] if action else "",
        _document(action.document.symbol, action.on) if action and action.document else "",
        action.agency.name if action and action.agency else (letter.agency.name if letter.agency else ""),
        owed.due_on if owed else None,
        _document(reply.number, reply.dated_on) if reply else "",
        _RESULTS.get(owed.result_class, "") if owed else "",
        letter.informing_moves[-1].effective_on if letter.informing_moves else None,
        letter.note,
    ]


def _numbered(letter: Any) -> str:
    return f"{letter.number}/{letter.year}" if letter else ""


def _document(symbol: str, on: date) -> str:
    return ", ".join(filter(None, [symbol, short_date(on)]))
