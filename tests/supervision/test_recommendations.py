"""Recommendations: drafted, sent with the conclusion and not otherwise, judged, looked at again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.errors import Contradiction
from councils.calendar import Clock
from followups import origins, rules
from followups import services as followups
from followups.models import FollowUp
from followups.services import Part
from sessions.services.rows import RefusedRows
from supervision.models import Finding, Recommendation, SupervisionMission, Verdict
from supervision.services import (
    Wanted,
    add_recommendations,
    change_recommendation,
    give_verdict,
    issue_recommendations,
    look_again,
    move_recommendation,
    remove_recommendation,
    start_re_supervision,
    stop_looking,
)
from tests.factories import AgencyFactory, MissionFactory, UserFactory, seated
from tests.permissions.world import PDF
from tests.supervision.recommending import (
    CONCLUDED,
    DAY,
    claim,
    concluded,
    issued,
    judge,
    recommended,
    reported,
    wanted,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 8, 20)


@pytest.fixture(autouse=True)
def _autumn() -> Any:
    with time_machine.travel("2026-10-01T09:00:00+07:00", tick=True):
        yield


def refusal_of(call: Any, **given: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        call(**given)
    error = refused.value
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


# --- Writing ---


def test_a_draft_needs_only_its_text_and_is_owed_by_nobody(council: Any, agency: Any) -> None:
    made = recommended(concluded(council), None, due_on=None, accountable="", evidence="")
    assert made.follow_up.state == "draft"
    assert made.issued_on is None
    assert made.follow_up.title == "Rà soát, thu hồi diện tích đất sử dụng sai mục đích"
    with pytest.raises(RefusedRows) as refused:
        add_recommendations(mission=made.mission, user=None, rows=[wanted(agency, text=" ")])
    assert list(refused.value.rows[0]) == ["text"]


def test_recommendations_keep_their_order_and_move(council: Any, agency: Any) -> None:
    mission, user = concluded(council), UserFactory()
    first, second, third = (recommended(mission, agency, text=f"Kiến nghị {n}") for n in "abc")
    move_recommendation(recommendation=third, user=user, places=-1)
    assert [row.text[-1] for row in mission.recommendations.all()] == ["a", "c", "b"]
    remove_recommendation(recommendation=first, user=user)
    assert list(mission.recommendations.values_list("position", flat=True)) == [1, 2]
    assert FollowUp.objects.get(pk=first.follow_up_id).state == "withdrawn"
    second.refresh_from_db()
    move_recommendation(recommendation=second, user=user, places=9)
    assert [row.text[-1] for row in mission.recommendations.all()] == ["c", "b"]


def test_many_are_entered_all_or_none_and_each_row_says_what_is_wrong(council: Any, agency: Any) -> None:
    mission = concluded(council)
    finding = Finding.objects.create(
        mission=concluded(council), position=1, text="Giao đất sai", evidence="Hồ sơ"
    )
    good, bad = wanted(agency), Wanted("Kiểm điểm", FollowUp(agency=agency), finding=finding)
    with pytest.raises(RefusedRows) as refused:
        add_recommendations(mission=mission, user=None, rows=[good, bad])
    assert list(refused.value.rows) == [1]
    assert "finding" in refused.value.rows[1]
    assert not mission.recommendations.exists()
    assert len(add_recommendations(mission=mission, user=None, rows=[wanted(agency)])) == 1


@pytest.mark.parametrize("state", ["proposed", "dropped", "closed"])
def test_nothing_is_recommended_for_a_mission_that_is_not_decided_or_over(
    council: Any, agency: Any, state: str
) -> None:
    mission = concluded(council)
    SupervisionMission.objects.filter(pk=mission.pk).update(state=state, closed_on=CONCLUDED)
    assert refusal_of(add_recommendations, mission=mission, user=None, rows=[wanted(agency)])[""]


def test_a_draft_is_changed_and_a_colleague_is_not_overwritten(council: Any, agency: Any) -> None:
    made = recommended(concluded(council), agency)
    version = made.follow_up.version
    other = AgencyFactory(council=council)
    draft = FollowUp.objects.get(pk=made.follow_up_id)
    draft.agency = other
    changed = Wanted("Công khai kết quả", draft)
    change_recommendation(recommendation=made, user=None, wanted=changed, version=version)
    made.refresh_from_db()
    assert (made.text, made.follow_up.agency) == ("Công khai kết quả", other)
    with pytest.raises(ValidationError):
        change_recommendation(recommendation=made, user=None, wanted=changed, version=version)


# --- Sending ---


def test_they_are_sent_with_the_conclusion_and_rest_on_it(council: Any, agency: Any) -> None:
    mission = concluded(council)
    made = recommended(mission, agency)
    count = issue_recommendations(mission=mission, conclusion=mission.conclusion, on=CONCLUDED, user=None)
    made.refresh_from_db()
    assert count == 1
    assert (made.issued_on, made.conclusion) == (CONCLUDED, mission.conclusion)
    assert made.follow_up.state == "issued"
    assert made.follow_up.legal_basis == "Thông báo kết luận số 01/TB-HĐND ngày 15/6/2026"
    assert issue_recommendations(mission=mission, conclusion=mission.conclusion, on=LATER, user=None) == 0


def test_what_lacks_one_of_the_five_clears_is_said_row_by_row_and_nothing_is_sent(
    council: Any, agency: Any
) -> None:
    mission = concluded(council)
    recommended(mission, agency)
    recommended(mission, None)
    recommended(mission, agency, evidence="", due_on=None)
    said = refusal_of(
        issue_recommendations, mission=mission, conclusion=mission.conclusion, on=CONCLUDED, user=None
    )[""]
    assert [sentence.split(":")[0][-1] for sentence in said] == ["2", "3"]
    assert not Recommendation.objects.filter(issued_on__isnull=False).exists()
    assert not FollowUp.objects.filter(state="issued").exists()


def test_a_mission_sends_nothing_without_its_conclusion_and_a_survey_with_its_report(
    council: Any, agency: Any
) -> None:
    thematic, survey = reported(council), reported(council, kind="survey")
    early = reported(council, kind="survey", state="drafting", reported_on=None)
    for mission in (thematic, survey, early):
        recommended(mission, agency)
    for mission in (thematic, early):
        assert refusal_of(issue_recommendations, mission=mission, conclusion=None, on=CONCLUDED, user=None)[
            ""
        ]
    assert "on" in refusal_of(
        issue_recommendations, mission=survey, conclusion=None, on=CONCLUDED - DAY, user=None
    )
    assert issue_recommendations(mission=survey, conclusion=None, on=CONCLUDED, user=None) == 1
    assert survey.recommendations.get().follow_up.legal_basis == "Báo cáo ngày 15/6/2026"
    strange = concluded(council).conclusion
    assert refusal_of(issue_recommendations, mission=thematic, conclusion=strange, on=CONCLUDED, user=None)[
        ""
    ]


def test_days_of_old_papers_that_contradict_each_other_are_kept_with_a_reason(
    council: Any, agency: Any
) -> None:
    mission = concluded(council)
    recommended(mission, agency, due_on=CONCLUDED - 5 * DAY)
    given: dict[str, Any] = {
        "mission": mission,
        "conclusion": mission.conclusion,
        "on": CONCLUDED,
        "user": None,
    }
    with pytest.raises(Contradiction):
        issue_recommendations(**given)
    assert issue_recommendations(**given, kept_because="Theo văn bản gốc") == 1


# --- Verdicts ---


def test_done_accepts_the_answer_and_closes_the_matter(council: Any, agency: Any) -> None:
    made = issued(council, agency)
    reply = claim(made, LATER)
    verdict = judge(made, "done", LATER + DAY, UserFactory(), read=reply.pk)
    assert made.follow_up.state == "closed"
    assert made.follow_up.result_class == "resolved"
    assert (verdict.reply, verdict.effective_on) == (reply, LATER + DAY)


@pytest.mark.parametrize("outcome", ["partly", "not_done"])
def test_partly_and_not_done_are_owed_again_and_the_ladder_goes_on(
    council: Any, agency: Any, outcome: str
) -> None:
    made = issued(council, agency)
    claim(made, LATER)
    judge(made, outcome, LATER)
    assert made.follow_up.state == "returned"
    assert made.follow_up.fruitless == 1
    assert rules.standing(made.follow_up, Clock()).grade == "late"  # type: ignore[union-attr]  # it has a due day


def test_no_longer_applicable_is_owed_by_nobody(council: Any, agency: Any) -> None:
    open_one, answered = issued(council, agency), issued(council, agency)
    claim(answered, LATER)
    for made in (open_one, answered):
        judge(made, "not_applicable", LATER)
        assert made.follow_up.state == "withdrawn"


def test_what_was_seen_stands_in_place_of_an_answer_that_never_came(council: Any, agency: Any) -> None:
    made = issued(council, agency)
    verdict = judge(made, "done", LATER)
    assert verdict.reply is None
    assert made.follow_up.state == "closed"
    assert "chưa có văn bản trả lời" in made.follow_up.replies.get().text


def test_what_was_closed_is_taken_up_again_when_it_proves_not_done(council: Any, agency: Any) -> None:
    made = issued(council, agency)
    claim(made, LATER)
    judge(made, "done", LATER)
    judge(made, "not_done", LATER + DAY)
    assert made.follow_up.state == "in_progress"
    judge(made, "not_applicable", LATER + DAY)
    judge(made, "partly", LATER + 2 * DAY)
    assert made.follow_up.state == "in_progress"
    assert [row.outcome for row in made.verdicts.all()] == ["done", "not_done", "not_applicable", "partly"]


def test_an_answer_accepted_on_the_followups_page_is_judged_all_the_same(council: Any, agency: Any) -> None:
    done, gone = issued(council, agency), issued(council, agency)
    for made, outcome in ((done, "done"), (gone, "not_applicable")):
        claim(made, LATER)
        followups.assess(follow_up=made.follow_up, user=None, verdict="accepted", on=LATER, quiet=True)
        judge(made, outcome, LATER)
        assert made.follow_up.state == "closed"


def test_a_verdict_is_refused_beside_its_field(council: Any, agency: Any) -> None:
    made = issued(council, agency)
    reply = claim(made, LATER)
    given = {"recommendation": made, "user": None, "outcome": "done", "on": LATER, "reason": "Đã thấy"}
    today = timezone.localdate()
    assert "reason" in refusal_of(give_verdict, **{**given, "reason": " "})
    assert "outcome" in refusal_of(give_verdict, **{**given, "outcome": "x"})
    for day in (today + DAY, LATER - DAY, CONCLUDED - DAY):
        assert "on" in refusal_of(give_verdict, **{**given, "on": day})
    assert refusal_of(give_verdict, **given, read=reply.pk + 1)[""]
    judge(made, "partly", LATER + 2 * DAY)
    assert "on" in refusal_of(give_verdict, **{**given, "on": LATER + DAY})
    draft = recommended(made.mission, agency)
    assert refusal_of(give_verdict, **{**given, "recommendation": draft})[""]
    assert made.verdicts.count() == 1


def test_a_refused_move_takes_the_verdict_back(council: Any, agency: Any, monkeypatch: Any) -> None:
    made = issued(council, agency)
    claim(made, LATER)

    def refused(**_given: Any) -> None:
        raise ValidationError("no")

    monkeypatch.setattr(followups, "assess", refused)
    refusal_of(give_verdict, recommendation=made, user=None, outcome="done", on=LATER, reason="Đã thấy")
    assert not Verdict.objects.exists()


def test_the_evidence_of_a_verdict_is_kept_as_a_file(council: Any, agency: Any) -> None:
    made = issued(council, agency)
    upload = SimpleUploadedFile("bien-ban.pdf", PDF)
    verdict = judge(made, "done", LATER, UserFactory(), upload=upload)
    assert verdict.file is not None
    assert verdict.file.versions.get().name == "bien-ban.pdf"


# --- Standing on a day ---


def test_how_it_stands_is_read_from_the_verdict_in_force_on_the_day(council: Any, agency: Any) -> None:
    made = issued(council, agency)
    claim(made, LATER)
    judge(made, "partly", LATER)
    judge(made, "done", LATER + 5 * DAY)
    followed = {
        CONCLUDED - DAY: "draft",
        CONCLUDED: "in_progress",
        LATER - DAY: "in_progress",
        LATER: "partly",
        LATER + 5 * DAY: "done",
    }
    for day, expected in followed.items():
        row = Recommendation.objects.as_of(day).get(pk=made.pk)
        assert row.standing == expected, day  # type: ignore[attr-defined]  # annotated
    late = Recommendation.objects.as_of(LATER - DAY).get(pk=made.pk)
    assert late.late_then  # type: ignore[attr-defined]  # annotated


# --- Re-supervision ---


def test_a_mission_looks_again_at_recommendations_and_gives_its_verdict(council: Any, agency: Any) -> None:
    first, second = issued(council, agency), issued(council, AgencyFactory(council=council))
    judge(first, "not_done", LATER)
    proposed = MissionFactory.build(
        council=council, state="proposed", decided_on=None, title="Việc thực hiện kiến nghị sau giám sát"
    )
    again = start_re_supervision(mission=proposed, recommendations=[first, second], user=UserFactory())
    assert again.state == "proposed"
    assert set(again.bodies.all()) == {first.follow_up.agency, second.follow_up.agency}
    verdict = judge(first, "done", LATER + DAY, mission=again)
    assert verdict.mission == again
    look = again.looks_again.get(recommendation=first)
    assert refusal_of(stop_looking, look=look, user=None)[""]
    stop_looking(look=again.looks_again.get(recommendation=second), user=None)
    assert again.looks_again.count() == 1
    other = issued(council, agency)
    assert refusal_of(
        give_verdict, recommendation=other, user=None, outcome="done", on=LATER, reason="Xong", mission=again
    )[""]


def test_only_what_was_sent_by_another_mission_of_the_council_is_looked_at_again(
    council: Any, agency: Any, other_council: Any
) -> None:
    again = MissionFactory(council=council)
    made = issued(council, agency)
    strange = issued(other_council, AgencyFactory(council=other_council))
    for rows in ([], [recommended(made.mission, agency)], [strange]):
        assert refusal_of(look_again, mission=again, recommendations=rows, user=None)[""]
    assert refusal_of(look_again, mission=made.mission, recommendations=[made], user=None)[""]
    look_again(mission=again, recommendations=[made], user=None)
    assert look_again(mission=again, recommendations=[made], user=None) == []


# --- Reach ---


def test_a_body_sees_its_own_issued_recommendations_and_nothing_else(
    council: Any, agency: Any, user_as: Any
) -> None:
    own, foreign = issued(council, agency), issued(council, AgencyFactory(council=council))
    shared = issued(council, AgencyFactory(council=council))
    followups.add_part(follow_up=shared.follow_up, part=Part(agency, "Cung cấp hồ sơ"), user=UserFactory())
    recommended(own.mission, agency)
    seen = Recommendation.objects.visible_to(user_as("agency"))
    assert set(seen) == {own, shared}
    assert foreign not in seen


def test_drafts_are_read_by_the_team_and_by_others_once_the_report_is_in(
    council: Any, agency: Any, term: Any, user_as: Any
) -> None:
    head = seated(term)
    mission = reported(council, state="drafting", reported_on=None)
    mission.members.create(part="head", delegate=head, position=1)
    draft = recommended(mission, agency)
    outsider, member = user_as("delegate"), user_as("delegate", delegate=head)
    assert not Recommendation.objects.visible_to(outsider).exists()
    assert list(Recommendation.objects.visible_to(member)) == [draft]
    SupervisionMission.objects.filter(pk=mission.pk).update(state="reported", reported_on=CONCLUDED)
    assert list(Recommendation.objects.visible_to(outsider)) == [draft]


def test_the_followup_leads_to_its_recommendation_in_one_query(
    council: Any, agency: Any, user_as: Any, django_assert_num_queries: Any
) -> None:
    rows = [issued(council, agency) for _ in range(3)]
    staff = user_as("secretariat")
    matters = [row.follow_up for row in rows]
    origins.links(matters[:1], staff)
    with django_assert_num_queries(1):
        links = origins.links(matters, staff)
    assert [links[row.follow_up_id].url for row in rows] == [row.get_absolute_url() for row in rows]
    assert origins.subject_of(matters) == "thực hiện kiến nghị sau giám sát"
