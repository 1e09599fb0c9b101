"""Addresses of reviews of legal texts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
