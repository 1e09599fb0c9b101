"""Citizens who come and write: Hưng Yên's letters of the past, and a living commune's receptions and letters.

Nobody here exists: senders are "Công dân 01" and so on, and no denouncer of the past was invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count
from typing import Any, Final, NamedTuple

from django.utils import timezone

from accounts.models import User
from councils.models import Agency, Council, CouncilTerm, Delegate, Field
from councils.services import save_agency
from followups import services as followups
from followups.models import FollowUp
from portal.demo.accounts import LIVING
from portal.demo.district import term_of
from portal.demo.living import PLACES, TERM
from portal.demo.stage import known
from portal.demo.texts import ANSWERS
from voters import services as voters
from voters.identity import Identity, Person
from voters.models import CitizenReception, Letter
from voters.services.letters import Condition, Passed
from voters.services.receptions import DayRule, Hours, Task, quarter

Kind = Agency.Kind
ALL_MET: Final = {str(condition.value): (True, "") for condition in Condition}
HUNG_YEN_BODIES: Final = {
    "land": ("Sở Tài nguyên và Môi trường", Kind.DEPARTMENT),
    "transport": ("Sở Giao thông vận tải", Kind.DEPARTMENT),
    "social": ("Sở Lao động - Thương binh và Xã hội", Kind.DEPARTMENT),
}


class Matter(NamedTuple):
    """What a letter is about: its kind, field, competent body, and its summary with a place in it."""

    kind: str
    field: str
    body: str
    text: str


MATTERS: Final = (
    Matter("complaint", "land", "land", "Khiếu nại quyết định thu hồi đất và mức bồi thường tại {place}."),
    Matter("petition", "transport", "transport", "Kiến nghị sửa chữa đoạn đường hư hỏng qua {place}."),
    Matter(
        "feedback", "environment", "land", "Phản ánh cơ sở sản xuất xả nước thải gây ô nhiễm tại {place}."
    ),
    Matter(
        "petition", "land", "land", "Kiến nghị đẩy nhanh cấp giấy chứng nhận quyền sử dụng đất tại {place}."
    ),
    Matter("feedback", "transport", "transport", "Phản ánh xe quá tải làm hỏng đường qua {place}."),
    Matter(
        "complaint", "social-policy", "social", "Khiếu nại việc dừng chế độ trợ cấp hằng tháng tại {place}."
    ),
)
"""Letters of the past and of the present in turn; none denounces anybody."""
LETTERS_OF_HUNG_YEN: Final = 60
FIRST_DAY, LAST_DAY = date(2022, 12, 1), date(2023, 2, 22)
"""The last day on which a letter came that could still be forwarded by 01/03/2023."""


def hung_yen() -> None:
    """60 letters between two briefing conferences (01/12/2022 to 01/03/2023), all studied and forwarded."""
    council = Council.objects.get(slug="hung-yen")
    bodies = {
        role: save_agency(agency=Agency(council=council, name=name, kind=kind))
        for role, (name, kind) in HUNG_YEN_BODIES.items()
    }
    post = Post(council, None, bodies)
    span = (LAST_DAY - FIRST_DAY).days
    for number in range(LETTERS_OF_HUNG_YEN):
        matter = MATTERS[number % len(MATTERS)]
        came = FIRST_DAY + timedelta(days=round(number * span / (LETTERS_OF_HUNG_YEN - 1)))
        letter = post.receive(
            matter,
            f"phường số {1 + number % 7}",
            came,
            field=post.fields[matter.field],
            competence_level=council.level,
            agency=bodies[matter.body],
        )
        post.check(letter, came + timedelta(days=2))
        post.act(letter, "forward", came + timedelta(days=5))


@dataclass
class Post:
    """The register of one council's letters. Without a clerk papers are not written: old letters had their own."""

    council: Council
    clerk: User | None
    bodies: Mapping[str, Agency]
    fields: dict[str, Field] = field(init=False)
    numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Fields by their code."""
        self.fields = {row.code: row for row in Field.objects.filter(council__isnull=True)}

    def sender(self, place: str) -> Identity:
        """The next citizen."""
        return Identity((Person(f"Công dân {next(self.numbers):02d}", place[:1].upper() + place[1:]),))

    def receive(self, matter: Matter, place: str, on: date, **facts: Any) -> Letter:
        """Enter a letter."""
        given = {"identity": self.sender(place), "dated_on": on - timedelta(days=3), **facts}
        return voters.register_letter(
            council=self.council,
            user=self.clerk,
            received_on=on,
            kind=matter.kind,
            summary=matter.text.format(place=place),
            **given,
        )

    def check(self, letter: Letter, on: date, **failed: str) -> None:
        """Check the conditions; those named were not met, for the reason given."""
        unmet = {name: (False, reason) for name, reason in failed.items()}
        voters.screen_letter(letter=letter, user=self.clerk, on=on, conditions={**ALL_MET, **unmet})
        letter.refresh_from_db()

    def ready(self, matter: Matter, place: str, came: date, checked: date, **facts: Any) -> Letter:
        """A letter with its conditions met, its field and its competent body."""
        letter = self.receive(matter, place, came, **facts)
        self.check(letter, checked)
        voters.classify_letters(
            letters=[letter],
            user=self.clerk,
            on=checked,
            field=self.fields[matter.field],
            competence_level=self.council.level,
            agency=self.bodies[matter.body],
        )
        letter.refresh_from_db()
        return letter

    def act(self, letter: Letter, kind: str, on: date, text: str = "") -> FollowUp | None:
        """Deal with a letter, quietly; what its body then owes."""
        terms = voters.Terms(on=on, text=text)
        return voters.act(letter=letter, kind=kind, user=self.clerk, terms=terms, quiet=True).follow_up


# --- The living commune ---

DENUNCIATION: Final = Matter(
    "denunciation",
    "land",
    "committee",
    "Tố cáo việc thu, chi quỹ đóng góp làm đường không công khai tại {place}.",
)
BODIES: Final = {
    "land": "Phòng Kinh tế xã",
    "transport": "UBND xã Bảo Thắng",
    "social": "Phòng Văn hóa - Xã hội xã",
    "committee": "UBND xã Bảo Thắng",
}
PLACE: Final = "Phòng tiếp công dân, trụ sở UBND xã Bảo Thắng"
DAYS_OF_MONTH: Final = (6, 20)
TWICE: Final = 2


def commune(users: Mapping[str, User]) -> None:
    """Xã Bảo Thắng: this quarter's receptions, and letters in every state."""
    council = Council.objects.get(slug=LIVING)
    agencies = {agency.name: agency for agency in Agency.objects.of(council)}
    bodies = {role: agencies[name] for role, name in BODIES.items()}
    post = Post(council, users["chuyenvien"], bodies)
    _receptions(post, term_of(council, TERM), users["chuyenvien"])
    _letters(post, users["chuyenvien"])


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _receptions(post: Post, term: CouncilTerm, clerk: User) -> None:
    """Two receptions a month; citizens came to the last two, one of which has its conclusions."""
    today = timezone.localdate()
    year, number = today.year, (today.month + 2) // 3
    held = _schedule(post, term, clerk, year, number)
    if len(held) < TWICE:
        earlier = (year, number - 1) if number > 1 else (year - 1, 4)
        held = [*_schedule(post, term, clerk, *earlier), *held]
    for reception in held[:-TWICE]:
        voters.move_reception(reception=reception, name="nobody_came", user=clerk)
    for reception, first in zip(held[-TWICE:], (0, 3), strict=True):
        _visits(post, reception, clerk, first)
    before = held[-TWICE]
    task = Task(
        "Kiểm tra hiện trạng, trả lời công dân về việc cấp giấy chứng nhận", post.bodies["land"], _ago(-20)
    )
    voters.conclude(
        reception=before,
        tasks=[task],
        on=min(before.day + timedelta(days=2), today),
        user=clerk,
        text="Đề nghị các cơ quan giải quyết dứt điểm nội dung công dân kiến nghị.",
        quiet=True,
    )


