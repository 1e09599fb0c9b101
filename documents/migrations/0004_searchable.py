"""Entries of the register that came in before it could be searched are folded once."""

from django.db import migrations

from core.text import fold


def fold_all(apps, _schema_editor):
    for document in apps.get_model("documents", "OfficialDocument").objects.iterator():
        document.search = fold(f"{document.symbol} {document.abstract}")
        document.save(update_fields=["search"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_register")]

    operations = [migrations.RunPython(fold_all, migrations.RunPython.noop)]
