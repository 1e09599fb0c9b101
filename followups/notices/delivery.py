"""Delivery: one digest a person by e-mail, claimed by a conditional UPDATE, sent exactly once or visibly failed.

No transaction is open while SMTP talks. The claimed rows are marked `handed_at` right before the mail server gets the
message and "sent" right after it took it. A worker that dies leaves a claim whose lease runs out: was the message not
yet handed over, the next worker takes the same notices over together; was it, nobody can know whether it arrived, and
an administrator decides (decision 4). A digest sent again carries the same Message-ID.
"""

from __future__ import annotations

import time
from datetime import timedelta
from smtplib import SMTPException
from typing import Final, NamedTuple
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from councils.calendar import Clock
from followups.mail import OutcomeUnknownError
from followups.models import Notice
from followups.notices.digest import compose
from followups.querysets import NoticeQuerySet

ATTEMPTS: Final = 5
WAITS: Final = {
    1: timedelta(minutes=2),
    2: timedelta(minutes=10),
    3: timedelta(hours=1),
    4: timedelta(hours=4),
}
"""How long a digest rests after its n-th failure; after the fifth it has failed for good."""
UNCERTAIN: Final = gettext_noop(
    "The sending was interrupted while the mail server was taking the message; it may have arrived. "
    "Send it again only if it did not."
)
RUN_SECONDS: Final = 8 * 60
"""A run ends itself well before the task's time limit; the next minute's run goes on."""

log = structlog.get_logger(__name__)


class Batch(NamedTuple):
    """Notices that travel together: one person's, and of those claimed before the ones of that same claim."""

    recipient_id: int
    claim: UUID | None


def deliver(limit: int = 200) -> int:
    """Send what is due to at most `limit` people; returns how many digests the mail server took."""
    _close_hopeless()
    batches = _due_batches(limit)
    if not batches:
        return 0
    clock, connection, sent = Clock(), get_connection(), 0
    end = time.monotonic() + RUN_SECONDS
    for batch in batches:
        if time.monotonic() > end or not _opened(connection):
            break
        sent += _deliver_batch(batch, connection, clock)
    connection.close()
    return sent


def send_again(*, notices: QuerySet[Notice]) -> int:
    """Give failed notices five new attempts; returns how many.

    What travelled in one message does so again, for that message's Message-ID.
    """
    failed = Notice.objects.filter(delivery=Notice.Delivery.FAILED)
    chosen = failed.filter(pk__in=notices.values("pk"))
    messages = chosen.exclude(claim=None).values("claim")
    return failed.filter(Q(pk__in=chosen.values("pk")) | Q(claim__in=messages)).update(
        delivery=Notice.Delivery.PLANNED, attempts=0, claimed_at=None, handed_at=None, error=""
    )


def _abandoned() -> Q:
    """Claims whose worker has had its time and must be dead."""
    lease = timedelta(seconds=settings.NOTICE_LEASE_SECONDS)
    return Q(delivery=Notice.Delivery.CLAIMED, claimed_at__lt=timezone.now() - lease)


def _due() -> Q:
    """Planned and never tried, rested long enough after a failure, or abandoned before the mail server got it."""
    now = timezone.now()
    due = Q(attempts=0)
    for attempts, wait in WAITS.items():
        due |= Q(attempts=attempts, claimed_at__lt=now - wait)
    return (Q(delivery=Notice.Delivery.PLANNED) & due) | (_abandoned() & Q(handed_at=None))


def _close_hopeless() -> None:
    """What no further attempt can mend; the rows of a dead worker that may have arrived are never sent by themselves.

    People without an address read the portal's inbox only; a digest that killed five workers has failed.
    """
    Notice.objects.filter(
        Q(recipient__email="") | Q(recipient__is_active=False), delivery=Notice.Delivery.PLANNED
    ).update(delivery=Notice.Delivery.PORTAL_ONLY)
    abandoned = Notice.objects.filter(_abandoned())
    abandoned.exclude(handed_at=None).update(delivery=Notice.Delivery.FAILED, error=_(UNCERTAIN))
    abandoned.filter(handed_at=None, attempts__gte=ATTEMPTS).update(
        delivery=Notice.Delivery.FAILED, error=_("The sending was interrupted five times.")
    )


