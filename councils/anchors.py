"""The days from which deadline rules count, as English pages say them: the rules are data in the words of the law."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language

ENGLISH: Final = {
    "ngày ban hành quyết định thành lập đoàn giám sát": "the day the decision on the supervision team is issued",
    "ngày bầu chức danh": "the day of the election to the office",
    "ngày bầu cử": "the day of the election",
    "ngày bắt đầu giám sát": "the day the supervision begins",
    "ngày bế mạc kỳ họp cuối năm": "the day the year-end sitting closes",
    "ngày chất vấn": "the day of the questioning",
    "ngày cuối của 6 tháng": "the last day of the half-year",
    "ngày có căn cứ từ chối": "the day the ground for refusal is known",
    "ngày có kết quả giải quyết": "the day of the result",
    "ngày có quyết định giám sát việc giải quyết đơn": "the day supervision of the handling is decided",
    "ngày khai mạc kỳ họp": "the day the sitting opens",
    "ngày khai mạc kỳ họp cuối năm": "the day the year-end sitting opens",
    "ngày khai mạc kỳ họp giữa năm": "the day the mid-year sitting opens",
    "ngày ký chứng thực": "the day of the signature",
    "ngày kết thúc hoạt động giám sát": "the day the supervision ends",
    "ngày kết thúc đợt tiếp xúc cử tri": "the day the round of voter contact ends",
    "ngày nhận được báo cáo": "the day the report is received",
    "ngày nhận được hồ sơ": "the day the file is received",
    "ngày nhận được kiến nghị": "the day the opinion is received",
    "ngày nhận được thông báo kết quả": "the day notice of the result is received",
    "ngày nhận được yêu cầu": "the day the request is received",
    "ngày nhận được đơn": "the day the letter is received",
    "ngày nhận được đề nghị": "the day the proposal is received",
    "ngày thông qua nghị quyết": "the day the resolution is adopted",
    "ngày thụ lý": "the day the case is accepted",
    "ngày tiếp nhận": "the day of receipt",
    "ngày tiếp xúc cử tri": "the day of the voter meeting",
    "ngày tổ chức hội nghị đối thoại": "the day of the dialogue conference",
    "ngày tổ chức phiên giải trình": "the day of the explanation session",
    "ngày văn bản đến hoặc ngày ký": "the day the document arrives or is signed",
    "ngày đoàn giám sát làm việc": "the day the supervision team works there",
    "ngày đầu năm của chương trình giám sát": "the first day of the year of the supervision programme",
}


def anchor_words(anchor: str) -> str:
    """The anchor in the reader's language; one that a council worded itself stays as it is."""
    return ENGLISH.get(anchor, anchor) if (get_language() or "").startswith("en") else anchor
