"""Background work: making reports."""

from celery import shared_task

from reports import making


@shared_task(soft_time_limit=making.TIME_LIMIT, time_limit=making.TIME_LIMIT + 30)
def make_report(run_id: int) -> None:
    """Make the report of a run; running it twice makes one report."""
    making.make(run_id)
