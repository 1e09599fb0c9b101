"""What the tests of convening share: a sitting that is yet to come, its delegates, their accounts, its papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from councils.models import CouncilTerm, Delegate
from documents.services import store_file
from sessions import services
from sessions.models import Convening, Invitation, Paper, PaperVersion, Sitting
from tests.factories import PaperFactory, SittingFactory, UserFactory, member, seated
from tests.permissions.world import PDF


def today() -> date:
    return timezone.localdate()


def ahead(term: CouncilTerm, *, days: int = 12, **facts: Any) -> Sitting:
    """A sitting that opens in so many days."""
    opens = today() + timedelta(days=days)
    made: Sitting = SittingFactory(
        council_term=term, **{"number": 5, "opens_on": opens, "closes_on": opens + timedelta(days=1), **facts}
    )
    return made


def delegates(term: CouncilTerm, count: int = 3) -> list[Delegate]:
    return [seated(term, full_name=f"Đại biểu Tổ 3 – {number:02d}") for number in range(1, count + 1)]


def account_of(delegate: Delegate, **facts: Any) -> User:
    """A user who is this delegate."""
    user: User = UserFactory(**facts)
    member(user, delegate.council, "delegate", delegate=delegate)
    return user


def convened(sitting: Sitting, user: User, **facts: Any) -> Convening:
    """Convened today without drawing the documents, which takes time."""
    made = services.convene(sitting=sitting, user=user, **{"on": today(), "drawn": False, **facts})
    sitting.refresh_from_db()
    return made


def invitation_of(sitting: Sitting, delegate: Delegate) -> Invitation:
    return Invitation.objects.get(sitting=sitting, delegate=delegate)


def sent_paper(sitting: Sitting, user: User, *, content: bytes = PDF, **facts: Any) -> PaperVersion:
    """A paper that the delegates have in hand, with the file of its first version."""
    paper: Paper = PaperFactory(sitting=sitting, **{"state": "sent_to_delegates", **facts})
    return add_version(paper, user, content=content)


def add_version(paper: Paper, user: User, *, content: bytes = PDF) -> PaperVersion:
    """The next version of a paper."""
    file = store_file(council=paper.sitting.council, user=user, name="Tài liệu số 1.pdf", content=content)
    return paper.versions.create(
        number=paper.versions.count() + 1, received_on=today(), file=file, entered_by=user
    )
