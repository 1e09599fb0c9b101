"""A real installation. Refuses to start without a secret key, the allowed hosts and a decision on TLS."""

from django.core.exceptions import ImproperlyConfigured

from core.sealing import check_keys
from portal.logs import logging_config
from portal.settings.base import *  # noqa: F403 - settings modules extend each other this way
from portal.settings.base import env


def _required(name: str, why: str) -> str:
    value: str = env.str(name, "")
    if not value:
        message = f"{name} is not set: {why}"
        raise ImproperlyConfigured(message)
    return value


DEBUG = False
DEMONSTRATION_ALLOWED = False
SECRET_KEY = _required("SECRET_KEY", "it signs sessions and links; use 50 or more random characters.")
ALLOWED_HOSTS = [
    host.strip()
    for host in _required("ALLOWED_HOSTS", "the names under which users reach the portal.").split(",")
]
_required("FIELD_KEYS", "it encrypts the identity of those who denounce; see docs/operations.md.")
FIELD_KEYS = env.list("FIELD_KEYS")
check_keys(FIELD_KEYS)
_required("DATABASE_URL", "the portal needs its PostgreSQL server.")
_required("REDIS_URL", "the portal needs its Valkey or Redis server.")
_required("PORTAL_URL", "links in e-mails need the address of the portal.")

# TLS is a decision, not a default: "proxy" (it ends TLS in front and sets X-Forwarded-Proto)
# or "none" (a closed network).
TLS = _required(
    "TLS", 'say "proxy" when a proxy ends TLS in front of the portal, or "none" on a closed network.'
)
if TLS not in {"proxy", "none"}:
    message = f'TLS is "{TLS}": it can be "proxy" or "none".'
    raise ImproperlyConfigured(message)
if TLS == "proxy":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits count by the client that the proxy names in X-Forwarded-For, not by the proxy.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", 1)
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

vars().update(env.dj_email_url("EMAIL_URL", "smtp://localhost:25"))
EMAIL_BACKEND = "followups.mail.SmtpBackend"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_config(json=True)
