"""Addresses: the register, one sitting and its steps."""

from django.urls import path

from sessions.views import sittings as views

urlpatterns = [
    path("sittings/", views.SittingList.as_view(), name="sitting_list"),
    path("sittings/new/", views.SittingCreate.as_view(), name="sitting_create"),
    path("sittings/<int:pk>/", views.SittingDetail.as_view(), name="sitting_detail"),
    path("sittings/<int:pk>/edit/", views.SittingEdit.as_view(), name="sitting_edit"),
]
