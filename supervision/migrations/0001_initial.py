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
            name='SupervisionMission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('thematic', 'Thematic supervision'), ('survey', 'Survey')], max_length=10, verbose_name='kind')),
                ('subject', models.CharField(choices=[('council', 'The council'), ('standing_committee', 'The Standing Committee'), ('committee', 'A committee'), ('group', 'A delegate group')], max_length=20, verbose_name='who supervises')),
                ('title', models.CharField(max_length=300, verbose_name='content')),
                ('act_symbol', models.CharField(blank=True, max_length=60, verbose_name='number of the decision')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('bodies', models.ManyToManyField(blank=True, related_name='missions', to='councils.agency', verbose_name='supervised bodies')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='councils.committee', verbose_name='committee')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='councils.council', verbose_name='council')),
            ],
            options={
                'verbose_name': 'supervision mission',
                'verbose_name_plural': 'supervision missions',
                'indexes': [models.Index(fields=['council', '-decided_on', '-id'], name='supervision_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('subject', 'committee'), _negated=True), ('committee__isnull', False), _connector='OR'), name='supervision_names_its_committee', violation_error_message='Name the committee that supervises.')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionMissionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('thematic', 'Thematic supervision'), ('survey', 'Survey')], max_length=10, verbose_name='kind')),
                ('subject', models.CharField(choices=[('council', 'The council'), ('standing_committee', 'The Standing Committee'), ('committee', 'A committee'), ('group', 'A delegate group')], max_length=20, verbose_name='who supervises')),
                ('title', models.CharField(max_length=300, verbose_name='content')),
                ('act_symbol', models.CharField(blank=True, max_length=60, verbose_name='number of the decision')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('committee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.committee', verbose_name='committee')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='supervision.supervisionmission')),
            ],
            options={
                'abstract': False,
            },
        ),
        core.triggers.AddTriggers(
            model_name='supervisionmission',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_supervisionmissionevent" ("act_symbol", "committee_id", "council_id", "created_at", "decided_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "title", "updated_at", "version") VALUES (NEW."act_symbol", NEW."committee_id", NEW."council_id", NEW."created_at", NEW."decided_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."subject", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b0f6019d9e0b4df356b2633925177c2e72e702a2', operation='INSERT', pgid='pgtrigger_insert_insert_514ad', table='supervision_supervisionmission', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_supervisionmissionevent" ("act_symbol", "committee_id", "council_id", "created_at", "decided_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "title", "updated_at", "version") VALUES (NEW."act_symbol", NEW."committee_id", NEW."council_id", NEW."created_at", NEW."decided_on", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."subject", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='e6915b04e3a177c0345dbdfa439023b9773d735f', operation='UPDATE', pgid='pgtrigger_update_update_ca2d4', table='supervision_supervisionmission', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_supervisionmissionevent" ("act_symbol", "committee_id", "council_id", "created_at", "decided_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "title", "updated_at", "version") VALUES (OLD."act_symbol", OLD."committee_id", OLD."council_id", OLD."created_at", OLD."decided_on", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."subject", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;', hash='09b60c760c19c59c836231eaf1522e74f752e68d', operation='DELETE', pgid='pgtrigger_delete_delete_2d369', table='supervision_supervisionmission', when='AFTER'))],
        ),
    ]
