"""Addresses of the register of official documents."""

from __future__ import annotations

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("", views.DocumentList.as_view(), name="document_list"),
    path("new/", views.DocumentCreate.as_view(), name="document_create"),
    path("<int:pk>/", views.DocumentDetail.as_view(), name="document_detail"),
    path("<int:pk>/edit/", views.DocumentEdit.as_view(), name="document_edit"),
    path("<int:pk>/attach/", views.DocumentAttach.as_view(), name="document_attach"),
    path("<int:pk>/void/", views.DocumentVoid.as_view(), name="document_void"),
    path("<int:pk>/<str:extension>/", views.DocumentFile.as_view(), name="document_file"),
]
