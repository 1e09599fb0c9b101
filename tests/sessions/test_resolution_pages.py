"""Pages of resolutions: the register and its filters, one resolution, its steps, and what agencies see of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import Refused
from councils.models import Agency, Council, CouncilTerm
from followups.models import FollowUp
from sessions import services
from sessions.models import Resolution, ResolutionTask, Sitting, Vote
from sessions.states import ResolutionState
from tests.factories import (
    AgencyFactory,
    BodyMeetingFactory,
    PaperFactory,
    PlenaryMeetingFactory,
    ResolutionFactory,
    RuleFactory,
    SittingFactory,
    UserFactory,
)
from tests.permissions.world import PDF

ClientAs = Callable[..., Client]
LIST = "sittings:resolution_list"
ADOPTED, SIGNED = date(2026, 7, 15), date(2026, 7, 17)
TEXT = "Điều 1. Phê duyệt kế hoạch.\nĐiều 2. Giao Ủy ban nhân dân xã tổ chức thực hiện."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """After the sitting of July."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    made: Sitting = SittingFactory(council_term=term, number=903, chair="Chủ tịch HĐND xã")
    return made


@pytest.fixture
def clerk() -> User:
    made: User = UserFactory()
    return made


def page(name: str, *args: Any) -> str:
    return reverse(f"sittings:{name}", args=args)


def adopted(sitting: Sitting, **values: Any) -> Resolution:
    return services.adopt(resolution=ResolutionFactory(sitting=sitting, **values), on=ADOPTED, user=None)


def signed(sitting: Sitting, **values: Any) -> Resolution:
    return services.sign(resolution=adopted(sitting, **values), user=None, on=SIGNED, signer="Chủ tịch")


def task_for(resolution: Resolution, agency: Agency, **values: Any) -> ResolutionTask:
    given: dict[str, Any] = {
        "title": "Lập kế hoạch thực hiện",
        "agency": agency,
        "due_on": date(2026, 7, 25),
        "accountable": "Trưởng phòng",
        "evidence": "Kế hoạch",
        **values,
    }
    return services.add_task(resolution=resolution, user=None, follow_up=FollowUp(**given), article="Điều 2")


def issued(sitting: Sitting, agency: Agency | None = None, **values: Any) -> Resolution:
    text = signed(sitting, **values)
    if agency is not None:
        task_for(text, agency)
    return services.issue(resolution=text, user=None, on=date(2026, 7, 20))


# --- The register ---


def test_the_register_is_cut_to_what_somebody_looks_for(
    client_as: ClientAs, sitting: Sitting, agency: Agency, clerk: User
) -> None:
    RuleFactory(code="RES-SEND-UP", offset=3)
    late = issued(sitting, agency, title="Về việc đặt tên đường")
    normative = signed(sitting, title="Quy định mức thu phí", is_normative=True)
    services.set_force(resolution=normative, user=clerk, in_force_on=date(2026, 7, 25))
    sent = services.send_up(resolution=signed(sitting), user=clerk, on=SIGNED)
    draft = ResolutionFactory(sitting=sitting)
    passed = adopted(sitting)
    client = client_as("leader")

    def found(**query: str) -> set[int]:
        return {row.pk for row in client.get(reverse(LIST), query).context["page"].rows}

    assert found(q="dat ten duong") == {late.pk}
    assert found(q="01/2026/NQ") == {normative.pk}
    assert found(normative="True") == {normative.pk}
    assert found(year="2026") == {late.pk, normative.pk, sent.pk, passed.pk}
    assert found(issuer="standing_committee") == set()
    assert found(state="draft") == {draft.pk}
    assert found(in_force="20/07/2026") == {late.pk, sent.pk}
    assert found(in_force="25/07/2026") == {late.pk, sent.pk, normative.pk}
    assert found(to_do="sign") == {passed.pk}
    assert found(to_do="sent_late") == {late.pk, normative.pk}
    assert found(to_do="send_up") == {late.pk, normative.pk}
    assert found(to_do="publish") == {late.pk, normative.pk, sent.pk}
    assert found(to_do="late_tasks") == {late.pk}
    assert found(sitting=str(sitting.pk), state="issued") == {late.pk}


