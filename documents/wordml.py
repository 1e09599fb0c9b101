"""A composition as WordprocessingML: the children of a document's body, section by section.

The XML is written as text and parsed once: a table of a thousand cells costs milliseconds. Every text goes
through `escape`, so data can never become mark-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from documents.administrative import Signature
from documents.composition import Composition, FlowItem, Line, Sheet, Style
from documents.fonts import text_width
from documents.grids import LANDSCAPE_WIDTH_MM, PORTRAIT_WIDTH_MM, Grid, GridCell, GridRow, HeaderCell
from documents.word_styles import LINE_STYLES

_TWIPS_PER_MM = 1440 / 25.4
_PAGE_MM = (210, 297)
_MARGINS_MM = {"top": 20, "right": 20, "bottom": 20, "left": 30, "header": 10, "footer": 10, "gutter": 0}
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_HEAD_MM, _CLOSING_MM = (60, 100), (60, 100)
_RULE_SHARE = 0.4  # between the third and the half of the text that the decree asks for
_STYLE_TABLE_SIZE = 12


def twips(millimetres: float) -> int:
    """Millimetres in the unit of the format."""
    return round(millimetres * _TWIPS_PER_MM)


def body_xml(composition: Composition, header_id: str) -> str:
    """The whole body: the main part and each annex is a section with its own orientation and page count."""
    parts = [(_main_part(composition), False), *((_annex_part(s), s.landscape) for s in composition.annexes)]
    sections = [(content, _section(header_id, landscape=landscape)) for content, landscape in parts]
    *earlier, (last, last_section) = sections
    broken = (content + _p("Gap", properties=section) for content, section in earlier)
    return f"<w:body {nsdecls('w', 'r')}>{''.join(broken)}{last}{last_section}</w:body>"


def _section(header_id: str, *, landscape: bool) -> str:
    """A4, the margins of the decree, the page number in the top margin except on page 1, counted from 1."""
    short, long = twips(_PAGE_MM[0]), twips(_PAGE_MM[1])
    size = f'w:w="{long}" w:h="{short}" w:orient="landscape"' if landscape else f'w:w="{short}" w:h="{long}"'
    margins = " ".join(f'w:{side}="{twips(length)}"' for side, length in _MARGINS_MM.items())
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header_id}"/><w:pgSz {size}/>'
        f'<w:pgMar {margins}/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _main_part(composition: Composition) -> str:
    """Head, title, addressees, body, signatures and recipients."""
    return "".join((_head(composition), *_title(composition), *_addressees(composition.addressees),
                    _flow(composition.flow, PORTRAIT_WIDTH_MM), _closing(composition)))  # fmt: skip


def _annex_part(sheet: Sheet) -> str:
    """Label, title, note and content of an annex."""
    width = LANDSCAPE_WIDTH_MM if sheet.landscape else PORTRAIT_WIDTH_MM
    title = _p("AnnexTitle", f"{sheet.label}\n{sheet.title}")
    note = _p("AnnexNote", sheet.note) if sheet.note else _p("Gap")
    return title + note + _flow(sheet.flow, width)


def _p(style: str, text: str = "", *, properties: str = "", run: str = "", lead: str = "") -> str:
    """A paragraph; `properties` and `run` are extra formatting on top of the style, `lead` opens it in bold."""
    content = f"<w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}{_run_text(text)}</w:r>" if text else ""
    opening = f"<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{_run_text(lead)}</w:r>" if lead else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{opening}{content}</w:p>'


def _run_text(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))


def _indent(side: float) -> str:
    return f'<w:ind w:left="{round(side)}" w:right="{round(side)}"/>'


def _rule(text: str, size: float, column_mm: float, *, bold: bool, share: float = 1) -> str:
    """A line of the given share of the text above it, drawn as the border of a low, indented paragraph."""
    column = twips(column_mm)
    length = share * min(text_width(text, size, bold=bold) * 20, column)
    return _p("Rule", properties=_indent((column - length) / 2))


def _layout_table(widths_mm: Sequence[float], rows: Iterable[Sequence[str]]) -> str:
    """A table without borders that only places things; its rows are never split."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"<w:tc>{_cell_width(w)}{content}</w:tc>" for w, content in zip(widths_mm, row, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths_mm))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{_cell_margins(0)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _cell_margins(side: int) -> str:
    return f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'


def _cell_width(millimetres: float) -> str:
    return f'<w:tcPr><w:tcW w:w="{twips(millimetres)}" w:type="dxa"/></w:tcPr>'


def _head(composition: Composition) -> str:
    """Issuer and number on the left; national title, motto, place and date on the right."""
    rows = [(_issuer(composition.issuer), _nation())]
    number, place = composition.number, composition.place_and_date
    if number or place:
        rows.append((_p("DocumentNumber", number), _p("PlaceAndDate", place)))
    if composition.subject or composition.mark:
        rows.append((_under_number(composition), _p("Gap")))
    return _layout_table(_HEAD_MM, rows)


def _issuer(lines: Sequence[tuple[str, bool]]) -> str:
    names = (_p("IssuingOrganisation" if bold else "ParentOrganisation", text) for text, bold in lines)
    text, bold = lines[-1]
    return "".join(names) + _rule(text, 12, _HEAD_MM[0], bold=bold, share=_RULE_SHARE)


def _nation() -> str:
    return _p("NationalTitle", _NATION) + _p("Motto", _MOTTO) + _rule(_MOTTO, 13, _HEAD_MM[1], bold=True)


def _under_number(composition: Composition) -> str:
    subject = _p("LetterSubject", composition.subject) if composition.subject else ""
    if not composition.mark:
        return subject
    box = text_width(composition.mark, 13, bold=True) * 20 + 320
    return subject + _p("Mark", composition.mark, properties=_indent(max(0, (twips(_HEAD_MM[0]) - box) / 2)))


