"""Addresses: meetings of the Standing Committee and committees, their conclusions and papers."""

from __future__ import annotations

from django.urls import path

from sessions.views import conclusions, meeting_entry, meetings

urlpatterns = [
    path("meetings/", meetings.BodyMeetingList.as_view(), name="body_meeting_list"),
    path("meetings/new/", meeting_entry.BodyMeetingCreate.as_view(), name="body_meeting_create"),
    path("meetings/<int:pk>/", meetings.BodyMeetingDetail.as_view(), name="body_meeting_detail"),
    path("meetings/<int:pk>/edit/", meeting_entry.BodyMeetingEdit.as_view(), name="body_meeting_edit"),
    path(
        "meetings/<int:pk>/move/<str:name>/",
        meeting_entry.BodyMeetingMove.as_view(),
        name="body_meeting_move",
    ),
    path(
        "meetings/<int:pk>/conclude/",
        meeting_entry.BodyMeetingConclude.as_view(),
        name="body_meeting_conclude",
    ),
    path(
        "meetings/<int:pk>/signed-minutes/",
        meeting_entry.BodyMeetingAttach.as_view(),
        name="body_meeting_attach",
    ),
    path(
        "meetings/<int:pk>/signed-minutes/file/",
        meetings.BodyMeetingFile.as_view(),
        name="body_meeting_file",
    ),
    path(
        "meetings/<int:pk>/drafts/<str:kind>/<str:extension>/",
        meetings.BodyMeetingDraft.as_view(),
        name="body_meeting_draft",
    ),
    path(
        "meetings/<int:pk>/conclusions/new/",
        conclusions.ConclusionCreate.as_view(),
        name="conclusion_create",
    ),
    path("conclusions/<int:pk>/edit/", conclusions.ConclusionEdit.as_view(), name="conclusion_edit"),
    path("conclusions/<int:pk>/remove/", conclusions.ConclusionRemove.as_view(), name="conclusion_remove"),
    path(
        "conclusions/<int:pk>/move/<str:direction>/",
        conclusions.ConclusionMove.as_view(),
        name="conclusion_move",
    ),
]