def test_drafts_come_first_and_numbers_sort_by_value(client_as: ClientAs, sitting: Sitting) -> None:
    texts = [signed(sitting) for _n in range(11)]
    draft = ResolutionFactory(sitting=sitting)
    client = client_as("secretariat")
    assert client.get(reverse(LIST)).context["page"].rows[0] == draft
    rows = client.get(reverse(LIST), {"sort": "symbol"}).context["page"].rows
    assert rows == [*texts, draft]


def test_the_register_is_exported(client_as: ClientAs, sitting: Sitting) -> None:
    signed(sitting, title="Về việc đặt tên đường")
    answer = client_as("secretariat").get(reverse(LIST), {"export": "csv"})
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a file
    assert "01/NQ-HĐND" in table
    assert "Về việc đặt tên đường" in table


def test_an_empty_register_says_what_to_do_first(client_as: ClientAs) -> None:
    assert page("resolution_create") in client_as("secretariat").get(reverse(LIST)).content.decode()
    assert page("resolution_create") not in client_as("delegate").get(reverse(LIST)).content.decode()


def test_the_register_asks_the_same_few_questions_for_1_and_3_resolutions(
    client_as: ClientAs, sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")
    issued(sitting, agency)
    client.get(reverse(LIST))
    with django_assert_num_queries(9):
        client.get(reverse(LIST))
    issued(sitting, agency)
    ResolutionFactory(sitting=sitting)
    with django_assert_num_queries(9):
        client.get(reverse(LIST))


# --- Beginning and entering ---


def typed(sitting: Sitting, **changes: Any) -> dict[str, Any]:
    given = {"issuer": "council", "sitting": sitting.pk, "title": "Về việc thử", "text": TEXT}
    return {**given, **changes}


def test_a_draft_begins_at_its_sitting_with_the_usual_articles(client_as: ClientAs, sitting: Sitting) -> None:
    client = client_as("secretariat")
    shown = client.get(page("resolution_create"), {"sitting": sitting.pk}).content.decode()
    assert f'<option value="{sitting.pk}" selected>' in shown
    assert "Giao Ủy ban nhân dân xã tổ chức triển khai" in shown
    answer = client.post(page("resolution_create"), typed(sitting))
    made = Resolution.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.sitting, made.text) == (sitting, TEXT)


def test_a_draft_begins_from_a_paper_or_a_meeting(client_as: ClientAs, sitting: Sitting) -> None:
    client = client_as("secretariat")
    paper = PaperFactory(
        sitting=sitting, kind="draft_resolution", title="Dự thảo Nghị quyết về việc đặt tên đường"
    )
    client.post(page("resolution_create"), typed(sitting, paper=paper.pk, title=""))
    assert Resolution.objects.get().title == "Về việc đặt tên đường"
    meeting = BodyMeetingFactory(council=sitting.council)
    shown = client.get(page("resolution_create"), {"meeting": meeting.pk})
    assert shown.context["form"]["issuer"].value() == "standing_committee"


def test_a_mistake_keeps_everything_typed(client_as: ClientAs, sitting: Sitting) -> None:
    answer = client_as("secretariat").post(page("resolution_create"), {**typed(sitting), "sitting": ""})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert _("Say at which sitting it is to be adopted.") in shown
    assert "Phê duyệt kế hoạch" in shown


def test_another_councils_sitting_cannot_be_chosen(client_as: ClientAs, other_council: Council) -> None:
    strange = SittingFactory(council_term=other_council.terms.get())
    assert client_as("secretariat").post(page("resolution_create"), typed(strange)).status_code == 422


