"""The papers of a sitting in one ZIP: asked for on a page, packed by a worker, used again while nothing has changed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by
from sessions.bundling import fingerprint, lost, same_bundles, with_files
from sessions.models import PaperBundle, Sitting
from sessions.reading import reading_list
from sessions.tasks import make_bundle

State = PaperBundle.State


@transaction.atomic
def ask_bundle(*, sitting: Sitting, user: User) -> PaperBundle:
    """The bundle of the papers as they stand: one that is ready or being made, or a new one handed to a worker.

    Raises Refused when no paper has been sent to the delegates.
    """
    Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
    groups = reading_list(sitting)
    papers = with_files(groups)
    if not papers:
        raise Refused(_("No paper has been sent to the delegates yet: there is nothing to pack."))
    usable = Q(state__in=[State.WAITING, State.RUNNING, State.DONE]) & ~lost()
    bundle = same_bundles(sitting, groups).filter(usable).first()
    if bundle is not None:
        return bundle
    with entered_by(user):
        bundle = PaperBundle.objects.create(
            sitting=sitting, asked_by=user, fingerprint=fingerprint(groups), all_papers=len(papers)
        )
    make_bundle.delay_on_commit(bundle.pk)  # type: ignore[attr-defined]  # Celery's task for Django, unknown to the stubs
    return bundle


@transaction.atomic
def retry_bundle(*, bundle: PaperBundle) -> PaperBundle:
    """Start a bundle again that failed, or whose worker was lost. Raises Refused while it is being made or is ready."""
    startable = PaperBundle.objects.filter(Q(state=State.FAILED) | lost(), pk=bundle.pk)
    changes = {"done_papers": 0, "error": "", "finished_at": None, "updated_at": timezone.now()}
    if not startable.update(state=State.WAITING, **changes):
        raise Refused(_("These papers are being packed or are ready. Reload the page to see which."))
    make_bundle.delay_on_commit(bundle.pk)  # type: ignore[attr-defined]  # Celery's task for Django, unknown to the stubs
    bundle.refresh_from_db()
    return bundle
