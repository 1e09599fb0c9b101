"""Addresses of the voters floor."""

from typing import Any

from django.urls import URLPattern, path

from voters.models import Letter, ReceptionRecord
from voters.views import (
    answer_sheets,
    bulk,
    grid,
    letter_actions,
    letters,
    matters,
    meetings,
    opinions,
    receptions,
    records,
    retention,
    rounds,
    synthesis,
    transfers,
)

app_name = "voters"


def _matter(base: str, name: str, model: Any) -> list[URLPattern]:
    """The pages about the people of a matter, alike for letters and reception records."""
    pages = {
        "identity": ("identity/", matters.IdentityPage),
        "sender": ("sender/", matters.SenderPage),
        "handlers": ("handlers/", matters.HandlersPage),
        "handler_end": ("handlers/<int:handler_pk>/end/", matters.HandlerEnd),
        "unprotect": ("protection/", matters.ProtectionLift),
    }
    return [
        path(f"{base}/<int:pk>/{route}", view.as_view(model=model), name=f"{name}_{page}")
        for page, (route, view) in pages.items()
    ]


urlpatterns = [
    path("rounds/", rounds.RoundList.as_view(), name="round_list"),
    path("rounds/new/", rounds.RoundCreate.as_view(), name="round_create"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round_detail"),
    path("rounds/<int:pk>/edit/", rounds.RoundEdit.as_view(), name="round_edit"),
    path("rounds/<int:pk>/meetings/new/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/moves/<slug:name>/", meetings.MeetingMove.as_view(), name="meeting_move"),
    path("meetings/<int:pk>/opinions/", grid.MeetingOpinions.as_view(), name="meeting_opinions"),
    path("opinions/", opinions.OpinionList.as_view(), name="opinion_list"),
    path("opinions/classify/", bulk.OpinionClassify.as_view(), name="opinion_classify"),
    path("opinions/send/", bulk.OpinionSend.as_view(), name="opinion_send"),
    path("opinions/<int:pk>/", opinions.OpinionDetail.as_view(), name="opinion_detail"),
    path("opinions/<int:pk>/edit/", opinions.OpinionEdit.as_view(), name="opinion_edit"),
    # papers about opinions
    path("opinion-reports/", synthesis.ReportList.as_view(), name="report_list"),
    path("rounds/<int:pk>/reports/<slug:kind>/new/", synthesis.ReportBegin.as_view(), name="report_begin"),
    path("opinion-reports/<int:pk>/", synthesis.ReportDetail.as_view(), name="report_detail"),
    path("opinion-reports/<int:pk>/edit/", synthesis.ReportEdit.as_view(), name="report_edit"),
    path("opinion-reports/<int:pk>/issue/", synthesis.ReportIssue.as_view(), name="report_issue"),
    path("opinion-reports/<int:pk>/sign/", synthesis.ReportSign.as_view(), name="report_sign"),
    path("opinion-reports/<int:pk>/discard/", synthesis.ReportDiscard.as_view(), name="report_discard"),
    path(
        "opinion-reports/<int:pk>/files/<slug:extension>/", synthesis.ReportFile.as_view(), name="report_file"
    ),
    path("transfers/", transfers.TransferList.as_view(), name="transfer_list"),
    path("transfers/new/", transfers.TransferCreate.as_view(), name="transfer_create"),
    path("transfers/<int:pk>/", transfers.TransferDetail.as_view(), name="transfer_detail"),
    path(
        "transfers/<int:pk>/files/<slug:extension>/", transfers.TransferFile.as_view(), name="transfer_file"
    ),
    path("meetings/<int:pk>/sheet/", answer_sheets.MeetingSheet.as_view(), name="meeting_sheet"),
    path(
        "meetings/<int:pk>/sheet/<slug:extension>/",
        answer_sheets.MeetingSheetFile.as_view(),
        name="meeting_sheet_file",
    ),
    path("rounds/<int:pk>/sheet/", answer_sheets.RoundSheet.as_view(), name="round_sheet"),
    path(
        "rounds/<int:pk>/sheet/<slug:extension>/",
        answer_sheets.RoundSheetFile.as_view(),
        name="round_sheet_file",
    ),
    # letters
    path("letters/", letters.LetterList.as_view(), name="letter_list"),
    path("letters/new/", letters.LetterCreate.as_view(), name="letter_create"),
    path("letters/account/", letter_actions.LetterRegister.as_view(), name="letter_register"),
    path("letters/book/", letter_actions.LetterBook.as_view(), name="letter_book"),
    path("letters/classify/", letter_actions.LetterClassify.as_view(), name="letter_classify"),
    path("letters/forward/", letter_actions.LetterForward.as_view(), name="letter_forward"),
    path("letters/erasures/", retention.IdentityErase.as_view(), name="identity_erase"),
    path("letters/<int:pk>/", letters.LetterDetail.as_view(), name="letter_detail"),
    path("letters/<int:pk>/edit/", letters.LetterEdit.as_view(), name="letter_edit"),
    path("letters/<int:pk>/screen/", letters.LetterScreen.as_view(), name="letter_screen"),
    path("letters/<int:pk>/duplicate/", letters.LetterDuplicate.as_view(), name="letter_duplicate"),
    path("letters/<int:pk>/scans/", letters.LetterScans.as_view(), name="letter_scans"),
    path("letters/<int:pk>/scans/<int:scan_pk>/", letters.LetterScanFile.as_view(), name="letter_scan"),
    path("letters/<int:pk>/actions/<slug:kind>/", letter_actions.LetterAct.as_view(), name="letter_act"),
    path("letters/<int:pk>/steps/<slug:name>/", letter_actions.LetterStep.as_view(), name="letter_step"),
    path("letters/<int:pk>/take-back/", letter_actions.LetterTakeBack.as_view(), name="letter_take_back"),
    path(
        "letters/<int:pk>/papers/<int:action_pk>/<slug:extension>/",
        letters.LetterPaper.as_view(),
        name="letter_paper",
    ),
    *_matter("letters", "letter", Letter),
    # citizen reception
    path("receptions/", receptions.ReceptionList.as_view(), name="reception_list"),
    path("receptions/new/", receptions.ReceptionCreate.as_view(), name="reception_create"),
    path("receptions/schedule/", receptions.ReceptionGenerate.as_view(), name="reception_generate"),
    path("receptions/publish/", receptions.ReceptionPublish.as_view(), name="reception_publish"),
    path("receptions/<int:pk>/", receptions.ReceptionDetail.as_view(), name="reception_detail"),
    path("receptions/<int:pk>/edit/", receptions.ReceptionEdit.as_view(), name="reception_edit"),
    path("receptions/<int:pk>/moves/<slug:name>/", receptions.ReceptionMove.as_view(), name="reception_move"),
    path(
        "receptions/<int:pk>/conclusions/", receptions.ReceptionConclude.as_view(), name="reception_conclude"
    ),
    path(
        "receptions/<int:pk>/papers/<slug:kind>/<slug:extension>/",
        receptions.ReceptionPaper.as_view(),
        name="reception_paper",
    ),
    path("receptions/<int:pk>/records/new/", records.RecordCreate.as_view(), name="record_create"),
    path("reception-records/", records.RecordList.as_view(), name="record_list"),
    path(
        "reception-records/book/<slug:extension>/", records.RecordRegister.as_view(), name="record_register"
    ),
    path("reception-records/<int:pk>/", records.RecordDetail.as_view(), name="record_detail"),
    path("reception-records/<int:pk>/edit/", records.RecordEdit.as_view(), name="record_edit"),
    path("reception-records/<int:pk>/guide/", records.RecordGuide.as_view(), name="record_guide"),
    path("reception-records/<int:pk>/forward/", records.RecordForward.as_view(), name="record_forward"),
    path("reception-records/<int:pk>/refuse/", records.RecordRefuse.as_view(), name="record_refuse"),
    path(
        "reception-records/<int:pk>/receipt/<slug:extension>/",
        records.RecordReceipt.as_view(),
        name="record_receipt",
    ),
    path(
        "reception-records/<int:pk>/papers/<slug:kind>/<slug:extension>/",
        records.RecordPaper.as_view(),
        name="record_paper",
    ),
    *_matter("reception-records", "record", ReceptionRecord),
]
