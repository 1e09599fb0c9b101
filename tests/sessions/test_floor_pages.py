"""Pages at the sitting, as the secretariat walks through them: half-days, roll, speakers, votes, minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import Draft
from councils.models import CouncilTerm, DelegateSeat
from sessions import services
from sessions.models import (
    Attendance,
    Invitation,
    Minutes,
    Paper,
    PlenaryMeeting,
    Presence,
    Sitting,
    SpeakingTurn,
    Vote,
)
from tests.factories import PaperFactory, PlenaryMeetingFactory
from tests.permissions.world import PDF
from tests.sessions.hall import CLOSING, Hall, at, close, hall

ClientAs = Callable[..., Client]


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    return hall(term, 6, seat_count=6)


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    return client_as("secretariat")


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def address(name: str, *args: Any) -> str:
    return reverse(f"sittings:{name}", args=args)


def typed_roll(room: Hall, *statuses: str, **more: str) -> dict[str, str]:
    """What the roll's form sends."""
    found: dict[str, str] = {}
    for delegate, status in zip(room.delegates, statuses, strict=False):
        found |= {f"status-{delegate.pk}": status, f"was-{delegate.pk}": ""}
    return found | more


def typed_vote(room: Hall, **changes: Any) -> dict[str, Any]:
    return {
        "meeting": room.meeting.pk,
        "title": "Thông qua chương trình kỳ họp",
        "method": "hands",
        "majority": "ordinary",
        "votes_for": 5,
        "votes_against": 0,
        **changes,
    }


# --- The whole way ---


def test_a_secretary_walks_from_the_roll_to_the_signed_minutes(staff: Client, room: Hall) -> None:
    meeting, sitting = room.meeting, room.sitting
    resolution = room.resolution(title="Về việc phê duyệt dự toán")
    everybody = typed_roll(room, "present", "excused", **{f"reason-{room.delegates[1].pk}": "Đi công tác"})
    staff.post(address("plenary_attend", meeting.pk), everybody | {"rest": "present"})
    staff.post(address("plenary_hold", meeting.pk), {"starts_at": "07:30", "ends_at": "11:30", "version": 1})
    staff.post(
        address("presence_create", meeting.pk),
        {"delegate": room.delegates[0].pk, "at": "10:00", "what": "leave"},
    )
    staff.post(
        address("turn_create", meeting.pk),
        {"kind": "debate", "delegate": room.delegates[2].pk, "summary": "Đề nghị làm rõ", "minutes": 5},
    )
    staff.post(
        address("vote_create", sitting.pk),
        typed_vote(room, title=resolution.title, resolution=resolution.pk, is_final="on", votes_for=4),
    )
    resolution.refresh_from_db()
    assert resolution.state == "passed"
    staff.post(address("minutes_draft", sitting.pk), {})
    close(sitting)
    answer = staff.post(address("minutes_approve", sitting.pk), {"on": "16/07/2026", "version": 1})
    assert answer.status_code == 302
    copy = {"on": "17/07/2026", "file": SimpleUploadedFile("bien-ban.pdf", PDF)}
    assert staff.post(address("minutes_sign", sitting.pk), copy).status_code == 302
    shown = page(staff, address("minutes_detail", sitting.pk))
    assert "có 5/6 đại biểu dự, vắng 01 đại biểu (có lý do 01)." in shown
    assert "Nghị quyết về việc phê duyệt dự toán được thông qua." in shown
    assert "Đề nghị làm rõ" in shown
    signed = staff.get(address("minutes_copy", sitting.pk))
    assert b"".join(signed.streaming_content) == PDF  # type: ignore[attr-defined]  # a file is streamed


# --- Half-days ---


def test_the_list_says_who_came_and_whether_there_was_a_quorum(staff: Client, room: Hall) -> None:
    room.call(3, excused=3)
    shown = page(staff, address("sitting_plenaries", room.sitting.pk))
    assert "3/6" in shown
    assert _("no quorum") in shown
    services.take_attendance(
        meeting=room.meeting, user=None, rows={room.delegates[3].pk: services.Call("present")}
    )
    assert _("quorum reached") in page(staff, address("sitting_plenaries", room.sitting.pk))


