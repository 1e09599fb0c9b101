"""A resolution from draft to publication: what each step needs, what it refuses in words, how it is undone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import Contradiction, Refused, Stale
from councils import services as councils
from councils.models import Council, CouncilTerm
from documents.models import NumberSeries, OfficialDocument
from sessions import services
from sessions.models import Resolution, Sitting
from sessions.services.resolution_steps import earliest_force, next_symbol
from sessions.states import ResolutionState
from tests.factories import (
    BodyMeetingFactory,
    CommitteeFactory,
    FieldFactory,
    PaperFactory,
    ResolutionFactory,
    RuleFactory,
    SittingFactory,
    UserFactory,
)
from tests.permissions.world import PDF
from tests.sessions.law import load_law

ADOPTED, SIGNED = date(2026, 7, 15), date(2026, 7, 17)
TEXT = "Điều 1. Phê duyệt chủ trương đầu tư.\nĐiều 2. Giao Ủy ban nhân dân xã tổ chức thực hiện."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """After the sitting of July."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def clerk() -> User:
    made: User = UserFactory()
    return made


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    made: Sitting = SittingFactory(council_term=term, number=903)
    return made


def send_up_rule() -> Any:
    return RuleFactory(code="RES-SEND-UP", name="Gửi nghị quyết", offset=3, legal_basis="Luật, Điều 7")


def adopted(sitting: Sitting, **values: Any) -> Resolution:
    """A draft of the sitting that a vote has adopted."""
    made: Resolution = ResolutionFactory(sitting=sitting, **values)
    return services.adopt(resolution=made, on=ADOPTED, user=None)


def signed(sitting: Sitting, user: User, **values: Any) -> Resolution:
    return services.sign(
        resolution=adopted(sitting, **values), user=user, on=SIGNED, signer="Chủ tịch HĐND xã"
    )


def said(refusal: pytest.ExceptionInfo[ValidationError], field: str) -> str:
    """The sentence beside a field, and beside no other."""
    assert list(refusal.value.message_dict) == [field]
    return str(refusal.value.message_dict[field][0])


# --- Drafting ---


def test_a_draft_among_the_papers_gives_its_sitting_abstract_proposer_and_committee(
    sitting: Sitting, clerk: User
) -> None:
    committee = CommitteeFactory(council=sitting.council)
    paper = PaperFactory(
        sitting=sitting,
        kind="draft_resolution",
        title="Dự thảo Nghị quyết về việc phân bổ vốn đầu tư công",
        committee=committee,
    )
    drafted = services.draft_resolution(council=sitting.council, user=clerk, paper=paper)
    assert drafted.sitting == sitting
    assert drafted.council_term == sitting.council_term
    assert drafted.title == "Về việc phân bổ vốn đầu tư công"
    assert (drafted.proposer, drafted.committee) == (paper.owner_agency.name, committee)
    assert drafted.state == ResolutionState.DRAFT


def test_what_is_typed_comes_before_what_the_paper_says(sitting: Sitting, clerk: User) -> None:
    paper = PaperFactory(sitting=sitting, kind="draft_resolution", title="Dự thảo Nghị quyết về đất đai")
    drafted = services.draft_resolution(
        council=sitting.council, user=clerk, paper=paper, title="Về giá đất", proposer="Thường trực HĐND"
    )
    assert (drafted.title, drafted.proposer) == ("Về giá đất", "Thường trực HĐND")


def test_the_standing_committee_resolves_at_one_of_its_meetings(council: Council, clerk: User) -> None:
    meeting = BodyMeetingFactory(council=council)
    drafted = services.draft_resolution(
        council=council, user=clerk, title="Về biên chế", issuer="standing_committee", meeting=meeting
    )
    assert (drafted.sitting, drafted.meeting, drafted.council_term) == (None, meeting, council.terms.get())


