"""The suite: real PostgreSQL and Valkey (started by tests/conftest.py), cheap password hashing."""

import os

from portal.logs import logging_config
from portal.settings.base import *  # noqa: F403 - settings modules extend each other this way
from portal.settings.base import CACHES, DATABASES, REDIS_URL

DEBUG = False
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"
FIELD_KEYS = ["WYMOvDpBhBEFZr8aKQ0IRz39y9SSzkmLFM0aXi-i5EE="]  # only for tests
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMONSTRATION_ALLOWED = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Test databases are dropped while sessions of a pool would still hold them.
for _database in DATABASES.values():
    _database["OPTIONS"].pop("pool", None)

# Each parallel test process has a Valkey database of its own.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
REDIS_URL = REDIS_URL.rsplit("/", 1)[0] + f"/{int(_worker) % 16}"
CELERY_BROKER_URL = REDIS_URL
CACHES["default"]["LOCATION"] = REDIS_URL

LOGGING = logging_config(json=False, level="WARNING")
