"""The Word styles of an administrative document (Decree 30/2020/NĐ-CP, Annex I) as WordprocessingML.

Every paragraph of a document has one of these styles, so that a clerk who opens the file changes a style once
and not each paragraph. Lengths are twentieths of a point (twips), as the format has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from docx.oxml.ns import nsdecls

from documents.composition import Style
from documents.fonts import TIMES

FIRST_LINE = 720  # 1.27 cm
_LINE = 276  # 1.15 lines, between the single and the one-and-a-half that the decree allows
_SPACE_AFTER = 120  # 6 pt


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A paragraph style; `id` is what the paragraphs name, `name` what Word shows."""

    id: str
    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: int = 0
    after: int = 0
    line: int = 240
    exact: bool = False
    first_line: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    keep_next: bool = False
    outline: int | None = None
    borders: tuple[str, ...] = ()
    border_space: int = 1


_BODY = WordStyle(
    "BodyText", "Body Text", align="both", after=_SPACE_AFTER, line=_LINE, first_line=FIRST_LINE
)
_CENTRED = WordStyle("CentredText", "Văn bản căn giữa", align="center", after=_SPACE_AFTER, line=_LINE)
_STYLES = (
    WordStyle("Header", "header", size=13, align="center"),
    WordStyle("ParentOrganisation", "Cơ quan chủ quản", size=12, align="center"),
    WordStyle("IssuingOrganisation", "Cơ quan ban hành", size=12, bold=True, align="center"),
    WordStyle("NationalTitle", "Quốc hiệu", size=12, bold=True, align="center"),
    WordStyle("Motto", "Tiêu ngữ", size=13, bold=True, align="center"),
    WordStyle("Rule", "Đường kẻ", size=1, before=40, line=60, exact=True, borders=("top",)),
    WordStyle("DocumentNumber", "Số, ký hiệu", size=13, align="center", before=100),
    WordStyle("PlaceAndDate", "Địa danh, thời gian", size=13, italic=True, align="center", before=100),
    WordStyle("LetterSubject", "Trích yếu công văn", size=13, align="center", before=120),
    WordStyle(
        "Mark", "Dấu chỉ mức độ", size=13, bold=True, align="center", before=200,
        borders=("top", "left", "bottom", "right"), border_space=4,
    ),
    WordStyle("Title", "Title", bold=True, align="center", before=360, keep_next=True),
    WordStyle("Subtitle", "Subtitle", bold=True, align="center", before=120, keep_next=True),
    WordStyle("Addressee", "Kính gửi", align="center", before=280, after=240),
    WordStyle("Addressees", "Kính gửi nhiều nơi", before=280, after=40, left=1814, keep_next=True),
    WordStyle("AddresseeItem", "Nơi được kính gửi", after=40, left=2665, hanging=170),
    _BODY,
    _CENTRED,
    replace(_BODY, id="LegalBasis", name="Căn cứ ban hành", italic=True),
    replace(_CENTRED, id="Caption", name="caption", bold=True, before=120, keep_next=True),
    WordStyle("TableText", "Chữ trong bảng", size=12, before=30, after=30),
    WordStyle("TableHead", "Tiêu đề cột", size=12, bold=True, align="center", before=30, after=30),
    WordStyle("Gap", "Khoảng cách", size=1, line=200, exact=True),
    WordStyle("Signature", "Signature", size=13, bold=True, align="center", keep_next=True),
    WordStyle("SignatureNote", "Ghi chú chữ ký", size=13, italic=True, align="center", keep_next=True),
    WordStyle("SignerName", "Họ tên người ký", bold=True, align="center", before=1588),
    WordStyle("RecipientsTitle", "Nơi nhận", size=12, bold=True, italic=True, keep_next=True),
    WordStyle("Recipient", "Danh sách nơi nhận", size=11),
    WordStyle("AnnexTitle", "Tên phụ lục", bold=True, align="center", after=60, outline=0, keep_next=True),
    WordStyle("AnnexNote", "Ghi chú phụ lục", italic=True, align="center", after=240, keep_next=True),
)  # fmt: skip

_HEADING = replace(_BODY, before=60, keep_next=True)
_HEADING_LOOKS = {
    Style.PART: replace(_HEADING, bold=True, align="center", first_line=0),
    Style.SECTION: replace(_HEADING, bold=True),
    Style.ARTICLE: replace(_HEADING, bold=True),
    Style.ITEM: replace(_HEADING, bold=True),
    Style.POINT: _HEADING,
}
LINE_STYLES: Mapping[Style, str] = {
    Style.BODY: "BodyText",
    Style.CENTRED: "CentredText",
    Style.BASIS: "LegalBasis",
    Style.CAPTION: "Caption",
}


def styles_xml(headings: Iterable[Style]) -> str:
    """The whole styles part; the n-th of `headings` becomes Word's "heading n" with the look of its level."""
    outline = (
        replace(_HEADING_LOOKS[look], id=f"Heading{depth}", name=f"heading {depth}", outline=depth - 1)
        for depth, look in enumerate(headings, start=1)
    )
    styles = "".join(_style_xml(style) for style in (*_STYLES, *outline))
    return f"<w:styles {nsdecls('w')}>{_DEFAULTS}{styles}</w:styles>"


_FONTS = f'<w:rFonts w:ascii="{TIMES}" w:hAnsi="{TIMES}" w:eastAsia="{TIMES}" w:cs="{TIMES}"/>'
_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}"
    '<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style_xml(style: WordStyle) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{_paragraph_properties(style)}</w:pPr>'
        f"<w:rPr>{_FONTS}{'<w:b/><w:bCs/>' if style.bold else ''}{'<w:i/><w:iCs/>' if style.italic else ''}"
        f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/></w:rPr></w:style>'
    )


def _paragraph_properties(style: WordStyle) -> str:
    """The properties in the order that the schema demands."""
    line = f'w:val="single" w:sz="6" w:space="{style.border_space}" w:color="000000"'
    borders = "".join(f"<w:{side} {line}/>" for side in style.borders)
    first = f'w:hanging="{style.hanging}"' if style.hanging else f'w:firstLine="{style.first_line}"'
    return (
        ("<w:keepNext/>" if style.keep_next else "")
        + "<w:widowControl/>"
        + (f"<w:pBdr>{borders}</w:pBdr>" if borders else "")
        + f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}"'
        + f' w:lineRule="{"exact" if style.exact else "auto"}"/>'
        + f'<w:ind w:left="{style.left}" w:right="{style.right}" {first}/><w:jc w:val="{style.align}"/>'
        + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
    )
