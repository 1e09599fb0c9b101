"""Addresses: the register, one sitting, its legal steps and its plan of half-days."""

from django.urls import path

from sessions.views import half_days, overview, steps
from sessions.views import sittings as views

urlpatterns = [
    path("sittings/", views.SittingList.as_view(), name="sitting_list"),
    path("sittings/new/", views.SittingCreate.as_view(), name="sitting_create"),
    path("sittings/<int:pk>/", overview.SittingDetail.as_view(), name="sitting_detail"),
    path("sittings/<int:pk>/edit/", views.SittingEdit.as_view(), name="sitting_edit"),
    path("sittings/<int:pk>/lay-out/", views.SittingLayOut.as_view(), name="sitting_lay_out"),
    path("sittings/<int:pk>/moves/<slug:name>/", views.SittingMovePage.as_view(), name="sitting_move"),
    path("sittings/<int:pk>/steps/new/", steps.StepCreate.as_view(), name="step_create"),
    path("sitting-steps/<int:pk>/edit/", steps.StepEdit.as_view(), name="step_edit"),
    path("sitting-steps/<int:pk>/finish/", steps.StepFinish.as_view(), name="step_finish"),
    path("sitting-steps/<int:pk>/leave-out/", steps.StepLeaveOut.as_view(), name="step_leave_out"),
    path("sitting-steps/<int:pk>/undo/", steps.StepUndo.as_view(), name="step_undo"),
    path("sittings/<int:pk>/plenaries/plan/", half_days.PlenaryPlan.as_view(), name="plenary_plan"),
    path("sittings/<int:pk>/plenaries/new/", half_days.PlenaryCreate.as_view(), name="plenary_create"),
    path("plenaries/<int:pk>/edit/", half_days.PlenaryEdit.as_view(), name="plenary_edit"),
    path("plenaries/<int:pk>/remove/", half_days.PlenaryRemove.as_view(), name="plenary_remove"),
]
