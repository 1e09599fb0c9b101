"""Addresses of sittings; the namespace is the app's label."""

from django.urls import path

from sessions import views

app_name = "sittings"
urlpatterns = [
    path("", views.SittingList.as_view(), name="sitting_list"),
    path("new/", views.SittingCreate.as_view(), name="sitting_create"),
    path("<int:pk>/", views.SittingDetail.as_view(), name="sitting_detail"),
    path("<int:pk>/edit/", views.SittingEdit.as_view(), name="sitting_edit"),
]
