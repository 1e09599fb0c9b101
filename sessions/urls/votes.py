"""Addresses: votes."""

from django.urls import path

from sessions.views import votes as views
from sessions.views.voting import VoteCreate

urlpatterns = [
    path("sittings/<int:pk>/votes/", views.SittingVotes.as_view(), name="sitting_votes"),
    path("sittings/<int:pk>/votes/new/", VoteCreate.as_view(), name="vote_create"),
    path(
        "sittings/<int:pk>/votes/sheet/<str:extension>/",
        views.SittingVoteSheet.as_view(),
        name="sitting_vote_sheet",
    ),
    path("votes/<int:pk>/", views.VoteDetail.as_view(), name="vote_detail"),
    path("votes/<int:pk>/void/", views.VoteVoid.as_view(), name="vote_void"),
    path("votes/<int:pk>/sheet/<str:extension>/", views.VoteSheet.as_view(), name="vote_sheet"),
    path("votes/<int:pk>/excerpt/<str:extension>/", views.VoteExcerpt.as_view(), name="vote_excerpt"),
]
