"""Addresses: half-days, their roll, arrivals and speakers."""

from django.urls import path

from sessions.views import attendance, plenary, speaking

urlpatterns = [
    path("sittings/<int:pk>/plenaries/", plenary.SittingPlenaries.as_view(), name="sitting_plenaries"),
    path("plenaries/<int:pk>/", plenary.PlenaryDetail.as_view(), name="plenary_detail"),
    path("plenaries/<int:pk>/hold/", plenary.PlenaryHold.as_view(), name="plenary_hold"),
    path("plenaries/<int:pk>/unhold/", plenary.PlenaryUnhold.as_view(), name="plenary_unhold"),
    path("plenaries/<int:pk>/attendance/", attendance.PlenaryAttend.as_view(), name="plenary_attend"),
    path(
        "plenaries/<int:pk>/attendance/undo/", attendance.PlenaryUnattend.as_view(), name="plenary_unattend"
    ),
    path(
        "plenaries/<int:pk>/attendance/<str:extension>/",
        attendance.PlenarySheet.as_view(),
        name="plenary_sheet",
    ),
    path("plenaries/<int:pk>/presences/", attendance.PresenceCreate.as_view(), name="presence_create"),
    path("presences/<int:pk>/take-back/", attendance.PresenceTakeBack.as_view(), name="presence_take_back"),
    path("plenaries/<int:pk>/turns/", speaking.TurnCreate.as_view(), name="turn_create"),
    path("turns/<int:pk>/edit/", speaking.TurnEdit.as_view(), name="turn_edit"),
    path("turns/<int:pk>/remove/", speaking.TurnRemove.as_view(), name="turn_remove"),
    path("turns/<int:pk>/move/<str:direction>/", speaking.TurnMove.as_view(), name="turn_move"),
]
