"""Background work: packing the papers of a sitting."""

from celery import shared_task

from sessions import bundling


@shared_task(soft_time_limit=bundling.TIME_LIMIT, time_limit=bundling.TIME_LIMIT + 30)
def make_bundle(bundle_id: int) -> None:
    """Pack a bundle; running it twice makes one."""
    bundling.make(bundle_id)
