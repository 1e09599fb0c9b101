"""A laptop: embedded servers by `make run`, e-mail into files, demonstration data allowed."""

from portal.logs import logging_config
from portal.settings.base import *  # noqa: F403 - settings modules extend each other this way
from portal.settings.base import env

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-a-laptop-only-for-a-laptop-only-for-a-laptop")
FIELD_KEYS = env.list("FIELD_KEYS", ["XuwNxBmqgze_cl8Cb9qceMHLHGQu6v-dbhES83eD6UI="])  # only for a laptop
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
WHITENOISE_USE_FINDERS = True
DEMONSTRATION_ALLOWED = True

EMAIL_BACKEND = "followups.mail.FolderBackend"
if env.str("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))
    EMAIL_BACKEND = "followups.mail.SmtpBackend"

LOGGING = logging_config(json=False)
