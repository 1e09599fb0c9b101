"""The project package: settings, urls, processes. Imports everybody, imported by nobody."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