def _due_batches(limit: int) -> list[Batch]:
    """Who waits for a digest, the longest wait first."""
    rows = Notice.objects.filter(_due()).values_list("recipient_id", "claim")
    waiting = rows.annotate(since=Min("planned_at")).order_by("since", "recipient_id")[:limit]
    return [Batch(recipient, claim) for recipient, claim, _since in waiting]


def _opened(connection: BaseEmailBackend) -> bool:
    """Whether the mail server answers; while it does not, nobody's attempts are used up."""
    try:
        connection.open()
    except (OSError, SMTPException) as away:
        log.warning("mail_server_away", error=type(away).__name__)
        return False
    return True


def _deliver_batch(batch: Batch, connection: BaseEmailBackend, clock: Clock) -> int:
    """Claim, hand over, mark; 1 if sent. Whatever goes wrong with one person's digest stays with that person."""
    token = _claim(batch)
    notices = list(_claimed(token).select_related("recipient", "follow_up__council").order_by("pk"))
    if not notices:
        return 0
    try:
        with override(notices[0].recipient.language):
            message = compose(notices, connection, clock)
        if not _hand_over(token, len(notices)):
            return 0
        message.send()
    except OutcomeUnknownError as broken:
        connection.close()
        _record_uncertain(token, broken)
        return 0
    except Exception as failure:  # noqa: BLE001 - see the docstring; it is logged and shown to administrators
        connection.close()
        _record_failure(token, failure)
        return 0
    return _record_sent(token)


def _claim(batch: Batch) -> UUID:
    """Take the batch if it is still there to take: of two workers at once, the second finds nothing under its token."""
    token = uuid4()
    Notice.objects.filter(_due(), recipient_id=batch.recipient_id, claim=batch.claim).update(
        delivery=Notice.Delivery.CLAIMED, claim=token, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    return token


def _claimed(token: UUID) -> NoticeQuerySet[Notice]:
    """The rows this worker still holds; none of them if its lease ran out and another took over."""
    return Notice.objects.filter(claim=token, delivery=Notice.Delivery.CLAIMED)


def _hand_over(token: UUID, count: int) -> bool:
    """Mark all rows of the digest; False if the lease ran out or a row became new again: then nothing is sent."""
    if _claimed(token).update(handed_at=timezone.now()) == count:
        return True
    _claimed(token).update(handed_at=None)  # the lease gives them back
    return False


def _record_sent(token: UUID) -> int:
    """Sent, also where the lease ran out while the mail server took its time: this worker knows better."""
    states = (Notice.Delivery.CLAIMED, Notice.Delivery.FAILED)
    Notice.objects.filter(claim=token, delivery__in=states, handed_at__isnull=False).update(
        delivery=Notice.Delivery.SENT, sent_at=timezone.now(), error=""
    )
    return 1


def _record_uncertain(token: UUID, broken: OutcomeUnknownError) -> None:
    """The connection broke when the server had everything but its answer: a person must look."""
    log.warning("digest_uncertain", claim=str(token), error=type(broken.__cause__).__name__)
    _claimed(token).update(delivery=Notice.Delivery.FAILED, error=_(UNCERTAIN))


def _record_failure(token: UUID, failure: Exception) -> None:
    """Back to planned with the reason, the claim kept so that the same notices travel together again."""
    log.warning("digest_failed", claim=str(token), error=type(failure).__name__)
    error = (_("The message could not be sent: %(reason)s") % {"reason": failure})[:300]
    rows = _claimed(token)
    rows.filter(attempts__gte=ATTEMPTS).update(delivery=Notice.Delivery.FAILED, handed_at=None, error=error)
    rows.filter(attempts__lt=ATTEMPTS).update(delivery=Notice.Delivery.PLANNED, handed_at=None, error=error)
