"""Texts by rule. Each part is folded once: a search column is put together like its text."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final, NamedTuple

from core.text import fold


class Words(NamedTuple):
    """A text and its folded form."""

    text: str
    folded: str


def words(text: str) -> Words:
    """A text with its folded form."""
    return Words(text, fold(text))


def joined(*parts: Words) -> Words:
    """One after the other, a space between them."""
    return Words(" ".join(part.text for part in parts), " ".join(part.folded for part in parts))


def _all(*texts: str) -> Sequence[Words]:
    return [words(text) for text in texts]


ASKS: Final = _all(
    "Đề nghị sớm", "Cử tri tiếp tục kiến nghị", "Đề nghị cơ quan có thẩm quyền xem xét", "Đề nghị bố trí vốn để",
    "Cử tri phản ánh và đề nghị", "Đề nghị có giải pháp", "Đề nghị kiểm tra, chỉ đạo", "Đề nghị cho biết lộ trình",
)  # fmt: skip
DOES: Final = _all(
    "nâng cấp", "sửa chữa", "đầu tư mới", "bàn giao", "mở rộng", "duy tu, bảo dưỡng", "giải phóng mặt bằng để làm",
    "rà soát quy hoạch", "tháo gỡ vướng mắc về", "tăng cường quản lý", "bổ sung kinh phí cho", "hoàn thiện hồ sơ",
)  # fmt: skip
THINGS: Final = _all(
    "tuyến đường liên thôn", "kênh mương nội đồng", "trạm biến áp và lưới điện hạ thế", "công trình nước sạch",
    "trường mầm non", "trạm y tế", "nhà văn hóa khu dân cư", "cầu dân sinh", "hệ thống thoát nước", "bãi tập kết rác",
    "việc cấp giấy chứng nhận quyền sử dụng đất", "chính sách hỗ trợ người có công", "chế độ của cán bộ ở thôn",
    "đèn chiếu sáng công cộng", "việc bồi thường, tái định cư", "chợ trung tâm", "hồ chứa nước", "bờ kè chống sạt lở",
    "sóng điện thoại và mạng internet", "việc thu gom, xử lý chất thải", "nhà ở cho hộ nghèo", "an toàn giao thông",
)  # fmt: skip
WHYS: Final = _all(
    "do đã xuống cấp nghiêm trọng", "phục vụ sản xuất của Nhân dân", "vì mùa mưa thường ngập úng",
    "để bảo đảm an toàn cho học sinh", "theo nghị quyết đã ban hành", "như đã hứa tại kỳ họp trước",
    "vì kéo dài nhiều năm chưa giải quyết", "để ổn định đời sống của người dân", "do phát sinh sau sắp xếp đơn vị",
)  # fmt: skip
PLACES: Final = _all(
    *(f"Thôn {number}" for number in range(1, 21)), *(f"Tổ dân phố số {n}" for n in range(1, 13))
)
VENUES: Final = _all(
    "Nhà văn hóa", "Hội trường Ủy ban nhân dân", "Trường tiểu học", "Nhà sinh hoạt cộng đồng"
)
TOPICS: Final = _all(
    "phân bổ vốn đầu tư công", "dự toán ngân sách địa phương", "chính sách hỗ trợ sản xuất nông nghiệp",
    "mức thu học phí", "danh mục công trình phải thu hồi đất", "tổ chức bộ máy", "hỗ trợ lực lượng ở cơ sở",
    "quy hoạch sử dụng đất", "chương trình mục tiêu quốc gia", "phát triển văn hóa, thể thao", "chuyển đổi số",
    "bảo vệ môi trường", "biên chế công chức", "đặt tên đường", "khuyến khích đầu tư", "giảm nghèo bền vững",
)  # fmt: skip
_YEARS: Final = _all(*(f"giai đoạn {year} - {year + 4}" for year in range(2021, 2031)), "trên địa bàn")
PAPERS: Final = _all("Báo cáo kết quả thực hiện", "Tờ trình về", "Báo cáo tình hình", "Đề án")
MATTERS: Final = _all(
    "về việc tranh chấp ranh giới đất", "về việc chậm cấp giấy chứng nhận", "về việc bồi thường chưa thỏa đáng",
    "về hành vi vi phạm của cán bộ", "về chế độ người có công", "về ô nhiễm của cơ sở sản xuất",
    "về thi công công trình kéo dài", "về việc thu các khoản đóng góp", "về kết quả giải quyết đơn trước đây",
)  # fmt: skip
ANSWERS: Final = _all(
    "Đã hoàn thành và bàn giao đưa vào sử dụng.", "Đã bố trí vốn, đang tổ chức thi công theo kế hoạch.",
    "Nội dung đã được giải thích, cung cấp thông tin đến cử tri.", "Chưa cân đối được nguồn vốn trong năm nay.",
    "Đã giao cơ quan chuyên môn kiểm tra, xử lý theo quy định.",
)  # fmt: skip


def opinion(dice: Random) -> Words:
    """What a voter says."""
    return joined(dice.choice(ASKS), dice.choice(DOES), dice.choice(THINGS), dice.choice(WHYS))


def subject(dice: Random) -> Words:
    """What a paper or a resolution is about."""
    return joined(dice.choice(TOPICS), dice.choice(_YEARS))
