"""Addresses of missions and surveys."""

from django.urls import URLPattern, path

from supervision.views import missions

urlpatterns: list[URLPattern] = [
    path("missions/", missions.MissionList.as_view(), name="mission_list"),
    path("missions/new/", missions.MissionCreate.as_view(), name="mission_create"),
    path("missions/<int:pk>/", missions.MissionDetail.as_view(), name="mission_detail"),
    path("missions/<int:pk>/edit/", missions.MissionEdit.as_view(), name="mission_edit"),
]
