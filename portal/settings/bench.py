"""Production settings, with the reference views and a count of queries in each answer."""

from portal.settings.production import *  # noqa: F403 - settings modules extend each other this way
from portal.settings.production import MIDDLEWARE

ROOT_URLCONF = "portal.bench.urls"
MIDDLEWARE = ["portal.bench.counting.CountQueries", *MIDDLEWARE]
