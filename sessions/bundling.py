"""How a worker packs the papers of a sitting: claimed, with visible progress, and either ready or failed in words."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.services import store_archive
from sessions.documents.bundle import NAME, index_page
from sessions.models import PaperBundle, Sitting
from sessions.reading import Group, Line, reading_list

log = structlog.get_logger(__name__)

State = PaperBundle.State

TIME_LIMIT: Final = 10 * 60
"""Seconds after which packing gives up; far more than the papers of any sitting need."""
LOST_AFTER: Final = timedelta(seconds=2 * TIME_LIMIT)
"""A bundle without progress for this long has lost its worker and may be started again."""
CHUNK: Final = 1024 * 1024
"""Bytes held in memory at once, however large the papers are."""
_SHRINK: Final = (".doc", ".xls")
"""Kinds that are worth compressing; the others are compressed in themselves."""


def lost() -> Q:
    """Bundles that a worker began and nobody is packing any more."""
    return Q(state=State.RUNNING, updated_at__lt=timezone.now() - LOST_AFTER)


def is_lost(bundle: PaperBundle) -> bool:
    """The same of a bundle in hand."""
    return bundle.state == State.RUNNING and bundle.updated_at < timezone.now() - LOST_AFTER


def fingerprint(groups: Iterable[Group]) -> str:
    """Of what would be packed: equal versions under equal names in equal folders give the same bundle."""
    digest = hashlib.sha256()
    for line in (line for group in groups for line in group.lines):
        version = line.version.pk if line.version else 0
        words = (
            line.paper.title,
            line.paper.owner_name,
            line.paper.committee_id,
            version,
            line.folder,
            line.path,
        )
        digest.update("|".join(map(str, words)).encode() + b"\n")
    return digest.hexdigest()


def with_files(groups: Iterable[Group]) -> list[Line]:
    """The papers that have something to pack."""
    return [line for group in groups for line in group.lines if line.content]


def same_bundles(sitting: Sitting, groups: Iterable[Group]) -> QuerySet[PaperBundle]:
    """Bundles of exactly these papers, the newest first."""
    return PaperBundle.objects.filter(sitting=sitting, fingerprint=fingerprint(groups)).order_by("-pk")


def packed_as_they_stand(sitting: Sitting, groups: Iterable[Group]) -> PaperBundle | None:
    """A bundle that is ready and holds what would be packed now."""
    return same_bundles(sitting, groups).filter(state=State.DONE).first()


def make(bundle_id: int) -> None:
    """Pack a bundle. One that is ready, or in another worker's hands, is left alone."""
    bundle = _claim(bundle_id)
    if bundle is None:
        return
    with override(bundle.asked_by.language):
        try:
            _make(bundle)
        except SoftTimeLimitExceeded:
            _fail(bundle, _("It took longer than 10 minutes and was stopped. Try again later."))
        except ValidationError as refusal:
            _fail(bundle, " ".join(refusal.messages))
        except Exception as error:
            _fail(
                bundle,
                _(
                    "An unexpected error stopped it. The administrator finds it in the log under bundle %(number)s."
                )
                % {"number": bundle.pk},
            )
            log.exception("bundle_failed", bundle=bundle.pk, error=type(error).__name__)


def _claim(bundle_id: int) -> PaperBundle | None:
    """Take the bundle if it waits for a worker or lost its own: of two workers only one can."""
    free = PaperBundle.objects.filter(Q(state=State.WAITING) | lost(), pk=bundle_id)
    if not free.update(state=State.RUNNING, done_papers=0, error="", updated_at=timezone.now()):
        return None
    rows = PaperBundle.objects.select_related(
        "asked_by", "sitting__council__parent", "sitting__council_term__term"
    )
    return rows.get(pk=bundle_id)


def _make(bundle: PaperBundle) -> None:
    groups = reading_list(bundle.sitting)
    print_of, total = fingerprint(groups), len(with_files(groups))
    _progress(bundle, 0, all_papers=total, fingerprint=print_of)
    with TemporaryFile() as archive:
        for done in pack(bundle.sitting, groups, archive):
            _progress(bundle, done)
        _finish(bundle, archive)


def pack(sitting: Sitting, groups: list[Group], archive: IO[bytes]) -> Iterator[int]:
    """Write the ZIP, the index first, and say after each paper how many are in it."""
    with ZipFile(archive, "w") as target:
        index = index_page(sitting, groups, timezone.now())
        target.writestr(_entry(NAME), index.encode(), ZIP_DEFLATED)
        for done, line in enumerate(with_files(groups), start=1):
            assert line.content  # noqa: S101 - those without were left out
            entry = _entry(line.path)
            entry.compress_type = ZIP_DEFLATED if line.path.endswith(_SHRINK) else ZIP_STORED
            with line.content.content.open("rb") as source, target.open(entry, "w", force_zip64=True) as out:
                shutil.copyfileobj(source, out, CHUNK)
            yield done


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path, timezone.localtime().timetuple()[:6])
    entry.external_attr = 0o644 << 16  # readable once it is unpacked on a system that asks
    return entry


def _progress(bundle: PaperBundle, done: int, **changes: int | str) -> None:
    """Committed at once, so that the page that watches sees it."""
    PaperBundle.objects.filter(pk=bundle.pk, state=State.RUNNING).update(
        done_papers=done, updated_at=timezone.now(), **changes
    )


@transaction.atomic
def _finish(bundle: PaperBundle, archive: IO[bytes]) -> None:
    """Keep the file and say so, together or not at all."""
    rows = PaperBundle.objects.select_for_update(of=("self",)).filter(pk=bundle.pk, state=State.RUNNING)
    if not rows.exists():
        return
    sitting, now = bundle.sitting, timezone.now()
    file = store_archive(
        council=sitting.council,
        user=bundle.asked_by,
        name=f"tai-lieu-ky-hop-{sitting.number}-{sitting.council.slug}.zip",
        archive=archive,
    )
    PaperBundle.objects.filter(pk=bundle.pk).update(
        file=file, state=State.DONE, finished_at=now, updated_at=now
    )


def _fail(bundle: PaperBundle, sentence: str) -> None:
    now = timezone.now()
    PaperBundle.objects.filter(pk=bundle.pk, state=State.RUNNING).update(
        state=State.FAILED, error=sentence[:300], finished_at=now, updated_at=now
    )
