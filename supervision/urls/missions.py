"""Addresses of missions and surveys: their steps, texts, outline, findings, consideration and publication."""

from __future__ import annotations

from django.urls import URLPattern, path

from supervision.views import (
    consideration,
    files,
    findings,
    missions,
    outline,
    publication,
    report,
    steps,
    teams,
    texts,
)

_ONE = "missions/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("missions/", missions.MissionList.as_view(), name="mission_list"),
    path("missions/new/", missions.MissionCreate.as_view(), name="mission_create"),
    path(_ONE, missions.MissionDetail.as_view(), name="mission_detail"),
    path(f"{_ONE}edit/", missions.MissionEdit.as_view(), name="mission_edit"),
    path(f"{_ONE}team/", teams.TeamEdit.as_view(), name="mission_team"),
    path(f"{_ONE}texts/<slug:paper>/", texts.TextEdit.as_view(), name="mission_text"),
    path(f"{_ONE}decide/", steps.Decide.as_view(), name="mission_decide"),
    path(f"{_ONE}plan/", steps.IssuePlan.as_view(), name="mission_plan"),
    path(f"{_ONE}notify/", steps.Notify.as_view(), name="mission_notify"),
    path(f"{_ONE}move/<slug:name>/", steps.MoveOn.as_view(), name="mission_move"),
    path(f"{_ONE}set-aside/<slug:name>/", steps.SetAside.as_view(), name="mission_set_aside"),
    path(f"{_ONE}verification/", steps.ServeVerification.as_view(), name="mission_verification"),
    path(f"{_ONE}outline/", outline.OutlinePage.as_view(), name="mission_outline"),
    path(f"{_ONE}outline/add/", outline.QuestionCreate.as_view(), name="question_create"),
    path(f"{_ONE}outline/paste/", outline.OutlinePaste.as_view(), name="outline_paste"),
    path(f"{_ONE}outline/copy/", outline.OutlineCopy.as_view(), name="outline_copy"),
    path("questions/<int:pk>/edit/", outline.QuestionEdit.as_view(), name="question_edit"),
    path("questions/<int:pk>/remove/", outline.QuestionRemove.as_view(), name="question_remove"),
    path("questions/<int:pk>/move/<slug:direction>/", outline.QuestionMove.as_view(), name="question_move"),
    path(f"{_ONE}findings/", findings.FindingsPage.as_view(), name="mission_findings"),
    path(f"{_ONE}findings/add/", findings.FindingCreate.as_view(), name="finding_create"),
    path("findings/<int:pk>/edit/", findings.FindingEdit.as_view(), name="finding_edit"),
    path("findings/<int:pk>/remove/", findings.FindingRemove.as_view(), name="finding_remove"),
    path("findings/<int:pk>/move/<slug:direction>/", findings.FindingMove.as_view(), name="finding_move"),
    path(f"{_ONE}report/draft/", report.DraftReport.as_view(), name="mission_draft_report"),
    path(f"{_ONE}report/", report.HandIn.as_view(), name="mission_report"),
    path(f"{_ONE}report/sign/", report.SignReport.as_view(), name="mission_sign_report"),
    path(f"{_ONE}results/", consideration.ResultsPage.as_view(), name="mission_results"),
    path(f"{_ONE}consider/", consideration.Consider.as_view(), name="mission_consider"),
    path(f"{_ONE}conclude/", consideration.Conclude.as_view(), name="mission_conclude"),
    path(f"{_ONE}publications/<slug:what>/", publication.Publish.as_view(), name="publication_edit"),
    path(
        f"{_ONE}publications/<slug:what>/remove/",
        publication.PublicationRemove.as_view(),
        name="publication_remove",
    ),
    path(f"{_ONE}files/<slug:what>/<slug:extension>/", files.MissionFile.as_view(), name="mission_file"),
]
