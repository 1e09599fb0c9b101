"""Conclusions of a meeting: written and put in order, then issued with all their tasks or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Contradiction, Refused, Stale
from councils.models import Agency, Council, CouncilTerm
from documents.models import NumberSeries, OfficialDocument
from followups import origins
from followups.models import FollowUp, Notice
from followups.services import Part
from sessions import services
from sessions.models import BodyMeeting, Conclusion
from sessions.services.conclusions import lacking, short_title
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilTermFactory,
    RuleFactory,
    SittingFactory,
    UserFactory,
    member,
    seated,
)
from tests.sessions.concluding import (
    DUE,
    HELD,
    agencies,
    concluded_with,
    content,
    held,
    new_task,
    pdf_text,
    word_text,
)

ISSUED = date(2026, 6, 22)


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def meeting(council: Council) -> BodyMeeting:
    return held(council)


def add(meeting: BodyMeeting, user: User, text: str = "Thống nhất chủ trương", **rest: Any) -> Conclusion:
    return services.add_conclusion(meeting=meeting, user=user, text=text, **rest)


def issue(meeting: BodyMeeting, user: User, **changes: Any) -> BodyMeeting:
    given = {"on": ISSUED, "signer": "vice_chair"}
    return services.conclude(meeting=meeting, user=user, **{**given, **changes})


def texts(meeting: BodyMeeting) -> list[str]:
    rows = meeting.conclusions.order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.text for row in rows]


# --- Writing ---


def test_conclusions_are_numbered_in_the_order_of_writing(meeting: BodyMeeting, user: User) -> None:
    for text in ("Một", "Hai", "Ba"):
        add(meeting, user, text)
    assert texts(meeting) == ["Một", "Hai", "Ba"]


def test_a_conclusion_is_moved_and_stays_at_the_ends(meeting: BodyMeeting, user: User) -> None:
    rows = [add(meeting, user, text) for text in ("Một", "Hai", "Ba")]
    services.move_conclusion(conclusion=rows[2], user=user, places=-1)
    assert texts(meeting) == ["Một", "Ba", "Hai"]
    services.move_conclusion(conclusion=rows[0], user=user, places=-1)
    services.move_conclusion(conclusion=rows[1], user=user, places=1)
    assert texts(meeting) == ["Một", "Ba", "Hai"]


def test_an_order_names_each_conclusion_once(meeting: BodyMeeting, user: User) -> None:
    first, second = (add(meeting, user, text) for text in ("Một", "Hai"))
    services.reorder_conclusions(meeting=meeting, user=user, order=[second.pk, first.pk])
    assert texts(meeting) == ["Hai", "Một"]
    with pytest.raises(Refused):
        services.reorder_conclusions(meeting=meeting, user=user, order=[first.pk])


def test_a_conclusion_says_something(meeting: BodyMeeting, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        add(meeting, user, "  \n ")
    assert list(refusal.value.message_dict) == ["text"]


def test_a_task_is_a_draft_that_its_body_does_not_see(
    meeting: BodyMeeting, user: User, agency: Agency, user_as: Callable[..., User]
) -> None:
    follow_up = FollowUp()
    made = add(
        meeting, user, "Rà soát các tuyến đường.\nBáo cáo trước ngày 30.", task=services.Task(follow_up)
    )
    assert made.follow_up is not None
    assert (made.follow_up.kind, made.follow_up.state) == ("conclusion", "draft")
    assert made.follow_up.title == "Rà soát các tuyến đường"
    assert len(lacking(made.follow_up)) == 4
    assert not FollowUp.objects.visible_to(user_as("agency")).exists()


def test_a_rule_counts_from_the_meeting(meeting: BodyMeeting, user: User, agency: Agency) -> None:
    rule = RuleFactory()
    made = add(meeting, user, task=new_task(agency, rule=rule.code, due_on=None))
    assert made.follow_up is not None
    assert made.follow_up.due_anchor_on == HELD
    assert made.follow_up.due_on == date(2026, 7, 20)
    assert made.follow_up.due_rule == rule


def test_changing_a_conclusion_changes_its_draft(meeting: BodyMeeting, user: User, council: Council) -> None:
    first, second = agencies(council, "Phòng Kinh tế", "Công an xã")
    made = add(meeting, user, task=new_task(first, parts=[Part(second, "Điều tiết")]))
    assert made.follow_up is not None
    made.follow_up.agency = second
    task = services.Task(made.follow_up)
    changed = services.change_conclusion(conclusion=made, user=user, text="Khác", task=task, version=2)
    assert changed.follow_up is not None
    assert (changed.text, changed.follow_up.agency) == ("Khác", second)
    assert not changed.follow_up.coordinations.exists()


def test_the_second_of_two_editors_is_told_whichever_half_was_changed(
    meeting: BodyMeeting, user: User, agency: Agency
) -> None:
    made = add(meeting, user)
    opened = made.edition
    services.change_conclusion(conclusion=made, user=user, text="Một", task=new_task(agency), version=opened)
    with pytest.raises(Stale):
        services.change_conclusion(conclusion=made, user=user, text="Hai", version=opened)
    # Dropping the task must not bring an old edition back.
    made.refresh_from_db()
    before = made.edition
    services.change_conclusion(conclusion=made, user=user, text="Hai", version=before)
    made.refresh_from_db()
    assert made.edition > before


def test_a_draft_that_is_no_longer_wanted_is_withdrawn(
    meeting: BodyMeeting, user: User, agency: Agency
) -> None:
    made = add(meeting, user, task=new_task(agency))
    draft = made.follow_up
    assert draft is not None
    services.change_conclusion(conclusion=made, user=user, text="Không giao nữa")
    made.refresh_from_db()
    draft.refresh_from_db()
    assert (made.follow_up, draft.state) == (None, "withdrawn")


def test_removing_a_conclusion_closes_the_gap(meeting: BodyMeeting, user: User, agency: Agency) -> None:
    first = add(meeting, user, "Một", task=new_task(agency))
    add(meeting, user, "Hai")
    services.remove_conclusion(conclusion=first, user=user)
    assert texts(meeting) == ["Hai"]
    assert FollowUp.objects.get().state == "withdrawn"
    with pytest.raises(Refused):
        services.remove_conclusion(conclusion=first, user=user)


@pytest.mark.parametrize("state", ["concluded", "cancelled"])
def test_nothing_is_written_once_the_meeting_is_over(council: Council, user: User, state: str) -> None:
    with pytest.raises(Refused):
        add(held(council, state=state), user)


def test_a_long_first_line_is_cut_between_words() -> None:
    title = short_title("Rà soát " * 80)
    assert len(title) <= 300
    assert title.removesuffix("…").split(" ")[-1] in {"Rà", "soát"}


# --- Issuing ---


def test_issuing_numbers_the_notice_and_sends_every_task(
    meeting: BodyMeeting, user: User, agency: Agency, user_as: Callable[..., User]
) -> None:
    owner = user_as("agency")
    concluded_with(meeting, user, agency)
    issue(meeting, user)
    document = meeting.document
    assert document is not None
    assert (meeting.state, meeting.concluded_on, document.symbol) == ("concluded", ISSUED, "01/TB-HĐND")
    assert (document.signer, document.issued_on) == ("Phó chủ tịch", ISSUED)
    task = FollowUp.objects.visible_to(owner).get()
    assert (task.state, task.issued_on, task.due_on) == ("issued", ISSUED, DUE)
    assert task.legal_basis == "Thông báo số 01/TB-HĐND ngày 22/6/2026"
    assert Notice.objects.filter(recipient=owner, follow_up=task, kind="issued").exists()


def test_the_day_of_a_rule_keeps_its_own_article(meeting: BodyMeeting, user: User, agency: Agency) -> None:
    rule = RuleFactory(offset=200)
    add(meeting, user, task=new_task(agency, rule=rule.code, due_on=None))
    issue(meeting, user)
    assert FollowUp.objects.get().legal_basis == rule.legal_basis


def test_all_tasks_are_sent_or_none_and_each_says_what_it_lacks(
    meeting: BodyMeeting, user: User, council: Council
) -> None:
    first, second = agencies(council, "Phòng Kinh tế", "Công an xã")
    add(meeting, user, task=new_task(first))
    add(meeting, user, "Tuần tra", task=new_task(second, accountable="", evidence=""))
    add(meeting, user, "Báo cáo", task=new_task(None))
    with pytest.raises(Refused) as refusal:
        issue(meeting, user)
    sentences = refusal.value.messages
    assert [sentence.split(":")[0] for sentence in sentences] == [
        (_("Conclusion %(position)s: %(reasons)s") % {"position": number, "reasons": ""}).split(":")[0]
        for number in (2, 3)
    ]
    assert _("Say what result proves it done.") in sentences[0]
    assert _("Say who does it.") in sentences[1]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.document) == ("held", None)
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"draft"}
    assert not OfficialDocument.objects.exists()
    assert not NumberSeries.objects.filter(last__gt=0).exists()
    assert not Notice.objects.exists()


def test_a_meeting_without_conclusions_issues_nothing(meeting: BodyMeeting, user: User) -> None:
    with pytest.raises(Refused):
        issue(meeting, user)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": date(2026, 6, 19)}, "on"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "on"),
        ({"signer": "head"}, "signer"),
    ],
)
def test_a_notice_is_dated_and_signed_as_it_can_be(
    meeting: BodyMeeting, user: User, changes: dict[str, Any], field: str
) -> None:
    add(meeting, user)
    with pytest.raises(Refused) as refusal:
        issue(meeting, user, **changes)
    assert list(refusal.value.message_dict) == [field]


def test_conclusions_are_issued_once_and_only_of_what_was_held(
    meeting: BodyMeeting, user: User, council: Council
) -> None:
    add(meeting, user)
    issue(meeting, user)
    planned = held(council, state="planned", number=13)
    add(planned, user)
    for over in (meeting, planned):
        with pytest.raises(Refused):
            issue(over, user)
    assert OfficialDocument.objects.count() == 1


def test_days_of_an_old_meeting_that_contradict_are_kept_with_a_reason(
    meeting: BodyMeeting, user: User, agency: Agency
) -> None:
    add(meeting, user, task=new_task(agency, due_on=date(2026, 6, 20)))
    with pytest.raises(Refused) as live:
        issue(meeting, user, on=timezone.localdate())
    assert not isinstance(live.value, Contradiction)
    with pytest.raises(Contradiction):
        issue(meeting, user)
    issue(meeting, user, kept_because="Văn bản gốc ghi như vậy")
    assert FollowUp.objects.get().moves.get().note == "Văn bản gốc ghi như vậy"


def test_a_task_that_was_sent_before_is_not_sent_again(
    meeting: BodyMeeting, user: User, agency: Agency
) -> None:
    from followups.services import issue_draft  # noqa: PLC0415 - as another page would

    made = add(meeting, user, task=new_task(agency, legal_basis="Kết luận tại phiên họp"))
    assert made.follow_up is not None
    issue_draft(follow_up=made.follow_up, user=user, on=HELD)
    issue(meeting, user)
    assert FollowUp.objects.get().issued_on == HELD


def test_the_council_chooses_the_symbol_of_its_standing_committee(council: Council, user: User) -> None:
    Council.objects.filter(pk=council.pk).update(standing_symbol="TTHĐND", committees_number_apart=True)
    council.refresh_from_db()
    committee = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    symbols = []
    for body, signer in ((None, "chair"), (committee, "head")):
        meeting = held(council, committee=body)
        add(meeting, user)
        document = issue(meeting, user, signer=signer).document
        assert document is not None
        symbols.append(document.symbol)
    assert symbols == ["01/TB-TTHĐND", "01/TB-BPC"]


def test_concluding_a_review_moves_its_sitting_where_holding_it_did_not(
    council: Council, term: CouncilTerm, user: User
) -> None:
    days = {"opened_on": date(2026, 6, 1), "closed_on": date(2026, 6, 2)}
    sitting = SittingFactory(
        council_term=term,
        state="documents_signed",
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 2),
        **days,
    )
    review = held(council, kind="review", sitting=sitting, number=None)
    add(review, user)
    issue(review, user)
    sitting.refresh_from_db()
    assert sitting.state == "reviewed"


# --- Where the tasks come from ---


def test_a_follow_up_leads_back_to_its_meeting_for_the_council_only(
    meeting: BodyMeeting, user: User, agency: Agency, user_as: Callable[..., User]
) -> None:
    concluded_with(meeting, user, agency)
    issue(meeting, user)
    task = FollowUp.objects.get()
    link = origins.links([task], user)[task.pk]
    assert link.url == meeting.get_absolute_url()
    assert meeting.title in link.label
    assert origins.links([task], user_as("agency")) == {}
    assert "kết luận" in origins.subject_of([task])


def test_a_delegate_finds_what_came_of_the_meetings_attended(
    meeting: BodyMeeting, user: User, agency: Agency, term: CouncilTerm, user_as: Callable[..., User]
) -> None:
    there, elsewhere = seated(term), seated(term)
    meeting.delegates.add(there)
    concluded_with(meeting, user, agency)
    issue(meeting, user)
    for delegate, count in ((there, 1), (elsewhere, 0)):
        asking = user_as("delegate", delegate=delegate)
        assert FollowUp.objects.filter(origins.concerning(asking)).count() == count


# --- The notice ---


def test_the_notice_says_who_does_what_by_when_with_what_result(
    council: Council, term: CouncilTerm, user: User
) -> None:
    CouncilTerm.objects.filter(pk=term.pk).update(ordinal=21)
    first, second = agencies(council, "Phòng Kinh tế", "Công an xã")
    meeting = held(council, chair="Chủ tịch HĐND xã", others="Đại diện Ủy ban nhân dân xã")
    meeting.delegates.add(seated(term))
    add(meeting, user)
    task = new_task(first, parts=[Part(second, "Điều tiết giao thông")], title="Rà soát tuyến đường sạt lở")
    add(meeting, user, "Phòng Kinh tế rà soát", task=task)
    issue(meeting, user, signer_name="Người ký 01")
    assert meeting.document is not None
    assert meeting.document.docx is not None
    assert meeting.document.file is not None
    for text in (word_text(content(meeting.document.docx)), pdf_text(content(meeting.document.file))):
        for words in (
            "Số: 01/TB-HĐND",
            f"Ngày 20/6/2026, tại Phòng họp số 1, Thường trực Hội đồng nhân dân (HĐND) {council.name} khóa XXI",
            "tổ chức phiên họp thứ 12",
            "dự họp có 01 đại biểu HĐND xã",
            "1. Thống nhất chủ trương",
            "II. PHÂN CÔNG THỰC HIỆN",
            "chịu trách nhiệm: Trưởng phòng",
            "31/12/2026",
            "KT. CHỦ TỊCH",
            "Người ký 01",
            "thông báo để các cơ quan, đơn vị, cá nhân liên quan biết, thực hiện./.",
        ):
            assert words in text
    word = word_text(content(meeting.document.docx))
    assert "Rà soát tuyến đường sạt lở Phòng Kinh tế" in word
    assert "Công an xã: Điều tiết giao thông" in word


def test_a_notice_without_tasks_has_neither_headings_nor_a_table(meeting: BodyMeeting, user: User) -> None:
    add(meeting, user)
    issue(meeting, user, signer="office")
    assert meeting.document is not None
    assert meeting.document.docx is not None
    text = word_text(content(meeting.document.docx))
    assert "PHÂN CÔNG" not in text
    assert "TL. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN" in text
    assert "Văn phòng HĐND và UBND xã thông báo kết luận" in text


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("review", "tại hội nghị rút kinh nghiệm kỳ họp thứ Năm"),
        ("pre_sitting", "tại hội nghị liên tịch chuẩn bị kỳ họp thứ Năm"),
    ],
)
def test_a_meeting_about_a_sitting_is_called_after_it(
    council: Council, term: CouncilTerm, user: User, kind: str, title: str
) -> None:
    meeting = held(council, kind=kind, sitting=SittingFactory(council_term=term, number=5), number=None)
    add(meeting, user)
    document = issue(meeting, user).document
    assert document is not None
    assert document.abstract.endswith(title)


def test_a_committee_signs_for_itself(council: Council, user: User) -> None:
    committee = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    meeting = held(council, committee=committee, kind="verification", number=None)
    add(meeting, user)
    document = issue(meeting, user, signer="deputy").document
    assert document is not None
    assert document.file is not None
    text = pdf_text(content(document.file))
    assert "cuộc họp thẩm tra ngày 20/6/2026" in text
    assert "TM. BAN PHÁP CHẾ KT. TRƯỞNG BAN PHÓ TRƯỞNG BAN" in text


# --- Many at once ---


@pytest.mark.django_db(transaction=True)
def test_notices_issued_at_once_get_different_numbers_without_a_gap() -> None:
    term = CouncilTermFactory()
    user = UserFactory()
    member(user, term.council, "secretariat")
    AgencyFactory(council=term.council)
    meetings = [held(term.council, number=number) for number in range(1, 9)]
    for one in meetings:
        add(one, user)

    def run(one: BodyMeeting) -> None:
        try:
            issue(BodyMeeting.objects.get(pk=one.pk), user)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, meetings))
    numbers = OfficialDocument.objects.values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_one_meeting_issue_one_notice() -> None:
    term = CouncilTermFactory()
    user = UserFactory()
    meeting = held(term.council)
    add(meeting, user)

    def run(_click: int) -> bool:
        try:
            issue(BodyMeeting.objects.get(pk=meeting.pk), user)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [False, True]
    assert OfficialDocument.objects.get().number == 1


def test_a_meeting_of_today_counts_its_rule_from_today(council: Council, user: User, agency: Agency) -> None:
    with time_machine.travel("2026-06-20T09:00+07:00", tick=False):
        meeting = held(council)
        rule = RuleFactory()
        made = add(meeting, user, task=new_task(agency, rule=rule.code, due_on=None))
        assert made.follow_up is not None
        assert made.follow_up.issued_on is None
        issue(meeting, user, on=HELD)
    assert FollowUp.objects.get().issued_on == HELD