def test_without_half_days_the_list_says_what_they_are_for(staff: Client, room: Hall) -> None:
    PlenaryMeeting.objects.all().delete()
    assert _("No half-day has been planned yet.") in page(
        staff, address("sitting_plenaries", room.sitting.pk)
    )


# --- The roll ---


def test_lines_nobody_touched_are_left_to_the_colleague_who_did(staff: Client, room: Hall) -> None:
    shown = typed_roll(room, "present")
    room.call(0, absent=1)
    url = address("plenary_attend", room.meeting.pk)
    first = room.delegates[0].pk
    staff.post(url, {f"status-{first}": "absent", f"was-{first}": "absent|"})
    assert Attendance.objects.get().status == "absent"
    staff.post(url, shown)
    assert Attendance.objects.get().status == "present", "the colleague who changed it meant it"


def test_a_line_with_a_mistake_says_so_and_nothing_typed_is_lost(staff: Client, room: Hall) -> None:
    typed = typed_roll(room, "present", "excused", "absent")
    answer = staff.post(address("plenary_attend", room.meeting.pk), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count(str(_("Say why the delegate is absent."))) == 2
    assert f'id="s-{room.delegates[2].pk}-absent" name="status-{room.delegates[2].pk}"' in shown
    assert shown.count(" checked") >= 3
    assert not Attendance.objects.exists()


def test_a_delegate_without_a_seat_is_refused_in_words_on_the_page(staff: Client, room: Hall) -> None:
    gone = room.delegates[0]
    typed = typed_roll(room, "present")
    DelegateSeat.objects.filter(delegate=gone).update(valid_to=date(2026, 7, 1))
    assert gone.full_name not in page(staff, room.meeting.get_absolute_url())
    answer = staff.post(address("plenary_attend", room.meeting.pk), typed)
    assert answer.status_code == 422
    assert gone.full_name in answer.content.decode()


@pytest.mark.parametrize(
    "junk", [{"status-": "present"}, {"status-x": "present"}, {"status-9" + "9" * 30: "x"}]
)
def test_names_that_are_no_delegates_change_nothing(staff: Client, room: Hall, junk: dict[str, str]) -> None:
    assert staff.post(address("plenary_attend", room.meeting.pk), junk).status_code == 302
    assert not Attendance.objects.exists()


def test_one_group_can_be_called_by_itself(staff: Client, room: Hall) -> None:
    url = f"{room.meeting.get_absolute_url()}?group=2"
    shown = page(staff, url)
    assert room.delegates[1].full_name in shown.partition('id="presences"')[0]
    assert room.delegates[0].full_name not in shown.partition('id="presences"')[0]
    answer = staff.post(f"{address('plenary_attend', room.meeting.pk)}?group=2", {"rest": "present"})
    assert "?group=2#roll" in answer["Location"]
    assert Attendance.objects.count() == 3


def test_a_registered_absence_stands_on_the_roll_before_it_is_called(staff: Client, room: Hall) -> None:
    Invitation.objects.create(
        sitting=room.sitting,
        delegate=room.delegates[0],
        sent_on=date(2026, 7, 1),
        answer="excused",
        reason="Đi học tập trung",
    )
    shown = page(staff, room.meeting.get_absolute_url())
    assert 'value="Đi học tập trung"' in shown
    assert _("registered absent") in shown


def test_the_roll_is_taken_back_after_asking(staff: Client, room: Hall) -> None:
    room.call(6)
    url = address("plenary_unattend", room.meeting.pk)
    question = _("Take the attendance back")
    assert f'<button class="btn danger">{question}</button>' in page(staff, url), (
        "it is answered in its own words"
    )
    staff.post(url)
    assert not Attendance.objects.exists()


def test_who_may_not_write_reads(client_as: ClientAs, room: Hall) -> None:
    room.call(4, excused=1, absent=1)
    for role in ("leader", "delegate", "auditor", "committee"):
        client = client_as(role)
        shown = page(client, room.meeting.get_absolute_url())
        assert str(Attendance.Status.EXCUSED.label) in shown
        assert ("Đi công tác" in shown) is (role == "leader")
        assert "<form method" not in shown.partition("<main")[2]
        assert client.post(address("plenary_attend", room.meeting.pk), {}).status_code == 403


def test_a_half_day_to_come_says_when_it_can_be_entered(staff: Client, room: Hall) -> None:
    PlenaryMeeting.objects.update(day=date(2099, 1, 1))
    shown = page(staff, room.meeting.get_absolute_url())
    assert _("Attendance, speakers and votes can be entered from the day itself on.") in shown
    assert "<form method" not in shown.partition("<main")[2]


# --- Arrivals, hours ---


def test_an_arrival_is_entered_and_undone(staff: Client, room: Hall) -> None:
    typed = {"delegate": room.delegates[0].pk, "at": "0845", "what": "arrive"}
    staff.post(address("presence_create", room.meeting.pk), typed)
    stretch = Presence.objects.get()
    assert stretch.arrived_at == at(8, 45)
    assert "08:45" in page(staff, room.meeting.get_absolute_url())
    staff.post(address("presence_take_back", stretch.pk))
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"at": "25:00"}, {"at": "12:00"}, {"delegate": "0"}, {"what": "fly"}, {"what": "leave"}]
)
def test_an_arrival_that_cannot_be_is_refused_where_it_was_typed(
    staff: Client, room: Hall, changes: dict[str, str]
) -> None:
    typed = {"delegate": room.delegates[0].pk, "at": "09:00", "what": "arrive"} | changes
    answer = staff.post(address("presence_create", room.meeting.pk), typed)
    assert answer.status_code == 422
    assert 'class="summary"' in answer.content.decode()


