"""DOCX of an administrative document after Decree 30/2020/NĐ-CP, Annex I, for offices that go on in Word.

The file carries real styles and heading levels, repeats table headers, numbers pages from the second of each
part, speaks Vietnamese to the spell checker and holds nothing about the machine that made it.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from functools import lru_cache

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section

from documents.administrative import AdministrativeDocument
from documents.composition import Composition, FlowItem, Line, Style, compose
from documents.word_styles import styles_xml
from documents.wordml import body_xml

_UNUSED_PARTS = ("extended-properties", "thumbnail", "stylesWithEffects", "webSettings", "fontTable", "theme",
                 "customXml", "numbering")  # fmt: skip
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_docx(document: AdministrativeDocument) -> bytes:
    """The document as DOCX; equal documents give equal bytes."""
    composition = compose(document)
    word = docx.Document(io.BytesIO(_template(_headings(composition))))
    _fill_body(word, composition)
    _describe(word, composition)
    return _saved(word)


def _headings(composition: Composition) -> tuple[Style, ...]:
    """The look of heading 1, heading 2 … as far as the document uses them."""
    flows: Iterable[FlowItem] = (
        *composition.flow,
        *(item for sheet in composition.annexes for item in sheet.flow),
    )
    found = {item.depth: item.style for item in flows if isinstance(item, Line) and item.depth}
    return tuple(look for _, look in sorted(found.items()))


@lru_cache(maxsize=32)
def _template(headings: tuple[Style, ...]) -> bytes:
    """An empty document with the styles, the settings, the page and its header, built once per set of headings."""
    word = docx.Document()
    for rels in (word.part.package.rels, word.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in _UNUSED_PARTS]:
            del rels[key]
    _replace_children(word.styles.element, styles_xml(headings))
    _replace_children(word.settings.element, _SETTINGS)
    _add_header(word.sections[0])
    return _saved(word)


def _replace_children(element: object, xml: str) -> None:
    """Exchange everything inside a part's root element."""
    element[:] = list(parse_xml(xml))  # type: ignore[index] # an lxml element is a mutable sequence


_SETTINGS = (
    f"<w:settings {nsdecls('w')}>"
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
_PAGE_FIELD = (
    '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def _add_header(section: Section) -> None:
    """The page number, centred in the top margin; the first page of each part has a header of its own, empty."""
    section.header.is_linked_to_previous = False
    _replace_children(section.header._element, f"<w:hdr {nsdecls('w')}>{_PAGE_FIELD}</w:hdr>")  # noqa: SLF001 - python-docx has no fields


def _fill_body(word: Document, composition: Composition) -> None:
    """Put the composed sections in place of the template's empty one, keeping its header."""
    body = word.element.body
    (header_id,) = body.xpath("./w:sectPr/w:headerReference/@r:id")
    _replace_children(body, body_xml(composition, header_id))


def _describe(word: Document, composition: Composition) -> None:
    """Core properties that speak of the document alone: the issuer is the author, the day is its own."""
    properties = word.core_properties
    day = dt.datetime.combine(composition.day, dt.time())
    properties.title, properties.subject = composition.name[:255], composition.number[:255]
    properties.author = properties.last_modified_by = composition.author[:255]
    properties.created = properties.modified = day
    properties.language, properties.comments, properties.revision = "vi-VN", "", 1


def _saved(word: Document) -> bytes:
    """The package with one fixed time on its entries, so that equal documents are equal files."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
