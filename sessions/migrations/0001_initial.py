import core.triggers
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('constituting', 'Constituting sitting'), ('regular_midyear', 'Regular mid-year sitting'), ('regular_yearend', 'Regular year-end sitting'), ('thematic', 'Thematic sitting'), ('urgent', 'Sitting on urgent matters'), ('extraordinary', 'Extraordinary sitting (until 2020)')], max_length=20, verbose_name='kind')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='councils.council', verbose_name='council')),
                ('council_term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='councils.councilterm', verbose_name='council term')),
            ],
            options={
                'verbose_name': 'sitting',
                'verbose_name_plural': 'sittings',
                'indexes': [models.Index(fields=['council', '-opens_on', '-id'], name='sittings_by_day')],
                'constraints': [models.UniqueConstraint(fields=('council_term', 'number'), name='sittings_number_once_in_term', violation_error_message='This number has already been given in this term.'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='sittings_days_in_order', violation_error_message='The sitting closes before it opens.')],
            },
        ),
        migrations.CreateModel(
            name='SittingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('constituting', 'Constituting sitting'), ('regular_midyear', 'Regular mid-year sitting'), ('regular_yearend', 'Regular year-end sitting'), ('thematic', 'Thematic sitting'), ('urgent', 'Sitting on urgent matters'), ('extraordinary', 'Extraordinary sitting (until 2020)')], max_length=20, verbose_name='kind')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('council_term', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.councilterm', verbose_name='council term')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='sittings.sitting')),
            ],
            options={
                'abstract': False,
            },
        ),
        core.triggers.AddTriggers(
            model_name='sitting',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sittings_sittingevent" ("closes_on", "council_id", "council_term_id", "created_at", "id", "kind", "number", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "updated_at", "version") VALUES (NEW."closes_on", NEW."council_id", NEW."council_term_id", NEW."created_at", NEW."id", NEW."kind", NEW."number", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."updated_at", NEW."version"); RETURN NULL;', hash='71981e3254033750b657ce971bd216cd1c27e8ab', operation='INSERT', pgid='pgtrigger_insert_insert_e93dd', table='sittings_sitting', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sittings_sittingevent" ("closes_on", "council_id", "council_term_id", "created_at", "id", "kind", "number", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "updated_at", "version") VALUES (NEW."closes_on", NEW."council_id", NEW."council_term_id", NEW."created_at", NEW."id", NEW."kind", NEW."number", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."updated_at", NEW."version"); RETURN NULL;', hash='433c563e4a4ac7edb674a523639cd829281e2f52', operation='UPDATE', pgid='pgtrigger_update_update_6bceb', table='sittings_sitting', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sittings_sittingevent" ("closes_on", "council_id", "council_term_id", "created_at", "id", "kind", "number", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "updated_at", "version") VALUES (OLD."closes_on", OLD."council_id", OLD."council_term_id", OLD."created_at", OLD."id", OLD."kind", OLD."number", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."updated_at", OLD."version"); RETURN NULL;', hash='4170aa8e840a9313a71bf2e8fe6f011dcd3c8023', operation='DELETE', pgid='pgtrigger_delete_delete_b1b37', table='sittings_sitting', when='AFTER'))],
        ),
    ]
