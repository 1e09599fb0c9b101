"""Pages of recommendations: entered and pasted, sent, judged, looked at again; who may do what, and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.access import Role
from followups.models import FollowUp
from supervision.models import Recommendation, SupervisionMission
from tests.factories import AgencyFactory, CommitteeFactory, MissionFactory, seated
from tests.permissions.world import PDF
from tests.supervision.recommending import DAY, claim, concluded, issued, judge, recommended, reported

pytestmark = pytest.mark.django_db
LIST = "supervision:recommendation_list"


def today() -> date:
    return timezone.localdate()


def page(client: Any, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"supervision:{name}", args=args), query)


def sent(council: Any, agency: Any, **more: Any) -> Recommendation:
    """Issued forty days ago, due in twenty unless said otherwise."""
    return issued(council, agency, on=today() - 40 * DAY, **{"due_on": today() + 20 * DAY, **more})


def typed(agency: Any, **changes: Any) -> dict[str, Any]:
    """What the form of one recommendation sends."""
    return {
        "text": "Thu hồi diện tích đất sử dụng sai mục đích",
        "body": f"agency-{agency.pk}",
        "accountable": "Trưởng phòng",
        "due_on": f"{today() + 30 * DAY:%d/%m/%Y}",
        "evidence": "Quyết định thu hồi",
        "legal_ground": "Điều 81 Luật Đất đai",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
        **changes,
    }


# --- Entering ---


def test_one_is_entered_changed_and_removed(client_as: Any, council: Any, agency: Any) -> None:
    mission, client = concluded(council), client_as("secretariat")
    answer = client.post(
        reverse("supervision:recommendation_create", args=[mission.pk]), typed(agency), follow=True
    )
    made = Recommendation.objects.get()
    assert made.follow_up.agency == agency
    assert made.text in answer.content.decode()
    edit = reverse("supervision:recommendation_edit", args=[made.pk])
    assert "Điều 81" in client.get(edit).content.decode()
    changes = typed(agency, text="Công khai kết quả", version=made.follow_up.version)
    assert client.post(edit, changes).status_code == 302
    assert Recommendation.objects.get().text == "Công khai kết quả"
    assert client.post(edit, changes).status_code == 422  # a colleague was faster
    client.post(reverse("supervision:recommendation_remove", args=[made.pk]))
    assert not Recommendation.objects.exists()


def test_the_due_day_is_counted_without_judging_what_is_typed(
    client_as: Any, council: Any, agency: Any
) -> None:
    mission, client = concluded(council), client_as("secretariat")
    answer = client.post(
        reverse("supervision:recommendation_create", args=[mission.pk]),
        typed(agency, text="", again="more"),
    )
    assert answer.status_code == 200
    assert not Recommendation.objects.exists()
    assert len(answer.context["form"].parts.forms) == 3


def test_many_are_typed_and_a_wrong_line_keeps_all_of_them(client_as: Any, council: Any, agency: Any) -> None:
    mission, client = concluded(council), client_as("secretariat")
    address = reverse("supervision:recommendations_create", args=[mission.pk])
    lines = {
        "line-TOTAL_FORMS": "3",
        "line-INITIAL_FORMS": "0",
        "line-0-text": "Kiểm điểm trách nhiệm",
        "line-0-body": f"agency-{agency.pk}",
        "line-1-evidence": "Báo cáo",
    }
    answer = client.post(address, lines)
    assert answer.status_code == 422
    assert "Kiểm điểm trách nhiệm" in answer.content.decode()
    assert not Recommendation.objects.exists()
    assert client.post(address, {**lines, "line-1-text": "Báo cáo kết quả"}).status_code == 302
    assert [row.position for row in Recommendation.objects.all()] == [1, 2]
    assert client.post(address, {**lines, "more": "yes"}).context["lines"].total_form_count() == 7
    nothing = client.post(address, {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0"})
    assert nothing.status_code == 422


def test_a_table_is_pasted_and_what_is_not_understood_is_said(
    client_as: Any, council: Any, agency: Any
) -> None:
    mission, client = concluded(council), client_as("secretariat")
    address = reverse("supervision:recommendations_create", args=[mission.pk])
    table = (
        "STT\tNội dung kiến nghị, yêu cầu\tCơ quan thực hiện\tNgười chịu trách nhiệm\t"
        "Sản phẩm phải hoàn thành\tThời hạn\tCăn cứ\n"
        f"1\tThu hồi đất\t{agency.name}\tTrưởng phòng\tQuyết định\tTrước ngày 30/11/2026\tĐiều 81\n"
        "2\tKiểm điểm\tSở Lạ Hoắc\tGiám đốc\tBiên bản\tQuý IV\tĐiều 9\n"
    )
    answer = client.post(address, {"read": "yes", "paste": table, "line-TOTAL_FORMS": "0"})
    first, second, blank = answer.context["lines"].forms
    assert first.initial["body"] == f"agency-{agency.pk}"
    assert first.initial["due_on"] == "30/11/2026"
    assert (first.initial["accountable"], first.initial["legal_ground"]) == ("Trưởng phòng", "Điều 81")
    assert second.initial["evidence"] == "Biên bản"
    assert not blank.initial
    notes = " ".join(answer.context["notes"])
    assert "Sở Lạ Hoắc" in notes
    assert "Quý IV" in notes
    assert not Recommendation.objects.exists()
    assert client.post(address, {"read": "yes", "paste": "", "line-TOTAL_FORMS": "0"}).status_code == 422


def test_the_page_of_a_mission_says_what_drafts_lack(client_as: Any, council: Any, agency: Any) -> None:
    mission = concluded(council)
    recommended(mission, agency)
    lacking = recommended(mission, None, evidence="")
    found = page(client_as("secretariat"), "mission_recommendations", mission.pk)
    assert [line.row.pk for line in found.context["missing"]] == [lacking.pk]
    assert reverse("supervision:recommendation_edit", args=[lacking.pk]) in found.content.decode()


def test_drafts_are_put_in_order(client_as: Any, council: Any, agency: Any) -> None:
    mission, client = concluded(council), client_as("secretariat")
    first, second = recommended(mission, agency), recommended(mission, agency)
    client.post(reverse("supervision:recommendation_move", args=[second.pk, "up"]))
    assert list(mission.recommendations.order_by("position")) == [second, first]
    assert client.post(reverse("supervision:recommendation_move", args=[first.pk, "x"])).status_code == 404


# --- Sending ---


def test_a_survey_sends_its_recommendations_with_its_report(
    client_as: Any, council: Any, agency: Any
) -> None:
    survey, client = reported(council, kind="survey", on=today() - 10 * DAY), client_as("secretariat")
    recommended(survey, agency, due_on=today() + 30 * DAY)
    lacking = recommended(survey, agency, evidence="", due_on=today() + 30 * DAY)
    issue = reverse("supervision:recommendations_issue", args=[survey.pk])
    assert issue in page(client, "mission_recommendations", survey.pk).content.decode()
    answer = client.post(issue, {"on": f"{today():%d/%m/%Y}"})
    assert answer.status_code == 422
    assert "2:" in answer.content.decode()
    FollowUp.objects.filter(pk=lacking.follow_up_id).update(evidence="Báo cáo")
    assert client.post(issue, {"on": f"{today():%d/%m/%Y}"}).status_code == 302
    assert Recommendation.objects.filter(issued_on=today()).count() == 2


def test_a_mission_without_conclusion_offers_no_sending_and_refuses_it(
    client_as: Any, council: Any, agency: Any
) -> None:
    mission, client = reported(council), client_as("leader")
    recommended(mission, agency)
    issue = reverse("supervision:recommendations_issue", args=[mission.pk])
    assert issue not in page(client, "mission_recommendations", mission.pk).content.decode()
    assert client.post(issue, {"on": f"{today():%d/%m/%Y}"}).status_code == 422
    assert not Recommendation.objects.filter(issued_on__isnull=False).exists()


# --- The list ---


def test_the_list_is_filtered_as_things_stand_today(client_as: Any, council: Any, agency: Any) -> None:
    client, other = client_as("secretariat"), AgencyFactory(council=council)
    late = sent(council, agency, due_on=today() - 3 * DAY)
    done, waiting = sent(council, other), sent(council, other)
    claim(done, today())
    judge(done, "done", today())
    claim(waiting, today(), "in_progress", roadmap_on=today() + 9 * DAY)
    recommended(late.mission, agency)
    counted = {
        (): 4,
        ("late", "on"): 1,
        ("standing", "done"): 1,
        ("standing", "in_progress"): 2,
        ("standing", "draft"): 1,
        ("standing", "to_judge"): 1,
        ("owner", f"agency-{other.pk}"): 2,
        ("mission", str(late.mission_id)): 2,
        ("claim", "none"): 2,
        ("claim", "resolved"): 1,
        ("q", "thu hoi dien tich"): 4,
        ("issued_from", f"{today():%d/%m/%Y}"): 0,
    }
    for narrowed, expected in counted.items():
        query = {narrowed[0]: narrowed[1]} if narrowed else {}
        assert page(client, "recommendation_list", **query).context["count"] == expected, narrowed


def test_the_list_goes_out_as_a_file(client_as: Any, council: Any, agency: Any) -> None:
    made = sent(council, agency)
    file = page(client_as("auditor"), "recommendation_list", export="csv")
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert made.follow_up.title in text
    sheet = page(client_as("auditor"), "recommendation_list", export="xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_ticked_ones_are_reminded_of_and_looked_at_again(client_as: Any, council: Any, agency: Any) -> None:
    client, rows = client_as("leader"), [sent(council, agency), sent(council, agency)]
    ids = [row.pk for row in rows]
    remind = client.post(reverse("supervision:recommendations_remind"), {"pk": ids}, follow=True)
    assert remind.status_code == 200
    assert rows[0].follow_up.title in remind.content.decode()
    letters = client.post(reverse("supervision:recommendations_letters"), {"pk": ids})
    assert letters["Location"].startswith(reverse("followups:letter_create"))
    assert client.post(reverse("supervision:recommendations_remind"), {}).status_code == 302
    assert client.post(reverse("supervision:recommendations_remind"), {"pk": [0, *ids]}).status_code == 404
    address = reverse("supervision:re_supervision_create")
    assert rows[0].follow_up.title in client.post(address, {"pk": ids}).content.decode()
    given = {"pk": ids, "title": "Việc thực hiện kiến nghị sau giám sát", "subject": "standing_committee"}
    answer = client.post(address, given, follow=True)
    mission = SupervisionMission.objects.get(title=given["title"])
    assert mission.looks_again.count() == 2
    assert rows[1].follow_up.title in answer.content.decode()
    assert client.post(address, {**given, "title": ""}).status_code == 422
    assert client.post(address, {}).status_code == 302


# --- One ---


def test_the_claim_stands_against_the_verdict_with_its_evidence(
    client_as: Any, council: Any, agency: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - only this test uploads

    made, client = sent(council, agency), client_as("secretariat")
    claim(made, today() - 5 * DAY, number="12/BC-PKT")
    give = reverse("supervision:verdict_create", args=[made.pk])
    shown = client.get(give)
    assert "12/BC-PKT" in shown.content.decode()
    given = {
        "outcome": "partly",
        "on": f"{today():%d/%m/%Y}",
        "reason": "Mới thu hồi hai trong năm thửa",
        "read": shown.context["form"].initial["read"],
        "upload": SimpleUploadedFile("bien-ban.pdf", PDF),
    }
    text = client.post(give, given, follow=True).content.decode()
    verdict = made.verdicts.get()
    assert "Mới thu hồi hai trong năm thửa" in text
    assert reverse("supervision:verdict_file", args=[made.pk, verdict.pk]) in text
    file = client.get(reverse("supervision:verdict_file", args=[made.pk, verdict.pk]))
    assert b"".join(file.streaming_content) == PDF
    made.follow_up.refresh_from_db()
    assert made.follow_up.state == "returned"
    (round_,) = client.get(made.get_absolute_url()).context["rounds"]
    assert round_.claim.reply.number == "12/BC-PKT"
    assert [pair[0] for pair in round_.verdicts] == [verdict]


def test_another_answer_since_the_page_was_opened_is_read_first(
    client_as: Any, council: Any, agency: Any
) -> None:
    made, client = sent(council, agency), client_as("secretariat")
    first = claim(made, today() - 5 * DAY)
    judge(made, "partly", today() - 4 * DAY)
    claim(made, today() - 3 * DAY)
    give = reverse("supervision:verdict_create", args=[made.pk])
    given = {"outcome": "done", "on": f"{today():%d/%m/%Y}", "reason": "Đã xong", "read": first.pk}
    assert client.post(give, given).status_code == 422
    assert made.verdicts.count() == 1


def test_an_answer_accepted_elsewhere_asks_for_the_verdict(client_as: Any, council: Any, agency: Any) -> None:
    from followups import services as followups  # noqa: PLC0415 - the kernel's page is another one

    made = sent(council, agency)
    claim(made, today())
    followups.assess(follow_up=made.follow_up, user=None, verdict="accepted", on=today(), quiet=True)
    assert client_as("secretariat").get(made.get_absolute_url()).context["accepted_unjudged"]


def test_the_ladder_offers_the_re_supervision_it_has_come_to(
    client_as: Any, council: Any, agency: Any
) -> None:
    from followups import services as followups  # noqa: PLC0415 - only this test keeps a ladder
    from followups.ladder import Step  # noqa: PLC0415 - see above

    made = sent(council, agency, due_on=today() - 20 * DAY)
    followups.save_ladder(council=council, rungs=[Step("re_supervision", 1)])
    found = client_as("secretariat").get(made.get_absolute_url())
    assert found.context["proposed"]
    assert f"{reverse('supervision:re_supervision_create')}?pk={made.pk}" in found.content.decode()
    assert not client_as("secretariat").get(sent(council, agency).get_absolute_url()).context["proposed"]


# --- Re-supervision ---


def test_a_re_supervision_takes_more_in_and_out(client_as: Any, council: Any, agency: Any) -> None:
    client, again = client_as("secretariat"), MissionFactory(council=council)
    made, done = sent(council, agency), sent(council, agency)
    judge(done, "done", today())
    add = reverse("supervision:re_supervision_add", args=[again.pk])
    offered = client.get(add).context["form"].fields["recommendations"].queryset
    assert list(offered) == [made]
    assert client.post(add, {"recommendations": [made.pk]}).status_code == 302
    shown = page(client, "re_supervision_detail", again.pk).content.decode()
    assert f"{reverse('supervision:verdict_create', args=[made.pk])}?mission={again.pk}" in shown
    given = {
        "outcome": "done",
        "on": f"{today():%d/%m/%Y}",
        "reason": "Đã hoàn thành",
        "mission": again.pk,
    }
    assert client.post(reverse("supervision:verdict_create", args=[made.pk]), given).status_code == 302
    assert made.verdicts.get().mission == again
    look = again.looks_again.get()
    remove = reverse("supervision:re_supervision_remove", args=[again.pk, look.pk])
    assert client.post(remove).status_code == 422
    made.verdicts.update(mission=None)
    assert client.post(remove).status_code == 302
    assert not again.looks_again.exists()


# --- Who may ---


def test_a_body_reads_its_own_and_answers_but_sees_nothing_of_the_council(
    client_as: Any, council: Any, agency: Any
) -> None:
    made, foreign = sent(council, agency), sent(council, AgencyFactory(council=council))
    reviewer = client_as("secretariat")
    claim(made, today())
    judge(made, "partly", today(), reviewer.user)
    draft = recommended(made.mission, agency)
    client = client_as("agency")
    text = client.get(made.get_absolute_url()).content.decode()
    assert reverse("followups:reply_create", args=[made.follow_up_id]) in text
    assert reverse("supervision:verdict_create", args=[made.pk]) not in text
    assert reviewer.user.full_name not in text
    assert "Đoàn kiểm tra hồ sơ tại chỗ." in text
    assert page(client, "recommendation_list").context["count"] == 1
    for hidden in (foreign, draft):
        assert client.get(hidden.get_absolute_url()).status_code == 404
    assert page(client, "mission_recommendations", made.mission_id).status_code == 404
    assert page(client, "verdict_create", made.pk).status_code == 403


def test_staff_of_the_committee_and_the_head_of_the_team_write_and_judge(
    client_as: Any, council: Any, agency: Any, term: Any
) -> None:
    committee, other = CommitteeFactory(council=council), CommitteeFactory(council=council, kind="legal")
    head = seated(term)
    mission = concluded(council, on=today() - 40 * DAY, subject="committee", committee=committee)
    mission.members.create(part="head", delegate=head, position=1)
    made = sent(council, agency, mission=mission)
    expected = [
        (client_as(Role.COMMITTEE, committee=committee), 200),
        (client_as(Role.COMMITTEE, committee=other), 403),
        (client_as(Role.DELEGATE, delegate=head), 200),
        (client_as(Role.DELEGATE), 403),
        (client_as(Role.LEADER), 200),
        (client_as(Role.AUDITOR), 403),
    ]
    for client, status in expected:
        assert page(client, "verdict_create", made.pk).status_code == status
        assert page(client, "recommendation_create", mission.pk).status_code == status
        assert client.get(made.get_absolute_url()).status_code == 200


# --- Cost ---


def test_pages_ask_the_same_few_questions_however_much_there_is(
    client_as: Any, council: Any, agency: Any, django_assert_num_queries: Any
) -> None:
    client = client_as("secretariat")
    made = sent(council, agency)
    mission = made.mission
    claim(made, today() - 2 * DAY)
    judge(made, "partly", today())
    again = MissionFactory(council=council)
    again.looks_again.create(recommendation=made)
    costs = {
        reverse(LIST): 8,
        reverse("supervision:mission_recommendations", args=[mission.pk]): 8,
        made.get_absolute_url(): 17,
        reverse("supervision:re_supervision_detail", args=[again.pk]): 8,
    }
    for address in costs:
        client.get(address)
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(address)
    for _ in range(2):
        other = sent(council, agency, mission=mission)
        again.looks_again.create(recommendation=other)
    claim(made, today())
    judge(made, "not_done", today())
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(address)
