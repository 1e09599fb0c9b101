"""Addresses: what stands under ongoing supervision."""

from __future__ import annotations

from django.urls import URLPattern, path

from supervision.views import ongoing

_ONE = "ongoing/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("ongoing/", ongoing.OngoingList.as_view(), name="ongoing_list"),
    path("ongoing/new/", ongoing.OngoingCreate.as_view(), name="ongoing_create"),
    path(_ONE, ongoing.OngoingDetail.as_view(), name="ongoing_detail"),
    path(f"{_ONE}edit/", ongoing.OngoingEdit.as_view(), name="ongoing_edit"),
    path(f"{_ONE}end/", ongoing.OngoingEnd.as_view(), name="ongoing_end"),
]