def _schedule(post: Post, term: CouncilTerm, clerk: User, year: int, number: int) -> list[CitizenReception]:
    """A quarter's schedule, published before it begins; the receptions that have been since."""
    delegates: Sequence[Delegate] = list(
        Delegate.objects.filter(council=post.council, seats__council_term=term).order_by("pk")[:6]
    )
    start, end = quarter(year, number)
    hours = Hours(part="1_morning", place=PLACE, starts_at=time(8, 0), ends_at=time(11, 0))
    made: list[CitizenReception] = []
    for place, day in enumerate(DAYS_OF_MONTH):
        made += voters.generate_schedule(
            council=post.council,
            year=year,
            number=number,
            rule=DayRule(day_of_month=day),
            hours=hours,
            delegates=delegates[place::2],
            user=clerk,
            with_bodies="Thường trực UBMTTQ Việt Nam xã",
        )
    voters.publish_schedule(
        council=post.council,
        start=start,
        end=end + timedelta(days=7),
        on=start - timedelta(days=8),
        user=clerk,
        register_by="trước ngày tiếp 02 ngày làm việc",
        register_at="Văn phòng HĐND và UBND xã",
    )
    been = [reception for reception in made if reception.day < timezone.localdate()]
    for reception in been:
        reception.refresh_from_db()
    return sorted(been, key=lambda reception: reception.day)


