"""Addresses: convening, those who are called, guests, and the papers they read."""

from __future__ import annotations

from django.urls import URLPattern, path

from sessions.views import convening, delegates, guests, reading, registration

urlpatterns: list[URLPattern] = [
    path("sittings/<int:pk>/convene/", convening.Convene.as_view(), name="sitting_convene"),
    path("sittings/<int:pk>/open-papers/", convening.PapersOpen.as_view(), name="papers_open"),
    path("sittings/<int:pk>/open/", convening.SittingOpen.as_view(), name="sitting_open"),
    path(
        "sittings/<int:pk>/convening/<str:kind>/<str:extension>/",
        convening.ConveningFile.as_view(),
        name="convening_file",
    ),
    path("sittings/<int:pk>/delegates/", delegates.SittingDelegates.as_view(), name="sitting_delegates"),
    path("sittings/<int:pk>/registration/", registration.Registration.as_view(), name="registration_edit"),
    path(
        "sittings/<int:pk>/invitations/new/",
        registration.InvitationCreate.as_view(),
        name="invitation_create",
    ),
    path(
        "sittings/<int:pk>/invitations/remind/",
        registration.InvitationRemind.as_view(),
        name="invitation_remind",
    ),
    path(
        "invitations/<int:pk>/registration/",
        registration.InvitationRegister.as_view(),
        name="invitation_register",
    ),
    path("sittings/<int:pk>/guests/new/", guests.GuestCreate.as_view(), name="guest_create"),
    path("guests/<int:pk>/edit/", guests.GuestEdit.as_view(), name="guest_edit"),
    path("guests/<int:pk>/confirm/", guests.GuestConfirm.as_view(), name="guest_confirm"),
    path("guests/<int:pk>/remove/", guests.GuestRemove.as_view(), name="guest_remove"),
    path("sittings/<int:pk>/reading/", reading.Reading.as_view(), name="sitting_reading"),
    path("sittings/<int:pk>/bundles/", reading.BundleCreate.as_view(), name="bundle_create"),
    path("bundles/<int:pk>/", reading.BundleDetail.as_view(), name="bundle_detail"),
    path("bundles/<int:pk>/retry/", reading.BundleRetry.as_view(), name="bundle_retry"),
    path("bundles/<int:pk>/file/", reading.BundleFile.as_view(), name="bundle_file"),
]
