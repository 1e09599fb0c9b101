"""All papers in one ZIP: packed once by a worker, with readable names and an index that opens offline."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import BrowserContext, Request, expect

from accounts.models import User
from councils.models import CouncilTerm
from documents.models import File
from portal.celery import app
from sessions import bundling, services
from sessions.models import Paper, PaperBundle, Sitting
from sessions.tasks import make_bundle
from tests.factories import CommitteeFactory, PaperFactory
from tests.permissions.world import PDF
from tests.sessions.convening_world import add_version, ahead, sent_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path: Any, settings: Any) -> None:
    """Files of the test go where nobody keeps them."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def staff(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def sitting(term: CouncilTerm, staff: User) -> Sitting:
    """Three papers sent: one on the agenda under a section, one without a file, one on no item."""
    made = ahead(term)
    committee = CommitteeFactory(council=term.council)
    report = sent_paper(
        made,
        staff,
        number=5,
        title="Báo cáo <ngân sách> & đầu tư công",
        committee=committee,
        symbol="12/BC-UBND",
    )
    sent_paper(made, staff, number=2, title="Thông báo của Mặt trận")
    PaperFactory(sitting=made, number=9, state="sent_to_delegates", title="Tài liệu giấy")
    PaperFactory(sitting=made, number=10, title="Chưa gửi")
    services.add_item(sitting=made, user=None, title="Các báo cáo", kind="section")
    services.add_item(sitting=made, user=None, title="A", papers=[report.paper])
    return made


@pytest.fixture
def ready(sitting: Sitting, staff: User) -> PaperBundle:
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    make_bundle(bundle.pk)
    bundle.refresh_from_db()
    return bundle


def unpacked(bundle: PaperBundle, folder: Path) -> list[str]:
    """The names in a ZIP, which is unpacked into a folder."""
    assert bundle.file
    with bundle.file.versions.get().content.open("rb") as content, ZipFile(content) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
        return archive.namelist()


# --- What is in it ---


def test_papers_lie_in_folders_of_the_agenda_under_plain_names(ready: PaperBundle, tmp_path: Path) -> None:
    assert (ready.state, ready.done_papers, ready.all_papers) == ("done", 2, 2)
    assert unpacked(ready, tmp_path / "zip") == [
        "muc-luc.html",
        "01-cac-bao-cao/05-bao-cao-ngan-sach-dau-tu-cong.pdf",
        "02-tai-lieu-khac/02-thong-bao-cua-mat-tran.pdf",
    ]
    assert (tmp_path / "zip/01-cac-bao-cao/05-bao-cao-ngan-sach-dau-tu-cong.pdf").read_bytes() == PDF


def test_long_titles_are_cut_between_words(sitting: Sitting, staff: User, tmp_path: Path) -> None:
    Paper.objects.filter(number=5).update(title="Báo cáo tình hình " * 20)
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    make_bundle(bundle.pk)
    bundle.refresh_from_db()
    names = unpacked(bundle, tmp_path / "zip")
    assert all(len(name) < 160 and re.fullmatch(r"[a-z0-9./-]+", name) for name in names)


def test_the_index_lists_everything_and_loads_nothing_from_elsewhere(
    ready: PaperBundle, tmp_path: Path
) -> None:
    unpacked(ready, tmp_path / "zip")
    page = (tmp_path / "zip/muc-luc.html").read_text()
    for words in (
        'lang="vi"',
        "Mục lục tài liệu",
        "Báo cáo &lt;ngân sách&gt; &amp; đầu tư công",
        "12/BC-UBND",
        "Ban Kinh tế - Ngân sách",
        "Chưa có tệp",
        "Tài liệu khác",
    ):
        assert words in page
    assert "Chưa gửi" not in page
    assert "http" not in page
    assert "<script" not in page
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) == 2
    assert all((tmp_path / "zip" / link).is_file() for link in links)


def note(asked: list[str], request: Request) -> None:
    """Remember what a page asks for."""
    asked.append(request.url)


