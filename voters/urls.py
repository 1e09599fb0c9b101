"""Addresses of the voters floor."""

from typing import Any

from django.urls import URLPattern, path

from voters.models import Letter, ReceptionRecord
from voters.views import (
    answer_sheets,
    answers,
    bulk,
    duplicates,
    forwarding,
    grid,
    joint,
    letter_actions,
    letters,
    matters,
    meeting_records,
    meetings,
    merging,
    opinions,
    plan,
    receptions,
    records,
    retention,
    round_work,
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
    path("rounds/<int:pk>/plan/", plan.RoundPlan.as_view(), name="round_plan"),
    path("rounds/<int:pk>/venues/", round_work.RoundWall.as_view(), name="round_wall"),
    path(
        "rounds/<int:pk>/papers/<slug:kind>/new/",
        round_work.RoundPaperCreate.as_view(),
        name="round_paper_create",
    ),
    path(
        "rounds/<int:pk>/papers/<slug:kind>/<slug:extension>/",
        round_work.RoundPaper.as_view(),
        name="round_paper",
    ),
    path("rounds/<int:pk>/reports/ask/", round_work.ReportsAsk.as_view(), name="group_report_ask"),
    path(
        "rounds/<int:pk>/reports/<int:group_pk>/",
        round_work.GroupReportReceive.as_view(),
        name="group_report_receive",
    ),
    path(
        "rounds/<int:pk>/reports/<int:group_pk>/file/",
        round_work.GroupReportFile.as_view(),
        name="group_report_file",
    ),
    path("contact-steps/<int:pk>/finish/", round_work.StepFinish.as_view(), name="contact_step_finish"),
    path("contact-steps/<int:pk>/undo/", round_work.StepUndo.as_view(), name="contact_step_undo"),
    path("joint-meetings/", joint.ConsentList.as_view(), name="consent_list"),
    path("joint-meetings/<int:pk>/<slug:name>/", joint.ConsentAnswer.as_view(), name="consent_answer"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/moves/<slug:name>/", meetings.MeetingMove.as_view(), name="meeting_move"),
    path("meetings/<int:pk>/minutes/", meeting_records.MinutesEdit.as_view(), name="meeting_minutes"),
    path(
        "meetings/<int:pk>/minutes/signed/",
        meeting_records.MinutesSigned.as_view(),
        name="meeting_minutes_signed",
    ),
    path(
        "meetings/<int:pk>/minutes/signed/file/",
        meeting_records.MinutesSignedFile.as_view(),
        name="meeting_minutes_signed_file",
    ),
    path(
        "meetings/<int:pk>/minutes/<slug:extension>/",
        meeting_records.MinutesPaper.as_view(),
        name="meeting_minutes_paper",
    ),
    path("meetings/<int:pk>/photos/new/", meeting_records.PhotosAdd.as_view(), name="meeting_photo_create"),
    path("meetings/<int:pk>/photos/<int:photo_pk>/", meeting_records.Photo.as_view(), name="meeting_photo"),
    path(
        "meetings/<int:pk>/photos/<int:photo_pk>/edit/",
        meeting_records.PhotoEdit.as_view(),
        name="meeting_photo_edit",
    ),
    path(
        "meetings/<int:pk>/photos/<int:photo_pk>/remove/",
        meeting_records.PhotoRemove.as_view(),
        name="meeting_photo_remove",
    ),
    path("meetings/<int:pk>/opinions/", grid.MeetingOpinions.as_view(), name="meeting_opinions"),
    path("opinions/", opinions.OpinionList.as_view(), name="opinion_list"),
    path("opinions/classify/", bulk.OpinionClassify.as_view(), name="opinion_classify"),
    path("opinions/send/", bulk.OpinionSend.as_view(), name="opinion_send"),
    path("opinions/merge/", merging.OpinionMerge.as_view(), name="opinion_merge"),
    path("opinions/export/", bulk.OpinionExport.as_view(), name="opinion_export"),
    path("opinions/duplicates/", duplicates.OpinionDuplicates.as_view(), name="opinion_duplicates"),
    path("opinions/forwards/", forwarding.ForwardList.as_view(), name="forward_list"),
    path("opinions/forwards/<int:pk>/", forwarding.ForwardRecord.as_view(), name="forward_detail"),
    path("opinions/forwards/<int:pk>/accept/", forwarding.ForwardAccept.as_view(), name="forward_accept"),
    path("opinions/forwards/<int:pk>/return/", forwarding.ForwardReturn.as_view(), name="forward_return"),
    path(
        "opinions/forwards/<int:pk>/take-back/",
        forwarding.ForwardTakeBack.as_view(),
        name="forward_take_back",
    ),
    path("opinions/regroupings/<int:pk>/undo/", merging.RegroupingUndo.as_view(), name="regrouping_undo"),
    path("opinions/likenesses/<int:pk>/undo/", duplicates.LikenessUndo.as_view(), name="likeness_undo"),
    path("opinions/answers-told/<int:pk>/undo/", answers.AnswerUntold.as_view(), name="told_undo"),
    path("meetings/<int:pk>/answers/", answers.MeetingAnswers.as_view(), name="meeting_answers"),
    path("opinions/<int:pk>/split/", merging.OpinionSplit.as_view(), name="opinion_split"),
    path("opinions/<int:pk>/forward/", forwarding.OpinionForwardPage.as_view(), name="opinion_forward"),
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
