"""What every environment shares. Values that differ per installation come from the environment through environs."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environs import Env

from portal.databases import databases

env = Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR: Path = env.path("DATA_DIR", BASE_DIR / ".data")

# --- Applications: floors from the top down, then libraries ---
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "reports.apps.ReportsConfig",
    "supervision.apps.SupervisionConfig",
    "voters.apps.VotersConfig",
    "sessions.apps.SittingsConfig",
    "followups.apps.FollowupsConfig",
    "documents.apps.DocumentsConfig",
    "councils.apps.CouncilsConfig",
    "accounts.apps.AccountsConfig",
    "core.apps.CoreConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.compression.CompressText",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.PreferredLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "councils.middleware.CurrentCouncilMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "core.templatetags.portal_tags"],
        },
    },
]
FORM_RENDERER = "core.forms.PortalRenderer"

# --- Database: the primary, and where one is named a replica from which figures are read (core/reading.py) ---
DATABASES: dict[str, dict[str, Any]] = databases(env)
DATABASE_REPLICA_LAG = env.float("DATABASE_REPLICA_LAG", 30)  # seconds; one further behind is not read
if "replica" in DATABASES:
    DATABASE_ROUTERS = ["core.reading.ReplicaRouter"]
    MIDDLEWARE.append("core.reading.FreshForWriters")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

# --- Cache, sessions, broker ---
REDIS_URL: str = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # mail under way does not need the broker
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker may be away all night: worker and beat wait for it
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 30 * 60}

# --- Language and time ---
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
CELERY_TIMEZONE = TIME_ZONE

# --- Static and uploaded files ---
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", DATA_DIR / "files")
MAX_FILE_BYTES = env.int("MAX_FILE_BYTES", 25 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- People: sign-in by allauth, sign-up closed ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # an unlocked screen is not the owner of the account
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail from us
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Nghị Trường"
MFA_RECOVERY_CODE_COUNT = 10

# --- Keys that seal the identity of those who denounce: the first one seals, all of them open (core/sealing.py) ---
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", [])

# --- Safety of pages ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- E-mail ---
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "nghi-truong@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = (
    60  # servers that examine a message before they take it are slow; five steps fit into the lease
)
EMAIL_FOLDER: Path = DATA_DIR / "mail"  # where followups.mail.FolderBackend writes on a laptop
# How long a worker may hold the notices it is sending before another takes them for abandoned.
NOTICE_LEASE_SECONDS = env.int("NOTICE_LEASE_SECONDS", 10 * 60)
# How often beat looks for notices to send: those planned, rested after a failure, or abandoned by a dead worker.
NOTICE_DELIVERY_SECONDS = env.int("NOTICE_DELIVERY_SECONDS", 60)
# How often worker and beat say that they live; four times as long without a word, and they are silent.
HEARTBEAT_SECONDS = env.int("HEARTBEAT_SECONDS", 10)
CELERY_BEAT_SCHEDULER = "portal.heartbeat:HeardScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = HEARTBEAT_SECONDS
CELERY_BEAT_CRON_STARTING_DEADLINE = 15 * 60  # a machine that slept all day does not remind in the evening

# --- History: database triggers on every business model, with who and which request as context ---
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_ADMIN_CLASS = "django.contrib.admin.ModelAdmin"

# Address under which users reach the portal: for links in e-mails and figures printed by commands.
PORTAL_URL = env.str("PORTAL_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}")

# Demonstration data may only be loaded where this is true; production says false.
DEMONSTRATION_ALLOWED = False
