"""Addresses: the register of resolutions, one resolution and its steps, tasks, indicators, the review of texts."""

from __future__ import annotations

from django.urls import URLPattern, path

from sessions.views import implementation, resolution_detail, resolution_steps, resolutions, reviews

urlpatterns: list[URLPattern] = [
    path("resolutions/", resolutions.ResolutionList.as_view(), name="resolution_list"),
    path("resolutions/new/", resolutions.ResolutionCreate.as_view(), name="resolution_create"),
    path("resolutions/enter/", resolutions.ResolutionEnter.as_view(), name="resolution_enter"),
    path(
        "sittings/<int:pk>/resolutions/",
        resolutions.SittingResolutions.as_view(),
        name="sitting_resolutions",
    ),
    path("resolutions/<int:pk>/", resolution_detail.ResolutionDetail.as_view(), name="resolution_detail"),
    path("resolutions/<int:pk>/edit/", resolutions.ResolutionEdit.as_view(), name="resolution_edit"),
    path(
        "resolutions/<int:pk>/text/<str:extension>/",
        resolution_detail.ResolutionFile.as_view(),
        name="resolution_file",
    ),
    path(
        "resolutions/<int:pk>/signed-copy/<int:number>/",
        resolution_detail.ResolutionCopy.as_view(),
        name="resolution_copy",
    ),
    # steps
    path("resolutions/<int:pk>/table/", resolution_steps.ResolutionTabled.as_view(), name="resolution_table"),
    path("resolutions/<int:pk>/defer/", resolution_steps.ResolutionDefer.as_view(), name="resolution_defer"),
    path("resolutions/<int:pk>/adopt/", resolution_steps.ResolutionAdopt.as_view(), name="resolution_adopt"),
    path("resolutions/<int:pk>/sign/", resolution_steps.ResolutionSign.as_view(), name="resolution_sign"),
    path("resolutions/<int:pk>/issue/", resolution_steps.ResolutionIssue.as_view(), name="resolution_issue"),
    path(
        "resolutions/<int:pk>/send-up/",
        resolution_steps.ResolutionSendUp.as_view(),
        name="resolution_send_up",
    ),
    path(
        "resolutions/<int:pk>/gazette/",
        resolution_steps.ResolutionGazette.as_view(),
        name="resolution_gazette",
    ),
    path(
        "resolutions/<int:pk>/publish/",
        resolution_steps.ResolutionPublish.as_view(),
        name="resolution_publish",
    ),
    path("resolutions/<int:pk>/force/", resolution_steps.ResolutionForce.as_view(), name="resolution_force"),
    path(
        "resolutions/<int:pk>/signed-copy/",
        resolution_steps.ResolutionAttach.as_view(),
        name="resolution_attach",
    ),
    path(
        "resolutions/<int:pk>/take-back/<slug:step>/",
        resolution_steps.ResolutionUndo.as_view(),
        name="resolution_undo",
    ),
    # relations
    path(
        "resolutions/<int:pk>/relations/new/",
        resolution_steps.RelationCreate.as_view(),
        name="relation_create",
    ),
    path(
        "resolutions/<int:pk>/relations/<int:relation_pk>/remove/",
        resolution_steps.RelationRemove.as_view(),
        name="relation_remove",
    ),
    # tasks
    path("resolutions/<int:pk>/tasks/send/", resolution_steps.TasksSend.as_view(), name="tasks_send"),
    path("resolutions/<int:pk>/tasks/new/", implementation.TaskCreate.as_view(), name="task_create"),
    path(
        "resolutions/<int:pk>/tasks/<int:task_pk>/edit/", implementation.TaskEdit.as_view(), name="task_edit"
    ),
    path(
        "resolutions/<int:pk>/tasks/<int:task_pk>/remove/",
        implementation.TaskRemove.as_view(),
        name="task_remove",
    ),
    # indicators
    path("indicators/", implementation.IndicatorList.as_view(), name="indicator_list"),
    path("resolutions/<int:pk>/targets/", implementation.TargetsEdit.as_view(), name="targets_edit"),
    path("resolutions/<int:pk>/values/", implementation.ValuesReport.as_view(), name="values_report"),
    # the review of normative texts
    path("resolution-reviews/", reviews.ReviewList.as_view(), name="review_list"),
    path("resolution-reviews/collect/", reviews.ReviewOpen.as_view(), name="review_open"),
    path("resolution-reviews/<int:pk>/", reviews.ReviewDetail.as_view(), name="review_detail"),
    path("resolution-reviews/<int:pk>/decide/", reviews.ReviewDecide.as_view(), name="review_decide"),
    path("resolution-reviews/<int:pk>/carry-out/", reviews.ReviewCarry.as_view(), name="review_carry"),
    path(
        "resolution-reviews/<int:pk>/signed-copy/<int:number>/",
        reviews.ReviewCopy.as_view(),
        name="review_copy",
    ),
]
