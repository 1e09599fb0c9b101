"""Addresses: minutes."""

from django.urls import path

from sessions.views import minutes as views

urlpatterns = [
    path("sittings/<int:pk>/minutes/", views.MinutesDetail.as_view(), name="minutes_detail"),
    path("sittings/<int:pk>/minutes/draft/", views.MinutesDraft.as_view(), name="minutes_draft"),
    path("sittings/<int:pk>/minutes/edit/", views.MinutesEdit.as_view(), name="minutes_edit"),
    path("sittings/<int:pk>/minutes/approve/", views.MinutesApprove.as_view(), name="minutes_approve"),
    path("sittings/<int:pk>/minutes/reopen/", views.MinutesReopen.as_view(), name="minutes_reopen"),
    path("sittings/<int:pk>/minutes/sign/", views.MinutesSign.as_view(), name="minutes_sign"),
    path("sittings/<int:pk>/minutes/signed-copy/", views.MinutesCopy.as_view(), name="minutes_copy"),
    path(
        "sittings/<int:pk>/minutes/files/<str:extension>/", views.MinutesFile.as_view(), name="minutes_file"
    ),
]
