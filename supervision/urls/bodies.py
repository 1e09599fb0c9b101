"""Addresses of supervised bodies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
