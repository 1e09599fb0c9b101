"""WSGI entry point."""

import gc
import os
from typing import Final

from django.core.wsgi import get_wsgi_application

ALLOCATIONS_BETWEEN_COLLECTIONS: Final = 20_000
"""A page makes thousands of short-lived objects; Python's own 700 has its collector run dozens of times for each."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
application = get_wsgi_application()
gc.collect()
gc.freeze()
gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS, 10, 10)
