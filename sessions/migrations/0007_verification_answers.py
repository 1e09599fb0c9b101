import core.triggers
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('followups', '0008_fewer_indexes'),
        ('sittings', '0006_unify_minutes_number'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='verification',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='verification',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='verification',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='verification',
            name='follow_up',
            field=models.OneToOneField(blank=True, editable=False, help_text='The answers that the owner of the paper owes to the remarks.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verification', to='followups.followup', verbose_name='follow-up'),
        ),
        migrations.AddField(
            model_name='verificationevent',
            name='follow_up',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='The answers that the owner of the paper owes to the remarks.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.followup', verbose_name='follow-up'),
        ),
        core.triggers.AddTriggers(
            model_name='verification',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sittings_verificationevent" ("assigned_on", "committee_id", "created_at", "document_id", "due_anchor_on", "due_on", "due_rule_id", "file_id", "follow_up_id", "id", "is_lead", "legal_basis", "meeting_id", "opinion", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "responded_on", "state", "updated_at", "version", "version_seen_id") VALUES (NEW."assigned_on", NEW."committee_id", NEW."created_at", NEW."document_id", NEW."due_anchor_on", NEW."due_on", NEW."due_rule_id", NEW."file_id", NEW."follow_up_id", NEW."id", NEW."is_lead", NEW."legal_basis", NEW."meeting_id", NEW."opinion", NEW."paper_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reported_on", NEW."responded_on", NEW."state", NEW."updated_at", NEW."version", NEW."version_seen_id"); RETURN NULL;', hash='0f4b3ae827ff4a55bf4e4d495f5311ad95c1f5b0', operation='INSERT', pgid='pgtrigger_insert_insert_7ccb1', table='sittings_verification', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "sittings_verificationevent" ("assigned_on", "committee_id", "created_at", "document_id", "due_anchor_on", "due_on", "due_rule_id", "file_id", "follow_up_id", "id", "is_lead", "legal_basis", "meeting_id", "opinion", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "responded_on", "state", "updated_at", "version", "version_seen_id") VALUES (NEW."assigned_on", NEW."committee_id", NEW."created_at", NEW."document_id", NEW."due_anchor_on", NEW."due_on", NEW."due_rule_id", NEW."file_id", NEW."follow_up_id", NEW."id", NEW."is_lead", NEW."legal_basis", NEW."meeting_id", NEW."opinion", NEW."paper_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reported_on", NEW."responded_on", NEW."state", NEW."updated_at", NEW."version", NEW."version_seen_id"); RETURN NULL;', hash='5ce63183b891e5a1b75a7234630ac427450dc947', operation='UPDATE', pgid='pgtrigger_update_update_5cdbe', table='sittings_verification', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "sittings_verificationevent" ("assigned_on", "committee_id", "created_at", "document_id", "due_anchor_on", "due_on", "due_rule_id", "file_id", "follow_up_id", "id", "is_lead", "legal_basis", "meeting_id", "opinion", "paper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "responded_on", "state", "updated_at", "version", "version_seen_id") VALUES (OLD."assigned_on", OLD."committee_id", OLD."created_at", OLD."document_id", OLD."due_anchor_on", OLD."due_on", OLD."due_rule_id", OLD."file_id", OLD."follow_up_id", OLD."id", OLD."is_lead", OLD."legal_basis", OLD."meeting_id", OLD."opinion", OLD."paper_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reported_on", OLD."responded_on", OLD."state", OLD."updated_at", OLD."version", OLD."version_seen_id"); RETURN NULL;', hash='b3171fadf64c1634ec0dc40f77bc7bc29e75a053', operation='DELETE', pgid='pgtrigger_delete_delete_ef6ed', table='sittings_verification', when='AFTER'))],
        ),
    ]
