import core.migrating
import core.triggers
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_majorities_and_symbols'),
        ('documents', '0004_searchable'),
        ('supervision', '0002_programmes_missions_recommendations'),
    ]

    operations = [
        core.migrating.Together([
            pgtrigger.migrations.RemoveTrigger(
                model_name='programmeitem',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='programmeitem',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='programmeitem',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='proposal',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='proposal',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='proposal',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='textreview',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='textreview',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='textreview',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='programmeitem',
                name='postponed_on',
                field=models.DateField(blank=True, editable=False, null=True, verbose_name='postponed on'),
            ),
            migrations.AddField(
                model_name='programmeitemevent',
                name='postponed_on',
                field=models.DateField(blank=True, editable=False, null=True, verbose_name='postponed on'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='committee',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervision_proposals', to='councils.committee', verbose_name='committee'),
            ),
            migrations.AddField(
                model_name='proposalevent',
                name='committee',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.committee', verbose_name='committee'),
            ),
            migrations.AddField(
                model_name='textreview',
                name='letter',
                field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='text_review', to='documents.officialdocument', verbose_name='letter of the request'),
            ),
            migrations.AddField(
                model_name='textreviewevent',
                name='letter',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.officialdocument', verbose_name='letter of the request'),
            ),
            migrations.AlterField(
                model_name='programmeitem',
                name='note',
                field=models.TextField(blank=True, help_text='For a dropped or postponed item: why.', verbose_name='note'),
            ),
            migrations.AlterField(
                model_name='programmeitemevent',
                name='note',
                field=models.TextField(blank=True, help_text='For a dropped or postponed item: why.', verbose_name='note'),
            ),
            core.triggers.AddTriggers(
                model_name='programmeitem',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_programmeitemevent" ("created_at", "done_on", "dropped_on", "ends_on", "form", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "postponed_on", "programme_id", "scope", "starts_on", "title", "updated_at", "version") VALUES (NEW."created_at", NEW."done_on", NEW."dropped_on", NEW."ends_on", NEW."form", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."postponed_on", NEW."programme_id", NEW."scope", NEW."starts_on", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='9507aec22d996473aaee6de8adb364b1831771fb', operation='INSERT', pgid='pgtrigger_insert_insert_e7375', table='supervision_programmeitem', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_programmeitemevent" ("created_at", "done_on", "dropped_on", "ends_on", "form", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "postponed_on", "programme_id", "scope", "starts_on", "title", "updated_at", "version") VALUES (NEW."created_at", NEW."done_on", NEW."dropped_on", NEW."ends_on", NEW."form", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."postponed_on", NEW."programme_id", NEW."scope", NEW."starts_on", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='598b2eccf3ae43299849d6b691b23d2f5fe8cad5', operation='UPDATE', pgid='pgtrigger_update_update_14192', table='supervision_programmeitem', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_programmeitemevent" ("created_at", "done_on", "dropped_on", "ends_on", "form", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "postponed_on", "programme_id", "scope", "starts_on", "title", "updated_at", "version") VALUES (OLD."created_at", OLD."done_on", OLD."dropped_on", OLD."ends_on", OLD."form", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."postponed_on", OLD."programme_id", OLD."scope", OLD."starts_on", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;', hash='0470b68cc63f1e98f5507d7a1e76f39d1f863199', operation='DELETE', pgid='pgtrigger_delete_delete_3f955', table='supervision_programmeitem', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='proposal',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_proposalevent" ("committee_id", "content", "council_id", "created_at", "delegate_id", "due_on", "due_rule_id", "id", "item_id", "need", "objects_text", "outcome", "outcome_note", "outcome_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "proposer", "proposer_name", "scope", "search", "subject", "updated_at", "version", "year") VALUES (NEW."committee_id", NEW."content", NEW."council_id", NEW."created_at", NEW."delegate_id", NEW."due_on", NEW."due_rule_id", NEW."id", NEW."item_id", NEW."need", NEW."objects_text", NEW."outcome", NEW."outcome_note", NEW."outcome_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_on", NEW."proposer", NEW."proposer_name", NEW."scope", NEW."search", NEW."subject", NEW."updated_at", NEW."version", NEW."year"); RETURN NULL;', hash='3e1963ab5859c5a114ed5cbc620dcf920e919815', operation='INSERT', pgid='pgtrigger_insert_insert_ffa63', table='supervision_proposal', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_proposalevent" ("committee_id", "content", "council_id", "created_at", "delegate_id", "due_on", "due_rule_id", "id", "item_id", "need", "objects_text", "outcome", "outcome_note", "outcome_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "proposer", "proposer_name", "scope", "search", "subject", "updated_at", "version", "year") VALUES (NEW."committee_id", NEW."content", NEW."council_id", NEW."created_at", NEW."delegate_id", NEW."due_on", NEW."due_rule_id", NEW."id", NEW."item_id", NEW."need", NEW."objects_text", NEW."outcome", NEW."outcome_note", NEW."outcome_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_on", NEW."proposer", NEW."proposer_name", NEW."scope", NEW."search", NEW."subject", NEW."updated_at", NEW."version", NEW."year"); RETURN NULL;', hash='522e9a5173f8be3e123dc8a84d03702a0703dd85', operation='UPDATE', pgid='pgtrigger_update_update_45a11', table='supervision_proposal', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_proposalevent" ("committee_id", "content", "council_id", "created_at", "delegate_id", "due_on", "due_rule_id", "id", "item_id", "need", "objects_text", "outcome", "outcome_note", "outcome_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "proposer", "proposer_name", "scope", "search", "subject", "updated_at", "version", "year") VALUES (OLD."committee_id", OLD."content", OLD."council_id", OLD."created_at", OLD."delegate_id", OLD."due_on", OLD."due_rule_id", OLD."id", OLD."item_id", OLD."need", OLD."objects_text", OLD."outcome", OLD."outcome_note", OLD."outcome_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_on", OLD."proposer", OLD."proposer_name", OLD."scope", OLD."search", OLD."subject", OLD."updated_at", OLD."version", OLD."year"); RETURN NULL;', hash='30bfe3286075c4d893d64f90e27adfca25626be0', operation='DELETE', pgid='pgtrigger_delete_delete_3eea0', table='supervision_proposal', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='textreview',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_textreviewevent" ("committee_id", "council_id", "created_at", "explanation", "fault", "file_id", "finding", "follow_up_id", "group_id", "id", "issued_on", "issuer_id", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "received_on", "resolution_id", "reviewed_on", "search", "subject", "symbol", "title", "updated_at", "version") VALUES (NEW."committee_id", NEW."council_id", NEW."created_at", NEW."explanation", NEW."fault", NEW."file_id", NEW."finding", NEW."follow_up_id", NEW."group_id", NEW."id", NEW."issued_on", NEW."issuer_id", NEW."letter_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."received_on", NEW."resolution_id", NEW."reviewed_on", NEW."search", NEW."subject", NEW."symbol", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='4c9a7dabfe229c300e4cabd93ebdd4cc6e5348ae', operation='INSERT', pgid='pgtrigger_insert_insert_18b37', table='supervision_textreview', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "supervision_textreviewevent" ("committee_id", "council_id", "created_at", "explanation", "fault", "file_id", "finding", "follow_up_id", "group_id", "id", "issued_on", "issuer_id", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "received_on", "resolution_id", "reviewed_on", "search", "subject", "symbol", "title", "updated_at", "version") VALUES (NEW."committee_id", NEW."council_id", NEW."created_at", NEW."explanation", NEW."fault", NEW."file_id", NEW."finding", NEW."follow_up_id", NEW."group_id", NEW."id", NEW."issued_on", NEW."issuer_id", NEW."letter_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."received_on", NEW."resolution_id", NEW."reviewed_on", NEW."search", NEW."subject", NEW."symbol", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='1d570759828d4c017908dabefc3e90628524bdfe', operation='UPDATE', pgid='pgtrigger_update_update_a164c', table='supervision_textreview', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "supervision_textreviewevent" ("committee_id", "council_id", "created_at", "explanation", "fault", "file_id", "finding", "follow_up_id", "group_id", "id", "issued_on", "issuer_id", "letter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "received_on", "resolution_id", "reviewed_on", "search", "subject", "symbol", "title", "updated_at", "version") VALUES (OLD."committee_id", OLD."council_id", OLD."created_at", OLD."explanation", OLD."fault", OLD."file_id", OLD."finding", OLD."follow_up_id", OLD."group_id", OLD."id", OLD."issued_on", OLD."issuer_id", OLD."letter_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."received_on", OLD."resolution_id", OLD."reviewed_on", OLD."search", OLD."subject", OLD."symbol", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;', hash='1bde68a4a2af5bdd06c1a47204c6d189ed8525f6', operation='DELETE', pgid='pgtrigger_delete_delete_b807e', table='supervision_textreview', when='AFTER'))],
            ),
            migrations.AddConstraint(
                model_name='programmeitem',
                constraint=models.CheckConstraint(condition=models.Q(('postponed_on__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='supervision_postponed_says_why'),
            ),
            migrations.AddConstraint(
                model_name='programmeitem',
                constraint=models.CheckConstraint(condition=models.Q(('dropped_on__isnull', True), ('done_on__isnull', True), _connector='OR'), name='supervision_item_done_or_dropped'),
            ),
        ]),
    ]
