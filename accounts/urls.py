"""Addresses of the accounts floor (sign-in itself is allauth's)."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [path("drafts/<slug:key>/", views.draft_save, name="draft_save")]
