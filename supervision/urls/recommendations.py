"""Addresses of recommendations, verdicts on them, and re-supervision."""

from django.urls import URLPattern, path

from supervision.views import entering, recommendations, resupervision, verdicts

urlpatterns: list[URLPattern] = [
    path("recommendations/", recommendations.RecommendationList.as_view(), name="recommendation_list"),
    path("recommendations/remind/", recommendations.RemindMany.as_view(), name="recommendations_remind"),
    path("recommendations/letters/", recommendations.LettersMany.as_view(), name="recommendations_letters"),
    path(
        "recommendations/re-supervision/",
        resupervision.ReSupervisionCreate.as_view(),
        name="re_supervision_create",
    ),
    path(
        "recommendations/<int:pk>/",
        recommendations.RecommendationDetail.as_view(),
        name="recommendation_detail",
    ),
    path("recommendations/<int:pk>/edit/", entering.RecommendationEdit.as_view(), name="recommendation_edit"),
    path(
        "recommendations/<int:pk>/remove/",
        entering.RecommendationRemove.as_view(),
        name="recommendation_remove",
    ),
    path(
        "recommendations/<int:pk>/move/<str:direction>/",
        entering.RecommendationMove.as_view(),
        name="recommendation_move",
    ),
    path("recommendations/<int:pk>/verdict/", verdicts.VerdictCreate.as_view(), name="verdict_create"),
    path(
        "recommendations/<int:pk>/verdicts/<int:verdict_pk>/file/",
        verdicts.VerdictFile.as_view(),
        name="verdict_file",
    ),
    path(
        "missions/<int:pk>/recommendations/",
        recommendations.MissionRecommendations.as_view(),
        name="mission_recommendations",
    ),
    path(
        "missions/<int:pk>/recommendations/new/",
        entering.RecommendationCreate.as_view(),
        name="recommendation_create",
    ),
    path(
        "missions/<int:pk>/recommendations/many/",
        entering.RecommendationsCreate.as_view(),
        name="recommendations_create",
    ),
    path(
        "missions/<int:pk>/recommendations/issue/",
        entering.RecommendationsIssue.as_view(),
        name="recommendations_issue",
    ),
    path(
        "missions/<int:pk>/re-supervision/",
        resupervision.ReSupervisionDetail.as_view(),
        name="re_supervision_detail",
    ),
    path(
        "missions/<int:pk>/re-supervision/add/",
        resupervision.ReSupervisionAdd.as_view(),
        name="re_supervision_add",
    ),
    path(
        "missions/<int:pk>/re-supervision/<int:look_pk>/remove/",
        resupervision.ReSupervisionRemove.as_view(),
        name="re_supervision_remove",
    ),
]
