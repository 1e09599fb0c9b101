"""Nobody but the handlers can learn who denounces: a name is planted and looked for everywhere."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg import sql

from accounts.models import User
from core import sealing
from core.text import fold
from councils.models import Agency, Council, CouncilTerm
from documents.models import FileVersion
from tests.factories import ReceptionFactory, UserFactory, seated
from tests.voters.letters_kit import DAY, make_rules, ready, register
from voters import services
from voters.identity import Identity, Person, open_identity
from voters.models import Handler, IdentityView, Letter, LetterScan, ReceptionRecord
from voters.services.letters import read_scan

pytestmark = pytest.mark.django_db

NAME = "Zuyên Qoắc Xừ"
ADDRESS = "Ngách Wểnh 77"
ID, PHONE = "099887766554", "0977665544"
INSIDE = "Jũp Fềng"
PLANTED = Identity((Person(NAME, ADDRESS, ID, PHONE),), INSIDE)
SECRETS = tuple(
    {word for secret in (NAME, ADDRESS, ID, PHONE, INSIDE) for word in (secret, fold(secret), secret.upper())}
)
PDF = b"%PDF-1.4\n" + NAME.encode() + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def events_of(letter: Any) -> Any:
    """The history that the database keeps of a letter."""
    return letter.history.all()


def found_in(text: str) -> list[str]:
    """Which of the secrets stand in a text."""
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def handler(user_as: Callable[..., User]) -> User:
    """Who registered the denunciation."""
    return user_as("secretariat")


@pytest.fixture
def denunciation(council: Council, agency: Agency, handler: User) -> Letter:
    """A denunciation that has gone its whole way: scanned, classified, forwarded."""
    make_rules()
    letter = ready(
        council,
        handler,
        kind="denunciation",
        identity=PLANTED,
        summary="Tố cáo sai phạm trong thu chi quỹ thôn",
        uploads=[SimpleUploadedFile(f"{NAME}.pdf", PDF)],
    )
    services.act(letter=letter, kind="forward", user=handler, terms=services.Terms(on=DAY, agency=agency))
    return letter


@pytest.fixture
def visit(term: CouncilTerm, agency: Agency, handler: User, denunciation: Letter) -> ReceptionRecord:
    """A denunciation brought to a reception, forwarded."""
    reception = ReceptionFactory(council=term.council, delegate=seated(term), day=DAY)
    record = services.record_visit(
        reception=reception,
        user=handler,
        kind="denunciation",
        content="Tố cáo lấn đất công",
        identity=PLANTED,
    )
    services.forward_matter(
        record=record, agency=agency, on=DAY, due_on=date(2026, 10, 7), due_basis="Luật Tố cáo", user=handler
    )
    services.guide_visitor(record=record, body="UBND xã", on=DAY, user=handler)
    record.refresh_from_db()
    return record


ROLES = ("secretariat", "leader", "committee", "delegate", "agency", "auditor", "administrator")


def addresses(letter: Letter, record: ReceptionRecord) -> Iterator[str]:
    """Every page on which either could show."""
    lists = (
        "letter_list",
        "letter_register",
        "record_list",
        "reception_list",
        "identity_erase",
        "letter_create",
    )
    yield from (reverse(f"voters:{name}") for name in lists)
    names = "summary sender kind field received_on signatories eligible agency due state number"
    columns = "&".join(f"columns={name}" for name in names.split())
    for kind in ("xlsx", "csv"):
        yield f"{reverse('voters:letter_list')}?export={kind}&{columns}"
        yield f"{reverse('voters:record_list')}?export={kind}"
    for sort in ("sender", "-sender", "search_senders", "identity", "number"):
        yield f"{reverse('voters:letter_list')}?sort={sort}"
    yield reverse("voters:letter_book")
    for extension in ("docx", "pdf", "xlsx"):
        yield reverse("voters:record_register", args=[extension]) + "?start=01/01/2026&end=31/12/2026"
    action, scan = letter.actions.get(), letter.scans.get()
    for name, args in (
        ("detail", []),
        ("edit", []),
        ("screen", []),
        ("scans", []),
        ("identity", []),
        ("sender", []),
        ("handlers", []),
        ("unprotect", []),
        ("take_back", []),
        ("act", ["guide"]),
        ("step", ["close"]),
        ("paper", [action.pk, "docx"]),
        ("paper", [action.pk, "pdf"]),
        ("scan", [scan.pk]),
    ):
        yield reverse(f"voters:letter_{name}", args=[letter.pk, *args])
    for name, args in (
        ("detail", []),
        ("edit", []),
        ("identity", []),
        ("sender", []),
        ("handlers", []),
        ("receipt", ["docx"]),
        ("paper", ["forwarding", "docx"]),
        ("paper", ["guidance", "pdf"]),
    ):
        yield reverse(f"voters:record_{name}", args=[record.pk, *args])
    yield reverse("voters:reception_detail", args=[record.reception_id])
    for follow_up in (action.follow_up, record.follow_up):
        yield reverse("followups:followup_detail", args=[follow_up.pk])  # type: ignore[union-attr]  # it was forwarded
    yield reverse("followups:followup_list")
    yield reverse("followups:followup_list") + "?export=xlsx"
    yield reverse("followups:notice_list")
    yield reverse("search") + "?q=to+cao"
    yield reverse("home")


def text_of(response: Any) -> str:
    """Headers and everything readable of an answer, also inside Word and Excel files."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{readable(content)}"


