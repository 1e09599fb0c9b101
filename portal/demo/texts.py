"""What voters say and agencies answer in the demonstration. Made up by rule: no real person, case or document."""

from __future__ import annotations

from typing import Final, NamedTuple


class Statement(NamedTuple):
    """One kind of statement: its field, which body of the council answers it, and its text with a place in it."""

    field: str
    body: str
    text: str


STATEMENTS: Final = tuple(
    Statement(field, body, text)
    for (field, body), texts in {
        ("transport", "works"): (
            "Đề nghị sửa chữa đường liên thôn tại {place}; mặt đường nhiều ổ gà, mùa mưa đi lại rất khó khăn.",
            "Đề nghị đầu tư cầu dân sinh qua suối tại {place}; cầu tạm không an toàn cho học sinh đi học.",
            "Đề nghị lắp đặt hệ thống đèn chiếu sáng và gờ giảm tốc tại đoạn đường qua khu dân cư {place}.",
            "Đề nghị khơi thông rãnh thoát nước dọc tuyến đường qua {place}; nước tràn mặt đường sau mỗi trận mưa lớn.",
        ),
        ("irrigation", "farming"): (
            "Đề nghị nâng cấp kênh mương nội đồng tại {place}; kênh sạt lở, không đủ nước tưới cho vụ xuân.",
            "Đề nghị nạo vét, gia cố đập đầu mối phục vụ sản xuất tại {place} trước mùa mưa lũ.",
        ),
        ("land", "land"): (
            "Đề nghị đẩy nhanh việc cấp giấy chứng nhận quyền sử dụng đất cho các hộ dân {place} đã nộp hồ sơ.",
            "Đề nghị công khai phương án bồi thường, hỗ trợ, tái định cư của dự án đi qua {place}.",
            "Đề nghị đo đạc lại bản đồ địa chính tại {place}; ranh giới thửa đất không khớp với hiện trạng.",
        ),
        ("environment", "land"): (
            "Đề nghị kiểm tra, xử lý tình trạng khói bụi, mùi hôi của cơ sở sản xuất gần khu dân cư {place}.",
            "Đề nghị bố trí điểm tập kết và tăng số chuyến thu gom rác thải sinh hoạt tại {place}.",
            "Đề nghị có biện pháp khắc phục tình trạng nước thải chăn nuôi chảy ra suối tại {place}.",
        ),
        ("agriculture", "farming"): (
            "Đề nghị hỗ trợ giống, kỹ thuật và liên kết tiêu thụ nông sản cho các hộ trồng quế, chè tại {place}.",
            "Đề nghị hướng dẫn phòng, chống dịch bệnh trên đàn vật nuôi và hỗ trợ hộ bị thiệt hại tại {place}.",
            "Đề nghị rà soát, điều chỉnh ranh giới ba loại rừng tại {place} để người dân ổn định sản xuất.",
        ),
        ("electricity", "power"): (
            "Đề nghị ngành điện nâng công suất trạm biến áp tại {place}; điện yếu vào giờ cao điểm.",
            "Đề nghị thay thế cột điện gỗ, đường dây sau công tơ không bảo đảm an toàn tại {place}.",
        ),
        ("clean-water", "works"): (
            "Đề nghị sửa chữa công trình cấp nước sinh hoạt tại {place}; công trình ngừng hoạt động nhiều tháng.",
            "Đề nghị đầu tư mở rộng mạng lưới nước sạch đến các hộ cuối tuyến tại {place}.",
        ),
        ("education", "school"): (
            "Đề nghị bổ sung phòng học, nhà vệ sinh và sân chơi cho điểm trường tại {place}.",
            "Đề nghị bố trí đủ giáo viên mầm non cho điểm trường {place}; một cô phụ trách quá nhiều trẻ.",
        ),
        ("health", "clinic"): (
            "Đề nghị bổ sung thuốc bảo hiểm y tế và trang thiết bị cho trạm y tế phục vụ Nhân dân {place}.",
            "Đề nghị tăng cường khám sức khỏe định kỳ cho người cao tuổi tại {place}.",
        ),
        ("social-policy", "social"): (
            "Đề nghị rà soát, bổ sung đối tượng hưởng trợ cấp bảo trợ xã hội còn sót tại {place}.",
            "Đề nghị hỗ trợ xóa nhà tạm, nhà dột nát cho hộ nghèo, hộ cận nghèo tại {place}.",
        ),
        ("culture-sport-tourism", "social"): (
            "Đề nghị hỗ trợ kinh phí sửa chữa nhà văn hóa và mua sắm thiết bị sinh hoạt cộng đồng tại {place}.",
            "Đề nghị quan tâm bảo tồn lễ hội truyền thống và hỗ trợ đội văn nghệ quần chúng tại {place}.",
        ),
        ("security", "police"): (
            "Đề nghị tăng cường tuần tra ban đêm; gần đây tại {place} xảy ra một số vụ trộm cắp tài sản.",
            "Đề nghị lắp đặt camera an ninh tại ngã ba trung tâm {place}.",
        ),
        ("telecommunications", "department"): (
            "Đề nghị phủ sóng di động tại khu vực còn lõm sóng thuộc {place}.",
        ),
        ("transport-province", "department"): (
            "Đề nghị tỉnh sớm nâng cấp đoạn đường tỉnh qua {place}; đường hẹp, nhiều xe tải trọng lớn.",
        ),
        ("grassroots-staff", "delegation"): (
            "Đề nghị Trung ương nâng mức phụ cấp cho người hoạt động không chuyên trách ở {place}.",
        ),
        ("public-investment", "council_office"): (
            "Đề nghị công khai danh mục, tiến độ các công trình đầu tư công trên địa bàn {place}.",
        ),
        ("home-affairs", "council_office"): (
            "Đề nghị hướng dẫn người dân {place} nộp hồ sơ trực tuyến và rút ngắn thời gian giải quyết thủ tục.",
        ),
    }.items()
    for text in texts
)