def test_undoing_out_of_order_is_said_on_the_page(staff: Client, room: Hall) -> None:
    who: dict[str, Any] = {"meeting": room.meeting, "delegate": room.delegates[0], "user": None}
    first = services.arrive(**who, at=at(8))
    services.leave(**who, at=at(9))
    services.arrive(**who, at=at(10))
    answer = staff.post(address("presence_take_back", first.pk), follow=True)
    said = _("The delegate came back afterwards: take the later arrival back first.")
    assert said in answer.content.decode()


def test_hours_out_of_order_are_refused(staff: Client, room: Hall) -> None:
    typed = {"starts_at": "11:00", "ends_at": "10:00", "version": room.meeting.version}
    answer = staff.post(address("plenary_hold", room.meeting.pk), typed)
    assert answer.status_code == 422
    assert 'value="11:00"' in answer.content.decode()


def test_a_half_day_is_not_held_after_all(staff: Client, room: Hall) -> None:
    services.hold_plenary(meeting=room.meeting, user=None, starts_at=at(8))
    staff.post(address("plenary_unhold", room.meeting.pk))
    room.meeting.refresh_from_db()
    assert not room.meeting.is_held


# --- Speakers ---


def test_the_next_speaker_begins_with_kind_and_item_of_the_last(staff: Client, room: Hall) -> None:
    item = room.item(kind="questioning", title="Phiên chất vấn")
    typed = {"kind": "question", "item": item.pk, "delegate": room.delegates[0].pk, "minutes": 3}
    answer = staff.post(address("turn_create", room.meeting.pk), typed, follow=True)
    assert answer.redirect_chain[-1][0].endswith("#turn-entry")
    form = answer.context["turn_form"]
    assert (form["kind"].value(), form["item"].value()) == ("question", item.pk)
    assert form["delegate"].value() is None


def test_a_turn_without_a_speaker_is_refused_with_everything_kept(staff: Client, room: Hall) -> None:
    answer = staff.post(address("turn_create", room.meeting.pk), {"kind": "debate", "summary": "Ý kiến dài"})
    assert answer.status_code == 422
    assert "Ý kiến dài" in answer.content.decode()