@pytest.mark.browser
@pytest.mark.parametrize("js", [True, False])
def test_the_index_opens_from_the_disk_in_a_browser(
    ready: PaperBundle, tmp_path: Path, new_context: Callable[..., BrowserContext], js: bool
) -> None:
    unpacked(ready, tmp_path / "zip")
    for width in (1280, 390):
        context = new_context(java_script_enabled=js, viewport={"width": width, "height": 800}, offline=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", partial(note, asked))
        page.goto((tmp_path / "zip/muc-luc.html").as_uri())
        expect(page.get_by_role("heading", level=1)).to_contain_text("Tài liệu Kỳ họp thứ Năm")
        expect(page.get_by_role("link")).to_have_count(2)
        goal = page.get_by_role("link", name="Báo cáo <ngân sách> & đầu tư công")
        assert (goal.get_attribute("href") or "").endswith(".pdf")
        assert all(url.startswith("file://") for url in asked)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- Packed once ---


def test_the_same_papers_are_not_packed_twice(sitting: Sitting, staff: User, ready: PaperBundle) -> None:
    assert services.ask_bundle(sitting=sitting, user=staff) == ready
    assert PaperBundle.objects.count() == 1
    make_bundle(ready.pk)
    assert File.objects.filter(title__startswith="tai-lieu-ky-hop").count() == 1


@pytest.mark.parametrize("change", ["version", "title", "agenda", "paper"])
def test_what_changes_the_zip_makes_another(
    sitting: Sitting, staff: User, ready: PaperBundle, change: str
) -> None:
    paper = Paper.objects.get(number=5)
    match change:
        case "version":
            add_version(paper, staff)
        case "title":
            Paper.objects.filter(pk=paper.pk).update(title="Tên mới")
        case "agenda":
            services.update_item(
                item=sitting.agenda_items.get(kind="section"),
                user=None,
                version=None,
                title="Báo cáo, tờ trình",
            )
        case "paper":
            Paper.objects.filter(number=2).update(state="withdrawn")
    assert services.ask_bundle(sitting=sitting, user=staff) != ready


def test_asking_hands_it_to_a_worker_after_the_commit(
    sitting: Sitting, staff: User, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(make_bundle, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        bundle = services.ask_bundle(sitting=sitting, user=staff)
        services.ask_bundle(sitting=sitting, user=staff)
        assert sent == []
    assert sent == [bundle.pk]


def test_long_work_waits_in_the_queue_of_reports() -> None:
    assert app.amqp.router.route({}, "sessions.tasks.make_bundle")["queue"].name == "reports"


def test_with_nothing_sent_there_is_nothing_to_pack(term: CouncilTerm, staff: User) -> None:
    bare = ahead(term)
    PaperFactory(sitting=bare, state="sent_to_delegates")
    with pytest.raises(ValidationError) as refusal:
        services.ask_bundle(sitting=bare, user=staff)
    assert refusal.value.messages


def test_large_papers_never_stand_in_memory_whole(sitting: Sitting, staff: User) -> None:
    for number in range(20, 24):
        sent_paper(sitting, staff, number=number, content=PDF + b"x" * 12_000_000)
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    tracemalloc.start()
    make_bundle(bundle.pk)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    bundle.refresh_from_db()
    assert bundle.file
    assert bundle.file.versions.get().size > 48_000_000
    assert peak < 12_000_000


# --- Progress and failure ---


def test_progress_is_seen_paper_by_paper(sitting: Sitting, staff: User, monkeypatch: Any) -> None:
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    seen: list[tuple[str, int, int]] = []

    def spy(*args: Any) -> Any:
        for done in pack(*args):
            bundle.refresh_from_db()
            seen.append((bundle.state, bundle.done_papers, bundle.all_papers))
            yield done

    pack = bundling.pack
    monkeypatch.setattr(bundling, "pack", spy)
    make_bundle(bundle.pk)
    assert seen == [("running", 0, 2), ("running", 1, 2)]


@pytest.mark.parametrize(
    "error", [SoftTimeLimitExceeded(), RuntimeError("secret detail"), FileNotFoundError("x")]
)
def test_a_failure_is_told_in_words_and_can_be_tried_again(
    sitting: Sitting, staff: User, monkeypatch: Any, error: Exception
) -> None:
    bundle = services.ask_bundle(sitting=sitting, user=staff)

    def fail(*_args: Any) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(bundling, "pack", fail)
        make_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == "failed"
    assert bundle.error
    assert "secret" not in bundle.error
    services.retry_bundle(bundle=bundle)
    make_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == "done"
    with pytest.raises(ValidationError):
        services.retry_bundle(bundle=bundle)


def test_a_bundle_whose_worker_died_is_taken_over(sitting: Sitting, staff: User) -> None:
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    rows = PaperBundle.objects.filter(pk=bundle.pk)
    rows.update(state="running", updated_at=timezone.now())
    make_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == "running"
    rows.update(updated_at=timezone.now() - timedelta(hours=1))
    assert services.ask_bundle(sitting=sitting, user=staff) != bundle
    make_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == "done"


# --- Pages ---


def url(name: str, pk: int) -> str:
    return reverse(f"sittings:{name}", args=[pk])


def test_a_delegate_asks_watches_and_downloads(sitting: Sitting, client_as: Callable[..., Client]) -> None:
    client = client_as("delegate")
    answer = client.post(url("bundle_create", sitting.pk))
    bundle = PaperBundle.objects.get()
    assert answer["Location"] == bundle.get_absolute_url()
    page = client.get(bundle.get_absolute_url()).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert client.get(url("bundle_file", bundle.pk)).status_code == 404
    assert client.get(bundle.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 200
    make_bundle(bundle.pk)
    assert client.get(bundle.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 286
    assert url("bundle_file", bundle.pk) in client.get(bundle.get_absolute_url()).content.decode()
    file: Any = client.get(url("bundle_file", bundle.pk))
    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"].endswith('.zip"')
    assert b"".join(file.streaming_content).startswith(b"PK\x03\x04")


def test_with_nothing_to_pack_the_reader_is_led_back_with_the_reason(
    term: CouncilTerm, client_as: Callable[..., Client]
) -> None:
    bare = ahead(term)
    answer = client_as("committee").post(url("bundle_create", bare.pk), follow=True)
    assert answer.redirect_chain[-1][0] == url("sitting_reading", bare.pk)
    said = _("No paper has been sent to the delegates yet: there is nothing to pack.")
    assert said in answer.content.decode()


def test_an_auditor_downloads_what_others_had_packed_and_sets_nothing_going(
    sitting: Sitting, staff: User, client_as: Callable[..., Client]
) -> None:
    client = client_as("auditor")
    reading = url("sitting_reading", sitting.pk)
    assert client.post(url("bundle_create", sitting.pk)).status_code == 403
    assert str(_("All papers in one ZIP")) not in client.get(reading).content.decode()
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    bundling.make(bundle.pk)
    assert f'href="{bundle.get_absolute_url()}"' in client.get(reading).content.decode()
    file: Any = client.get(url("bundle_file", bundle.pk))
    assert b"".join(file.streaming_content).startswith(b"PK")


def test_a_failed_bundle_says_why_and_offers_another_try(
    sitting: Sitting, staff: User, client_as: Callable[..., Client]
) -> None:
    bundle = services.ask_bundle(sitting=sitting, user=staff)
    PaperBundle.objects.filter(pk=bundle.pk).update(state="failed", error="Hết giờ.")
    client = client_as("delegate")
    page = client.get(bundle.get_absolute_url()).content.decode()
    assert "Hết giờ." in page
    assert url("bundle_retry", bundle.pk) in page
    assert client.get(url("bundle_retry", bundle.pk)).status_code == 200
    client.post(url("bundle_retry", bundle.pk))
    bundle.refresh_from_db()
    assert bundle.state == "waiting"


def test_a_stranger_and_an_agency_find_no_bundle(
    ready: PaperBundle, client_as: Callable[..., Client], other_council: Any
) -> None:
    for client in (client_as("secretariat", council=other_council), client_as("agency")):
        for name in ("bundle_detail", "bundle_file"):
            assert client.get(url(name, ready.pk)).status_code == 404


def test_the_page_says_how_many_papers_have_no_file(ready: PaperBundle, staff: User) -> None:
    client = Client()
    client.force_login(staff)
    page = client.get(ready.get_absolute_url())
    assert page.context["without_file"] == 1
    words = ngettext(
        "%(count)s paper has no file and is not in the ZIP; the index names it.",
        "%(count)s papers have no file and are not in the ZIP; the index names them.",
        1,
    )
    assert words % {"count": 1} in page.content.decode()
