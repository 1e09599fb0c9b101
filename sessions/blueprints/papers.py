"""The papers that each kind of sitting usually waits for (Law 87/2015 Art. 59; Law 72/2025 Art. 15, 21).

Titles are titles of Vietnamese documents, as they stand on the papers themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from councils.models import Agency, Committee, Level
from sessions.models import Paper, Sitting


@dataclass(frozen=True)
class Owner:
    """Who owes a paper: an agency of a kind, every committee, or the Standing Committee itself.

    `named`: folded words that the agency's name must hold where the kind alone does not tell. `words`: how the page
    calls it while the council's list has no such agency.
    """

    kind: str = ""
    named: str = ""
    words: str = ""
    each_committee: bool = False


@dataclass(frozen=True)
class PaperPlan:
    """A paper of a template.

    `key` is what the agenda and `goes_with` call it. `verified_by`: kinds of committees, the first that the council
    has verifies it; empty for a paper that is not verified. `levels`: empty for every level.
    """

    key: str
    kind: str
    title: str
    owner: Owner
    verified_by: tuple[str, ...] = ()
    goes_with: str = ""
    levels: frozenset[str] = frozenset()
    rule: str = ""

    def wanted_at(self, level: str) -> bool:
        """Whether councils of this level wait for it."""
        return not self.levels or level in self.levels

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that may give its due day: the first one in force does."""
        if self.rule:
            return (self.rule, "PAP-DELEGATE")
        return ("VER-DRAFT-IN", "VER-MEETING", "PAP-DELEGATE") if self.verified_by else ("PAP-DELEGATE",)


STANDING: Final = Owner()
COMMITTEES: Final = Owner(each_committee=True)
EXECUTIVE: Final = Owner(Agency.Kind.PEOPLES_COMMITTEE, words="Ủy ban nhân dân")
FRONT: Final = Owner(Agency.Kind.FRONT, words="Ủy ban Mặt trận Tổ quốc Việt Nam")
COURT: Final = Owner(Agency.Kind.COURT, words="Tòa án nhân dân")
PROCURACY: Final = Owner(Agency.Kind.PROCURACY, words="Viện kiểm sát nhân dân")
ENFORCEMENT: Final = Owner(Agency.Kind.OTHER, named="thi hanh an", words="Cơ quan Thi hành án dân sự")
ELECTION_BOARD: Final = Owner(Agency.Kind.OTHER, named="bau cu", words="Ủy ban bầu cử")

JUDICIAL: Final = frozenset({Level.PROVINCE.value, Level.DISTRICT.value})
"""Court, procuracy and enforcement report to provinces, and to districts while there were any; not to communes."""

_MONEY: Final = (
    Committee.Kind.ECONOMIC_BUDGET.value,
    Committee.Kind.SOCIO_ECONOMIC.value,
)
_LAW: Final = (Committee.Kind.LEGAL.value, *_MONEY)
_PEOPLE: Final = (
    Committee.Kind.CULTURE_SOCIETY.value,
    Committee.Kind.SOCIO_ECONOMIC.value,
    Committee.Kind.LEGAL.value,
)
_REPORT, _PROPOSAL, _DRAFT, _NOTICE = (
    Paper.Kind.REPORT.value,
    Paper.Kind.PROPOSAL.value,
    Paper.Kind.DRAFT_RESOLUTION.value,
    Paper.Kind.NOTICE.value,
)


def _decision(
    key: str, matter: str, owner: Owner, verified_by: tuple[str, ...]
) -> tuple[PaperPlan, PaperPlan]:
    """A proposal and the draft resolution that goes with it."""
    return (
        PaperPlan(key, _PROPOSAL, f"Tờ trình về {matter}", owner, verified_by),
        PaperPlan(f"{key}-nq", _DRAFT, f"Dự thảo Nghị quyết về {matter}", owner, verified_by, goes_with=key),
    )


def _council_reports(period: str) -> tuple[PaperPlan, ...]:
    return (
        PaperPlan(
            "thuong-truc", _REPORT, f"Báo cáo kết quả hoạt động của Thường trực HĐND {period}", STANDING
        ),
        PaperPlan("ban", _REPORT, f"Báo cáo kết quả hoạt động của {{committee}} {period}", COMMITTEES),
        PaperPlan(
            "y-kien-cu-tri",
            _REPORT,
            "Báo cáo tổng hợp ý kiến, kiến nghị của cử tri gửi đến kỳ họp",
            STANDING,
        ),
        PaperPlan(
            "giam-sat-kien-nghi",
            _REPORT,
            "Báo cáo kết quả giám sát việc giải quyết ý kiến, kiến nghị của cử tri",
            STANDING,
        ),
        PaperPlan(
            "mat-tran",
            _NOTICE,
            f"Thông báo về công tác Mặt trận tham gia xây dựng chính quyền {period}",
            FRONT,
        ),
    )