def test_a_place_that_does_not_fit_is_refused_beside_its_field(
    sitting: Sitting, other_council: Council, clerk: User
) -> None:
    council = sitting.council
    strange = SittingFactory(council_term=other_council.terms.get())
    cancelled = SittingFactory(
        council_term=sitting.council_term,
        state="cancelled",
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 1),
    )
    own = BodyMeetingFactory(council=council)
    of_committee = BodyMeetingFactory(council=council, committee=CommitteeFactory(council=council))
    elsewhere = BodyMeetingFactory(council=other_council)
    refused: list[tuple[dict[str, Any], str]] = [
        ({}, "sitting"),
        ({"sitting": strange}, "sitting"),
        ({"sitting": cancelled}, "sitting"),
        ({"sitting": sitting, "meeting": own}, "meeting"),
        ({"issuer": "standing_committee"}, "meeting"),
        ({"issuer": "standing_committee", "meeting": of_committee}, "meeting"),
        ({"issuer": "standing_committee", "meeting": elsewhere}, "meeting"),
        ({"issuer": "standing_committee", "meeting": own, "sitting": sitting}, "sitting"),
        ({"sitting": sitting, "committee": CommitteeFactory(council=other_council)}, "committee"),
        ({"sitting": sitting, "title": " "}, "title"),
    ]
    for values, field in refused:
        with pytest.raises(Refused) as refusal:
            services.draft_resolution(council=council, user=clerk, **{"title": "Về việc thử", **values})
        assert said(refusal, field)
    assert not Resolution.objects.exists()


def test_one_resolution_comes_of_a_draft_paper_of_the_same_sitting(
    sitting: Sitting, other_council: Council, clerk: User
) -> None:
    later = SittingFactory(
        council_term=sitting.council_term, opens_on=date(2026, 12, 1), closes_on=date(2026, 12, 2)
    )
    used = PaperFactory(sitting=sitting, kind="draft_resolution")
    services.draft_resolution(council=sitting.council, user=clerk, paper=used)
    strange = PaperFactory(sitting__council_term=other_council.terms.get(), kind="draft_resolution")
    papers = [
        (used, sitting),
        (PaperFactory(sitting=sitting, kind="report"), sitting),
        (PaperFactory(sitting=later, kind="draft_resolution"), sitting),
        (strange, sitting),
    ]
    for paper, where in papers:
        with pytest.raises(Refused) as refusal:
            services.draft_resolution(council=sitting.council, user=clerk, paper=paper, sitting=where)
        assert said(refusal, "paper")


def test_a_draft_is_changed_by_one_person_at_a_time(sitting: Sitting, clerk: User) -> None:
    drafted = ResolutionFactory(sitting=sitting)
    services.change_resolution(resolution=drafted, user=clerk, version=1, title="Về việc thứ nhất")
    with pytest.raises(Stale):
        services.change_resolution(resolution=drafted, user=clerk, version=1, title="Về việc thứ hai")
    drafted.refresh_from_db()
    assert drafted.title == "Về việc thứ nhất"


def test_what_vote_and_signature_rest_on_is_fixed_by_them(sitting: Sitting, clerk: User) -> None:
    passed = adopted(sitting, text=TEXT, proposer="Ủy ban nhân dân xã")
    services.change_resolution(resolution=passed, user=clerk, text=f"{TEXT}\nĐiều 3. Hiệu lực.")
    with pytest.raises(Refused) as refusal:
        services.change_resolution(resolution=passed, user=clerk, is_normative=True)
    assert "15/07/2026" in said(refusal, "is_normative")
    passed.refresh_from_db()
    done = services.sign(resolution=passed, user=clerk, on=SIGNED, signer="Chủ tịch")
    with pytest.raises(Refused) as refusal:
        services.change_resolution(resolution=done, user=clerk, text="Điều 1. Khác.")
    assert said(refusal, "text")
    done.refresh_from_db()
    field = FieldFactory()
    assert services.change_resolution(resolution=done, user=clerk, field=field).field == field


def test_a_text_that_was_never_kept_here_may_still_be_typed_in(sitting: Sitting, clerk: User) -> None:
    old = services.enter_adopted_resolution(
        council=sitting.council, sitting=sitting, title="Về việc cũ", adopted_on=ADOPTED, signed_on=SIGNED
    )
    assert services.change_resolution(resolution=old, user=clerk, text=TEXT).text == TEXT


# --- Tabling, deferring, adoption ---


def test_a_draft_is_tabled_on_a_day_of_its_sitting(sitting: Sitting, clerk: User) -> None:
    drafted = ResolutionFactory(sitting=sitting)
    with pytest.raises(Refused) as refusal:
        services.table(resolution=drafted, user=clerk, on=date(2026, 7, 13))
    assert "14/07/2026" in said(refusal, "on")
    services.table(resolution=drafted, user=clerk, on=date(2026, 7, 14))
    assert drafted.state == ResolutionState.TABLED
    assert drafted.moves.get().effective_on == date(2026, 7, 14)


