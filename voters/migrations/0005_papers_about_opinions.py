import core.migrating
import core.triggers
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('councils', '0006_council_words'),
        ('documents', '0004_searchable'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('voters', '0004_opinions_regrouped'),
    ]

    operations = [
        core.migrating.Together([
            migrations.CreateModel(
                name='OpinionReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('kind', models.CharField(choices=[('synthesis', 'Synthesis of opinions'), ('result', 'Supervision of how opinions are settled')], max_length=10, verbose_name='kind')),
                    ('addressee', models.CharField(choices=[('council', 'the council'), ('peoples_committee', "the People's Committee"), ('standing', 'the Standing Committee')], default='council', max_length=20, verbose_name='addressed to')),
                    ('as_of', models.DateField(verbose_name='numbers as of')),
                    ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_reports', to='councils.council', verbose_name='council')),
                    ('document', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinion_report', to='documents.officialdocument', verbose_name='official document')),
                    ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinion_reports', to='councils.delegategroup', verbose_name='of the delegate group')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_reports', to='voters.votercontactround', verbose_name='voter-contact round')),
                    ('sheet', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.file', verbose_name='annex as a workbook')),
                    ('signed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.file', verbose_name='signed copy')),
                ],
                options={
                    'verbose_name': 'report on opinions',
                    'verbose_name_plural': 'reports on opinions',
                    'indexes': [models.Index(fields=['round', 'kind'], name='voters_report_of_round')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('document__isnull', True)), fields=('round', 'kind', 'group'), name='voters_one_draft_report', nulls_distinct=False, violation_error_message='A draft of this report has already been begun.'), models.CheckConstraint(condition=models.Q(('group__isnull', True), ('kind', 'synthesis'), _connector='OR'), name='voters_groups_report_what_they_heard')],
                },
            ),
            migrations.CreateModel(
                name='OpinionReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('kind', models.CharField(choices=[('synthesis', 'Synthesis of opinions'), ('result', 'Supervision of how opinions are settled')], max_length=10, verbose_name='kind')),
                    ('addressee', models.CharField(choices=[('council', 'the council'), ('peoples_committee', "the People's Committee"), ('standing', 'the Standing Committee')], default='council', max_length=20, verbose_name='addressed to')),
                    ('as_of', models.DateField(verbose_name='numbers as of')),
                    ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                    ('document', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.officialdocument', verbose_name='official document')),
                    ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.delegategroup', verbose_name='of the delegate group')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.opinionreport')),
                    ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votercontactround', verbose_name='voter-contact round')),
                    ('sheet', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='annex as a workbook')),
                    ('signed', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='signed copy')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OpinionReportSection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                    ('heading', models.CharField(max_length=200, verbose_name='heading')),
                    ('text', models.TextField(blank=True, verbose_name='text')),
                    ('code', models.SlugField(max_length=20, verbose_name='part')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='voters.opinionreport', verbose_name='report on opinions')),
                ],
                options={
                    'verbose_name': 'part of a report on opinions',
                    'verbose_name_plural': 'parts of reports on opinions',
                    'ordering': ['position', 'pk'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('report', 'code'), name='voters_report_part_once')],
                },
            ),
            migrations.CreateModel(
                name='OpinionReportSectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                    ('heading', models.CharField(max_length=200, verbose_name='heading')),
                    ('text', models.TextField(blank=True, verbose_name='text')),
                    ('code', models.SlugField(db_index=False, max_length=20, verbose_name='part')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.opinionreportsection')),
                    ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.opinionreport', verbose_name='report on opinions')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='TransferLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('dated_on', models.DateField(verbose_name='dated')),
                    ('answer_by', models.DateField(verbose_name='answer by')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_letters', to='councils.agency', verbose_name='to the agency')),
                    ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_letters', to='councils.council', verbose_name='council')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='transfer_letter', to='documents.officialdocument', verbose_name='official document')),
                    ('opinions', models.ManyToManyField(related_name='transfer_letters', to='voters.voteropinion', verbose_name='opinions')),
                    ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfer_letters', to='voters.votercontactround', verbose_name='voter-contact round')),
                    ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.file', verbose_name='annex as a workbook')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ],
                options={
                    'verbose_name': 'transfer letter',
                    'verbose_name_plural': 'transfer letters',
                    'ordering': ['-dated_on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('dated_on'))), name='voters_transfer_gives_time', violation_error_message='The day to answer by must come after the letter.')],
                },
            ),
            migrations.CreateModel(
                name='TransferLetterEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('dated_on', models.DateField(verbose_name='dated')),
                    ('answer_by', models.DateField(verbose_name='answer by')),
                    ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.agency', verbose_name='to the agency')),
                    ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                    ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.officialdocument', verbose_name='official document')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.transferletter')),
                    ('round', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votercontactround', verbose_name='voter-contact round')),
                    ('sheet', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='annex as a workbook')),
                    ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        core.migrating.Together([
            core.triggers.AddTriggers(
                model_name='opinionreport',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionreportevent" ("addressee", "as_of", "council_id", "created_at", "document_id", "group_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sheet_id", "signed_id", "updated_at", "version") VALUES (NEW."addressee", NEW."as_of", NEW."council_id", NEW."created_at", NEW."document_id", NEW."group_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."sheet_id", NEW."signed_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='6b926cf60a4206092972da930fbe4fb4fd86b576', operation='INSERT', pgid='pgtrigger_insert_insert_68b07', table='voters_opinionreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_opinionreportevent" ("addressee", "as_of", "council_id", "created_at", "document_id", "group_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sheet_id", "signed_id", "updated_at", "version") VALUES (NEW."addressee", NEW."as_of", NEW."council_id", NEW."created_at", NEW."document_id", NEW."group_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."sheet_id", NEW."signed_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='4d3a1b44dc7aff9cb767716f2bfb0459a9fddb95', operation='UPDATE', pgid='pgtrigger_update_update_b47ba', table='voters_opinionreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionreportevent" ("addressee", "as_of", "council_id", "created_at", "document_id", "group_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sheet_id", "signed_id", "updated_at", "version") VALUES (OLD."addressee", OLD."as_of", OLD."council_id", OLD."created_at", OLD."document_id", OLD."group_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."sheet_id", OLD."signed_id", OLD."updated_at", OLD."version"); RETURN NULL;', hash='e00d199232cfb1ebb8037343e07f4b1cf6a0c5cc', operation='DELETE', pgid='pgtrigger_delete_delete_988c4', table='voters_opinionreport', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='opinionreportsection',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionreportsectionevent" ("code", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text") VALUES (NEW."code", NEW."heading", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."report_id", NEW."text"); RETURN NULL;', hash='c04de0bce2e00331b1da6c2bc763cebb7eba8f45', operation='INSERT', pgid='pgtrigger_insert_insert_6e1b0', table='voters_opinionreportsection', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_opinionreportsectionevent" ("code", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text") VALUES (NEW."code", NEW."heading", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."report_id", NEW."text"); RETURN NULL;', hash='b85da361d10dbea0226eb76f9e4954226f5b412d', operation='UPDATE', pgid='pgtrigger_update_update_6ea93', table='voters_opinionreportsection', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionreportsectionevent" ("code", "heading", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_id", "text") VALUES (OLD."code", OLD."heading", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."report_id", OLD."text"); RETURN NULL;', hash='e6b29e6f093105abf0c10c6febc703ef7774eb1e', operation='DELETE', pgid='pgtrigger_delete_delete_8d084', table='voters_opinionreportsection', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='transferletter',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_transferletterevent" ("agency_id", "answer_by", "council_id", "created_at", "dated_on", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sheet_id", "updated_at", "version", "written_by_id") VALUES (NEW."agency_id", NEW."answer_by", NEW."council_id", NEW."created_at", NEW."dated_on", NEW."document_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."sheet_id", NEW."updated_at", NEW."version", NEW."written_by_id"); RETURN NULL;', hash='24e1a66bf4e8c22be181b272f72a6cd40586953b', operation='INSERT', pgid='pgtrigger_insert_insert_f36ac', table='voters_transferletter', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_transferletterevent" ("agency_id", "answer_by", "council_id", "created_at", "dated_on", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sheet_id", "updated_at", "version", "written_by_id") VALUES (NEW."agency_id", NEW."answer_by", NEW."council_id", NEW."created_at", NEW."dated_on", NEW."document_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."sheet_id", NEW."updated_at", NEW."version", NEW."written_by_id"); RETURN NULL;', hash='684ab33c8c6b70eee0133e85a4c35062f69292b4', operation='UPDATE', pgid='pgtrigger_update_update_67d66', table='voters_transferletter', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_transferletterevent" ("agency_id", "answer_by", "council_id", "created_at", "dated_on", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "sheet_id", "updated_at", "version", "written_by_id") VALUES (OLD."agency_id", OLD."answer_by", OLD."council_id", OLD."created_at", OLD."dated_on", OLD."document_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."sheet_id", OLD."updated_at", OLD."version", OLD."written_by_id"); RETURN NULL;', hash='4c625a6967a2835423fa325e8bc9f4a5679c3e1f', operation='DELETE', pgid='pgtrigger_delete_delete_c3aa4', table='voters_transferletter', when='AFTER'))],
            ),
        ]),
    ]
