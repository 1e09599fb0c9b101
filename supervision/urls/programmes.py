"""Addresses of programmes and proposals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