def test_a_deferred_draft_says_why_and_can_be_tabled_again(sitting: Sitting, clerk: User) -> None:
    drafted = ResolutionFactory(sitting=sitting)
    with pytest.raises(Refused) as refusal:
        services.defer(resolution=drafted, user=clerk, on=date(2026, 7, 14), reason=" ")
    assert said(refusal, "reason")
    services.defer(resolution=drafted, user=clerk, on=date(2026, 7, 14), reason="Hồ sơ chưa đủ")
    assert drafted.state == ResolutionState.DEFERRED
    services.table(resolution=drafted, user=clerk, on=date(2026, 7, 15))
    assert [move.note for move in drafted.moves.all()] == ["Hồ sơ chưa đủ", ""]


def test_the_standing_committee_adopts_on_the_day_of_its_meeting_and_the_council_by_a_vote(
    council: Council, sitting: Sitting, clerk: User
) -> None:
    meeting = BodyMeetingFactory(council=council, held_on=date(2026, 6, 20))
    drafted = services.draft_resolution(
        council=council, user=clerk, title="Về biên chế", issuer="standing_committee", meeting=meeting
    )
    with pytest.raises(Refused) as refusal:
        services.adopt_at_meeting(resolution=drafted, user=clerk, on=date(2026, 6, 21))
    assert "20/06/2026" in said(refusal, "on")
    services.adopt_at_meeting(resolution=drafted, user=clerk, on=date(2026, 6, 20))
    assert (drafted.state, drafted.adopted_on) == (ResolutionState.PASSED, date(2026, 6, 20))
    with pytest.raises(Refused):
        services.adopt_at_meeting(resolution=ResolutionFactory(sitting=sitting), user=clerk, on=ADOPTED)


# --- Signature and number ---


def test_a_signature_gives_the_next_number_and_the_day_for_sending_up(sitting: Sitting, clerk: User) -> None:
    rule = send_up_rule()
    first = signed(sitting, clerk)
    assert (first.state, str(first)) == (ResolutionState.SIGNED, "01/NQ-HĐND")
    assert first.document is not None
    assert (first.document.issued_on, first.document.abstract) == (SIGNED, first.title)
    assert (first.send_up_due_on, first.send_up_rule) == (date(2026, 7, 20), rule)
    assert first.in_force_on == SIGNED, "an individual text applies from its signature"
    assert str(signed(sitting, clerk)) == "02/NQ-HĐND"


def test_signing_does_not_wait_for_a_rule_that_nobody_has_entered(sitting: Sitting, clerk: User) -> None:
    assert signed(sitting, clerk).send_up_due_on is None


def test_individual_and_normative_texts_have_series_side_by_side(sitting: Sitting, clerk: User) -> None:
    symbols = [str(signed(sitting, clerk, is_normative=kind)) for kind in (False, True, True, False)]
    assert symbols == ["01/NQ-HĐND", "01/2026/NQ-HĐND", "02/2026/NQ-HĐND", "02/NQ-HĐND"]


def test_the_standing_committee_writes_under_its_own_symbol(council: Council, clerk: User) -> None:
    Council.objects.filter(pk=council.pk).update(standing_symbol="TTHĐND")
    council.refresh_from_db()
    drafted = services.draft_resolution(
        council=council,
        user=clerk,
        title="Về biên chế",
        issuer="standing_committee",
        meeting=BodyMeetingFactory(council=council),
    )
    services.adopt_at_meeting(resolution=drafted, user=clerk, on=date(2026, 6, 20))
    assert next_symbol(drafted, SIGNED) == "01/NQ-TTHĐND"
    services.sign(resolution=drafted, user=clerk, on=SIGNED, signer="Chủ tịch")
    assert str(drafted) == "01/NQ-TTHĐND"


def test_numbers_begin_again_each_year(term: CouncilTerm, clerk: User) -> None:
    def entered(year: int, **values: Any) -> str:
        day = date(year, 3, 2)
        return str(
            services.enter_adopted_resolution(
                council=term.council, title="Về việc thử", adopted_on=day, signed_on=day, user=clerk, **values
            )
        )

    assert [entered(2024), entered(2024), entered(2025)] == ["01/NQ-HĐND", "02/NQ-HĐND", "01/NQ-HĐND"]
    assert entered(2025, is_normative=True) == "01/2025/NQ-HĐND"


