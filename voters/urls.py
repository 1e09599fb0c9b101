"""Addresses of the voters floor."""

from django.urls import path

from voters.views import bulk, grid, meetings, opinions, rounds

app_name = "voters"
urlpatterns = [
    path("rounds/", rounds.RoundList.as_view(), name="round_list"),
    path("rounds/new/", rounds.RoundCreate.as_view(), name="round_create"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round_detail"),
    path("rounds/<int:pk>/edit/", rounds.RoundEdit.as_view(), name="round_edit"),
    path("rounds/<int:pk>/meetings/new/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/moves/<slug:name>/", meetings.MeetingMove.as_view(), name="meeting_move"),
    path("meetings/<int:pk>/opinions/", grid.MeetingOpinions.as_view(), name="meeting_opinions"),
    path("opinions/", opinions.OpinionList.as_view(), name="opinion_list"),
    path("opinions/classify/", bulk.OpinionClassify.as_view(), name="opinion_classify"),
    path("opinions/send/", bulk.OpinionSend.as_view(), name="opinion_send"),
    path("opinions/<int:pk>/", opinions.OpinionDetail.as_view(), name="opinion_detail"),
    path("opinions/<int:pk>/edit/", opinions.OpinionEdit.as_view(), name="opinion_edit"),
]
