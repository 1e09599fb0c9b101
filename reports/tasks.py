"""Background work: making reports, keeping the marks of change few."""

from celery import shared_task

from reports import making
from reports.models import ChangeMark


@shared_task(soft_time_limit=making.TIME_LIMIT, time_limit=making.TIME_LIMIT + 30)
def make_report(run_id: int) -> None:
    """Make the report of a run; running it twice makes one report."""
    making.make(run_id)


@shared_task
def gather_marks() -> None:
    """Write the marks of each council as one row; running it twice changes nothing."""
    ChangeMark.objects.all().gather()
