"""Digests go out by real SMTP, once, and one person's trouble is nobody else's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from pytest_django import Settings

from followups import notices
from followups.models import FollowUp, Notice
from followups.notices import delivery
from followups.notices.digest import compose, message_id
from tests.factories import follow_up
from tests.followups.sink import Sink, body


def announce(task: FollowUp, *kinds: str) -> None:
    """Tell of events, and let the morning come for those who read their digest then."""
    for kind in kinds or ("issued",):
        notices.announce(follow_up=task, kind=kind, actor=None)
    Notice.objects.filter(delivery="held").update(delivery="planned")


def claimed() -> UUID:
    """The token of a worker that has just taken the only person's notices."""
    (batch,) = delivery._due_batches(10)
    return delivery._claim(batch)


def states() -> list[str]:
    return sorted(Notice.objects.values_list("delivery", flat=True))


def rest(**wait: float) -> None:
    """Let time pass for every notice that was tried."""
    for notice in Notice.objects.exclude(claimed_at=None):
        assert notice.claimed_at
        Notice.objects.filter(pk=notice.pk).update(claimed_at=notice.claimed_at - timedelta(**wait))


def test_a_person_gets_one_message_with_everything(
    sink: Sink, agency: Any, task: FollowUp, user_as: Any
) -> None:
    user = user_as("agency")
    other = follow_up(agency, title="Lắp đèn đường")
    announce(task, "issued")
    announce(other, "overdue")
    assert notices.deliver() == 1
    message = sink.messages[0]
    assert message["To"] == user.email
    for kind in ("plain", "html"):
        text = body(message, kind)
        for each in (task, other):
            assert each.title in text
            assert f"http://127.0.0.1:8000/follow-ups/{each.pk}/" in text
        assert str(agency.council) in text
        assert "15/07/2026" in text
    assert states() == ["sent", "sent"]
    assert notices.deliver() == 0
    assert len(sink.messages) == 1


