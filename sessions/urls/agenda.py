"""Addresses: agenda."""

from __future__ import annotations

from django.urls import URLPattern, path

from sessions.views import agenda as views

urlpatterns: list[URLPattern] = [
    path("sittings/<int:pk>/agenda/", views.Agenda.as_view(), name="sitting_agenda"),
    path("sittings/<int:pk>/agenda/items/", views.ItemCreate.as_view(), name="agenda_item_create"),
    path("sittings/<int:pk>/agenda/order/", views.OrderSave.as_view(), name="agenda_reorder"),
    path("sittings/<int:pk>/agenda/half-days/", views.ItemsPlace.as_view(), name="agenda_place"),
    path("sittings/<int:pk>/agenda/papers/", views.PapersAdd.as_view(), name="agenda_papers"),
    path("sittings/<int:pk>/agenda/<str:extension>/", views.AgendaFile.as_view(), name="agenda_file"),
    path("agenda-items/<int:pk>/edit/", views.ItemEdit.as_view(), name="agenda_item_edit"),
    path("agenda-items/<int:pk>/remove/", views.ItemRemove.as_view(), name="agenda_item_remove"),
    path("agenda-items/<int:pk>/move/", views.ItemMove.as_view(), name="agenda_item_move"),
    path("agenda-items/<int:pk>/table/", views.ItemTable.as_view(), name="agenda_item_table"),
    path("agenda-items/<int:pk>/untable/", views.ItemUntable.as_view(), name="agenda_item_untable"),
]