def test_turns_are_changed_moved_and_taken_out(staff: Client, room: Hall) -> None:
    first, second = (
        services.add_turn(meeting=room.meeting, user=None, delegate=room.delegates[number])
        for number in range(2)
    )
    staff.post(address("turn_move", second.pk, "up"))
    assert [turn.pk for turn in room.meeting.turns.all()] == [second.pk, first.pk]
    typed = {"kind": "answer", "speaker": "Trưởng phòng", "delegate": "", "version": 1}
    assert staff.post(address("turn_edit", first.pk), typed).status_code == 302
    first.refresh_from_db()
    assert (str(first), first.kind) == ("Trưởng phòng", "answer")
    staff.post(address("turn_remove", first.pk))
    assert SpeakingTurn.objects.get() == second
    assert staff.post(address("turn_move", second.pk, "sideways")).status_code == 404


def test_totals_of_time_stand_above_the_speakers(staff: Client, room: Hall) -> None:
    for number, minutes in enumerate((7, 5)):
        services.add_turn(meeting=room.meeting, user=None, delegate=room.delegates[number], minutes=minutes)
    shown = staff.get(room.meeting.get_absolute_url())
    assert (shown.context["debate_count"], shown.context["minutes_total"]) == (2, 12)


# --- Votes ---


def test_a_vote_is_recorded_and_its_page_does_the_arithmetic(staff: Client, room: Hall) -> None:
    room.call(5, absent=1)
    answer = staff.post(address("vote_create", room.sitting.pk), typed_vote(room, votes_for=4), follow=True)
    shown = answer.content.decode()
    expected = _("%(majority)s: %(needed)s of %(base)s needed; %(for)s in favour, %(share)s%%. Passed.")
    words = {"majority": _("More than half of all delegates"), "needed": 4, "base": 6, "for": 4}
    assert escape(expected % (words | {"share": "66,7"})) in shown
    assert "khoản 2 Điều 35" in shown
    assert '<svg class="tally"' in shown