def test_a_resolution_of_the_past_is_entered_on_one_page(client_as: ClientAs, sitting: Sitting) -> None:
    data = {
        "issuer": "council",
        "sitting": sitting.pk,
        "council_term": sitting.council_term_id,
        "title": "Về dự toán ngân sách",
        "adopted_on": "15/07/2026",
        "signed_on": "17/07/2026",
        "number": "9",
        "signer": "Chủ tịch",
    }
    client = client_as("secretariat")
    assert client.post(page("resolution_enter"), data).status_code == 302
    assert str(Resolution.objects.get()) == "09/NQ-HĐND"
    again = client.post(page("resolution_enter"), data)
    assert again.status_code == 422
    assert "Về dự toán ngân sách" in again.context["form"].errors["number"][0]


def test_a_colleagues_change_is_not_overwritten(client_as: ClientAs, sitting: Sitting) -> None:
    text = ResolutionFactory(sitting=sitting)
    client, address = client_as("secretariat"), page("resolution_edit", text.pk)
    assert client.post(address, typed(sitting, version=1)).status_code == 302
    assert client.post(address, typed(sitting, version=1, title="Khác")).status_code == 422


# --- One resolution and its steps ---


def test_a_resolution_walks_from_draft_to_publication_through_its_pages(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    RuleFactory(code="RES-SEND-UP", offset=3, legal_basis="Luật, Điều 7 khoản 2")
    text = ResolutionFactory(sitting=sitting, text=TEXT, proposer="Ủy ban nhân dân xã")
    client = client_as("secretariat")

    def step(name: str, **data: Any) -> Resolution:
        address = page(name, text.pk)
        assert client.get(address).status_code == 200
        answer = client.post(address, data)
        assert answer.status_code == 302, answer.context and answer.context["form"].errors
        text.refresh_from_db()
        return text

    step("resolution_table", on="14/07/2026")
    services.adopt(resolution=text, on=ADOPTED, user=None)
    shown = client.get(page("resolution_sign", text.pk)).content.decode()
    assert "01/NQ-HĐND" in shown
    assert "Chủ tịch HĐND xã" in shown
    step("resolution_sign", on="17/07/2026", signer="Chủ tịch")
    step("resolution_send_up", on="18/07/2026")
    step("resolution_gazette", on="18/07/2026")
    step("resolution_attach", file=SimpleUploadedFile("nq.pdf", PDF))
    step("resolution_force", in_force_on="17/07/2026")
    task_for(text, agency)
    step("resolution_issue", on="20/07/2026")
    done = step("resolution_publish", on="21/07/2026", where="Công báo số 7")
    assert (done.state, str(done)) == (ResolutionState.PUBLISHED, "01/NQ-HĐND")
    shown = client.get(text.get_absolute_url()).content.decode()
    for said in ("Luật, Điều 7 khoản 2", "Công báo số 7", "Lập kế hoạch thực hiện", "nq.pdf", "18/07/2026"):
        assert said in shown


def test_a_tabled_resolution_leads_to_its_vote(client_as: ClientAs, sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state="in_session")
    tabled = services.table(resolution=ResolutionFactory(sitting=sitting), user=None, on=date(2026, 7, 14))
    [first, *_rest] = client_as("secretariat").get(tabled.get_absolute_url()).context["actions"]
    assert (first.primary, first.url) == (
        True,
        f"{page('vote_create', sitting.pk)}?resolution={tabled.pk}",
    )


def test_nothing_is_signed_while_its_text_or_bases_hold_a_place_to_fill_in(
    client_as: ClientAs, sitting: Sitting
) -> None:
    open_text = adopted(sitting, text="Điều 1. …")
    open_bases = adopted(sitting, text=TEXT, proposer="")
    client = client_as("leader")
    for text, said in (
        (
            open_text,
            _("The text still holds a place to be filled in (“…”). Finish it before the signature."),
        ),
        (
            open_bases,
            _(
                "The bases still hold a place to be filled in (“…”). Name who proposed it, or write the bases out, "
                "before the signature."
            ),
        ),
    ):
        answer = client.get(page("resolution_sign", text.pk), follow=True)
        assert said in answer.content.decode()
        with pytest.raises(Refused):
            services.sign(resolution=text, user=None, on=SIGNED, signer="Chủ tịch")


def test_signing_too_early_says_what_comes_first(client_as: ClientAs, sitting: Sitting) -> None:
    draft, passed = ResolutionFactory(sitting=sitting), adopted(sitting)
    client = client_as("leader")
    answer = client.get(page("resolution_sign", draft.pk), follow=True)
    first = _("The resolution has not been adopted yet; record the vote before its signature.")
    assert first in answer.content.decode()
    answer = client.post(page("resolution_sign", passed.pk), {"on": "14/07/2026", "signer": "Chủ tịch"})
    words = _("The day of the signature cannot be before the day of the adoption, %(day)s.")
    assert answer.context["form"].errors["on"] == [words % {"day": "15/07/2026"}]


def test_only_normative_texts_are_offered_to_the_gazette(client_as: ClientAs, sitting: Sitting) -> None:
    client = client_as("secretariat")
    for normative in (True, False):
        text = signed(sitting, is_normative=normative)
        urls = {action.url for action in client.get(text.get_absolute_url()).context["actions"]}
        assert (page("resolution_gazette", text.pk) in urls) is normative


def test_a_task_written_after_the_issue_is_sent_from_the_page(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    text, client = issued(sitting), client_as("secretariat")
    address = page("tasks_send", text.pk)
    refused = client.get(address, follow=True)
    assert _("No task waits to be sent.") in refused.content.decode()
    task = task_for(text, agency)
    assert address in {one.url for one in client.get(text.get_absolute_url()).context["actions"]}
    assert task.follow_up.title in client.get(address).content.decode()
    FollowUp.objects.filter(pk=task.follow_up_id).update(due_on=date(2026, 9, 25))
    assert client.post(address).status_code == 302
    task.follow_up.refresh_from_db()
    assert task.follow_up.state == "issued"
    assert address not in {one.url for one in client.get(text.get_absolute_url()).context["actions"]}


def test_a_number_already_given_is_said_beside_its_field(client_as: ClientAs, sitting: Sitting) -> None:
    first, second = signed(sitting), adopted(sitting)
    answer = client_as("leader").post(
        page("resolution_sign", second.pk), {"on": "17/07/2026", "signer": "Chủ tịch", "number": "1"}
    )
    assert answer.status_code == 422
    assert first.title in answer.context["form"].errors["number"][0]


def test_a_step_that_cannot_be_taken_now_leads_back_with_the_reason(
    client_as: ClientAs, sitting: Sitting
) -> None:
    draft, client = ResolutionFactory(sitting=sitting), client_as("secretariat")
    for name in (
        "resolution_sign",
        "resolution_issue",
        "resolution_publish",
        "resolution_send_up",
        "resolution_gazette",
        "resolution_attach",
        "resolution_force",
        "resolution_adopt",
    ):
        answer = client.get(page(name, draft.pk), follow=True)
        assert answer.redirect_chain[-1][0] == draft.get_absolute_url()
        assert str(ResolutionState.DRAFT.label) in answer.content.decode()
    assert (
        client.post(page("resolution_sign", draft.pk), {"on": "17/07/2026", "signer": "x"}).status_code == 422
    )


def test_issuing_says_per_task_what_is_missing(client_as: ClientAs, sitting: Sitting, agency: Agency) -> None:
    text = signed(sitting)
    task_for(text, agency, accountable="")
    answer = client_as("secretariat").post(page("resolution_issue", text.pk), {"on": "20/07/2026"})
    assert answer.status_code == 422
    assert _("Say who answers for it.") in answer.content.decode()


def test_a_normative_text_in_force_too_soon_is_kept_with_a_reason(
    client_as: ClientAs, sitting: Sitting
) -> None:
    RuleFactory(code="RES-IN-FORCE", offset=7)
    text = signed(sitting, is_normative=True)
    client, address = client_as("secretariat"), page("resolution_force", text.pk)
    first = client.post(address, {"in_force_on": "17/07/2026"})
    assert first.status_code == 422
    assert 'name="kept_because"' in first.content.decode()
    kept = {"in_force_on": "17/07/2026", "kept_because": "Theo thủ tục rút gọn"}
    assert client.post(address, kept).status_code == 302
    assert "Theo thủ tục rút gọn" in client.get(text.get_absolute_url()).content.decode()


def test_the_page_offers_only_what_is_allowed(client_as: ClientAs, sitting: Sitting) -> None:
    text = adopted(sitting)
    steps = {
        "secretariat": {"resolution_sign", "resolution_force", "resolution_edit"},
        "leader": {"resolution_sign"},
        "delegate": set(),
        "auditor": set(),
    }
    for role, names in steps.items():
        shown = client_as(role).get(text.get_absolute_url()).content.decode()
        offered = {
            name
            for name in ("resolution_sign", "resolution_issue", "resolution_force", "resolution_edit")
            if page(name, text.pk) in shown
        }
        assert offered == names, role


def test_a_step_taken_by_mistake_is_taken_back_for_a_reason(client_as: ClientAs, sitting: Sitting) -> None:
    text, client = signed(sitting), client_as("leader")
    address = page("resolution_undo", text.pk, "signature")
    assert address in client.get(text.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Ghi nhầm ngày ký"}).status_code == 302
    shown = client.get(text.get_absolute_url()).content.decode()
    assert _("Take signature and number back") in shown
    assert "Ghi nhầm ngày ký" in shown
    assert client.get(page("resolution_undo", text.pk, "unknown")).status_code == 404


def test_a_relation_is_shown_on_both_sides(client_as: ClientAs, sitting: Sitting) -> None:
    day = date(2025, 3, 3)
    old = services.enter_adopted_resolution(
        council=sitting.council, title="Về việc cũ", adopted_on=day, signed_on=day
    )
    new, client = adopted(sitting), client_as("secretariat")
    data = {"kind": "replaces", "target": old.pk, "effective_on": "17/07/2026"}
    assert client.post(page("relation_create", new.pk), data).status_code == 302
    refused = client.post(page("relation_create", new.pk), data)
    assert refused.status_code == 422
    assert refused.context["form"].errors["target"]
    here = client.get(new.get_absolute_url()).content.decode()
    assert _("counts once this resolution is signed") in here
    services.sign(resolution=new, user=None, on=SIGNED, signer="Chủ tịch")
    there = client.get(old.get_absolute_url()).content.decode()
    assert _("replaced by") in there
    assert new.get_absolute_url() in there
    remove = page("relation_remove", new.pk, new.changes.get().pk)
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "Nhập nhầm"}).status_code == 302
    assert client.get(remove).status_code == 404


def test_votes_on_it_are_shown(client_as: ClientAs, sitting: Sitting) -> None:
    text = adopted(sitting)
    Vote.objects.create(
        sitting=sitting,
        meeting=PlenaryMeetingFactory(sitting=sitting),
        number=1,
        resolution=text,
        is_final=True,
        title="Thông qua Nghị quyết",
        all_delegates=25,
        in_office=25,
        present=24,
        votes_for=23,
        votes_against=1,
        not_voting=0,
        needed=13,
        passed=True,
    )
    shown = client_as("delegate").get(text.get_absolute_url()).content.decode()
    assert "Thông qua Nghị quyết" in shown
    assert "23" in shown
    with pytest.raises(Refused):
        services.take_back(resolution=text, user=None, step="adoption", reason="Ghi nhầm")


def test_the_detail_asks_few_questions_however_much_hangs_on_it(
    client_as: ClientAs, sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, text = client_as("secretariat"), issued(sitting, agency)
    client.get(text.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(text.get_absolute_url())
    other = signed(sitting)
    for place in range(2):
        services.relate(
            resolution=text,
            user=None,
            kind="amends",
            effective_on=SIGNED,
            target=None,
            target_text=f"Văn bản {place}",
        )
        task_for(text, agency, title=f"Việc {place}")
    services.relate(resolution=other, user=None, kind="amends", effective_on=SIGNED, target=text)
    services.send_tasks(resolution=text, user=None, on=date(2026, 7, 21))
    with django_assert_num_queries(13):
        client.get(text.get_absolute_url())


# --- Tasks ---


def test_a_task_is_written_changed_and_removed_on_its_pages(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    text, client = signed(sitting), client_as("secretariat")
    data = {
        "title": "Lập kế hoạch",
        "article": "Điều 2",
        "body": f"agency-{agency.pk}",
        "accountable": "Trưởng phòng",
        "evidence": "Kế hoạch",
        "due_on": "30/09/2026",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
    }
    assert client.post(page("task_create", text.pk), data | {"again": "due"}).status_code == 200
    assert not text.tasks.exists()
    assert client.post(page("task_create", text.pk), data).status_code == 302
    task = text.tasks.get()
    edit = page("task_edit", text.pk, task.pk)
    assert 'value="Điều 2"' in client.get(edit).content.decode()
    changed = client.post(edit, data | {"article": "Điều 3", "version": task.follow_up.version})
    assert changed.status_code == 302
    task.refresh_from_db()
    assert task.article == "Điều 3"
    remove = page("task_remove", text.pk, task.pk)
    assert client.post(remove, {"reason": "Nhập trùng"}).status_code == 302
    assert client.get(edit).status_code == 404


def test_a_further_task_of_an_issued_resolution_is_sent_at_once(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    text, client = issued(sitting), client_as("leader")
    data = {
        "title": "Báo cáo kết quả",
        "body": f"agency-{agency.pk}",
        "accountable": "Trưởng phòng",
        "evidence": "Báo cáo",
        "due_on": "30/09/2026",
        "parts-TOTAL_FORMS": "0",
        "parts-INITIAL_FORMS": "0",
        "send": "yes",
    }
    lacking = client.post(page("task_create", text.pk), data | {"evidence": ""})
    assert lacking.status_code == 422
    assert not text.tasks.exists(), "nothing is kept of what could not be sent"
    assert client.post(page("task_create", text.pk), data).status_code == 302
    task = text.tasks.get()
    assert task.follow_up.state == "issued"
    sent = client.get(page("task_edit", text.pk, task.pk))
    assert sent["Location"] == task.follow_up.get_absolute_url()


# --- The tab of a sitting ---


def test_the_sittings_tab_shows_what_is_still_to_do(client_as: ClientAs, sitting: Sitting) -> None:
    RuleFactory(code="RES-SEND-UP", offset=3)
    client, tab = client_as("secretariat"), page("sitting_resolutions", sitting.pk)
    assert f"{page('resolution_create')}?sitting={sitting.pk}" in client.get(tab).content.decode()
    adopted(sitting), signed(sitting), issued(sitting), ResolutionFactory(sitting=sitting)
    shown = client.get(tab)
    assert [figure["value_text"] for figure in shown.context["figures"]] == ["3", "1", "1", "2"]
    assert shown.context["figures"][3]["late"]
    page_text = shown.content.decode()
    for words in (_("to be signed"), _("to be issued"), _("to be voted on")):
        assert words in page_text


def test_the_sittings_tab_asks_the_same_few_questions_for_1_and_3_resolutions(
    client_as: ClientAs, sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, tab = client_as("secretariat"), page("sitting_resolutions", sitting.pk)
    signed(sitting)
    client.get(tab)
    with django_assert_num_queries(7):
        client.get(tab)
    signed(sitting), ResolutionFactory(sitting=sitting)
    with django_assert_num_queries(7):
        client.get(tab)


# --- Who sees what ---


def test_an_agency_reads_the_issued_resolution_that_gives_it_a_task_and_nothing_internal(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    mine, other = (
        issued(sitting, agency, text=TEXT, proposer="Ủy ban nhân dân xã"),
        AgencyFactory(council=sitting.council),
    )
    theirs, waiting = issued(sitting, other), signed(sitting)
    task_for(waiting, agency)
    task_for(mine, other, title="Việc của cơ quan khác")
    task_for(mine, agency, title="Việc còn là dự thảo")
    client = client_as("agency")
    assert client.get(reverse(LIST)).context["page"].rows == [mine]
    shown = client.get(mine.get_absolute_url()).content.decode()
    assert "Lập kế hoạch thực hiện" in shown
    for hidden in ("Việc của cơ quan khác", "Việc còn là dự thảo", _("What happened"), _("Edit the targets")):
        assert hidden not in shown
    assert sitting.get_absolute_url() not in shown
    for unseen in (theirs, waiting):
        assert client.get(unseen.get_absolute_url()).status_code == 404
    assert client.get(page("resolution_create")).status_code == 403
    assert client.get(page("review_list")).status_code == 403


def test_a_task_dated_back_shows_nothing_before_it_is_sent(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    text = issued(sitting)
    task = task_for(text, agency)
    FollowUp.objects.filter(pk=task.follow_up_id).update(issued_on=SIGNED)
    assert client_as("agency").get(text.get_absolute_url()).status_code == 404


def test_another_councils_resolution_does_not_exist_for_me(
    client_as: ClientAs, other_council: Council
) -> None:
    strange = issued(
        SittingFactory(council_term=other_council.terms.get()), text=TEXT, proposer="Ủy ban nhân dân xã"
    )
    client = client_as("secretariat")
    for address in (
        strange.get_absolute_url(),
        page("resolution_edit", strange.pk),
        page("resolution_file", strange.pk, "pdf"),
        page("resolution_send_up", strange.pk),
        page("task_create", strange.pk),
    ):
        assert client.get(address).status_code == 404


def test_the_text_is_downloaded_as_draft_and_as_signed(
    client_as: ClientAs, sitting: Sitting, clerk: User
) -> None:
    text, client = adopted(sitting, text=TEXT, proposer="Ủy ban nhân dân xã"), client_as("delegate")
    for extension, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
        answer = client.get(page("resolution_file", text.pk, extension))
        assert answer.content.startswith(begins)
        assert "du-thao" in answer["Content-Disposition"]
    services.sign(resolution=text, user=clerk, on=SIGNED, signer="Chủ tịch")
    final = client.get(page("resolution_file", text.pk, "pdf"))
    assert b"".join(final.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]  # a file
    assert "nghi-quyet-01-2026.pdf" in final["Content-Disposition"]
    assert client.get(page("resolution_file", text.pk, "exe")).status_code == 404
    assert client.get(page("resolution_file", adopted(sitting).pk, "pdf")).status_code == 404


def test_versions_of_the_signed_copy_are_downloaded(
    client_as: ClientAs, sitting: Sitting, clerk: User
) -> None:
    text = signed(sitting)
    for name in ("lan-1.pdf", "lan-2.pdf"):
        services.attach_signed_copy(resolution=text, user=clerk, upload=SimpleUploadedFile(name, PDF))
    client = client_as("delegate")
    shown = client.get(text.get_absolute_url()).content.decode()
    for number in (1, 2):
        address = page("resolution_copy", text.pk, number)
        assert address in shown
        assert b"".join(client.get(address).streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    assert client.get(page("resolution_copy", text.pk, 3)).status_code == 404