def _title(composition: Composition) -> Iterator[str]:
    if composition.kind:
        yield _p("Title", composition.kind)
        sides = (PORTRAIT_WIDTH_MM - composition.abstract_width_mm) / 2
        yield _p("Subtitle", composition.abstract, properties=_indent(twips(sides)))
        length = min(
            text_width(composition.abstract, 14, bold=True) * 20, twips(composition.abstract_width_mm)
        )
        yield _p("Rule", properties=_indent((twips(PORTRAIT_WIDTH_MM) - _RULE_SHARE * length) / 2))
    yield _p("Gap")


def _addressees(names: Sequence[str]) -> Iterator[str]:
    if len(names) == 1:
        yield _p("Addressee", f"Kính gửi: {names[0]}")
    elif names:
        yield _p("Addressees", "Kính gửi:")
        yield from (_p("AddresseeItem", name) for name in names)
        yield _p("Gap")


def _flow(flow: Iterable[FlowItem], width_mm: float) -> str:
    return "".join(_line(item) if isinstance(item, Line) else _grid(item, width_mm) for item in flow)


def _line(line: Line) -> str:
    style = f"Heading{line.depth}" if line.depth else LINE_STYLES[line.style]
    keep = "<w:keepNext/>" if line.stays_with_next and line.style is Style.BODY else ""
    run = ("<w:b/><w:bCs/>" if line.bold else "") + ("<w:i/><w:iCs/>" if line.italic else "")
    return _p(style, line.text, properties=keep, run=run, lead=line.lead)


def _grid(grid: Grid, width_mm: float) -> str:
    """A data table: fixed widths, a header row that repeats, a gap below that also parts two tables."""
    widths = [round(share * twips(width_mm)) for share in grid.shares]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = f"<w:tblCaption w:val={_attribute(grid.title)}/>" if grid.title else ""
    rows = (*_header_rows(grid, widths), *(_body_row(row, widths, grid) for row in grid.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
        f'{_cell_margins(80)}<w:tblLook w:firstRow="1" w:firstColumn="0" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>{_p('Gap')}"
    )


_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _attribute(text: str) -> str:
    quoted = escape(text, {'"': "&quot;"})
    return f'"{quoted}"'


def _sized(size: int) -> str:
    """Extra run formatting for a table whose text is not of the usual size."""
    return "" if size == _STYLE_TABLE_SIZE else f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'


def _header_rows(grid: Grid, widths: Sequence[int]) -> Iterator[str]:
    upper, lower = grid.header[0], iter(grid.header[1] if len(grid.header) > 1 else ())
    run = _sized(grid.size)
    yield _header_row(upper, widths, run)
    if len(grid.header) > 1:
        second = [
            cell
            for above in upper
            for cell in (
                [next(lower) for _ in range(above.columns)] if above.rows == 1 else [HeaderCell("", 1, 0)]
            )
        ]
        yield _header_row(second, widths, run)


def _header_row(cells: Sequence[HeaderCell], widths: Sequence[int], run: str) -> str:
    """One header row; a cell of two rows starts a vertical merge, one of no row continues it."""
    position, drawn = 0, []
    for text, columns, rows in cells:
        merge = {0: "<w:vMerge/>", 2: '<w:vMerge w:val="restart"/>'}.get(rows, "")
        width = sum(widths[position : position + columns])
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        drawn.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p('TableHead', text, run=run)}</w:tc>")
        position += columns
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(drawn)}</w:tr>"


def _body_row(row: GridRow, widths: Sequence[int], grid: Grid) -> str:
    keep = "<w:trPr><w:cantSplit/></w:trPr>" if row.keep else ""
    run = ("<w:b/><w:bCs/>" if row.bold else "") + _sized(grid.size)
    across = len(row.cells) == 1 < len(widths)
    spans = [sum(widths)] if across else widths
    more = f'<w:gridSpan w:val="{len(widths)}"/>' if across else ""
    cells = (
        _body_cell(cell, width, run, more, tight=grid.tight)
        for cell, width in zip(row.cells, spans, strict=True)
    )
    return f"<w:tr>{keep}{''.join(cells)}</w:tr>"


def _body_cell(cell: GridCell, width: int, run: str, span: str, *, tight: bool) -> str:
    """A row over the whole table (`span`) heads those below: it is never the last one of a page."""
    keep = "<w:keepNext/>" if span else ""
    room = '<w:spacing w:before="0" w:after="0"/>' if tight else ""
    align = "" if cell.align == "left" else f'<w:jc w:val="{cell.align}"/>'
    lines = "".join(_p("TableText", line, properties=keep + room + align, run=run) for line in cell.lines)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{lines}</w:tc>'


def _closing(composition: Composition) -> str:
    """Signature beside the recipients, or two or three signatures above them."""
    recipients = _recipients(composition.recipients)
    signatures = [_signature(signature) for signature in composition.signatures]
    if len(signatures) == 1:
        return _p("Gap") + _layout_table(_CLOSING_MM, [(recipients or _p("Gap"), signatures[0])]) + _p("Gap")
    widths = [PORTRAIT_WIDTH_MM / len(signatures)] * len(signatures)
    return _p("Gap") + _layout_table(widths, [signatures]) + _p("Gap") + recipients


def _signature(signature: Signature) -> str:
    lines = "".join(_p("Signature", line) for line in signature.lines)
    note = _p("SignatureNote", signature.note) if signature.note else ""
    return lines + note + _p("SignerName", signature.name)


def _recipients(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return _p("RecipientsTitle", "Nơi nhận:") + "".join(_p("Recipient", line) for line in lines)
