"""Writes of the documents floor: files checked by their content, numbers allotted under a row lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.base import File as StoredContent
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from councils.models import Council
from documents.administrative import AdministrativeDocument
from documents.docx import to_docx
from documents.models import File, FileVersion, NumberSeries, OfficialDocument
from documents.pdf import to_pdf

ALLOWED_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".zip": "application/zip",
}
"""What may be attached: extension found in the content -> type it is served as."""

_PIECE = 1024 * 1024
"""Bytes of a large file that stand in memory at once."""
_OFFICE_PARTS = {"word/": ".docx", "xl/": ".xlsx"}


_BEGINNINGS = {
    b"%PDF-": ".pdf",
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _office_kind(content: bytes) -> str:
    """A ZIP is a Word or Excel file when it holds their parts; one with macros is nothing that may be attached."""
    try:
        names = ZipFile(BytesIO(content)).namelist()
    except (BadZipFile, NotImplementedError, ValueError):
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    for start, extension in _OFFICE_PARTS.items():
        if "[Content_Types].xml" in names and any(name.startswith(start) for name in names):
            return extension
    return "" if any(name.upper() == "META-INF/MANIFEST.MF" for name in names) else ".zip"


def detect_extension(content: bytes, name: str) -> str:
    """The kind of a file by how it begins, as an extension of `ALLOWED_TYPES`, or "" when it is none of them.

    The name only decides between the two old Office formats, which share one container.
    """
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if content.startswith(_OLD_OFFICE):
        suffix = PurePath(name).suffix.lower()
        return suffix if suffix in {".doc", ".xls"} else ""
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")


def served_name(name: str, extension: str) -> str:
    """The name a file is handed out under: the sender's, with the ending of what is in it."""
    path = PurePath(name.replace("\\", "/"))
    same = {".jpg": {".jpg", ".jpeg"}}.get(extension, {extension})
    kept = path.name if path.suffix.lower() in same else f"{path.name}{extension}"
    return kept[-255:]


def check_upload(upload: UploadedFile[Any]) -> None:
    """Refuse in words a file that is empty, too large, or of a kind that may not be attached."""
    name, size = upload.name or "", upload.size or 0
    if not size:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    if size > settings.MAX_FILE_BYTES:
        raise Refused(
            _("“%(name)s” is larger than %(limit)s. Reduce it or attach it in parts.")
            % {"name": name, "limit": filesizeformat(settings.MAX_FILE_BYTES)}
        )
    content = upload.read()
    upload.seek(0)
    if detect_extension(content, name):
        return
    ending = PurePath(name).suffix.lower()
    if ending in ALLOWED_TYPES:
        words = _(
            "The content of “%(name)s” is not what its ending “%(ending)s” says. Save it anew as such a file."
        )
        raise Refused(words % {"name": name, "ending": ending})
    raise Refused(
        _("“%(name)s” is of a kind that cannot be attached. Allowed: PDF, Word, Excel, PNG, JPEG, ZIP.")
        % {"name": name}
    )


def content_of(upload: UploadedFile[Any], *, field: str = "upload") -> bytes:
    """What an uploaded file holds; Refused beside `field` where it may not be attached."""
    try:
        check_upload(upload)
    except Refused as refused:
        raise Refused({field: refused.messages}) from refused
    content: bytes = upload.read()
    return content


def is_pdf(content: bytes) -> bool:
    """Whether it is a PDF, by what it holds."""
    return detect_extension(content, "") == ".pdf"


@transaction.atomic
def store_file(
    *, council: Council, user: User, name: str, content: bytes, title: str = "", file: File | None = None
) -> File:
    """Keep a content as a new file, or as the next version of `file`.

    Raises Refused for a kind that may not be attached.
    """
    extension = detect_extension(content, name)
    if not extension:
        raise Refused(_("“%(name)s” is of a kind that cannot be attached.") % {"name": name})
    if file is None:
        file, number = File.objects.create(council=council, title=(title or name)[:255]), 1
    else:
        File.objects.select_for_update().get(pk=file.pk)
        number = file.versions.count() + 1
    version = FileVersion(
        file=file,
        number=number,
        name=served_name(name, extension),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_type=ALLOWED_TYPES[extension],
        uploaded_by=user,
    )
    version.content.save(name, ContentFile(content), save=False)
    version.save()
    return file


def store_upload(
    *,
    council: Council,
    user: User,
    upload: UploadedFile[Any],
    title: str,
    file: File | None = None,
    field: str = "upload",
) -> File:
    """Keep an uploaded file as a new file or the next version of `file`; Refused beside `field`."""
    content = content_of(upload, field=field)
    return store_file(
        council=council, user=user, name=upload.name or "", content=content, title=title, file=file
    )


def copy_file(*, file: File, user: User, title: str = "") -> File:
    """Keep the newest version of a file as a file of its own: what comes to one does not come to the other."""
    newest = file.versions.order_by("-number")[0]
    with newest.content.open("rb") as content:
        return store_file(
            council=file.council,
            user=user,
            name=newest.name,
            content=content.read(),
            title=title or file.title,
        )


