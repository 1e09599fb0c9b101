"""What the resolutions and papers of the demonstration are about: ordinary matters of councils, without persons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple


class Subject(NamedTuple):
    """The abstract of a resolution, its field, and whether it lays down general rules."""

    title: str
    field: str
    is_normative: bool = False


YEARLY: Final = (
    Subject("Về nhiệm vụ phát triển kinh tế - xã hội năm {year}", "public-investment"),
    Subject("Về dự toán thu, chi ngân sách nhà nước và phân bổ ngân sách năm {year}", "finance"),
    Subject("Về kế hoạch đầu tư công năm {year}", "public-investment"),
    Subject("Về Chương trình giám sát của Hội đồng nhân dân năm {year}", "reception-letters"),
    Subject("Phê chuẩn quyết toán ngân sách địa phương năm {before}", "finance"),
    Subject(
        "Về kết quả giám sát việc giải quyết ý kiến, kiến nghị của cử tri trước kỳ họp", "reception-letters"
    ),
    Subject("Về kế hoạch tổ chức các kỳ họp thường lệ năm {year}", "home-affairs"),
    Subject("Về kế hoạch biên chế công chức, số lượng người làm việc năm {year}", "home-affairs"),
    Subject("Quy định mức thu lệ phí hộ tịch trên địa bàn", "justice", is_normative=True),
    Subject("Quy định mức chi bảo đảm cho công tác hòa giải ở cơ sở", "justice", is_normative=True),
    Subject(
        "Quy định chính sách hỗ trợ phát triển sản xuất nông nghiệp hàng hóa",
        "agriculture",
        is_normative=True,
    ),
)
PROJECTS: Final = (
    Subject("Về chủ trương đầu tư dự án Nâng cấp tuyến đường liên xã số {n}", "transport"),
    Subject("Về danh mục các dự án phải thu hồi đất, đợt {n}", "land"),
    Subject("Về chủ trương đầu tư dự án Trường phổ thông dân tộc bán trú số {n}", "education"),
    Subject("Về điều chỉnh kế hoạch đầu tư công trung hạn, lần {n}", "public-investment"),
    Subject("Về chủ trương chuyển mục đích sử dụng rừng để thực hiện dự án số {n}", "environment"),
    Subject("Về chủ trương đầu tư dự án Hệ thống cấp nước sinh hoạt tập trung số {n}", "clean-water"),
    Subject("Về bổ sung có mục tiêu ngân sách cấp dưới, đợt {n}", "finance"),
    Subject("Về chủ trương đầu tư dự án Kè chống sạt lở bờ suối số {n}", "irrigation"),
    Subject("Về đặt tên đường, phố và công trình công cộng, đợt {n}", "construction"),
)


def subjects(year: int, *, first: int = 1) -> Iterator[Subject]:
    """The yearly matters of a year, then projects without end; `first` numbers the projects."""
    for subject in YEARLY:
        yield subject._replace(title=subject.title.format(year=year, before=year - 2))
    number = first
    while True:
        for subject in PROJECTS:
            yield subject._replace(title=subject.title.format(n=number))
        number += 1


class Expected(NamedTuple):
    """A paper on a sitting's list.

    `owner` is a role of `portal.demo.hall.BODIES`, "" for the Standing Committee, "committee:0" for the first
    committee; `verified` says whether a committee verifies it.
    """

    kind: str
    title: str
    owner: str
    verified: bool = False


REPORTS: Final = (
    Expected("report", "Báo cáo kết quả hoạt động năm {y} của Thường trực Hội đồng nhân dân", ""),
    Expected("report", "Báo cáo kết quả hoạt động năm {y} của {c0}", "committee:0"),
    Expected("report", "Báo cáo kết quả hoạt động năm {y} của {c1}", "committee:1"),
    Expected("report", "Báo cáo tổng hợp ý kiến, kiến nghị của cử tri và Nhân dân gửi đến kỳ họp", "front"),
    Expected("report", "Báo cáo kết quả giám sát việc giải quyết ý kiến, kiến nghị của cử tri", ""),
    Expected("report", "Báo cáo tình hình kinh tế - xã hội năm {y}, kế hoạch năm {z}", "ubnd", verified=True),
    Expected(
        "report", "Báo cáo tình hình thực hiện ngân sách năm {y}, dự toán năm {z}", "ubnd", verified=True
    ),
    Expected("report", "Báo cáo tình hình thực hiện kế hoạch đầu tư công năm {y}", "ubnd", verified=True),
    Expected("report", "Báo cáo kết quả giải quyết ý kiến, kiến nghị của cử tri", "ubnd", verified=True),
    Expected("report", "Báo cáo công tác phòng, chống tham nhũng năm {y}", "ubnd", verified=True),
    Expected("report", "Báo cáo công tác thực hành tiết kiệm, chống lãng phí năm {y}", "ubnd"),
    Expected(
        "report",
        "Báo cáo công tác tiếp công dân, giải quyết khiếu nại, tố cáo năm {y}",
        "ubnd",
        verified=True,
    ),
    Expected(
        "report",
        "Báo cáo công tác phòng, chống tội phạm và vi phạm pháp luật năm {y}",
        "police",
        verified=True,
    ),
    Expected("report", "Báo cáo công tác quốc phòng, quân sự địa phương năm {y}", "ubnd"),
    Expected("report", "Báo cáo công tác xây dựng nông thôn mới năm {y}", "ubnd"),
    Expected("report", "Báo cáo công tác giảm nghèo bền vững năm {y}", "ubnd"),
    Expected("report", "Báo cáo công tác bảo vệ môi trường năm {y}", "ubnd"),
    Expected("report", "Báo cáo công tác của Tòa án nhân dân năm {y}", "court"),
    Expected("report", "Báo cáo công tác của Viện kiểm sát nhân dân năm {y}", "procuracy"),
    Expected("report", "Báo cáo công tác thi hành án dân sự năm {y}", "enforcement"),
    Expected("report", "Báo cáo kết quả thực hiện lời hứa của các thành viên UBND tại kỳ họp trước", "ubnd"),
    Expected("report", "Báo cáo quyết toán ngân sách địa phương năm {x}", "ubnd", verified=True),
    Expected("report", "Thông báo công tác Mặt trận tham gia xây dựng chính quyền năm {y}", "front"),
)
PROPOSALS: Final = (
    Expected("proposal", "Tờ trình về nhiệm vụ phát triển kinh tế - xã hội năm {z}", "ubnd", verified=True),
    Expected("proposal", "Tờ trình về dự toán thu, chi ngân sách nhà nước năm {z}", "ubnd", verified=True),
    Expected("proposal", "Tờ trình về kế hoạch đầu tư công năm {z}", "ubnd", verified=True),
    Expected("proposal", "Tờ trình phê chuẩn quyết toán ngân sách địa phương năm {x}", "ubnd", verified=True),
    Expected("proposal", "Tờ trình về danh mục công trình, dự án thu hồi đất năm {z}", "ubnd", verified=True),
    Expected("proposal", "Tờ trình về Chương trình giám sát của Hội đồng nhân dân năm {z}", ""),
    Expected("proposal", "Tờ trình về kế hoạch tổ chức các kỳ họp thường lệ năm {z}", ""),
    Expected(
        "project", "Đề án phát triển nông nghiệp hàng hóa giai đoạn {z} - {later}", "ubnd", verified=True
    ),
)
DRAFTS: Final = (
    "Về nhiệm vụ phát triển kinh tế - xã hội năm {z}",
    "Về dự toán thu, chi ngân sách nhà nước và phân bổ ngân sách năm {z}",
    "Về kế hoạch đầu tư công năm {z}",
    "Phê chuẩn quyết toán ngân sách địa phương năm {x}",
    "Về danh mục công trình, dự án thu hồi đất năm {z}",
    "Về Chương trình giám sát của Hội đồng nhân dân năm {z}",
)
"""Resolutions that go with the first proposals, in their order."""