def test_a_number_already_given_is_refused_naming_the_other(sitting: Sitting, clerk: User) -> None:
    first = signed(sitting, clerk)
    second = adopted(sitting)
    with pytest.raises(Refused) as refusal:
        services.sign(resolution=second, user=clerk, on=SIGNED, signer="Chủ tịch", number=1)
    assert first.title in said(refusal, "number")
    second.refresh_from_db()
    assert (second.state, second.document) == (ResolutionState.PASSED, None)
    services.sign(resolution=second, user=clerk, on=SIGNED, signer="Chủ tịch", number=12)
    assert str(second) == "12/NQ-HĐND"
    assert str(signed(sitting, clerk)) == "13/NQ-HĐND"


@pytest.mark.parametrize("state", ["draft", "verified", "tabled", "rejected", "deferred"])
def test_nothing_is_signed_before_its_adoption(sitting: Sitting, clerk: User, state: str) -> None:
    drafted = ResolutionFactory(sitting=sitting, state=state)
    with pytest.raises(Refused) as refusal:
        services.sign(resolution=drafted, user=clerk, on=SIGNED, signer="Chủ tịch")
    first = _("The resolution has not been adopted yet; record the vote before its signature.")
    assert said(refusal, "on") == first
    assert not OfficialDocument.objects.exists()


def test_the_database_itself_keeps_no_signature_before_the_adoption(sitting: Sitting) -> None:
    drafted = ResolutionFactory(sitting=sitting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=drafted.pk).update(signed_on=SIGNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resolution.objects.filter(pk=drafted.pk).update(adopted_on=SIGNED, signed_on=ADOPTED)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": date(2026, 7, 14)}, "on"),
        ({"on": date(2026, 8, 4)}, "on"),
        ({"signer": "  "}, "signer"),
    ],
)
def test_a_signature_has_a_signer_and_a_day_between_adoption_and_today(
    sitting: Sitting, clerk: User, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.sign(
            resolution=adopted(sitting), user=clerk, **{"on": SIGNED, "signer": "Chủ tịch", **values}
        )
    assert said(refusal, field)


def test_nothing_is_signed_twice(sitting: Sitting, clerk: User) -> None:
    done = signed(sitting, clerk)
    with pytest.raises(Refused):
        services.sign(resolution=done, user=clerk, on=SIGNED, signer="Chủ tịch")
    assert NumberSeries.objects.get().last == 1


def test_the_signed_text_is_kept_as_word_file_and_pdf(sitting: Sitting, clerk: User) -> None:
    document = signed(sitting, clerk, text=TEXT, proposer="Ủy ban nhân dân xã").document
    assert document is not None
    assert document.docx is not None
    assert document.file is not None
    names = [file.versions.get().name for file in (document.docx, document.file)]
    assert names == ["nghi-quyet-01-2026.docx", "nghi-quyet-01-2026.pdf"]


def test_the_signed_copy_keeps_its_versions(sitting: Sitting, clerk: User) -> None:
    done = signed(sitting, clerk)
    for name in ("quet-1.pdf", "quet-2.pdf"):
        services.attach_signed_copy(resolution=done, user=clerk, upload=SimpleUploadedFile(name, PDF))
    assert done.signed_file is not None
    assert [version.name for version in done.signed_file.versions.all()] == ["quet-2.pdf", "quet-1.pdf"]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b""), ("a.exe", b"MZ\x90\x00"), ("a.pdf", b"x")])
def test_a_signed_copy_is_a_file_that_may_be_attached(
    sitting: Sitting, clerk: User, name: str, content: bytes
) -> None:
    with pytest.raises(Refused) as refusal:
        services.attach_signed_copy(
            resolution=signed(sitting, clerk), user=clerk, upload=SimpleUploadedFile(name, content)
        )
    assert said(refusal, "file")


# --- Sending up, gazette, publication, force ---


