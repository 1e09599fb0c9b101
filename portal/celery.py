"""The Celery application: two queues, a beat schedule in code, JSON only."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.steps["consumer"].add("portal.heartbeat:WorkerHeartbeat")
app.autodiscover_tasks()

# Short jobs must not wait behind reports.
app.conf.task_default_queue = "default"
app.conf.task_routes = {"reports.tasks.*": {"queue": "reports"}, "sessions.tasks.*": {"queue": "reports"}}

QUARTER = 15 * 60
"""Seconds after which a run that nobody took up is dropped: the next one is there, and evenings stay quiet."""


@app.on_after_configure.connect
def set_schedule(sender: Celery, **_signal: Any) -> None:
    """What beat starts when; read late, for this module is imported before there are settings.

    Planning twice makes the same rows, so what failed at 07:30 is made up for within a quarter of an hour.
    """
    plan = {"task": "followups.tasks.plan_notices", "options": {"expires": QUARTER}}
    deliver = {"task": "followups.tasks.deliver_notices", "options": {"expires": QUARTER}}
    gather = {"task": "reports.tasks.gather_marks", "options": {"expires": QUARTER}}
    sender.conf.beat_schedule = {
        "plan-notices": {**plan, "schedule": crontab(hour=7, minute="30,45")},
        "plan-notices-catch-up": {**plan, "schedule": crontab(hour="8-17", minute="*/15")},
        "gather-marks": {**gather, "schedule": crontab(hour=2, minute=15)},
        "deliver-notices": {**deliver, "schedule": float(settings.NOTICE_DELIVERY_SECONDS)},
    }