SPOT_ANSWERS: Final = (
    "Đại diện UBND đã giải thích trình tự, thủ tục và thời gian thực hiện ngay tại hội nghị.",
    "Cơ quan chuyên môn đã cung cấp thông tin về chính sách hiện hành; cử tri đồng tình.",
    "Chủ tọa đã trả lời và giao cán bộ địa chính hướng dẫn hộ dân hoàn thiện hồ sơ.",
)

ANSWERS: Final = {
    "resolved": "{body} đã kiểm tra, xử lý dứt điểm nội dung cử tri kiến nghị và thông báo kết quả đến thôn.",
    "in_progress": "{body} đã khảo sát, đưa vào kế hoạch; hiện đang hoàn thiện hồ sơ, thủ tục để triển khai.",
    "scheduled": "{body} đã báo cáo bố trí vốn; công trình nằm trong danh mục, dự kiến hoàn thành theo lộ trình.",
    "explained": "{body} giải trình: nội dung cử tri nêu thực hiện theo quy định hiện hành; gửi kèm thông tin.",
    "unresolved": "{body} chưa thể giải quyết nội dung kiến nghị trong năm nay; sẽ báo cáo khi đủ điều kiện.",
}
RETURNED: Final = "Văn bản trả lời còn chung chung, chưa nêu thời hạn và đơn vị thực hiện; đề nghị bổ sung."
MORE_TIME: Final = "Cần thêm thời gian khảo sát thực địa và xin ý kiến cơ quan chuyên môn cấp trên."
REFUSED: Final = "Nội dung đã gia hạn một lần; đề nghị trả lời trong thời hạn."

CHAIR_OF_SITTING: Final = "Chủ tịch Hội đồng nhân dân"
SECRETARY_OF_SITTING: Final = "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"
DEBATES: Final = (
    "Đề nghị làm rõ nguyên nhân tiến độ giải ngân vốn đầu tư công còn chậm và giải pháp quý tới.",
    "Nhất trí với báo cáo; đề nghị ưu tiên vốn cho các tuyến đường thôn, bản bị sạt lở.",
    "Đề nghị bổ sung đánh giá về chất lượng nước sinh hoạt tại các công trình cấp nước tập trung.",
    "Đề nghị UBND báo cáo rõ lộ trình giải quyết các kiến nghị cử tri đã nêu nhiều lần.",
    "Đề nghị quan tâm cơ sở vật chất trường lớp và bố trí giáo viên vùng khó khăn.",
)
SECTIONS: Final = (
    "Hồ sơ trình đúng thẩm quyền, đủ cơ sở pháp lý và cần thiết ban hành.",
    "Nội dung phù hợp với quy định của pháp luật và tình hình thực tế của địa phương.",
    "Ban đề nghị cơ quan trình rà soát lại số liệu trước khi trình kỳ họp.",
    "Nguồn lực thực hiện đã được cân đối trong dự toán.",
)
REMARKS: Final = (
    (
        "Số liệu chưa thống nhất giữa tờ trình và dự thảo nghị quyết.",
        "Điều 1",
        "Rà soát, thống nhất số liệu.",
    ),
    ("Chưa xác định rõ cơ quan chịu trách nhiệm báo cáo.", "Điều 2", "Bổ sung cơ quan và thời hạn báo cáo."),
)
