"""Documents that the DOCX and the PDF tests both draw."""

import datetime as dt
from dataclasses import replace

from documents.administrative import (
    AdministrativeDocument,
    Annex,
    Column,
    Heading,
    Issuer,
    LetterSubject,
    Level,
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)

# What a voter may type: the signs that mean something to typst, to XML or to Word's fields.
HOSTILE = '#set page(width: 1cm) *đậm* _nghiêng_ $x$ "q" @tham <w:p/> // \\ `c` #{panic("x")} &amp; [ô]'

BODY = (
    Paragraph("Thực hiện Chương trình công tác năm 2026, Thường trực HĐND tỉnh báo cáo như sau:"),
    Heading(Level.SECTION, "KẾT QUẢ HOẠT ĐỘNG"),
    Heading(Level.ITEM, "Tiếp xúc cử tri"),
    Paragraph("Đã tổ chức 34 cuộc với hơn 3.500 lượt cử tri; 30/148 ý kiến (20,3%) đã giải quyết xong."),
    Heading(Level.POINT, "Theo lĩnh vực"),
    ListItem("Giao thông: 96 kiến nghị;"),
    ListItem("Đất đai: 52 kiến nghị.", sub=True),
    Table(
        (
            Column("STT"),
            Column("Lĩnh vực"),
            Column("Đã xong", group="Kết quả"),
            Column("Đang giải quyết", group="Kết quả"),
        ),
        ((1, "Giao thông", 1045, 9), (2, "Đất đai", 0, 7)),
        caption="Biểu 1. Kết quả theo lĩnh vực",
        total=(None, "Tổng cộng", 1045, 16),
    ),
    Heading(Level.ITEM, "Ý kiến đáng chú ý"),
    Paragraph(f"Ý kiến: {HOSTILE}"),
    Heading(Level.SECTION, "ĐÁNH GIÁ CHUNG"),
    Paragraph("Trên đây là Báo cáo kết quả hoạt động 9 tháng đầu năm 2026."),
)
FILLER = tuple(
    Paragraph(f"Nội dung thứ {number} được trình bày tại báo cáo này. " * 6) for number in range(24)
)
ANNEX_TABLE = Table(
    (Column("STT"), Column("Trích yếu nội dung"), Column("Số ngày chậm")),
    tuple((number, "Nghị quyết về phát triển kinh tế - xã hội", number * 400) for number in range(1, 61)),
)


def report() -> AdministrativeDocument:
    """A report of one short body, with every kind of block."""
    return AdministrativeDocument(
        issuer=Issuer.standing_committee("tỉnh Lào Cai"),
        number=Number("BC-HĐND", 5),
        place="Lào Cai",
        dated=dt.date(2026, 10, 5),
        title=Title("Báo cáo", "Kết quả hoạt động 9 tháng đầu năm 2026"),
        addressees=("Các vị đại biểu Hội đồng nhân dân tỉnh",),
        bases=("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "Căn cứ Quy chế làm việc."),
        body=BODY,
        signatures=(Signature(("TM. Thường trực Hội đồng nhân dân", "Chủ tịch"), "Người ký 01"),),
        recipients=("Thường trực Tỉnh uỷ (báo cáo)", "Đoàn đại biểu Quốc hội tỉnh;"),
        filing="VT, TH",
    )


def long_report() -> AdministrativeDocument:
    """A report of several pages with two annexes, the first in landscape and over several pages."""
    annexes = (
        Annex("DANH MỤC NGHỊ QUYẾT", (ANNEX_TABLE,), landscape=True),
        Annex("BIỂU TỔNG HỢP", (Paragraph("Số liệu tính đến ngày 30/9/2026."),)),
    )
    return replace(report(), body=(*FILLER, *BODY), annexes=annexes)


def letter() -> AdministrativeDocument:
    """A draft official letter to two bodies, not yet numbered."""
    return replace(
        report(),
        issuer=Issuer.standing_committee("phường Hoà Bình", own_line=True),
        title=LetterSubject("chuyển ý kiến, kiến nghị của cử tri khoá XXI"),
        number=Number("HĐND-VP"),
        blank_day=True,
        mark="Dự thảo",
        addressees=("Uỷ ban nhân dân phường", "Công an phường."),
        bases=(),
        annexes=(Annex("BẢNG TỔNG HỢP", (ANNEX_TABLE,)),),
    )


def minutes() -> AdministrativeDocument:
    """Minutes of a meeting: no number, no place and date, three signers."""
    return replace(
        report(),
        issuer=Issuer.group("tỉnh Lào Cai", 3),
        title=Title("Biên bản", "Hội nghị tiếp xúc cử tri"),
        number=None,
        place="",
        bases=(),
        addressees=(),
        recipients=(),
        signatures=tuple(
            Signature((post,), f"Người ký {number}", "(ký tên, ghi rõ họ tên)")
            for number, post in enumerate(("Thư ký", "Đại diện cử tri", "Chủ trì"))
        ),
    )
