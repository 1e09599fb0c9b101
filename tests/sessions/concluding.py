"""What tests of meetings begin with: a meeting that was held, a task with all five clears, what a form sends."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pypdf

from accounts.models import User
from councils.models import Council
from followups.models import FollowUp
from followups.services import set_owner
from sessions import services
from sessions.models import BodyMeeting, Conclusion
from tests.factories import AgencyFactory, BodyMeetingFactory

HELD = date(2026, 6, 20)
"""The day of the meeting."""
DUE = date(2026, 12, 31)


def held(council: Council, **changes: Any) -> BodyMeeting:
    """A meeting of the Standing Committee that was held."""
    given = {"number": 12, "title": "Cho ý kiến về công tác tháng 6", "place": "Phòng họp số 1"}
    made: BodyMeeting = BodyMeetingFactory(council=council, **{**given, "state": "held", **changes})
    return made


def new_task(body: Any, **changes: Any) -> services.Task:
    """A task of this body with all five clears, its day set by hand."""
    clears = {"accountable": "Trưởng phòng", "evidence": "Báo cáo kết quả", "due_on": DUE}
    rest = {name: changes.pop(name) for name in ("rule", "parts") if name in changes}
    follow_up = FollowUp(**{**clears, **changes})
    set_owner(follow_up, body)
    return services.Task(follow_up, **rest)


def concluded_with(meeting: BodyMeeting, user: User, *bodies: Any) -> list[Conclusion]:
    """One conclusion without a task and one for each body."""
    made = [services.add_conclusion(meeting=meeting, user=user, text="Thống nhất chủ trương")]
    for body in bodies:
        task = new_task(body)
        text = f"{body} rà soát các tuyến đường bị sạt lở"
        made.append(services.add_conclusion(meeting=meeting, user=user, text=text, task=task))
    return made


def typed_meeting(**changes: Any) -> dict[str, Any]:
    """What the form of a meeting sends."""
    return {
        "title": "Cho ý kiến về công tác tháng 6",
        "kind": "regular",
        "held_on": "20/06/2026",
        "starts_at": "08:00",
        "ends_at": "11:00",
        "place": "Phòng họp số 1",
        "chair": "Chủ tịch HĐND xã",
        **changes,
    }


def typed_conclusion(**changes: Any) -> dict[str, Any]:
    """What the form of a conclusion sends."""
    return {
        "text": "Rà soát các tuyến đường bị sạt lở",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
        **changes,
    }


def agencies(council: Council, *names: str) -> list[Any]:
    """Agencies of these names."""
    return [AgencyFactory(council=council, name=name) for name in names]


def content(file: Any) -> bytes:
    """The newest content of a file that is kept."""
    with file.versions.first().content.open("rb") as opened:
        found: bytes = opened.read()
    return found


def word_text(source: bytes) -> str:
    """Everything a Word file says, in one line."""
    document = docx.Document(BytesIO(source))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


def pdf_text(source: bytes) -> str:
    """Everything a PDF says, in one line."""
    pages = pypdf.PdfReader(BytesIO(source)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