def test_the_form_says_what_the_vote_needs_without_saving(staff: Client, room: Hall) -> None:
    room.call(5, absent=1)
    url = address("vote_create", room.sitting.pk)
    looked = typed_vote(room, majority="two_thirds", _look="1")
    answer = staff.post(url, looked)
    assert answer.status_code == 200
    chosen = next(need for need in answer.context["help"].needs if need.current)
    assert (chosen.needed, chosen.base) == (4, 6)
    assert answer.context["help"].present == 5
    fragment = staff.post(url, looked, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert 'id="vote-help"' in fragment.content.decode()
    assert not Vote.objects.exists()


def test_the_form_begins_where_its_reader_comes_from(staff: Client, room: Hall) -> None:
    second = PlenaryMeetingFactory(sitting=room.sitting, day=CLOSING)
    resolution, person = room.resolution(title="Về việc chia tách thôn"), room.item(kind="personnel")
    url = address("vote_create", room.sitting.pk)
    form = staff.get(f"{url}?meeting={second.pk}&resolution={resolution.pk}").context["form"]
    assert form["title"].value() == "Thông qua Nghị quyết về việc chia tách thôn"
    assert form["is_final"].value() is True
    assert form["meeting"].value() == str(second.pk)
    form = staff.get(f"{url}?item={person.pk}").context["form"]
    assert (form["method"].value(), form["majority"].value()) == ("secret", "ordinary")


def test_a_vote_with_a_resolution_decides_on_it_unless_somebody_says_otherwise(
    staff: Client, room: Hall
) -> None:
    url = address("vote_create", room.sitting.pk)
    resolution = room.resolution(title="Về việc chia tách thôn")
    room.call(6)
    form = staff.get(url).context["form"]
    assert form["is_final"].value() is True
    part = typed_vote(room, title="Điều 2", resolution=resolution.pk)
    shown = staff.post(url, part | {"_look": "1"}).context["form"]
    assert shown["is_final"].value() is False
    told = staff.post(url, part, follow=True).content.decode()
    assert _("It was on a part: the resolution still waits for the vote on the whole.") in told
    told = staff.post(url, part | {"is_final": "on"}, follow=True).content.decode()
    assert _("The resolution is adopted.") in told
    resolution.refresh_from_db()
    assert resolution.state == "passed"


@pytest.mark.parametrize(("votes", "said"), [(6, "6/6 (100%)"), (3, "3/6 (50%)"), (4, "4/6 (66,7%)")])
def test_shares_are_written_as_administrative_language_does(
    staff: Client, room: Hall, votes: int, said: str
) -> None:
    room.call(6)
    vote = room.vote(votes)
    shown = page(staff, vote.get_absolute_url())
    assert said in shown
    assert " %" not in shown.split("<main")[1]


def test_the_tick_has_no_effect_on_a_vote_without_a_resolution(staff: Client, room: Hall) -> None:
    room.call(6)
    staff.post(address("vote_create", room.sitting.pk), typed_vote(room, is_final="on"))
    assert not Vote.objects.get().is_final


def test_counts_that_a_method_cannot_do_without_are_marked_as_required(staff: Client, room: Hall) -> None:
    url = address("vote_create", room.sitting.pk)
    form = staff.get(url).context["form"]
    assert (form["votes_for"].field.required, form["present"].field.required) == (True, False)
    form = staff.get(f"{url}?method=secret").context["form"]
    assert form["ballots_issued"].field.required
    form = staff.get(f"{url}?method=roll_call").context["form"]
    assert not form["votes_for"].field.required


@pytest.mark.parametrize(
    "query", ["meeting=x&item=-1&resolution=%00", "method=shouting", "meeting=99999999999"]
)
def test_an_address_with_nonsense_is_an_empty_form(staff: Client, room: Hall, query: str) -> None:
    assert staff.get(f"{address('vote_create', room.sitting.pk)}?{query}").status_code == 200


def test_fields_follow_the_method(staff: Client, room: Hall) -> None:
    room.call(6)
    url = address("vote_create", room.sitting.pk)
    open_vote, secret, roll_call = (
        page(staff, f"{url}?method={method}") for method in ("hands", "secret", "roll_call")
    )
    assert 'name="votes_for"' in open_vote
    assert 'name="ballots_issued"' not in open_vote
    assert 'name="ballots_issued"' in secret
    assert 'name="votes_for"' not in roll_call
    assert f'name="ballot-{room.delegates[0].pk}"' in roll_call


def test_a_roll_call_is_entered_by_its_exceptions(staff: Client, room: Hall) -> None:
    room.call(6)
    typed = typed_vote(room, method="roll_call", votes_for="", votes_against="", rest="for")
    typed |= {f"ballot-{room.delegates[0].pk}": "against"}
    answer = staff.post(address("vote_create", room.sitting.pk), typed, follow=True)
    vote = Vote.objects.get()
    assert (vote.votes_for, vote.votes_against) == (5, 1)
    assert room.delegates[0].full_name in answer.content.decode()


def test_an_unfinished_roll_call_keeps_its_answers(staff: Client, room: Hall) -> None:
    room.call(6)
    typed = typed_vote(room, method="roll_call", votes_for="", votes_against="")
    typed |= {f"ballot-{room.delegates[0].pk}": "against"}
    answer = staff.post(address("vote_create", room.sitting.pk), typed)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert (
        f'id="b-{room.delegates[0].pk}-against" name="ballot-{room.delegates[0].pk}" value="against" checked'
        in (shown)
    )


def test_counts_that_do_not_add_up_are_refused_beside_their_field(staff: Client, room: Hall) -> None:
    room.call(5, absent=1)
    answer = staff.post(address("vote_create", room.sitting.pk), typed_vote(room, votes_for=6))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"votes_for"}
    assert 'value="6"' in answer.content.decode()