def test_a_message_about_one_matter_says_so_in_its_subject_on_one_line(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    FollowUp.objects.filter(pk=task.pk).update(title="Sửa cầu\nBcc: x@example.invalid")
    announce(task)
    assert notices.deliver() == 1
    assert sink.messages[0]["Subject"].endswith("Sửa cầu Bcc: x@example.invalid")
    assert sink.messages[0]["Bcc"] is None


def test_a_message_speaks_the_reader_s_language(sink: Sink, task: FollowUp, user_as: Any) -> None:
    for language in ("vi", "en"):
        user = user_as("agency")
        user.language = language
        user.save()
    announce(task)
    assert notices.deliver() == 2
    texts = sorted(sink.text(number) for number in range(2))
    assert any("Dear" in text and "Due:" in text for text in texts)
    assert sum("Dear" in text for text in texts) == 1


def test_who_has_no_address_or_no_account_any_more_reads_the_portal_only(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    nowhere, locked = user_as("agency"), user_as("agency")
    announce(task)
    nowhere.email, locked.is_active = "", False
    nowhere.save()
    locked.save()
    assert notices.deliver() == 0
    assert states() == ["portal_only", "portal_only"]
    assert sink.messages == []


def test_one_refused_address_stops_nobody_else_and_fails_for_good_after_five_attempts(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    users = [user_as("agency") for _number in range(3)]
    sink.refused = {users[1].email}
    announce(task)
    assert notices.deliver() == 2
    assert {message["To"] for message in sink.messages} == {users[0].email, users[2].email}
    notice = Notice.objects.get(recipient=users[1])
    assert (notice.delivery, notice.attempts) == ("planned", 1)
    assert "550" in notice.error
    for _attempt in range(6):
        rest(hours=5)
        notices.deliver()
    notice.refresh_from_db()
    assert (notice.delivery, notice.attempts) == ("failed", 5)
    assert notices.send_again(notices=Notice.objects.all()) == 1
    sink.refused = set()
    assert notices.deliver() == 1


def test_after_a_failure_a_message_rests_before_it_is_tried_again(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    sink.refused = {user_as("agency").email}
    announce(task)
    notices.deliver()
    notices.deliver()
    assert Notice.objects.get().attempts == 1
    rest(minutes=3)
    notices.deliver()
    assert Notice.objects.get().attempts == 2


def test_an_error_nobody_foresaw_is_that_person_s_alone(
    sink: Sink, task: FollowUp, user_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky, lucky = user_as("agency"), user_as("agency")

    def breaking(rows: Any, *args: Any) -> EmailMessage:
        if rows[0].recipient == unlucky:
            raise RuntimeError("a broken digest")
        return compose(rows, *args)

    monkeypatch.setattr(delivery, "compose", breaking)
    announce(task)
    assert notices.deliver() == 1
    assert sink.messages[0]["To"] == lucky.email
    assert "a broken digest" in Notice.objects.get(recipient=unlucky).error


def test_while_the_mail_server_is_away_no_attempt_is_used_up(
    settings: Settings, task: FollowUp, user_as: Any
) -> None:
    with Sink() as gone:
        port = gone.port
    settings.EMAIL_BACKEND = "followups.mail.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    user_as("agency")
    announce(task)
    assert notices.deliver() == 0
    notice = Notice.objects.get()
    assert (notice.delivery, notice.attempts) == ("planned", 0)


def test_a_claim_is_left_alone_until_its_lease_runs_out(sink: Sink, task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    announce(task)
    claimed()
    assert notices.deliver() == 0
    rest(minutes=11)
    assert notices.deliver() == 1
    assert Notice.objects.get().attempts == 2


def test_of_two_workers_at_once_only_one_gets_the_notices(task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    announce(task)
    (batch,) = delivery._due_batches(10)
    first, second = delivery._claim(batch), delivery._claim(batch)
    assert Notice.objects.filter(claim=first).count() == 1
    assert Notice.objects.filter(claim=second).count() == 0


def test_what_an_abandoned_claim_held_travels_together_again_under_the_same_message_id(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    announce(task, "issued", "due")
    abandoned = list(Notice.objects.all())
    claimed()
    rest(minutes=11)
    announce(task, "returned")
    assert notices.deliver() == 2
    ids = [message["Message-ID"] for message in sink.messages]
    assert message_id(abandoned) in ids
    assert len(set(ids)) == 2


def test_a_worker_whose_lease_ran_out_marks_and_sends_nothing_any_more(task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    announce(task)
    slow = claimed()
    rest(minutes=11)
    quick = claimed()
    delivery._record_failure(slow, OSError("too late"))
    assert not delivery._hand_over(slow, 1)
    notice = Notice.objects.get()
    assert (notice.claim, notice.delivery, notice.error, notice.handed_at) == (quick, "claimed", "", None)


def test_a_digest_of_which_a_notice_became_new_again_is_not_sent_by_halves(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    announce(task, "issued", "answered")
    token = claimed()
    announce(task, "issued")
    assert not delivery._hand_over(token, 2)
    rest(minutes=11)
    notices.deliver()
    assert set(states()) == {"sent"}


# --- Nobody knows whether it arrived ---


def test_what_a_dead_worker_had_handed_over_is_never_sent_again_by_itself(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    announce(task, "issued", "due")
    assert delivery._hand_over(claimed(), 2)
    assert notices.deliver() == 0
    assert states() == ["claimed", "claimed"]
    rest(minutes=11)
    assert notices.deliver() == 0
    assert states() == ["failed", "failed"]
    assert {notice.error for notice in Notice.objects.all()} == {_(delivery.UNCERTAIN)}
    assert sink.messages == []


def test_what_is_sent_again_travels_whole_under_its_old_message_id(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    announce(task, "issued", "due")
    digest = list(Notice.objects.all())
    delivery._hand_over(claimed(), 2)
    rest(minutes=11)
    notices.deliver()
    announce(task, "returned")
    assert notices.send_again(notices=Notice.objects.filter(pk=digest[0].pk)) == 2
    assert Notice.objects.exclude(attempts=0, handed_at=None).count() == 0
    assert notices.deliver() == 2
    assert message_id(digest) in [message["Message-ID"] for message in sink.messages]
    assert states() == ["sent"] * 3


def test_a_worker_that_was_only_slow_corrects_the_ledger(task: FollowUp, user_as: Any, sink: Sink) -> None:
    user_as("agency")
    announce(task)
    slow = claimed()
    delivery._hand_over(slow, 1)
    rest(minutes=11)
    notices.deliver()
    assert states() == ["failed"]
    delivery._record_sent(slow)
    notice = Notice.objects.get()
    assert (notice.delivery, notice.error) == ("sent", "")


def test_a_connection_lost_before_the_message_is_tried_again(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    announce(task)
    sink.hangs_up = "RCPT"
    assert notices.deliver() == 0
    notice = Notice.objects.get()
    assert (notice.delivery, notice.attempts, notice.handed_at) == ("planned", 1, None)
    sink.hangs_up = ""
    rest(minutes=3)
    assert notices.deliver() == 1


def test_a_connection_lost_with_the_message_under_way_is_not_tried_again(
    sink: Sink, task: FollowUp, user_as: Any
) -> None:
    user_as("agency")
    announce(task)
    sink.hangs_up = "DATA"
    assert notices.deliver() == 0
    assert len(sink.messages) == 1
    notice = Notice.objects.get()
    assert (notice.delivery, notice.error) == ("failed", _(delivery.UNCERTAIN))
    rest(hours=5)
    assert notices.deliver() == 0
    assert len(sink.messages) == 1


def test_a_message_that_the_server_refuses_is_tried_again(sink: Sink, task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    announce(task)
    sink.full = True
    assert notices.deliver() == 0
    notice = Notice.objects.get()
    assert (notice.delivery, notice.handed_at) == ("planned", None)
    assert "452" in notice.error


# --- What it costs ---


def test_notices_that_killed_five_workers_are_given_up(sink: Sink, task: FollowUp, user_as: Any) -> None:
    user_as("agency")
    announce(task)
    for _worker in range(5):
        claimed()
        rest(hours=5)
    assert notices.deliver() == 0
    assert states() == ["failed"]
    assert sink.messages == []


@pytest.mark.parametrize("count", [1, 4])
def test_a_digest_costs_the_same_however_many_notices_it_holds(
    sink: Sink, agency: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    user_as("agency")
    for number in range(count):
        announce(follow_up(agency, title=f"Việc số {number}"))
    with django_assert_num_queries(10):
        assert notices.deliver() == 1


def test_on_a_laptop_a_message_is_one_file_however_often_it_is_sent(
    settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_FOLDER = tmp_path / "mail"
    connection = get_connection("followups.mail.FolderBackend")
    message = EmailMessage(
        "Việc mới", "Nội dung", to=["a@example.invalid"], headers={"Message-ID": "<a/b.1@portal>"}
    )
    for _time in range(2):
        assert connection.send_messages([message]) == 1
    assert connection.send_messages([EmailMessage("Không mã", "Nội dung", to=["b@example.invalid"])]) == 1
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert len(names) == 2
    assert "a_b.1@portal.eml" in names
    assert b"Message-ID: <a/b.1@portal>" in (tmp_path / "mail" / "a_b.1@portal.eml").read_bytes()
