"""Rows for tests: the smallest valid record of each kind, in role style, all in one living commune by default."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from core.access import Role
from councils.calendar import DueDate
from councils.models import (
    Agency,
    Committee,
    Constituency,
    Council,
    CouncilTerm,
    DeadlineRule,
    Delegate,
    DelegateGroup,
    DelegateSeat,
    Field,
    Membership,
    Term,
)
from followups import services as followups
from followups.models import FollowUp
from sessions.models import (
    AgendaItem,
    Attendance,
    BodyMeeting,
    Paper,
    PlenaryMeeting,
    Resolution,
    Sitting,
    SittingStep,
)
from supervision.models import SupervisionMission
from voters.models import CitizenReception, VoterContactRound, VoterMeeting, VoterOpinion

PASSWORD = "Mat-khau-thu-2026"


class UserFactory(DjangoModelFactory[User]):
    """Somebody with an account."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = factory.Sequence(lambda n: f"Chuyên viên Văn phòng – {n:02d}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.invalid")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **{"password": PASSWORD, **kwargs})


class TermFactory(DjangoModelFactory[Term]):
    """The present term."""

    class Meta:
        model = Term
        django_get_or_create = ("name",)

    name = "2026-2031"
    election_day = date(2026, 3, 15)


class CouncilFactory(DjangoModelFactory[Council]):
    """A living commune's council."""

    class Meta:
        model = Council

    short_name = factory.Sequence(lambda n: f"Thử Nghiệm {n}")
    name = factory.LazyAttribute(lambda council: f"xã {council.short_name}")
    slug = factory.Sequence(lambda n: f"xa-thu-nghiem-{n}")
    level = "commune"
    unit_type = "xa"
    place = factory.LazyAttribute(lambda council: council.short_name)


class CouncilTermFactory(DjangoModelFactory[CouncilTerm]):
    """Khóa I of a commune."""

    class Meta:
        model = CouncilTerm

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    ordinal = 1
    starts_on = date(2020, 1, 1)


class ConstituencyFactory(DjangoModelFactory[Constituency]):
    """An electoral unit."""

    class Meta:
        model = Constituency

    council_term = factory.SubFactory(CouncilTermFactory)
    number = factory.Sequence(lambda n: n + 1)
    area = "Các thôn phía Đông"


class GroupFactory(DjangoModelFactory[DelegateGroup]):
    """A delegate group."""

    class Meta:
        model = DelegateGroup

    council_term = factory.SubFactory(CouncilTermFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda group: f"Tổ đại biểu số {group.number}")


class DelegateFactory(DjangoModelFactory[Delegate]):
    """A delegate without a seat; see `seated`."""

    class Meta:
        model = Delegate

    council = factory.SubFactory(CouncilFactory)
    full_name = factory.Sequence(lambda n: f"Đại biểu Tổ 1 – {n:02d}")


class SeatFactory(DjangoModelFactory[DelegateSeat]):
    """A seat since the beginning of the term."""

    class Meta:
        model = DelegateSeat

    council_term = factory.SubFactory(CouncilTermFactory)
    delegate = factory.SubFactory(DelegateFactory, council=factory.SelfAttribute("..council_term.council"))
    valid_from = factory.LazyAttribute(lambda seat: seat.council_term.starts_on)


class CommitteeFactory(DjangoModelFactory[Committee]):
    """A committee."""

    class Meta:
        model = Committee

    council = factory.SubFactory(CouncilFactory)
    kind = "economic_budget"
    name = "Ban Kinh tế - Ngân sách"


class AgencyFactory(DjangoModelFactory[Agency]):
    """A body that must answer."""

    class Meta:
        model = Agency

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Phòng Kinh tế {n}")
    email = factory.Sequence(lambda n: f"coquan{n}@example.invalid")


class FieldFactory(DjangoModelFactory[Field]):
    """A field of the master list."""

    class Meta:
        model = Field
        django_get_or_create = ("code", "council")

    code = "giao-thong"
    name = "Giao thông"
    name_en = "Transport"
    committee_view = "economic-budget"
    council = None


class RuleFactory(DjangoModelFactory[DeadlineRule]):
    """Opinions are answered within 30 days."""

    class Meta:
        model = DeadlineRule
        django_get_or_create = ("code", "level", "council", "effective_from")

    code = "OP-ANSWER"
    name = "Trả lời kiến nghị của cử tri"
    name_en = "Answer to voters' recommendations"
    anchor = "ngày nhận văn bản chuyển"
    offset = 30
    level = ""
    council = None
    effective_from = None
    legal_basis = "Quy chế làm việc của Hội đồng nhân dân"
    confidence = "U"


class SittingFactory(DjangoModelFactory[Sitting]):
    """A regular sitting."""

    class Meta:
        model = Sitting

    council_term = factory.SubFactory(CouncilTermFactory)
    council = factory.SelfAttribute("council_term.council")
    number = factory.Sequence(lambda n: n + 1)
    kind = "regular_midyear"
    opens_on = date(2026, 7, 14)
    closes_on = date(2026, 7, 15)


class MissionFactory(DjangoModelFactory[SupervisionMission]):
    """A thematic mission of the Standing Committee."""

    class Meta:
        model = SupervisionMission

    council = factory.SubFactory(CouncilFactory)
    kind = "thematic"
    subject = "standing_committee"
    title = "Việc thực hiện chính sách giảm nghèo"
    decided_on = date(2026, 5, 4)
    state = "decided"