def test_one_vote_after_the_other(staff: Client, room: Hall) -> None:
    room.call(6)
    item = room.item()
    typed = typed_vote(room, item=item.pk, another="1", method="electronic")
    answer = staff.post(address("vote_create", room.sitting.pk), typed, follow=True)
    form = answer.context["form"]
    assert (form["item"].value(), form["method"].value()) == (str(item.pk), "electronic")


def test_a_shrunken_council_is_told_why_it_needs_more(staff: Client, term: CouncilTerm) -> None:
    room = hall(term, 9, seat_count=15)
    answer = staff.get(address("vote_create", room.sitting.pk))
    assert answer.context["form"]["majority"].value() == "shrunken"
    assert "9" in answer.context["help"].proposal.reason


def test_a_vote_is_voided_with_its_reason(staff: Client, room: Hall) -> None:
    room.call(6)
    vote = room.vote(5)
    url = address("vote_void", vote.pk)
    assert staff.post(url, {"reason": "x"}).status_code == 422
    shown = staff.post(url, {"reason": "Nhập nhầm số phiếu"}, follow=True).content.decode()
    assert "Nhập nhầm số phiếu" in shown
    assert url not in shown
    assert _("Voided") in page(staff, address("sitting_votes", room.sitting.pk))
    assert staff.get(address("vote_sheet", vote.pk, "pdf")).status_code == 404
    assert staff.get(address("sitting_vote_sheet", room.sitting.pk, "pdf")).status_code == 404


def test_documents_come_as_word_and_pdf_and_nothing_else(staff: Client, room: Hall) -> None:
    room.call(6)
    vote = room.vote(5)
    services.draft_minutes(sitting=room.sitting, user=None)
    for name, pk in (
        ("plenary_sheet", room.meeting.pk),
        ("vote_sheet", vote.pk),
        ("vote_excerpt", vote.pk),
        ("sitting_vote_sheet", room.sitting.pk),
        ("minutes_file", room.sitting.pk),
    ):
        assert staff.get(address(name, pk, "pdf")).content.startswith(b"%PDF-")
        assert staff.get(address(name, pk, "docx")).content.startswith(b"PK")
        assert staff.get(address(name, pk, "exe")).status_code == 404


# --- Minutes ---


def drafted(room: Hall) -> Minutes:
    room.call(6)
    services.hold_plenary(meeting=room.meeting, user=None, starts_at=at(7, 30), ends_at=at(11, 30))
    return services.draft_minutes(sitting=room.sitting, user=None)


def typed_sections(minutes: Minutes, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"version": minutes.version}
    for place, section in enumerate(minutes.sections.order_by("position"), start=1):
        found |= {
            f"heading_{section.pk}": section.heading,
            f"text_{section.pk}": section.text,
            f"order_{section.pk}": place * 10,
        }
    return found | changes


def test_before_the_draft_the_page_says_what_to_do_first(
    staff: Client, client_as: ClientAs, room: Hall
) -> None:
    url = address("minutes_detail", room.sitting.pk)
    assert address("minutes_draft", room.sitting.pk) in page(staff, url)
    assert address("minutes_draft", room.sitting.pk) not in page(client_as("leader"), url)
    assert staff.get(address("minutes_edit", room.sitting.pk)).status_code == 404


def test_sections_are_edited_added_and_taken_out_on_one_page(staff: Client, room: Hall) -> None:
    minutes = drafted(room)
    first, second = minutes.sections.order_by("position")[:2]
    typed = typed_sections(
        minutes,
        **{
            f"text_{first.pk}": "Sửa tay",
            f"remove_{second.pk}": "on",
            "heading_new": "Khen thưởng",
            "text_new": "Trao Bằng khen.",
            "order_new": 15,
        },
    )
    assert staff.post(address("minutes_edit", room.sitting.pk), typed).status_code == 302
    texts = [one.text for one in minutes.sections.order_by("position")]
    assert texts[:2] == ["Sửa tay", "Trao Bằng khen."]
    assert not minutes.sections.filter(pk=second.pk).exists()
    assert _("edited") in page(staff, address("minutes_detail", room.sitting.pk))


