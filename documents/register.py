"""The register of official documents: entries by hand, corrections, signed files, voiding; numbers without an entry.

Source: Decree 30/2020/NĐ-CP Art. 15 (numbers of one issuer run through the year in order of time) and Annex IV (what
an entry says). What the portal itself issues comes in by `documents.services.register_document`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from councils.models import Council
from documents.models import NumberSeries, OfficialDocument
from documents.services import NORMATIVE, check_upload, detect_extension, register_document, store_file

MOST_SERIES: Final = 10
"""Series with gaps that a page lists at most."""
MOST_GAPS: Final = 20
"""Gaps of one series that a page lists at most."""
_ISSUER: Final = re.compile(r"[A-ZĐÁÀÂĂÊÔƠƯ][A-ZĐÁÀÂĂÊÔƠƯa-zđ.]*(-[A-ZĐÁÀÂĂÊÔƠƯ][A-ZĐÁÀÂĂÊÔƠƯa-zđ.]*)*")


@transaction.atomic
def enter_document(
    *,
    council: Council,
    user: User,
    kind: str,
    issuer: str,
    issued_on: date,
    abstract: str,
    number: int | None = None,
    normative: bool = False,
    signer: str = "",
    recipients: str = "",
    note: str = "",
    upload: UploadedFile[Any] | None = None,
) -> OfficialDocument:
    """Enter a document by hand: an old one under the number that it bears, or a new one under the next of its series.

    Raises Refused beside the fields: a number already given, a day in the future, or one before the last number's where
    the next is asked for; a file that is neither PDF nor Word.
    """
    refuse(
        {
            "issuer": not _ISSUER.fullmatch(issuer)
            and _("Write the symbol as it stands after the hyphen: HĐND, TTHĐND, BPC, VP."),
            "abstract": not abstract.strip() and _("Say what the document is about."),
            "issued_on": _wrong_day(council, issued_on),
            "number": number is not None and number < 1 and _("Documents are numbered from 1."),
        }
    )
    with entered_by(user):
        document = register_document(
            council=council,
            issuer=issuer,
            kind=kind,
            issued_on=issued_on,
            abstract=" ".join(abstract.split()),
            normative=normative,
            number=number,
        )
        if number is None:
            _check_in_order(document)
        document.signer, document.note = signer.strip(), note.strip()
        document.recipients = recipients.strip()
        document.save()
        if upload is not None:
            attach_file(document=document, user=user, upload=upload)
    return document


@transaction.atomic
def change_document(*, document: OfficialDocument, user: User, version: int | None) -> OfficialDocument:
    """Correct what an entry says; its number, symbol and day stay as they were given."""
    refuse({"abstract": not document.abstract.strip() and _("Say what the document is about.")})
    document.abstract = " ".join(document.abstract.split())
    with entered_by(user):
        return save_edit(document, version=version)


@transaction.atomic
def attach_file(*, document: OfficialDocument, user: User, upload: UploadedFile[Any]) -> OfficialDocument:
    """Keep a PDF (the signed copy) or a Word file with an entry; a later one is the next version of the same."""
    locked = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    check_upload(upload)
    content, name = upload.read(), upload.name or ""
    field = {".pdf": "file", ".docx": "docx"}.get(detect_extension(content, name), "")
    if not field:
        raise Refused({"upload": _("The register keeps PDF and Word (DOCX) files.")})
    with entered_by(user):
        kept = store_file(
            council=document.council,
            user=user,
            name=name,
            content=content,
            title=document.symbol,
            file=getattr(locked, field),
        )
        OfficialDocument.objects.filter(pk=document.pk).update(**{field: kept, "updated_at": timezone.now()})
    document.refresh_from_db()
    return document


@transaction.atomic
def void_document(*, document: OfficialDocument, user: User, on: date, reason: str) -> OfficialDocument:
    """Void an entry: it stays in the register with its number, its day of voiding and the reason.

    Raises Refused without a reason, for a day in the future or before its issue, and where it is voided already.
    """
    early = _("It was issued on %(day)s: it cannot be voided before.") % {"day": day(document.issued_on)}
    late = _("The day %(day)s lies in the future.") % {"day": day(on)}
    refuse(
        {
            "reason": not reason.strip() and _("Say why."),
            "on": (on > timezone.localdate() and late) or (on < document.issued_on and early),
        }
    )
    with entered_by(user):
        voided = OfficialDocument.objects.filter(pk=document.pk, voided_on__isnull=True).update(
            voided_on=on, void_reason=reason.strip()[:300], updated_at=timezone.now()
        )
    document.refresh_from_db()
    if not voided:
        words = _("It was voided on %(day)s already.") % {"day": day(document.voided_on)}
        raise Refused(words)
    return document


def _wrong_day(council: Council, on: date) -> str | bool:
    if on > timezone.localdate():
        return _("The day %(day)s lies in the future.") % {"day": day(on)}
    there = (council.valid_from or on) <= on <= (council.valid_to or on)
    words = _("%(council)s did not exist on %(day)s.") % {"council": council, "day": day(on)}
    return not there and words


def _check_in_order(document: OfficialDocument) -> None:
    """The next number is not dated before the number that stands before it."""
    others = document.series.documents.exclude(pk=document.pk)
    last = others.filter(issued_on__gt=document.issued_on).order_by("-number").first()
    if last is not None:
        words = _("Number %(symbol)s was given on %(day)s: the next one cannot be dated before.")
        raise Refused({"issued_on": words % {"symbol": last.symbol, "day": day(last.issued_on)}})


# --- Gaps ---


@dataclass(frozen=True, slots=True)
class SeriesGaps:
    """A series in which numbers have no entry."""

    series: NumberSeries
    missing: Sequence[range]

    @property
    def label(self) -> str:
        """The series as its numbers are written: "TB-HĐND, 2026"; normative ones carry the year in the symbol."""
        kind = self.series.kind.removesuffix(NORMATIVE)
        year = f"{self.series.year}/" if kind != self.series.kind else ""
        return f"…/{year}{kind}-{self.series.issuer}, {self.series.year}"

    @property
    def words(self) -> str:
        """The numbers: "03; 07–09"."""
        shown = [_range_words(one) for one in self.missing[:MOST_GAPS]]
        return "; ".join(shown) + ("; …" if len(self.missing) > MOST_GAPS else "")


def gaps_of(council: Council, year: int | None = None) -> list[SeriesGaps]:
    """The series with numbers below their last that have no entry; two queries, one where there is none.

    None is expected of what the portal numbers itself; old documents may have been entered in part.
    """
    of_year = Q() if year is None else Q(year=year)
    series = NumberSeries.objects.filter(of_year, council=council).annotate(
        entries=Count("documents"), last_entry=Max("documents__number")
    )
    found = list(
        series.filter(entries__gt=0, last_entry__gt=F("entries")).order_by("-year", "kind", "issuer")[
            :MOST_SERIES
        ]
    )
    numbers: dict[int, set[int]] = {}
    if found:
        rows = OfficialDocument.objects.filter(series__in=found)
        for series_id, number in rows.values_list("series_id", "number"):
            numbers.setdefault(series_id, set()).add(number)
    return [SeriesGaps(one, list(_missing(numbers[one.pk]))) for one in found]


def _missing(given: set[int]) -> Iterable[range]:
    """The runs of numbers below the highest that were not given."""
    before = 0
    for number in sorted(given):
        if number > before + 1:
            yield range(before + 1, number)
        before = number


def _range_words(numbers: range) -> str:
    first, last = numbers[0], numbers[-1]
    return f"{first:02d}" if first == last else f"{first:02d}–{last:02d}"
