"""Addresses of ongoing supervision."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
