import core.triggers
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('councils', '0001_initial'),
        ('documents', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('activity', 'Activity report')], default='activity', max_length=20, verbose_name='report')),
                ('scope', models.CharField(choices=[('own', 'This council'), ('own+lower', 'With the councils below')], default='own', max_length=10, verbose_name='scope')),
                ('period_start', models.DateField(verbose_name='from')),
                ('period_end', models.DateField(verbose_name='to')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being made'), ('done', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=8, verbose_name='state')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='progress in %')),
                ('step', models.CharField(blank=True, max_length=200, verbose_name='step')),
                ('error', models.TextField(blank=True, verbose_name='what failed')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to='councils.council', verbose_name='council')),
                ('docx', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.file', verbose_name='DOCX')),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.file', verbose_name='PDF')),
            ],
            options={
                'verbose_name': 'report run',
                'verbose_name_plural': 'report runs',
                'indexes': [models.Index(fields=['council', '-created_at', '-id'], name='reports_run_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start'))), name='reports_period_in_order', violation_error_message='The period ends before it begins.'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='reports_progress_is_percent')],
            },
        ),
        migrations.CreateModel(
            name='ReportRunEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('activity', 'Activity report')], default='activity', max_length=20, verbose_name='report')),
                ('scope', models.CharField(choices=[('own', 'This council'), ('own+lower', 'With the councils below')], default='own', max_length=10, verbose_name='scope')),
                ('period_start', models.DateField(verbose_name='from')),
                ('period_end', models.DateField(verbose_name='to')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being made'), ('done', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=8, verbose_name='state')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='progress in %')),
                ('step', models.CharField(blank=True, max_length=200, verbose_name='step')),
                ('error', models.TextField(blank=True, verbose_name='what failed')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('docx', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='DOCX')),
                ('pdf', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='PDF')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='reports.reportrun')),
            ],
            options={
                'abstract': False,
            },
        ),
        core.triggers.AddTriggers(
            model_name='reportrun',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportrunevent" ("as_of", "asked_by_id", "council_id", "created_at", "docx_id", "error", "finished_at", "id", "kind", "pdf_id", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "scope", "state", "step", "updated_at", "version") VALUES (NEW."as_of", NEW."asked_by_id", NEW."council_id", NEW."created_at", NEW."docx_id", NEW."error", NEW."finished_at", NEW."id", NEW."kind", NEW."pdf_id", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."progress", NEW."scope", NEW."state", NEW."step", NEW."updated_at", NEW."version"); RETURN NULL;', hash='c89f7caa77bf7f4865ddd89e3b505837a4ba7937', operation='INSERT', pgid='pgtrigger_insert_insert_b9bc4', table='reports_reportrun', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reportrunevent" ("as_of", "asked_by_id", "council_id", "created_at", "docx_id", "error", "finished_at", "id", "kind", "pdf_id", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "scope", "state", "step", "updated_at", "version") VALUES (NEW."as_of", NEW."asked_by_id", NEW."council_id", NEW."created_at", NEW."docx_id", NEW."error", NEW."finished_at", NEW."id", NEW."kind", NEW."pdf_id", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."progress", NEW."scope", NEW."state", NEW."step", NEW."updated_at", NEW."version"); RETURN NULL;', hash='006a07cf6577b1085ac72664c1e150ba75b2c0a9', operation='UPDATE', pgid='pgtrigger_update_update_c6e3d', table='reports_reportrun', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportrunevent" ("as_of", "asked_by_id", "council_id", "created_at", "docx_id", "error", "finished_at", "id", "kind", "pdf_id", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "scope", "state", "step", "updated_at", "version") VALUES (OLD."as_of", OLD."asked_by_id", OLD."council_id", OLD."created_at", OLD."docx_id", OLD."error", OLD."finished_at", OLD."id", OLD."kind", OLD."pdf_id", OLD."period_end", OLD."period_start", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."progress", OLD."scope", OLD."state", OLD."step", OLD."updated_at", OLD."version"); RETURN NULL;', hash='04bb8a4bd38cb35bf74115b64ebaada05236c7b1', operation='DELETE', pgid='pgtrigger_delete_delete_62081', table='reports_reportrun', when='AFTER'))],
        ),
    ]