class RoundFactory(DjangoModelFactory[VoterContactRound]):
    """The round before a mid-year sitting."""

    class Meta:
        model = VoterContactRound

    council_term = factory.SubFactory(CouncilTermFactory)
    council = factory.SelfAttribute("council_term.council")
    kind = "pre_sitting"
    name = factory.Sequence(lambda n: f"Tiếp xúc cử tri trước kỳ họp thứ {n + 2}")
    starts_on = date(2026, 6, 1)
    ends_on = date(2026, 6, 30)


class MeetingFactory(DjangoModelFactory[VoterMeeting]):
    """A meeting that was held."""

    class Meta:
        model = VoterMeeting

    round = factory.SubFactory(RoundFactory)
    council = factory.SelfAttribute("round.council")
    held_on = date(2026, 6, 10)
    venue = factory.Sequence(lambda n: f"Nhà văn hóa thôn {n + 1}")
    locality = "Thôn Nậm Phảng"
    headcount = 60
    speakers = 8
    state = "held"


class OpinionFactory(DjangoModelFactory[VoterOpinion]):
    """An opinion as recorded, not yet classified."""

    class Meta:
        model = VoterOpinion

    meeting = factory.SubFactory(MeetingFactory)
    council = factory.SelfAttribute("meeting.council")
    recorded_on = factory.SelfAttribute("meeting.held_on")
    number = factory.Sequence(lambda n: n + 1)
    content = factory.Sequence(lambda n: f"Đề nghị sửa chữa cầu dân sinh số {n + 1}, mặt cầu đã hư hỏng")
    voter_place = "Thôn Nậm Phảng"


class ReceptionFactory(DjangoModelFactory[CitizenReception]):
    """A morning on which a delegate receives citizens."""

    class Meta:
        model = CitizenReception

    council = factory.SubFactory(CouncilFactory)
    delegate = factory.SubFactory(DelegateFactory, council=factory.SelfAttribute("..council"))
    day = date(2026, 6, 15)
    place = "Trụ sở tiếp công dân"


def member(user: User, council: Council, role: Role | str, **holds: Any) -> Membership:
    """Give a user a role in a council since ever."""
    return Membership.objects.create(user=user, council=council, role=role, **holds)


def seated(council_term: CouncilTerm, **delegate: Any) -> Delegate:
    """A delegate with a seat in the term."""
    seat = SeatFactory(
        council_term=council_term,
        delegate__council=council_term.council,
        **{f"delegate__{name}": value for name, value in delegate.items()},
    )
    found: Delegate = seat.delegate
    return found


def follow_up(
    agency: Agency, *, on: date = date(2026, 6, 15), title: str = "Sửa cầu dân sinh", **extra: Any
) -> FollowUp:
    """A task sent to an agency through the service, quietly; due after 30 days unless `due` says otherwise."""
    rule = RuleFactory()
    due = DueDate(extra.pop("due", None) or on + timedelta(days=30), rule, on, estimated=False)
    clears = followups.FiveClears(
        body=agency,
        title=title,
        due=due,
        accountable=f"Người đứng đầu {agency.name}",
        evidence="Văn bản trả lời nêu rõ kết quả giải quyết",
    )
    return followups.issue(
        council=agency.council,
        kind=extra.pop("kind", "opinion"),
        clears=clears,
        user=None,
        on=on,
        quiet=True,
        **extra,
    )


# --- Sittings ---


class PlenaryMeetingFactory(DjangoModelFactory[PlenaryMeeting]):
    """The first morning of a sitting."""

    class Meta:
        model = PlenaryMeeting

    sitting = factory.SubFactory(SittingFactory)
    day = factory.SelfAttribute("sitting.opens_on")
    part = "1_morning"
    starts_at = time(7, 30)


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """A delegate who was there."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(PlenaryMeetingFactory)
    delegate = factory.SubFactory(DelegateFactory, council=factory.SelfAttribute("..meeting.sitting.council"))
    status = "present"


class SittingStepFactory(DjangoModelFactory[SittingStep]):
    """A step added by hand."""

    class Meta:
        model = SittingStep

    sitting = factory.SubFactory(SittingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Chuẩn bị hội trường, lần {n + 1}")


class PaperFactory(DjangoModelFactory[Paper]):
    """A report that an agency owes a sitting."""

    class Meta:
        model = Paper

    sitting = factory.SubFactory(SittingFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "report"
    title = factory.Sequence(lambda n: f"Báo cáo tình hình kinh tế - xã hội số {n + 1}")
    owner_agency = factory.SubFactory(AgencyFactory, council=factory.SelfAttribute("..sitting.council"))
    due_on = date(2026, 6, 29)


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    """The presentation of a report."""

    class Meta:
        model = AgendaItem

    sitting = factory.SubFactory(SittingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Trình bày báo cáo số {n + 1}")
    reading_minutes = 15


class BodyMeetingFactory(DjangoModelFactory[BodyMeeting]):
    """A regular meeting of the Standing Committee."""

    class Meta:
        model = BodyMeeting

    council = factory.SubFactory(CouncilFactory)
    title = factory.Sequence(lambda n: f"Phiên họp Thường trực HĐND tháng {n % 12 + 1}")
    held_on = date(2026, 6, 20)


class ResolutionFactory(DjangoModelFactory[Resolution]):
    """A draft resolution of a sitting."""

    class Meta:
        model = Resolution

    sitting = factory.SubFactory(SittingFactory)
    council_term = factory.SelfAttribute("sitting.council_term")
    council = factory.SelfAttribute("council_term.council")
    title = factory.Sequence(lambda n: f"Về việc phê duyệt chủ trương đầu tư dự án số {n + 1}")