def _executive_reports(period: str) -> tuple[PaperPlan, ...]:
    reports = (
        ("kt-xh", f"tình hình kinh tế - xã hội, quốc phòng - an ninh {period}", _MONEY),
        ("ngan-sach", f"tình hình thực hiện thu, chi ngân sách {period}", _MONEY),
        ("giai-quyet-kien-nghi", "kết quả giải quyết ý kiến, kiến nghị của cử tri", _PEOPLE),
        ("tham-nhung", f"công tác phòng, chống tham nhũng, tiêu cực {period}", _LAW),
        ("tiet-kiem", f"công tác thực hành tiết kiệm, chống lãng phí {period}", _MONEY),
        ("toi-pham", f"công tác phòng, chống tội phạm và vi phạm pháp luật {period}", _LAW),
        ("khieu-nai", f"công tác tiếp công dân, giải quyết khiếu nại, tố cáo {period}", _LAW),
    )
    promised = PaperPlan(
        "loi-hua",
        _REPORT,
        "Báo cáo kết quả thực hiện nội dung đã hứa khi trả lời chất vấn",
        EXECUTIVE,
        rule="Q-PROMISE-REPORT",
    )
    plans = (PaperPlan(key, _REPORT, f"Báo cáo {what}", EXECUTIVE, by) for key, what, by in reports)
    return (*plans, promised)


def _judicial_reports(period: str) -> tuple[PaperPlan, ...]:
    bodies = (
        ("toa-an", "công tác của Tòa án nhân dân", COURT),
        ("vien-kiem-sat", "công tác của Viện kiểm sát nhân dân", PROCURACY),
        ("thi-hanh-an", "công tác thi hành án dân sự", ENFORCEMENT),
    )
    return tuple(
        PaperPlan(key, _REPORT, f"Báo cáo {what} {period}", owner, _LAW, levels=JUDICIAL)
        for key, what, owner in bodies
    )


def _midyear(year: int) -> tuple[PaperPlan, ...]:
    period = f"6 tháng đầu năm {year}"
    return (
        *_council_reports(period),
        *_executive_reports(period),
        *_judicial_reports(period),
        *_decision("giam-sat", f"Chương trình giám sát của HĐND năm {year + 1}", STANDING, ()),
    )


def _yearend(year: int) -> tuple[PaperPlan, ...]:
    period, following = f"năm {year}", year + 1
    return (
        *_council_reports(period),
        *_executive_reports(period),
        *_judicial_reports(period),
        *_decision("ke-hoach", f"kế hoạch phát triển kinh tế - xã hội năm {following}", EXECUTIVE, _MONEY),
        *_decision(
            "du-toan",
            f"dự toán thu ngân sách nhà nước, chi ngân sách địa phương và phân bổ ngân sách năm {following}",
            EXECUTIVE,
            _MONEY,
        ),
        *_decision("quyet-toan", f"phê chuẩn quyết toán ngân sách năm {year - 1}", EXECUTIVE, _MONEY),
        *_decision("dau-tu", f"kế hoạch đầu tư công năm {following}", EXECUTIVE, _MONEY),
        *_decision("cac-ky-hop", f"kế hoạch tổ chức các kỳ họp thường lệ năm {following}", STANDING, ()),
    )


def _constituting() -> tuple[PaperPlan, ...]:
    return (
        PaperPlan("ket-qua-bau-cu", _REPORT, "Báo cáo kết quả bầu cử đại biểu HĐND", ELECTION_BOARD),
        PaperPlan("tu-cach", _REPORT, "Báo cáo kết quả xác nhận tư cách đại biểu HĐND", STANDING),
        *_decision("bau-hdnd", "kết quả bầu Chủ tịch, Phó Chủ tịch HĐND", STANDING, ()),
        *_decision(
            "bau-ban", "thành lập các Ban, kết quả bầu Trưởng ban, Phó Trưởng ban của HĐND", STANDING, ()
        ),
        *_decision("bau-ubnd", "kết quả bầu Chủ tịch, Phó Chủ tịch, Ủy viên Ủy ban nhân dân", STANDING, ()),
    )


def _matter(theme: str) -> str:
    """A theme inside a title: its first letter stays a capital only in an abbreviation."""
    theme = theme.strip() or "nội dung của kỳ họp"
    return theme if theme[:2].isupper() else theme[:1].lower() + theme[1:]


def papers_of(sitting: Sitting) -> tuple[PaperPlan, ...]:
    """The papers that a sitting of this kind, level and year usually waits for, in the order of its list."""
    year = sitting.opens_on.year
    match sitting.kind:
        case Sitting.Kind.MIDYEAR:
            found = _midyear(year)
        case Sitting.Kind.YEAREND:
            found = _yearend(year)
        case Sitting.Kind.CONSTITUTING:
            found = _constituting()
        case _:
            found = _decision("noi-dung", _matter(sitting.theme), EXECUTIVE, (*_MONEY, *_PEOPLE))
    return tuple(plan for plan in found if plan.wanted_at(sitting.council.level))
