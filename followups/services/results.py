"""Classes of result are rows with a day; the follow-up itself only repeats the newest."""

from __future__ import annotations

from typing import Any

from followups.models import FollowUp, ResultEntry


def write_result(*, follow_up: FollowUp, **fields: Any) -> ResultEntry:
    """Add a row and let the follow-up repeat the newest one by day of effect, which need not be this one."""
    entry = ResultEntry.objects.create(follow_up=follow_up, **fields)
    newest = newest_result(follow_up)
    FollowUp.objects.filter(pk=follow_up.pk).update(result_class=newest.result_class)
    follow_up.result_class = newest.result_class
    return entry


def newest_result(follow_up: FollowUp) -> ResultEntry:
    """The result in effect after all that is known now."""
    return follow_up.results.order_by("-effective_on", "-pk")[:1].get()