@transaction.atomic
def store_archive(*, council: Council, user: User, name: str, archive: IO[bytes], title: str = "") -> File:
    """Keep a ZIP that the portal itself has packed, however large: it is copied piece by piece and never held whole."""
    archive.seek(0)
    digest = hashlib.sha256()
    for piece in iter(partial(archive.read, _PIECE), b""):
        digest.update(piece)
    size = archive.tell()
    archive.seek(0)
    file = File.objects.create(council=council, title=(title or name)[:255])
    version = FileVersion(
        file=file,
        number=1,
        name=served_name(name, ".zip"),
        size=size,
        sha256=digest.hexdigest(),
        content_type=ALLOWED_TYPES[".zip"],
        uploaded_by=user,
    )
    version.content.save(name, StoredContent(archive), save=False)
    version.save()
    return file


def store_uploads(*, council: Council, user: User, uploads: Iterable[UploadedFile[Any]]) -> list[File]:
    """Keep several uploaded files; all are checked before the first is kept."""
    checked = list(uploads)
    for upload in checked:
        check_upload(upload)
    return [
        store_file(council=council, user=user, name=upload.name or "", content=upload.read())
        for upload in checked
    ]


@transaction.atomic
def allot_numbers(*, council: Council, issuer: str, kind: str, year: int, count: int = 1) -> range:
    """The next `count` numbers of a series, without gap or clash: the series' row is locked until the commit.

    A number allotted in a transaction that fails is given again. Source: Decree 30/2020 Art. 15.
    """
    series = lock_series(council=council, issuer=issuer, kind=kind, year=year)
    first = series.last + 1
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + count)
    return range(first, first + count)


def lock_series(*, council: Council, issuer: str, kind: str, year: int) -> NumberSeries:
    """The row of a series, locked; made when the year's first number is asked for."""
    NumberSeries.objects.bulk_create(
        [NumberSeries(council=council, issuer=issuer, kind=kind, year=year)], ignore_conflicts=True
    )
    return NumberSeries.objects.select_for_update().get(council=council, issuer=issuer, kind=kind, year=year)


@transaction.atomic
def register_document(
    *,
    council: Council,
    issuer: str,
    kind: str,
    issued_on: date,
    abstract: str,
    file: File | None = None,
    normative: bool = False,
    number: int | None = None,
) -> OfficialDocument:
    """Give the next number to a document and enter it in the register, e.g. "05/BC-HĐND".

    A normative text has a series of its own and carries the year: "15/2024/NQ-HĐND". `number` enters a document that
    already bears one; Refused beside `number` where the series has given it to another.
    """
    series = lock_series(
        council=council, issuer=issuer, kind=f"{kind}{NORMATIVE if normative else ''}", year=issued_on.year
    )
    given = series.last + 1 if number is None else number
    symbol = symbol_of(number=given, kind=kind, issuer=issuer, year=issued_on.year if normative else None)
    if number is not None and (other := series.documents.filter(number=number).first()):
        raise Refused(
            {
                "number": _("Number %(symbol)s was given on %(day)s to “%(abstract)s”.")
                % {"symbol": symbol, "day": f"{other.issued_on:%d/%m/%Y}", "abstract": other.abstract}
            }
        )
    if given > series.last:
        NumberSeries.objects.filter(pk=series.pk).update(last=given)
    return OfficialDocument.objects.create(
        council=council,
        series=series,
        number=given,
        symbol=symbol,
        issued_on=issued_on,
        abstract=abstract[:500],
        file=file,
    )


@transaction.atomic
def give_back_number(*, document: OfficialDocument) -> None:
    """Strike the last entry of a series from the register: its number is the next one again.

    Nothing may point to the entry any more; the history keeps it. Raises Refused where later numbers have been given:
    a series has no gaps.
    """
    series = NumberSeries.objects.select_for_update().get(pk=document.series_id)
    if document.number != series.last:
        raise Refused(
            _("Later numbers of the series have been given since: %(symbol)s cannot be taken back.")
            % {"symbol": document.symbol}
        )
    document.delete()
    left = series.documents.order_by("-number").values_list("number", flat=True).first()
    NumberSeries.objects.filter(pk=series.pk).update(last=left or 0)


NORMATIVE = "-QPPL"
"""Ending of the kind of a series of normative texts."""


def symbol_of(*, number: int, kind: str, issuer: str, year: int | None = None) -> str:
    """Number and symbol as they are cited; only normative texts carry the year."""
    return f"{number:02d}{f'/{year}' if year else ''}/{kind}-{issuer}"


@transaction.atomic
def keep_drawn(
    *, document: OfficialDocument, drawn: AdministrativeDocument, stem: str, user: User
) -> tuple[File, File]:
    """Draw a registered document, which must bear its number by now; its Word file and its PDF are kept with it.

    The register takes signer and recipients from what is drawn, unless they are known already.
    """
    name = f"{stem}-{document.number:02d}-{document.issued_on.year}"
    docx, pdf = (
        store_file(
            council=document.council,
            user=user,
            name=f"{name}.{extension}",
            content=content,
            title=document.symbol,
        )
        for extension, content in (("docx", to_docx(drawn)), ("pdf", to_pdf(drawn)))
    )
    document.docx, document.file = docx, pdf
    document.signer = document.signer or _signer_of(drawn)
    document.recipients = document.recipients or "; ".join(drawn.recipients)
    document.save(update_fields=["docx", "file", "signer", "recipients", "updated_at"])
    return docx, pdf


def _signer_of(drawn: AdministrativeDocument) -> str:
    """The signer's name where it is known, else the post: the last line in capitals, spoken softly."""
    last = drawn.signatures[-1]
    return (last.name or last.lines[-1].capitalize())[:200]