def test_an_edit_on_an_older_version_is_refused_with_everything_kept(staff: Client, room: Hall) -> None:
    minutes = drafted(room)
    typed = typed_sections(minutes)
    url = address("minutes_edit", room.sitting.pk)
    first = minutes.sections.order_by("position")[0]
    assert staff.post(url, typed | {f"text_{first.pk}": "Bản một"}).status_code == 302
    answer = staff.post(url, typed | {f"text_{first.pk}": "Bản hai"})
    assert answer.status_code == 422
    assert "Bản hai" in answer.content.decode()
    first.refresh_from_db()
    assert first.text == "Bản một"


def test_a_section_without_a_heading_is_refused(staff: Client, room: Hall) -> None:
    typed = typed_sections(drafted(room), heading_new="", text_new="Không có tên")
    answer = staff.post(address("minutes_edit", room.sitting.pk), typed)
    assert answer.status_code == 422
    assert "heading_new" in answer.context["form"].errors


def test_what_was_half_typed_comes_back(staff: Client, room: Hall) -> None:
    minutes = drafted(room)
    first = minutes.sections.order_by("position")[0]
    url = address("minutes_edit", room.sitting.pk)
    staff.post(url, typed_sections(minutes, **{f"text_{first.pk}": "Đang gõ dở", "_draft": "1"}))
    assert Draft.objects.count() == 1
    assert "Đang gõ dở" in page(staff, url)
    first.refresh_from_db()
    assert first.text != "Đang gõ dở"
    staff.post(url, typed_sections(minutes))
    assert not Draft.objects.exists()


def test_what_is_missing_stands_on_the_page_and_stops_the_approval(staff: Client, room: Hall) -> None:
    room.resolution(title="Về việc chia tách thôn", state="passed", adopted_on=room.meeting.day)
    drafted(room)
    close(room.sitting)
    assert "Về việc chia tách thôn" in page(staff, address("minutes_detail", room.sitting.pk))
    answer = staff.post(address("minutes_approve", room.sitting.pk), {"on": "16/07/2026", "version": 1})
    assert answer.status_code == 422
    assert "Về việc chia tách thôn" in answer.content.decode()


def test_leaders_approve_and_undo_with_a_reason_that_is_shown(client_as: ClientAs, room: Hall) -> None:
    drafted(room)
    close(room.sitting)
    leader = client_as("leader")
    leader.post(address("minutes_approve", room.sitting.pk), {"on": "16/07/2026", "version": 1})
    url = address("minutes_reopen", room.sitting.pk)
    assert leader.post(url, {"reason": "x"}).status_code == 422
    leader.post(url, {"reason": "Còn thiếu một ý kiến"})
    shown = page(leader, address("minutes_detail", room.sitting.pk))
    assert "Còn thiếu một ý kiến" in shown
    assert _("Approval undone") in shown
    assert leader.get(address("minutes_edit", room.sitting.pk)).status_code == 403


def test_what_approved_minutes_tell_is_offered_for_no_change(
    client_as: ClientAs, staff: Client, room: Hall
) -> None:
    room.call(6)
    vote = room.vote(5)
    services.hold_plenary(meeting=room.meeting, user=None, starts_at=at(7, 30), ends_at=at(11, 30))
    services.draft_minutes(sitting=room.sitting, user=None)
    closing = {"vote_create": "sitting_votes", "plenary_create": "sitting_plenaries"}
    ways = {address(way, room.sitting.pk): address(shown, room.sitting.pk) for way, shown in closing.items()}
    ways[address("vote_void", vote.pk)] = vote.get_absolute_url()
    assert all(way in page(staff, shown) for way, shown in ways.items())
    close(room.sitting)
    client_as("leader").post(address("minutes_approve", room.sitting.pk), {"on": "16/07/2026", "version": 1})
    assert not any(way in page(staff, shown) for way, shown in ways.items())
    words = _("The minutes of this sitting are approved: what they tell no longer changes.")
    assert words in page(staff, address("sitting_votes", room.sitting.pk))


