"""Sittings whose days have passed were held: until now the register knew no states."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Now, TruncDate


def hold(apps, _schema_editor):
    sittings = apps.get_model("sittings", "Sitting")
    sittings.objects.filter(state="planned", closes_on__lt=TruncDate(Now())).update(
        state="closed", opened_on=F("opens_on"), closed_on=F("closes_on")
    )


class Migration(migrations.Migration):
    dependencies = [("sittings", "0002_from_plan_to_law")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop)]
