"""Addresses of working sessions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
