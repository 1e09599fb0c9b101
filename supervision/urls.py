"""Addresses of supervision."""

from django.urls import path

from supervision import views

app_name = "supervision"
urlpatterns = [
    path("missions/", views.MissionList.as_view(), name="mission_list"),
    path("missions/new/", views.MissionCreate.as_view(), name="mission_create"),
    path("missions/<int:pk>/", views.MissionDetail.as_view(), name="mission_detail"),
    path("missions/<int:pk>/edit/", views.MissionEdit.as_view(), name="mission_edit"),
]