def readable(content: bytes) -> str:
    """The text of a file."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_export_paper_or_error_names_the_denouncer_to_others(
    role: str, client_as: Callable[..., Client], denunciation: Letter, visit: ReceptionRecord
) -> None:
    client = client_as(role)
    client.raise_request_exception = False
    leaks = {}
    for url in addresses(denunciation, visit):
        for method in ("get", "post"):
            response = getattr(client, method)(url)
            if leak := found_in(text_of(response)):
                leaks[method, url] = leak
    assert leaks == {}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("typed", [NAME, fold(NAME), ADDRESS, ID, PHONE, INSIDE])
def test_no_search_tells_whether_a_name_is_the_denouncer(
    role: str, typed: str, client_as: Callable[..., Client], denunciation: Letter, visit: ReceptionRecord
) -> None:
    client = client_as(role)
    for name in ("letter_list", "record_list"):
        here = client.get(reverse(f"voters:{name}"), {"q": typed})
        nowhere = client.get(reverse(f"voters:{name}"), {"q": "Không Ai Cả"})
        assert here.status_code == nowhere.status_code
        if here.status_code == 200:
            assert here.context["count"] == nowhere.context["count"] == 0
    hits = client.get(reverse("search"), {"q": typed}).content.decode()
    assert not re.search(r"/voters/(letters|receptions|reception-records)/\d", hits)


def test_no_text_of_the_database_holds_a_secret(
    denunciation: Letter, visit: ReceptionRecord, handler: User
) -> None:
    services.update_letter(
        letter=denunciation, user=handler, version=denunciation.version, note="Đã kiểm tra"
    )
    services.view_identity(record=denunciation, user=handler, reason="Liên hệ người tố cáo")
    leaks = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' and "
            "data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                sql.SQL("select count(*) from {} where {}::text ilike any(%s)").format(
                    sql.Identifier(table), sql.Identifier(column)
                ),
                [[f"%{one}%" for one in SECRETS]],
            )
            if cursor.fetchone()[0]:
                leaks.append((table, column))
    assert leaks == []


def test_no_kept_document_scan_or_file_name_holds_a_secret(
    denunciation: Letter, visit: ReceptionRecord
) -> None:
    leaks = []
    for version in FileVersion.objects.all():
        with version.content.open("rb") as file:
            leaks += found_in(f"{version.name} {readable(file.read())}")
    scan = LetterScan.objects.get()
    with scan.content.open("rb") as file:
        leaks += found_in(f"{scan.content.name} {scan.name} {readable(file.read())}")
    assert leaks == []
    assert read_scan(scan) == PDF
    assert Path(str(scan.content.name)).suffix == ""


def test_no_log_line_mail_or_notice_holds_a_secret(
    caplog: pytest.LogCaptureFixture,
    client_as: Callable[..., Client],
    denunciation: Letter,
    visit: ReceptionRecord,
) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_as("auditor")
    client.raise_request_exception = False
    for url in addresses(denunciation, visit):
        text_of(client.get(url))
    assert found_in(caplog.text) == []
    assert found_in("".join(f"{message.subject}{message.body}" for message in mail.outbox)) == []


def test_a_text_that_names_the_sender_of_a_denunciation_is_refused_without_repeating_the_name(
    council: Council, handler: User
) -> None:
    for text in (f"Bà {NAME.lower()} tố cáo", "Gọi số 0977 665 544", f"CCCD {ID}", f"Theo lời {INSIDE}"):
        with pytest.raises(ValidationError) as refusal:
            register(council, handler, kind="denunciation", identity=PLANTED, summary=text)
        assert "summary" in refusal.value.message_dict
        assert found_in(str(refusal.value)) == []
    with pytest.raises(ValidationError):
        register(council, handler, kind="petition", identity=PLANTED, summary=f"Bà {NAME} đề nghị")


def test_a_petition_that_proves_to_be_a_denunciation_leaves_no_trace_of_its_sender(
    council: Council, handler: User
) -> None:
    letter = register(council, handler, identity=PLANTED, summary=f"Theo lời {INSIDE}, quỹ thu sai")
    assert letter.search_senders
    with pytest.raises(ValidationError):
        services.update_letter(letter=letter, user=handler, version=letter.version, kind="denunciation")
    letter.refresh_from_db()
    services.update_letter(
        letter=letter, user=handler, version=letter.version, kind="denunciation", summary="Tố cáo thu sai"
    )
    letter.refresh_from_db()
    assert (letter.protected, letter.search_senders) == (True, "")
    assert found_in(str(list(events_of(letter).values()))) == []
    assert services.view_identity(record=letter, user=handler, reason="Kiểm tra").first.name == NAME


def test_each_look_is_recorded_and_shown_to_the_handlers(
    client_as: Callable[..., Client], denunciation: Letter, handler: User
) -> None:
    client = Client()
    client.force_login(handler)
    url = reverse("voters:letter_identity", args=[denunciation.pk])
    assert found_in(client.get(url).content.decode()) == []
    assert client.post(url, {"reason": ""}).status_code == 422
    shown = client.post(url, {"reason": "Gửi phiếu thông tin"})
    assert NAME in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    look = IdentityView.objects.get(letter=denunciation)
    assert (look.user, look.reason) == (handler, "Gửi phiếu thông tin")
    page = client.get(denunciation.get_absolute_url()).content.decode()
    assert "Gửi phiếu thông tin" in page
    assert NAME not in page
    assert (
        "Gửi phiếu thông tin"
        not in client_as("delegate").get(denunciation.get_absolute_url()).content.decode()
    )


def test_only_a_leader_or_the_registrar_names_handlers(
    user_as: Callable[..., User], denunciation: Letter, handler: User, other_council: Council
) -> None:
    colleague, leader = user_as("secretariat"), user_as("leader")
    with pytest.raises(PermissionDenied):
        services.assign_handler(record=denunciation, handler=colleague, user=colleague)
    with pytest.raises(PermissionDenied):
        services.view_identity(record=denunciation, user=leader, reason="Muốn biết")
    services.assign_handler(record=denunciation, handler=colleague, user=leader)
    assert services.view_identity(record=denunciation, user=colleague, reason="Xác minh").first.name == NAME
    with pytest.raises(ValidationError):
        services.assign_handler(
            record=denunciation, handler=user_as("secretariat", council=other_council), user=leader
        )
    services.end_handler(handler=Handler.objects.get(user=colleague), user=handler)
    with pytest.raises(PermissionDenied):
        services.view_identity(record=denunciation, user=colleague, reason="Xác minh")
    with pytest.raises(ValidationError):
        services.end_handler(handler=Handler.objects.get(ended_on__isnull=True), user=leader)


def test_ending_a_handling_asks_about_the_person(
    client_as: Callable[..., Client], user_as: Callable[..., User], denunciation: Letter
) -> None:
    colleague, leader = user_as("secretariat"), client_as("leader")
    naming = reverse("voters:letter_handlers", args=[denunciation.pk])
    assert (
        f'<button class="btn primary">{_("Name a handler")}</button>' in leader.get(naming).content.decode()
    )
    leader.post(naming, {"handler": colleague.pk})
    named = Handler.objects.get(user=colleague)
    page = leader.get(reverse("voters:letter_handler_end", args=[denunciation.pk, named.pk])).content.decode()
    assert f"<p>{colleague}</p>" in page
    assert f'<button class="btn primary">{_("End the handling")}</button>' in page


def test_nobody_but_handlers_changes_a_protected_letter(
    user_as: Callable[..., User], denunciation: Letter
) -> None:
    colleague = user_as("secretariat")
    with pytest.raises(PermissionDenied):
        services.update_letter(letter=denunciation, user=colleague, version=1, kind="petition")
    with pytest.raises(PermissionDenied):
        services.lift_protection(record=denunciation, user=colleague, reason="Không phải tố cáo")


def test_a_likeness_never_gives_a_denouncer_away(
    council: Council, user_as: Callable[..., User], denunciation: Letter, handler: User
) -> None:
    from voters.services.likeness import like  # noqa: PLC0415 - one test needs it

    colleague = user_as("secretariat")
    petition = register(council, colleague, identity=PLANTED, summary="Xin hỗ trợ giống cây trồng")
    assert [hit.letter for hit in like(petition, colleague)] == []
    assert [hit.letter for hit in like(petition, handler)] == [denunciation]


def test_auditors_read_initials_instead_of_other_senders(
    client_as: Callable[..., Client], council: Council
) -> None:
    letter = register(council, None, identity=PLANTED)
    pages = [
        client_as(role).get(url).content.decode()
        for role in ("auditor", "delegate")
        for url in (letter.get_absolute_url(), reverse("voters:letter_list"))
    ]
    assert [NAME in page for page in pages] == [False, False, True, True]
    assert "Z. Q. X." in pages[0]
    assert client_as("auditor").get(reverse("voters:letter_list"), {"q": NAME}).context["count"] == 0
    assert client_as("delegate").get(reverse("voters:letter_list"), {"q": NAME}).context["count"] == 1


def test_an_identity_is_erased_after_its_term_and_cannot_come_back(
    council: Council, handler: User, denunciation: Letter
) -> None:
    with pytest.raises(ValidationError):
        services.erase_identity(record=denunciation, user=handler, reason="Hết hạn lưu")
    old = ready(council, handler, kind="denunciation", identity=PLANTED, received_on=date(2019, 3, 4))
    services.act(
        letter=old, kind="file", user=handler, terms=services.Terms(on=date(2019, 3, 5), text="Đơn trùng")
    )
    services.step(letter=old, name="close", user=handler, on=date(2019, 3, 6))
    services.erase_identity(record=old, user=handler, reason="Hết hạn lưu")
    old.refresh_from_db()
    assert open_identity(old).persons == ()
    assert set(events_of(old).values_list("identity", flat=True)) == {""}
    assert (old.signatories, old.state, old.received_on) == (1, "closed", date(2019, 3, 4))
    with pytest.raises(ValidationError):
        services.view_identity(record=old, user=handler, reason="Xem lại")
    with pytest.raises(ValidationError):
        services.correct_identity(record=old, user=handler, identity=PLANTED)


def test_a_longer_term_of_the_council_is_kept(council: Council, handler: User) -> None:
    old = ready(council, handler, received_on=date(2019, 3, 4))
    services.act(letter=old, kind="file", user=handler, terms=services.Terms(on=date(2019, 3, 5), text="Lưu"))
    services.step(letter=old, name="close", user=handler, on=date(2019, 3, 6))
    services.set_retention(council=council, data="letters", years=20, user=handler)
    with pytest.raises(ValidationError):
        services.erase_identity(record=old, user=handler, reason="Hết hạn lưu")


def test_keys_are_changed_without_losing_anybody(settings: Any, denunciation: Letter) -> None:
    old = settings.FIELD_KEYS
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *old]
    call_command("reseal", verbosity=0, stdout=io.StringIO())
    settings.FIELD_KEYS = [new]
    denunciation.refresh_from_db()
    assert open_identity(denunciation).first.name == NAME
    assert all(sealing.unseal(token) for token in events_of(denunciation).values_list("identity", flat=True))
    assert read_scan(LetterScan.objects.get()) == PDF
    settings.FIELD_KEYS = old
    with pytest.raises(sealing.Unreadable):
        open_identity(denunciation)


def test_somebody_who_left_the_council_is_no_handler_any_more(denunciation: Letter, handler: User) -> None:
    handler.memberships.update(valid_to=date(2026, 1, 1))
    with pytest.raises(PermissionDenied):
        services.view_identity(record=denunciation, user=User.objects.get(pk=handler.pk), reason="Muốn xem")
    with pytest.raises(PermissionDenied):
        services.view_identity(record=denunciation, user=UserFactory(), reason="Muốn xem")


def test_a_denunciation_is_never_tied_to_a_letter_whose_sender_is_named(
    council: Council, denunciation: Letter, handler: User
) -> None:
    petition = register(council, handler, identity=PLANTED, summary="Xin hỗ trợ giống cây trồng")
    for letter, of in ((petition, denunciation), (denunciation, petition)):
        with pytest.raises(ValidationError):
            services.mark_duplicate(letter=letter, of=of, user=handler)
    repeated = register(council, handler, identity=PLANTED, summary="Xin hỗ trợ giống cây trồng lần hai")
    services.mark_duplicate(letter=repeated, of=petition, user=handler)
    services.classify_letters(letters=[petition], user=handler, kind="denunciation")
    repeated.refresh_from_db()
    assert repeated.duplicate_of is None


def test_a_registrar_whose_handling_was_ended_cannot_name_themselves_again(
    user_as: Callable[..., User], denunciation: Letter, handler: User
) -> None:
    leader, colleague = user_as("leader"), user_as("secretariat")
    services.assign_handler(record=denunciation, handler=colleague, user=leader)
    services.end_handler(handler=Handler.objects.get(user=handler, letter=denunciation), user=leader)
    with pytest.raises(PermissionDenied):
        services.assign_handler(record=denunciation, handler=handler, user=handler)


def test_a_refusal_tells_nobody_but_handlers_whether_a_name_is_the_right_one(
    user_as: Callable[..., User], agency: Agency, visit: ReceptionRecord, handler: User
) -> None:
    reception, colleague = visit.reception, user_as("secretariat")
    task = services.Task(f"Làm rõ ý kiến của {NAME}", agency, date(2026, 10, 30))
    with pytest.raises(ValidationError) as refusal:
        services.conclude(reception=reception, tasks=[task], on=DAY, user=handler)
    assert "tasks" in refusal.value.message_dict
    document = services.conclude(reception=reception, tasks=[task], on=DAY, user=colleague)
    assert document.number == 2


def test_a_name_that_stands_in_what_was_written_cannot_become_the_sender_s(
    council: Council, agency: Agency, handler: User
) -> None:
    letter = ready(council, handler, kind="denunciation", summary="Tố cáo thu sai")
    terms = services.Terms(on=DAY, text=f"Đã trao đổi với {NAME}")
    services.act(letter=letter, kind="file", user=handler, terms=terms)
    with pytest.raises(ValidationError):
        services.correct_identity(record=letter, user=handler, identity=PLANTED)