def _visits(post: Post, reception: CitizenReception, clerk: User, first: int) -> None:
    """Three matters; a group came with the first one of the later reception."""
    for number in range(first, first + 3):
        matter, place = MATTERS[number], PLACES[number % len(PLACES)]
        grouped = number == first and first > 0
        persons = (*post.sender(place).persons, *(post.sender(place).persons if grouped else ()))
        voters.record_visit(
            reception=reception,
            user=clerk,
            kind=matter.kind,
            content=matter.text.format(place=place),
            identity=Identity(persons),
            persons=7 if grouped else 1,
            repeated=number % 3 == 1,
            field=post.fields[matter.field],
        )


def _letters(post: Post, clerk: User) -> None:
    """Letters in every state, the oldest first, so that their numbers follow their days."""
    complaint, petition, feedback, title, lorries, allowance = MATTERS
    late = post.ready(petition, PLACES[0], _ago(62), _ago(60))
    post.act(late, "forward", _ago(58))
    settled = post.ready(feedback, PLACES[1], _ago(50), _ago(49), source="reception")
    _settle(settled, post.act(settled, "forward", _ago(47)), clerk)
    guided = post.ready(allowance, PLACES[2], _ago(33), _ago(31))
    post.act(guided, "guide", _ago(29), "Việc này thuộc thẩm quyền của UBND xã.")
    watched = post.ready(
        complaint, PLACES[3], _ago(26), _ago(25), source="delegate", passed_on_by="Tổ đại biểu số 1"
    )
    post.act(watched, "supervise", _ago(5))
    waiting = post.ready(lorries, PLACES[4], _ago(21), _ago(20), source="front")
    post.act(waiting, "forward", _ago(18))
    replied = post.ready(title, PLACES[5], _ago(17), _ago(16))
    post.act(
        replied,
        "reply",
        _ago(12),
        "Hồ sơ của công dân đã được cơ quan có thẩm quyền tiếp nhận, hẹn trả kết quả.",
    )
    bare = post.receive(feedback, PLACES[0], _ago(14), identity=Identity(), signatories=0, dated_on=None)
    post.check(bare, _ago(13), dated="Đơn không ghi ngày", named="Đơn nặc danh", signed="Đơn không có chữ ký")
    post.act(bare, "file", _ago(12), "Đơn nặc danh, không có thông tin, bằng chứng cụ thể.")
    post.ready(
        petition,
        PLACES[1],
        _ago(7),
        _ago(6),
        source="agency",
        passed=[Passed(post.bodies["transport"], _ago(9))],
    )
    post.check(post.receive(title, PLACES[2], _ago(6)), _ago(5), dated="Đơn không ghi ngày, tháng, năm")
    _denounced(post)
    post.check(post.receive(complaint, PLACES[3], _ago(4), source="direct"), _ago(3))
    post.receive(lorries, PLACES[4], _ago(2), source="online")
    post.receive(allowance, PLACES[5], _ago(1))


def _denounced(post: Post) -> None:
    """A denunciation: who entered it handles it; nobody else can learn who wrote."""
    post.ready(DENUNCIATION, PLACES[4], _ago(5), _ago(4))


def _settle(letter: Letter, owed: FollowUp | None, clerk: User) -> None:
    """The body has answered, the answer is accepted, the sender has been told, the letter is closed."""
    matter = known(owed)
    followups.reply_to(
        follow_up=matter,
        user=clerk,
        text=ANSWERS["resolved"].format(body=known(matter.agency).name),
        result_class="resolved",
        dated_on=_ago(25),
        number="214/KT",
        quiet=True,
    )
    followups.assess(follow_up=matter, user=clerk, verdict="accepted", on=_ago(22), quiet=True)
    for name in ("inform", "close"):
        voters.step(letter=letter, name=name, user=clerk, on=_ago(20))
