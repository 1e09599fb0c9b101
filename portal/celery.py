"""The Celery application: two queues, a beat schedule in code, JSON only."""

import os

from celery import Celery
from celery.schedules import crontab
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()

# Short jobs must not wait behind reports.
app.conf.task_default_queue = "default"
app.conf.task_routes = {"reports.tasks.*": {"queue": "reports"}}

app.conf.beat_schedule = {
    "plan-notices": {"task": "followups.tasks.plan_notices", "schedule": crontab(hour=7, minute=30)},
    "deliver-notices": {"task": "followups.tasks.deliver_notices", "schedule": 60.0},
}
