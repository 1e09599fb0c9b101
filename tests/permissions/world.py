"""One council with one record of each kind, and somebody for each role: what the matrix walks through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from core.access import Role
from documents.services import store_file
from followups import services
from followups.feeds import make_address
from followups.letters import Terms
from followups.models import FollowUp, Notice, ReminderLetter
from tests import factories
from tests.permissions import (
    letters,
    sittings,
    sittings_convening,
    sittings_floor,
    sittings_meetings,
    sittings_papers,
    sittings_resolutions,
    supervision_sumission,
    supervision_surec,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class World:
    """Users by actor, and ids by name for addresses."""

    users: dict[str, User | None] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)


def build() -> World:
    """The records and the people."""
    world = World()
    parent = factories.CouncilFactory(level="province", unit_type="tinh")
    term = factories.CouncilTermFactory(council__parent=parent)
    council = term.council
    _people(world, term, parent)
    _records(world, term, council)
    letters.extend(world, term)
    sittings.extend(world, term)
    sittings_convening.extend(world, term)
    sittings_resolutions.extend(world, term)
    sittings_papers.extend(world, term)
    sittings_floor.extend(world, term)
    sittings_meetings.extend(world, term)
    supervision_sumission.extend(world, term)
    supervision_surec.extend(world, term)
    return world


def _people(world: World, term: Any, parent: Any) -> None:
    council = term.council
    agency = factories.AgencyFactory(council=council)
    delegate = factories.seated(term)
    holds: dict[str, dict[str, Any]] = {"agency": {"agency": agency}, "delegate": {"delegate": delegate}}
    world.users = {"anonymous": None, "nobody": factories.UserFactory()}
    for role in Role:
        world.users[role.value] = user = factories.UserFactory()
        factories.member(user, council, role, **holds.get(role.value, {}))
    elsewhere: dict[str, tuple[Any, str, dict[str, Any]]] = {
        "other_agency": (council, "agency", {"agency": factories.AgencyFactory(council=council)}),
        "above": (parent, "secretariat", {}),
        "stranger": (factories.CouncilTermFactory().council, "secretariat", {}),
    }
    for actor, (where, role_name, named) in elsewhere.items():
        world.users[actor] = user = factories.UserFactory()
        factories.member(user, where, role_name, **named)
    world.ids |= {"agency": agency.pk, "delegate": delegate.pk, "council": council.pk}


def _records(world: World, term: Any, council: Any) -> None:
    agency = council.agencies.get(pk=world.ids["agency"])
    meeting = factories.MeetingFactory(round__council_term=term)
    factories.FieldFactory()
    sent = factories.follow_up(agency)
    staff = world.users["secretariat"]
    assert staff is not None
    answered = factories.follow_up(agency, title="Việc đã trả lời")
    reply = services.reply_to(
        follow_up=answered,
        user=world.users["agency"],
        text="Đã giải quyết xong.",
        result_class="resolved",
        dated_on=date(2026, 7, 1),
        uploads=[SimpleUploadedFile("tra-loi.pdf", PDF)],
    )
    file = reply.files.get()
    owner = world.users["agency"]
    assert owner is not None
    extension = services.request_extension(
        follow_up=sent, user=owner, until=timezone.localdate() + timedelta(days=60), reason="Chờ vốn"
    )
    opinion = factories.OpinionFactory(meeting=meeting)
    docx = store_file(council=council, user=staff, name="bao-cao.pdf", content=PDF)
    other: Any = world.users["other_agency"].memberships.get().agency  # type: ignore[union-attr]  # the world has one
    shared = factories.follow_up(agency, title="Việc có phối hợp", parts=[services.Part(other)])
    draft = services.save_draft(follow_up=FollowUp(council=council, title="Việc đang soạn"))
    world.ids |= {
        "shared": shared.pk,
        "hand_over": services.hand_on(
            follow_up=factories.follow_up(agency, title="Việc chuyển tiếp"),
            user=owner,
            to=other,
            reason="Nhầm",
        ).pk,
        "ended": _ended(council).pk,
        "part": shared.coordinations.get().pk,
        "draft": draft.pk,
        "rule": factories.RuleFactory(code="RIENG", level=council.level).pk,
        "own_rule": factories.RuleFactory(
            code="RIENG", level=council.level, council=council, effective_from=date(2026, 1, 1)
        ).pk,
        "round": meeting.round_id,
        "meeting": meeting.pk,
        "opinion": opinion.pk,
        "follow_up": sent.pk,
        "answered": answered.pk,
        "plain": factories.follow_up(agency, title="Việc chưa xin gia hạn").pk,
        "file": file.pk,
        "asked": extension.pk,
        "accepted": _settled(agency, owner, staff).pk,
        "closed": services.close(follow_up=_settled(agency, owner, staff), user=staff).pk,
        "notice": Notice.objects.create(
            recipient=owner, follow_up=sent, kind=Notice.Kind.ISSUED, for_day=date(2026, 6, 15)
        ).pk,
        "token": make_address(user=owner),
        "key": "thu",
        "code": "O01",
        "move": "file",
        "extension": "pdf",
        "letter": (letter := _letter(agency, staff)).pk,
        "document": letter.document_id,
        "failed_run": _run(council, staff, None, state="failed").pk,
        "mission": factories.MissionFactory(council=council).pk,
        "run": _run(council, staff, docx).pk,
    }


def _ended(successor: Any) -> Any:
    ended = factories.CouncilFactory(valid_to=date(2025, 6, 30))
    ended.successions.create(successor=successor, kind="merge", effective_on=date(2025, 7, 1))
    return ended


def _settled(agency: Any, owner: User, staff: User) -> FollowUp:
    follow_up = factories.follow_up(agency, title="Việc đã xong")
    day = date(2026, 7, 1)
    services.reply_to(follow_up=follow_up, user=owner, text="Đã xong.", result_class="resolved", dated_on=day)
    services.assess(follow_up=follow_up, user=staff, verdict="accepted", on=day)
    return follow_up


def _letter(agency: Any, staff: User) -> ReminderLetter:
    today = timezone.localdate()
    due = today - timedelta(days=9)
    late = factories.follow_up(agency, title="Việc quá hạn", on=due - timedelta(days=30), due=due)
    by = today + timedelta(days=9)
    terms = Terms(dated_on=today, answer_by=by, signer="chair", next_step="báo cáo HĐND tại kỳ họp gần nhất")
    return services.write_letter(
        council=agency.council, agency=agency, follow_ups=[late], user=staff, terms=terms
    )


def _run(council: Any, user: User, file: Any, state: str = "done") -> Any:
    from reports.models import ReportRun  # noqa: PLC0415 - only this record needs it

    return ReportRun.objects.create(
        council=council,
        period_start=date(2026, 1, 1),
        period_end=date(2026, 6, 30),
        as_of=date(2026, 6, 30),
        asked_by=user,
        state=state,
        docx=file,
        pdf=file,
    )