@pytest.mark.parametrize("name", ["send_up", "to_gazette"])
def test_a_day_of_sending_follows_the_signature_and_is_said_once(
    sitting: Sitting, clerk: User, name: str
) -> None:
    act = getattr(services, name)
    with pytest.raises(Refused) as refusal:
        act(resolution=adopted(sitting), user=clerk, on=SIGNED)
    assert said(refusal, "on")
    done = signed(sitting, clerk)
    for day in (date(2026, 7, 16), date(2026, 8, 4)):
        with pytest.raises(Refused) as refusal:
            act(resolution=done, user=clerk, on=day)
        assert said(refusal, "on")
    act(resolution=done, user=clerk, on=date(2026, 7, 18))
    with pytest.raises(Refused) as refusal:
        act(resolution=done, user=clerk, on=date(2026, 7, 19))
    assert "18/07/2026" in said(refusal, "on")


def test_a_text_is_published_after_its_issue_and_says_where(sitting: Sitting, clerk: User) -> None:
    with pytest.raises(Refused) as refusal:
        services.publish(resolution=adopted(sitting), user=clerk, on=SIGNED, where="Công báo số 7")
    assert said(refusal, "on")
    done = signed(sitting, clerk)
    with pytest.raises(Refused) as refusal:
        services.publish(resolution=done, user=clerk, on=SIGNED, where="Công báo số 7")
    assert said(refusal, "on") == _("It has been signed but not issued yet. Issue it first.")
    services.issue(resolution=done, user=clerk, on=date(2026, 7, 18))
    with pytest.raises(Refused) as refusal:
        services.publish(resolution=done, user=clerk, on=date(2026, 7, 20), where=" ")
    assert said(refusal, "where")
    services.publish(resolution=done, user=clerk, on=date(2026, 7, 20), where="Công báo số 7")
    assert (done.state, done.published_on, done.published_at) == (
        ResolutionState.PUBLISHED,
        date(2026, 7, 20),
        "Công báo số 7",
    )


@pytest.mark.parametrize(("level", "earliest"), [("province", 25), ("district", 22), ("commune", 22)])
def test_a_normative_text_in_force_too_soon_is_kept_only_for_a_reason(
    sitting: Sitting, clerk: User, level: str, earliest: int
) -> None:
    Council.objects.filter(pk=sitting.council_id).update(level=level)
    RuleFactory(code="RES-IN-FORCE", offset=earliest - ADOPTED.day, level=level, legal_basis="Luật, Điều 151")
    text = adopted(sitting, is_normative=True)
    first = date(2026, 7, earliest)
    with pytest.raises(Contradiction) as refusal:
        services.set_force(resolution=text, user=clerk, in_force_on=first.replace(day=earliest - 1))
    assert f"{first:%d/%m/%Y} (Luật, Điều 151)" in said(refusal, "in_force_on")
    services.set_force(resolution=text, user=clerk, in_force_on=first)
    soon = date(2026, 7, 16)
    services.set_force(
        resolution=text, user=clerk, in_force_on=soon, kept_because="Ban hành theo thủ tục rút gọn"
    )
    assert text.in_force_on == soon
    last = text.history.order_by("-pgh_id").first()  # type: ignore[attr-defined]  # the table of its history
    assert last.pgh_context.metadata["reason"] == "Ban hành theo thủ tục rút gọn"


@pytest.mark.parametrize(("level", "days"), [("province", 10), ("commune", 7)])
def test_the_law_says_when_a_normative_text_is_in_force_at_the_earliest(
    sitting: Sitting, level: str, days: int
) -> None:
    load_law()
    Council.objects.filter(pk=sitting.council_id).update(level=level)
    text = adopted(sitting, is_normative=True)
    assert earliest_force(Resolution.objects.get(pk=text.pk)) == ADOPTED + timedelta(days=days)
    assert earliest_force(adopted(sitting)) == ADOPTED


def test_force_follows_the_adoption_and_ends_after_it_began(sitting: Sitting, clerk: User) -> None:
    with pytest.raises(Refused) as refusal:
        services.set_force(resolution=ResolutionFactory(sitting=sitting), user=clerk, in_force_on=SIGNED)
    assert said(refusal, "in_force_on")
    text = adopted(sitting)
    with pytest.raises(Refused) as refusal:
        services.set_force(resolution=text, user=clerk, in_force_on=date(2026, 7, 14))
    assert "15/07/2026" in said(refusal, "in_force_on")
    with pytest.raises(Refused) as refusal:
        services.set_force(resolution=text, user=clerk, in_force_on=SIGNED, expires_on=SIGNED)
    assert said(refusal, "expires_on")
    assert services.set_force(resolution=text, user=clerk, in_force_on=ADOPTED).in_force_on == ADOPTED


