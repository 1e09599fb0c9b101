"""A report is asked for, made by a worker once, found again; what failed says why and can be made again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import Refused
from documents.docx import to_docx
from documents.models import File
from reports import making, services
from reports.models import ReportRun
from reports.tasks import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Any, settings: Any) -> None:
    """Files of the test go where nobody keeps them."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def run(ask: Any, user_as: Any, files: None) -> ReportRun:
    return services.ask_report(question=ask(), user=user_as("secretariat"))


def first_bytes(file: File | None) -> bytes:
    """What a stored file begins with."""
    assert file is not None
    with file.versions.get().content.open("rb") as content:
        found: bytes = content.read(4)
        return found


def test_asking_hands_the_run_to_a_worker_after_the_commit(
    ask: Any, user_as: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(make_report, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        run = services.ask_report(question=ask(), user=user_as("secretariat"))
        assert sent == []
    assert sent == [run.pk]


def test_a_run_is_made_with_both_files(run: ReportRun) -> None:
    make_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.progress) == ("done", 100)
    assert first_bytes(run.docx) == b"PK\x03\x04"
    assert first_bytes(run.pdf) == b"%PDF"


def test_making_it_twice_makes_one_report(run: ReportRun) -> None:
    make_report(run.pk)
    run.refresh_from_db()
    first = (run.docx_id, run.finished_at)
    make_report(run.pk)
    run.refresh_from_db()
    assert (run.docx_id, run.finished_at) == first


def test_progress_is_seen_while_it_is_made(run: ReportRun, monkeypatch: Any) -> None:
    seen: list[tuple[int, str]] = []

    def spy(document: Any) -> bytes:
        run.refresh_from_db()
        seen.append((run.progress, run.step))
        return to_docx(document)

    monkeypatch.setattr(making, "to_docx", spy)
    make_report(run.pk)
    assert seen == [(45, "docx")]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused("Không có khóa."), "Không có khóa."),
        (SoftTimeLimitExceeded(), "5"),
        (RuntimeError("secret detail"), "{pk}"),
    ],
)
def test_a_failure_is_told_in_words_and_without_inner_details(
    run: ReportRun, monkeypatch: Any, error: Exception, said: str
) -> None:
    def fail(_question: Any) -> None:
        raise error

    monkeypatch.setattr(making, "activity_report", fail)
    make_report(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert said.format(pk=run.pk) in run.error
    assert "secret" not in run.error


def test_a_failed_run_can_be_made_again_a_ready_one_not(run: ReportRun) -> None:
    ReportRun.objects.filter(pk=run.pk).update(state="failed", error="…")
    services.retry_report(run=run)
    assert (run.state, run.error) == ("waiting", "")
    make_report(run.pk)
    with pytest.raises(Refused):
        services.retry_report(run=run)


def test_a_run_whose_worker_died_is_taken_over(run: ReportRun) -> None:
    ReportRun.objects.filter(pk=run.pk).update(state="running", updated_at=timezone.now())
    make_report(run.pk)
    run.refresh_from_db()
    assert run.state == "running"
    ReportRun.objects.filter(pk=run.pk).update(updated_at=timezone.now() - timedelta(hours=1))
    make_report(run.pk)
    run.refresh_from_db()
    assert run.state == "done"


# --- Pages ---


def test_the_form_asks_for_a_report_and_shows_its_run(client_as: Any) -> None:
    client: Client = client_as("leader")
    address = reverse("reports:run_create")
    assert client.get(address).status_code == 200
    days = {"from": "01/01/2026", "to": "30/09/2026", "as_of": "29/09/2026", "scope": "own"}
    answer = client.post(address, days)
    run = ReportRun.objects.get()
    assert answer["Location"] == run.get_absolute_url()
    assert run.asked_by == client.user  # type: ignore[attr-defined]  # put there by the fixture


def test_the_form_keeps_what_was_typed_when_it_refuses(client_as: Any) -> None:
    days = {"from": "01/10/2026", "to": "30/09/2026", "as_of": "29/09/2026", "scope": "own"}
    answer = client_as("secretariat").post(reverse("reports:run_create"), days)
    assert answer.status_code == 422
    assert "01/10/2026" in answer.content.decode()
    assert not ReportRun.objects.exists()


def test_the_run_page_asks_again_until_it_is_ready_with_and_without_script(
    run: ReportRun, client_as: Any
) -> None:
    client = client_as("auditor")
    page = client.get(run.get_absolute_url()).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 200
    make_report(run.pk)
    assert client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 286
    page = client.get(run.get_absolute_url()).content.decode()
    assert "hx-trigger" not in page.split("<main")[1]
    for extension in ("docx", "pdf"):
        address = reverse("reports:run_file", args=[run.pk, extension])
        assert address in page
        download = client.get(address)
        assert download["Content-Disposition"].startswith("attachment")
        assert b"".join(download.streaming_content)


def test_a_failed_run_offers_to_be_made_again_to_those_who_may(run: ReportRun, client_as: Any) -> None:
    ReportRun.objects.filter(pk=run.pk).update(state="failed", error="Hết giờ.")
    retry = reverse("reports:run_retry", args=[run.pk])
    assert retry not in client_as("auditor").get(run.get_absolute_url()).content.decode()
    client = client_as("leader")
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Hết giờ." in page
    assert retry in page
    assert client.post(retry)["Location"] == run.get_absolute_url()
    run.refresh_from_db()
    assert run.state == "waiting"


def test_a_file_that_is_not_there_is_not_found(run: ReportRun, client_as: Any) -> None:
    client = client_as("secretariat")
    for extension in ("docx", "exe"):
        assert client.get(reverse("reports:run_file", args=[run.pk, extension])).status_code == 404


@pytest.mark.parametrize("name", ["run_detail", "run_retry"])
def test_a_stranger_finds_no_run(run: ReportRun, client_as: Any, other_council: Any, name: str) -> None:
    stranger = client_as("secretariat", council=other_council)
    assert stranger.get(reverse(f"reports:{name}", args=[run.pk])).status_code == 404


@pytest.mark.parametrize("role", ["committee", "delegate", "auditor", "agency", "administrator"])
def test_only_secretariat_and_leaders_ask_for_reports(client_as: Any, role: str) -> None:
    assert client_as(role).get(reverse("reports:run_create")).status_code == 403