def test_votes_of_a_sitting_to_come_are_said_to_follow_its_opening(staff: Client, room: Hall) -> None:
    Sitting.objects.filter(pk=room.sitting.pk).update(state="planned", opened_on=None)
    shown = page(staff, address("sitting_votes", room.sitting.pk))
    assert _("Votes are recorded once the sitting has been opened.") in shown
    assert address("vote_create", room.sitting.pk) not in shown


# --- Few questions ---


def busy(room: Hall, count: int) -> None:
    """So many half-days, speakers, arrivals and votes."""
    room.call(6)
    for number in range(count):
        delegate = room.delegates[number]
        services.add_turn(meeting=room.meeting, user=None, delegate=delegate, item=room.item())
        services.leave(meeting=room.meeting, delegate=delegate, at=at(11), user=None)
        resolution = room.resolution()
        room.vote(6, resolution=resolution, held_at=at(8))
        if number:
            part = PlenaryMeeting.Part.values[number]
            PlenaryMeetingFactory(sitting=room.sitting, day=CLOSING, part=part)
    services.draft_minutes(sitting=room.sitting, user=None)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("sitting_plenaries", 6),
        ("plenary_detail", 13),
        ("sitting_votes", 7),
        ("vote_detail", 5),
        ("vote_create", 15),
        ("minutes_detail", 13),
        ("minutes_edit", 7),
    ],
)
def test_pages_ask_the_same_few_questions_for_1_and_3_rows(
    staff: Client,
    room: Hall,
    name: str,
    queries: int,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    busy(room, count)
    ids = {"plenary_detail": room.meeting.pk, "vote_detail": room.sitting.votes.earliest("pk").pk}
    url = f"{address(name, ids.get(name, room.sitting.pk))}?meeting={room.meeting.pk}"
    staff.get(url)
    with django_assert_num_queries(queries):
        assert staff.get(url).status_code == 200


@pytest.mark.parametrize("count", [3, 85])
def test_85_delegates_add_no_question_to_the_roll(
    staff: Client, term: CouncilTerm, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room = hall(term, count)
    room.call(count)
    url = room.meeting.get_absolute_url()
    staff.get(url)
    with django_assert_num_queries(13):
        staff.get(url)


# --- Opening and closing ---


def test_opening_without_attendance_is_pointed_out_and_possible(staff: Client, room: Hall) -> None:
    Sitting.objects.filter(pk=room.sitting.pk).update(
        state="convened", opened_on=None, convened_on=date(2026, 6, 20)
    )
    url = address("sitting_open", room.sitting.pk)
    assert staff.get(url).context["warnings"]
    room.call(6)
    assert staff.get(url).context["warnings"] == []
    Attendance.objects.all().delete()
    staff.post(url, {"on": "14/07/2026"})
    room.sitting.refresh_from_db()
    assert room.sitting.state == "in_session"


def test_closing_names_what_was_left_and_is_possible(staff: Client, room: Hall) -> None:
    half_day = PlenaryMeetingFactory(sitting=room.sitting, part="2_afternoon")
    paper = PaperFactory(sitting=room.sitting, title="Báo cáo thu chi ngân sách")
    url = address("sitting_move", room.sitting.pk, "close")
    warnings = " ".join(staff.get(url).context["warnings"])
    assert str(half_day) in warnings
    assert "Báo cáo thu chi ngân sách" in page(staff, url)
    PlenaryMeeting.objects.update(is_held=True)
    Paper.objects.filter(pk=paper.pk).update(state="deferred")
    assert staff.get(url).context["warnings"] == []
    Paper.objects.filter(pk=paper.pk).update(state="expected")
    staff.post(url, {"on": "15/07/2026"})
    room.sitting.refresh_from_db()
    assert room.sitting.state == "closed"