# --- Taking back ---


def test_every_last_step_is_taken_back_with_a_reason(sitting: Sitting, clerk: User) -> None:
    text = ResolutionFactory(sitting=sitting)
    services.table(resolution=text, user=clerk, on=date(2026, 7, 14))
    services.adopt(resolution=text, on=ADOPTED, user=clerk)
    services.sign(resolution=text, user=clerk, on=SIGNED, signer="Chủ tịch")
    services.send_up(resolution=text, user=clerk, on=SIGNED)
    services.to_gazette(resolution=text, user=clerk, on=SIGNED)
    services.issue(resolution=text, user=clerk, on=SIGNED)
    services.publish(resolution=text, user=clerk, on=SIGNED, where="Công báo số 7")
    steps = ("publication", "gazette", "sending", "issue", "signature", "adoption", "tabling")
    for step in steps:
        services.take_back(resolution=text, user=clerk, step=step, reason="Ghi nhầm ngày")
    assert text.state == ResolutionState.DRAFT
    days = (
        text.adopted_on,
        text.signed_on,
        text.sent_up_on,
        text.gazette_on,
        text.published_on,
        text.in_force_on,
    )
    assert days == (None,) * 6
    assert (text.document, text.signer, text.published_at) == (None, "", "")
    assert {move.note for move in text.moves.all()} == {"Ghi nhầm ngày"}


def test_a_number_taken_back_is_given_again_and_the_signature_may_be_earlier(
    sitting: Sitting, clerk: User
) -> None:
    text = signed(sitting, clerk)
    services.take_back(resolution=text, user=clerk, step="signature", reason="Ghi nhầm ngày ký")
    assert not OfficialDocument.objects.exists()
    services.sign(resolution=text, user=clerk, on=date(2026, 7, 16), signer="Chủ tịch")
    assert (str(text), text.signed_on) == ("01/NQ-HĐND", date(2026, 7, 16))
    assert Resolution.objects.filter(search__contains="01 nq hdnd").get() == text


def test_a_number_stays_when_later_ones_were_given(sitting: Sitting, clerk: User) -> None:
    text = signed(sitting, clerk)
    signed(sitting, clerk)
    with pytest.raises(Refused) as refusal:
        services.take_back(resolution=text, user=clerk, step="signature", reason="Ghi nhầm ngày ký")
    assert "01/NQ-HĐND" in refusal.value.messages[0]


def test_nothing_is_taken_back_under_what_follows_from_it(sitting: Sitting, clerk: User) -> None:
    text = signed(sitting, clerk)
    services.send_up(resolution=text, user=clerk, on=SIGNED)
    with pytest.raises(Refused):
        services.take_back(resolution=text, user=clerk, step="signature", reason="Ghi nhầm")
    services.issue(resolution=text, user=clerk, on=SIGNED)
    services.to_gazette(resolution=text, user=clerk, on=SIGNED)
    services.publish(resolution=text, user=clerk, on=SIGNED, where="Công báo số 7")
    for step in ("gazette", "issue", "signature", "adoption", "tabling"):
        with pytest.raises(Refused):
            services.take_back(resolution=text, user=clerk, step=step, reason="Ghi nhầm")
    text.refresh_from_db()
    assert text.state == ResolutionState.PUBLISHED


def test_taking_back_needs_a_reason(sitting: Sitting, clerk: User) -> None:
    text = signed(sitting, clerk)
    with pytest.raises(Refused) as refusal:
        services.take_back(resolution=text, user=clerk, step="signature", reason=" ")
    assert said(refusal, "reason")


# --- Resolutions of the past ---


def test_a_resolution_of_the_past_is_entered_with_every_day_it_went_through(
    sitting: Sitting, clerk: User
) -> None:
    send_up_rule()
    old = services.enter_adopted_resolution(
        council=sitting.council,
        sitting=sitting,
        title="Quy định mức thu phí",
        is_normative=True,
        number=7,
        adopted_on=ADOPTED,
        signed_on=SIGNED,
        signer="Chủ tịch",
        sent_up_on=date(2026, 7, 20),
        published_on=date(2026, 7, 30),
        published_at="Công báo số 9",
        in_force_on=date(2026, 7, 25),
        user=clerk,
    )
    assert (old.state, str(old)) == (ResolutionState.PUBLISHED, "07/2026/NQ-HĐND")
    assert [(move.to_state, move.effective_on.day) for move in old.moves.all()] == [
        ("passed", 15),
        ("signed", 17),
        ("issued", 17),
        ("published", 30),
    ]
    assert (old.send_up_due_on, old.council_term) == (date(2026, 7, 20), sitting.council_term)


