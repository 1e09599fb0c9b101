"""Lists, the page of one follow-up, files and the inbox: who sees what, in how many queries."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from followups import notices, services
from followups.models import FollowUp, Notice
from tests.factories import (
    AgencyFactory,
    FieldFactory,
    OpinionFactory,
    follow_up,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LIST, INBOX = "/follow-ups/", "/follow-ups/notices/"


def answer(task: FollowUp, user: Any = None, **changes: Any) -> Any:
    words = {"text": "Đã sửa xong cầu.", "result_class": "resolved", "dated_on": date(2026, 7, 1)}
    return services.reply_to(follow_up=task, user=user, quiet=True, **{**words, **changes})


def titles(response: Any) -> list[str]:
    return [row.follow_up.title for row in response.context["table"].rows]


# --- The list ---


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("secretariat")
    for number in range(count):
        follow_up(agency, title=f"Việc số {number}", field=FieldFactory())
    client.get(LIST)
    with django_assert_num_queries(11):
        assert len(titles(client.get(LIST))) == count


def test_the_list_begins_with_what_is_late_and_ends_with_what_is_settled(agency: Any, client_as: Any) -> None:
    today = timezone.localdate()
    sent = today - timedelta(days=90)
    for title, days in (("sau", 20), ("quá hạn", -3), ("trước", 9), ("quá hạn lâu", -30)):
        follow_up(agency, title=title, on=sent, due=today + timedelta(days=days))
    answered, done = (
        follow_up(agency, title=title, on=sent, due=today) for title in ("chờ đánh giá", "xong")
    )
    for task in (answered, done):
        answer(task, dated_on=today)
    services.assess(follow_up=done, user=None, verdict="accepted", on=today, quiet=True)
    expected = ["quá hạn lâu", "quá hạn", "trước", "sau", "chờ đánh giá", "xong"]
    assert titles(client_as("secretariat").get(LIST)) == expected


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CAU+dan+sinh", {"Sửa cầu dân sinh"}),
        ("q=đèn", {"Lắp đèn đường"}),
        ("state=open", {"Lắp đèn đường"}),
        ("state=waiting", {"Sửa cầu dân sinh"}),
        ("state=settled", set()),
        ("late=on", {"Lắp đèn đường"}),
        ("due_from=16/07/2026", {"Sửa cầu dân sinh"}),
        ("due_until=2026-07-15", {"Lắp đèn đường"}),
        ("kind=opinion", {"Sửa cầu dân sinh", "Lắp đèn đường"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    agency: Any, client_as: Any, query: str, found: set[str]
) -> None:
    follow_up(agency, title="Lắp đèn đường", due=date(2026, 7, 15))
    answer(follow_up(agency, title="Sửa cầu dân sinh", due=date(2026, 7, 20)))
    assert set(titles(client_as("secretariat").get(f"{LIST}?{query}"))) == found


def test_the_list_shows_what_waits_for_more_time(agency: Any, client_as: Any, user_as: Any) -> None:
    asked, _other = follow_up(agency, title="Xin gia hạn"), follow_up(agency, title="Không xin")
    until = max(date(2026, 7, 15), timezone.localdate()) + timedelta(days=9)
    services.request_extension(follow_up=asked, user=user_as("agency"), until=until, reason="Chờ vốn")
    assert titles(client_as("leader").get(f"{LIST}?state=more_time")) == ["Xin gia hạn"]


def test_an_agency_s_list_holds_what_was_sent_to_it_and_offers_no_other_agencies(
    agency: Any, client_as: Any
) -> None:
    follow_up(agency, title="Của mình")
    follow_up(AgencyFactory(council=agency.council), title="Của cơ quan khác")
    response = client_as("agency").get(LIST)
    assert titles(response) == ["Của mình"]
    assert "agency" not in response.context["filter"].form.fields


def test_a_list_of_another_council_is_not_found(other_council: Any, client_as: Any) -> None:
    assert client_as("secretariat").get(f"{LIST}?council={other_council.pk}").status_code == 404


# --- One follow-up ---


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_answer_and_for_three(
    task: FollowUp, client_as: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    owner, staff = user_as("agency"), user_as("secretariat")
    for number in range(count):
        answer(task, owner, uploads=[SimpleUploadedFile(f"{number}.pdf", PDF)])
        services.assess(follow_up=task, user=staff, verdict="returned", on=date(2026, 7, 2), reason="Chưa rõ")
    client = client_as("secretariat")
    client.get(task.get_absolute_url())
    with django_assert_num_queries(16):
        assert client.get(task.get_absolute_url()).status_code == 200


def test_the_page_says_the_five_clears_and_why_it_is_due_when_it_is(task: FollowUp, client_as: Any) -> None:
    page = client_as("delegate").get(task.get_absolute_url()).content.decode()
    for words in (
        str(task.agency),
        task.title,
        task.accountable,
        task.evidence,
        "15/07/2026",
        "15/06/2026",
        "Trả lời kiến nghị của cử tri",
        "Quy chế làm việc của Hội đồng nhân dân",
        "ngày nhận văn bản chuyển",
    ):
        assert words in page


def without_choices(page: str) -> str:
    """The page without the choices of its filter."""
    return re.sub(r"<option.*?</option>", "", page, flags=re.DOTALL)


def test_an_answer_in_time_is_called_done_only_when_somebody_has_accepted_it(
    task: FollowUp, client_as: Any
) -> None:
    client = client_as("secretariat")
    answer(task)
    for address in (LIST, task.get_absolute_url()):
        page = without_choices(client.get(address).content.decode())
        assert _("answered in time") in page
        assert _("done in time") not in page.replace(_("answered in time"), "")
    services.assess(follow_up=task, user=None, verdict="accepted", on=date(2026, 7, 2))
    assert _("done in time") in without_choices(client.get(LIST).content.decode())


def test_the_page_is_called_by_its_origin_and_says_its_title_once(agency: Any, client_as: Any) -> None:
    task = follow_up(agency, title="Sửa cầu", detail="Đề nghị sửa cầu sớm.\nCầu hỏng đã lâu.")
    opinion = OpinionFactory(meeting__round__council_term=task.council.terms.get(), follow_up=task)
    inside = client_as("secretariat").get(task.get_absolute_url())
    assert str(opinion) in inside.context["crumbs"][-1][0]
    page = inside.content.decode().split("<main", 1)[1]
    assert (page.count("Sửa cầu"), page.count("Cầu hỏng đã lâu.")) == (1, 1)
    outside = client_as("agency").get(task.get_absolute_url())
    assert str(opinion) not in outside.context["crumbs"][-1][0]


def test_people_of_another_council_and_of_another_agency_find_nothing(
    task: FollowUp, client_as: Any, other_council: Any, agency: Any, user_as: Any
) -> None:
    reply = answer(task, user_as("agency"), uploads=[SimpleUploadedFile("a.pdf", PDF)])
    stranger = client_as("secretariat", council=other_council)
    neighbour = client_as("agency", agency=AgencyFactory(council=agency.council))
    names = ["followup_detail", "followup_acknowledge", "reply_create", "followup_assess", "followup_close"]
    addresses = [reverse(f"followups:{name}", args=[task.pk]) for name in names]
    addresses.append(reverse("followups:file_download", args=[task.pk, reply.files.get().pk]))
    for client in (stranger, neighbour):
        assert {client.get(address).status_code for address in addresses} == {404}


def test_an_agency_reads_the_reasons_given_to_it_but_not_the_council_s_own_notes(
    task: FollowUp, client_as: Any, user_as: Any
) -> None:
    staff = user_as("secretariat")
    answer(task, user_as("agency"))
    services.assess(
        follow_up=task, user=staff, verdict="returned", on=date(2026, 7, 2), reason="Chưa nêu nguồn vốn"
    )
    answer(task, user_as("agency"))
    services.assess(follow_up=task, user=staff, verdict="accepted", on=date(2026, 7, 3))
    services.close(follow_up=task, user=staff, on=date(2026, 7, 4), note="Theo dõi thêm khi giám sát")
    outside = client_as("agency").get(task.get_absolute_url()).content.decode()
    inside = client_as("leader").get(task.get_absolute_url()).content.decode()
    assert "Chưa nêu nguồn vốn" in outside
    assert "Chưa nêu nguồn vốn" in inside
    for words in ("Theo dõi thêm khi giám sát", staff.full_name):
        assert words in inside
        assert words not in outside


def test_a_file_is_downloaded_through_its_own_follow_up_only(
    agency: Any, task: FollowUp, client_as: Any, user_as: Any
) -> None:
    file = answer(task, user_as("agency"), uploads=[SimpleUploadedFile("Dự toán.pdf", PDF)]).files.get()
    client = client_as("agency")
    response = client.get(reverse("followups:file_download", args=[task.pk, file.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    other = follow_up(agency, title="Việc khác")
    assert client.get(reverse("followups:file_download", args=[other.pk, file.pk])).status_code == 404


def test_opening_a_follow_up_reads_its_notices(task: FollowUp, client_as: Any) -> None:
    client = client_as("agency")
    notices.announce(follow_up=task, kind="issued", actor=None)
    client.get(task.get_absolute_url())
    assert notices.unread_count(client.user) == 0


# --- Inbox ---


def test_the_inbox_shows_the_unread_first_and_marks_one_or_all_read(agency: Any, client_as: Any) -> None:
    client = client_as("agency")
    for title in ("Việc một", "Việc hai", "Việc ba"):
        notices.announce(follow_up=follow_up(agency, title=title), kind="issued", actor=None)
    newest = Notice.objects.get(follow_up__title="Việc ba")
    assert client.post(reverse("followups:notice_read", args=[newest.pk])).status_code == 302
    shown = [line.notice.follow_up.title for line in client.get(INBOX).context["lines"]]
    assert shown == ["Việc hai", "Việc một", "Việc ba"]
    client.post(reverse("followups:notice_read_all"))
    assert notices.unread_count(client.user) == 0


def test_nobody_reads_or_marks_somebody_else_s_notice(task: FollowUp, client_as: Any, user_as: Any) -> None:
    user_as("agency")
    notices.announce(follow_up=task, kind="issued", actor=None)
    notice = Notice.objects.get()
    client = client_as("secretariat")
    assert client.get(INBOX).context["lines"] == []
    assert client.post(reverse("followups:notice_read", args=[notice.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_for_one_notice_and_for_three(
    agency: Any, client_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    client = client_as("agency")
    for number in range(count):
        notices.announce(follow_up=follow_up(agency, title=f"Việc {number}"), kind="issued", actor=None)
    client.get(INBOX)
    with django_assert_num_queries(7):
        assert len(client.get(INBOX).context["lines"]) == count
