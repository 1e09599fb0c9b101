"""Addresses: verification."""

from __future__ import annotations

from django.urls import URLPattern, path

from sessions.views import verification as views
from sessions.views import verification_work as work

_ONE = "verifications/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("verifications/", views.VerificationList.as_view(), name="verification_list"),
    path(_ONE, views.VerificationDetail.as_view(), name="verification_detail"),
    path(f"{_ONE}begin/", work.VerificationBegin.as_view(), name="verification_begin"),
    path(f"{_ONE}meeting/", work.VerificationMeeting.as_view(), name="verification_meeting"),
    path(f"{_ONE}sections/", work.VerificationSections.as_view(), name="verification_sections"),
    path(f"{_ONE}remarks/", work.VerificationRemarks.as_view(), name="verification_remarks"),
    path(f"{_ONE}report/", work.VerificationReport.as_view(), name="verification_report"),
    path(f"{_ONE}sign/", work.VerificationSign.as_view(), name="verification_sign"),
    path(f"{_ONE}respond/", work.VerificationRespond.as_view(), name="verification_respond"),
    path(f"{_ONE}file/<str:extension>/", views.VerificationFile.as_view(), name="verification_file"),
    path(f"{_ONE}matrix/<str:extension>/", views.VerificationMatrix.as_view(), name="verification_matrix"),
]