def test_one_of_the_past_costs_few_queries(
    sitting: Sitting, clerk: User, django_assert_max_num_queries: Any
) -> None:
    send_up_rule()
    with django_assert_max_num_queries(22):
        services.enter_adopted_resolution(
            council=sitting.council, sitting=sitting, title="Về việc cũ", adopted_on=ADOPTED, signed_on=SIGNED
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"adopted_on": date(2026, 7, 13)}, "adopted_on"),
        ({"adopted_on": date(2026, 8, 4), "signed_on": date(2026, 8, 5)}, "adopted_on"),
        ({"signed_on": date(2026, 7, 14)}, "signed_on"),
        ({"signed_on": date(2026, 8, 4)}, "signed_on"),
        ({"sent_up_on": date(2026, 7, 16)}, "sent_up_on"),
        ({"gazette_on": date(2026, 8, 4)}, "gazette_on"),
        ({"published_on": date(2026, 7, 16), "published_at": "x"}, "published_on"),
        ({"published_on": date(2026, 7, 18)}, "published_at"),
        ({"in_force_on": date(2026, 7, 14)}, "in_force_on"),
        ({"expires_on": date(2026, 7, 17)}, "expires_on"),
        ({"issuer": "standing_committee"}, "sitting"),
    ],
)
def test_days_out_of_order_are_refused_beside_their_field(
    sitting: Sitting, values: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"title": "Về việc cũ", "adopted_on": ADOPTED, "signed_on": SIGNED, **values}
    with pytest.raises(Refused) as refusal:
        services.enter_adopted_resolution(council=sitting.council, sitting=sitting, **given)
    assert field in refusal.value.message_dict
    assert not Resolution.objects.exists()


def test_a_resolution_of_another_councils_sitting_is_refused(
    council: Council, other_council: Council
) -> None:
    strange = SittingFactory(council_term=other_council.terms.get())
    with pytest.raises(Refused) as refusal:
        services.enter_adopted_resolution(
            council=council, sitting=strange, title="Về việc cũ", adopted_on=ADOPTED, signed_on=SIGNED
        )
    assert said(refusal, "sitting")


def test_a_number_of_the_past_that_another_bears_is_refused(sitting: Sitting) -> None:
    given: dict[str, Any] = {
        "council": sitting.council,
        "adopted_on": ADOPTED,
        "signed_on": SIGNED,
        "number": 5,
    }
    services.enter_adopted_resolution(title="Về việc thứ nhất", **given)
    with pytest.raises(Refused) as refusal:
        services.enter_adopted_resolution(title="Về việc thứ hai", **given)
    assert "Về việc thứ nhất" in said(refusal, "number")


def test_the_history_names_who_did_it_where_no_request_does(
    sitting: Sitting, clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text = signed(sitting, clerk)
    events = text.history.filter(state="signed").select_related("pgh_context")  # type: ignore[attr-defined]  # its history
    with django_assert_num_queries(1):
        assert {event.pgh_context.metadata["user"] for event in events} == {clerk.pk}


# --- When the rule for sending up changes ---


def test_days_for_sending_up_move_with_their_rule_until_they_are_kept(sitting: Sitting, clerk: User) -> None:
    rule = send_up_rule()
    waiting, sent = signed(sitting, clerk), signed(sitting, clerk)
    services.send_up(resolution=sent, user=clerk, on=SIGNED)
    change = partial(
        councils.rule_change,
        rule,
        partial(councils.revise_rule, rule=rule, user=clerk, offset=5, legal_basis="Luật mới, Điều 9"),
    )
    preview = councils.try_out(change)
    assert [(line.title, line.old.day, line.new.day) for line in preview.lines] == [(waiting.title, 20, 22)]
    assert councils.carry_out(change, user=clerk, dates=True) == 1
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.send_up_due_on, sent.send_up_due_on) == (date(2026, 7, 22), date(2026, 7, 20))
    assert waiting.send_up_rule is not None
    assert waiting.send_up_rule.legal_basis == "Luật mới, Điều 9"
