"""Addresses: reviews of legal texts."""

from __future__ import annotations

from django.urls import URLPattern, path

from supervision.views import texts

_ONE = "text-reviews/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("text-reviews/", texts.TextReviewList.as_view(), name="text_review_list"),
    path("text-reviews/new/", texts.TextReviewCreate.as_view(), name="text_review_create"),
    path(_ONE, texts.TextReviewDetail.as_view(), name="text_review_detail"),
    path(f"{_ONE}edit/", texts.TextReviewEdit.as_view(), name="text_review_edit"),
    path(f"{_ONE}finding/", texts.TextReviewFinding.as_view(), name="text_review_finding"),
    path(f"{_ONE}request/", texts.TextReviewRequest.as_view(), name="text_review_request"),
    path(f"{_ONE}file/", texts.TextReviewFile.as_view(), name="text_review_file"),
    path(f"{_ONE}letter/<str:extension>/", texts.TextReviewLetter.as_view(), name="text_review_letter"),
]
