"""Addresses of working sessions, their minutes, photos and requested papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from supervision.views import files, session_work, sessions

_ONE = "sessions/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("missions/<int:pk>/sessions/", sessions.SessionsPage.as_view(), name="mission_sessions"),
    path("missions/<int:pk>/sessions/add/", session_work.SessionCreate.as_view(), name="session_create"),
    path(_ONE, sessions.SessionDetail.as_view(), name="session_detail"),
    path(f"{_ONE}edit/", session_work.SessionEdit.as_view(), name="session_edit"),
    path(f"{_ONE}announce/", session_work.Announce.as_view(), name="session_announce"),
    path(f"{_ONE}hold/", session_work.Hold.as_view(), name="session_hold"),
    path(f"{_ONE}cancel/", session_work.Cancel.as_view(), name="session_cancel"),
    path(f"{_ONE}minutes/", session_work.Minutes.as_view(), name="session_minutes"),
    path(f"{_ONE}minutes/issue/", session_work.IssueMinutes.as_view(), name="session_issue_minutes"),
    path(f"{_ONE}minutes/sign/", session_work.SignMinutes.as_view(), name="session_sign_minutes"),
    path(f"{_ONE}photos/add/", session_work.PhotoAdd.as_view(), name="session_file_create"),
    path(f"{_ONE}papers/add/", session_work.PaperAsk.as_view(), name="requested_paper_create"),
    path("session-files/<int:pk>/", files.SessionFileView.as_view(), name="session_file"),
    path("session-files/<int:pk>/remove/", session_work.PhotoRemove.as_view(), name="session_file_remove"),
    path(
        "requested-papers/<int:pk>/receive/",
        session_work.PaperReceive.as_view(),
        name="requested_paper_receive",
    ),
    path("requested-papers/<int:pk>/file/", files.RequestedFile.as_view(), name="requested_paper_file"),
    path(f"{_ONE}files/<slug:what>/<slug:extension>/", files.SessionPaper.as_view(), name="session_paper"),
]
