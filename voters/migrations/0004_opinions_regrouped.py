import core.migrating
import core.triggers
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from voters.likeness import marks


def fill_marks(apps, schema_editor):
    """Marks of likeness for the statements that are there already."""
    opinions = apps.get_model("voters", "VoterOpinion").objects
    batch = []
    for opinion in opinions.only("council_id", "content").iterator(chunk_size=500):
        opinion.marks = marks(opinion.council_id, opinion.content)
        batch.append(opinion)
        if len(batch) == 500:
            opinions.bulk_update(batch, ["marks"])
            batch = []
    opinions.bulk_update(batch, ["marks"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('councils', '0005_majorities_and_symbols'),
        ('followups', '0008_fewer_indexes'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('voters', '0003_contact_rounds_and_meetings'),
    ]

    operations = [
        core.migrating.Together([
            migrations.CreateModel(
                name='AnswerTold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('undone_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers_told', to='voters.votermeeting', verbose_name='told at the meeting')),
                    ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='voters.voteropinion', verbose_name='opinion')),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ],
                options={
                    'verbose_name': 'answer told to voters',
                    'verbose_name_plural': 'answers told to voters',
                    'ordering': ['on', 'pk'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_on__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_on__gte', models.F('on'))), _connector='OR'), name='voters_answertold_undone_after', violation_error_message='It cannot be taken back before the day on which it was done.'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('opinion', 'meeting'), name='voters_answer_told_once')],
                },
            ),
            migrations.CreateModel(
                name='AnswerToldEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('undone_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votermeeting', verbose_name='told at the meeting')),
                    ('opinion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='opinion')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.answertold')),
                    ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OpinionForward',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=300, verbose_name='why it is forwarded')),
                    ('asked_on', models.DateField(verbose_name='forwarded on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('decision', models.CharField(choices=[('asked', 'waiting to be accepted'), ('accepted', 'accepted'), ('returned', 'returned'), ('back', 'taken back')], default='asked', max_length=8, verbose_name='decision')),
                    ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decision entered at')),
                    ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='note on the decision')),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='forwarded by')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forwards', to='voters.voteropinion', verbose_name='opinion')),
                    ('to_council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forwarded_opinions', to='councils.council', verbose_name='to the council')),
                ],
                options={
                    'verbose_name': 'forwarding of an opinion',
                    'verbose_name_plural': 'forwardings of opinions',
                    'ordering': ['asked_on', 'pk'],
                    'indexes': [models.Index(fields=['to_council', 'decision'], name='voters_forwards_in')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('decision__in', ['asked', 'accepted'])), fields=('opinion',), name='voters_forwarded_once', violation_error_message='It has already been forwarded.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('decision', 'asked')), models.Q(models.Q(('decision', 'asked'), _negated=True), ('decided_on__gte', models.F('asked_on'))), _connector='OR'), name='voters_forward_decided_after'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'returned'), _negated=True), models.Q(('decision_note', ''), _negated=True), _connector='OR'), name='voters_forward_return_says_why', violation_error_message='Say why it is returned.')],
                },
            ),
            migrations.CreateModel(
                name='OpinionForwardEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('reason', models.CharField(max_length=300, verbose_name='why it is forwarded')),
                    ('asked_on', models.DateField(verbose_name='forwarded on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('decision', models.CharField(choices=[('asked', 'waiting to be accepted'), ('accepted', 'accepted'), ('returned', 'returned'), ('back', 'taken back')], default='asked', max_length=8, verbose_name='decision')),
                    ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decision entered at')),
                    ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='note on the decision')),
                    ('asked_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='forwarded by')),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('opinion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='opinion')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.opinionforward')),
                    ('to_council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='to the council')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OpinionLikeness',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('undone_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('verdict', models.CharField(choices=[('repeat', 'Raised again'), ('different', 'Another matter')], max_length=9, verbose_name='verdict')),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='likened', to='voters.voteropinion', verbose_name='earlier opinion')),
                    ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='likenesses', to='voters.voteropinion', verbose_name='opinion')),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ],
                options={
                    'verbose_name': 'likeness of opinions',
                    'verbose_name_plural': 'likenesses of opinions',
                    'ordering': ['on', 'pk'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_on__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_on__gte', models.F('on'))), _connector='OR'), name='voters_opinionlikeness_undone_after', violation_error_message='It cannot be taken back before the day on which it was done.'), models.CheckConstraint(condition=models.Q(('opinion', models.F('earlier')), _negated=True), name='voters_likeness_of_two', violation_error_message='An opinion does not repeat itself.'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('opinion', 'earlier'), name='voters_likeness_said_once', violation_error_message='This has already been decided for these two opinions.'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True), ('verdict', 'repeat')), fields=('opinion',), name='voters_repeats_one', violation_error_message='It is already known as a repeat of another opinion.')],
                },
            ),
            migrations.CreateModel(
                name='OpinionLikenessEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('undone_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('verdict', models.CharField(choices=[('repeat', 'Raised again'), ('different', 'Another matter')], max_length=9, verbose_name='verdict')),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('earlier', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='earlier opinion')),
                    ('opinion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='opinion')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.opinionlikeness')),
                    ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Regrouping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('undone_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('kind', models.CharField(choices=[('merge', 'Merged'), ('split', 'Split')], max_length=5, verbose_name='kind')),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regroupings', to='councils.council', verbose_name='council')),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ],
                options={
                    'verbose_name': 'merge or split',
                    'verbose_name_plural': 'merges and splits',
                    'ordering': ['on', 'pk'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_on__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_on__gte', models.F('on'))), _connector='OR'), name='voters_regrouping_undone_after', violation_error_message='It cannot be taken back before the day on which it was done.')],
                },
            ),
            migrations.CreateModel(
                name='OpinionLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='voters.voteropinion', verbose_name='what it was')),
                    ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='voters.voteropinion', verbose_name='what carries it on')),
                    ('regrouping', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='voters.regrouping', verbose_name='merge or split')),
                ],
                options={
                    'verbose_name': 'source of an opinion',
                    'verbose_name_plural': 'sources of opinions',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('regrouping', 'source', 'target'), name='voters_link_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='voters_link_to_another', violation_error_message='An opinion cannot be merged into itself.')],
                },
            ),
            migrations.CreateModel(
                name='OpinionLinkEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.opinionlink')),
                    ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='what it was')),
                    ('target', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='what carries it on')),
                    ('regrouping', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.regrouping', verbose_name='merge or split')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='RegroupingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('undone_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                    ('kind', models.CharField(choices=[('merge', 'Merged'), ('split', 'Split')], max_length=5, verbose_name='kind')),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.regrouping')),
                    ('undone_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        core.migrating.Together([
            core.triggers.AddTriggers(
                model_name='answertold',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_answertoldevent" ("actor_id", "entered_at", "id", "meeting_id", "note", "on", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on") VALUES (NEW."actor_id", NEW."entered_at", NEW."id", NEW."meeting_id", NEW."note", NEW."on", NEW."opinion_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."undone_on"); RETURN NULL;', hash='24319166053275941dea8e8a818838f3949b4c43', operation='INSERT', pgid='pgtrigger_insert_insert_334f5', table='voters_answertold', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_answertoldevent" ("actor_id", "entered_at", "id", "meeting_id", "note", "on", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on") VALUES (NEW."actor_id", NEW."entered_at", NEW."id", NEW."meeting_id", NEW."note", NEW."on", NEW."opinion_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."undone_on"); RETURN NULL;', hash='2485a9cda9807c7ed24224c583d091a9810f6675', operation='UPDATE', pgid='pgtrigger_update_update_25d12', table='voters_answertold', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_answertoldevent" ("actor_id", "entered_at", "id", "meeting_id", "note", "on", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on") VALUES (OLD."actor_id", OLD."entered_at", OLD."id", OLD."meeting_id", OLD."note", OLD."on", OLD."opinion_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."undone_at", OLD."undone_by_id", OLD."undone_on"); RETURN NULL;', hash='9b60ebea1d228bd510ce0d3240dfa73bb71486a8', operation='DELETE', pgid='pgtrigger_delete_delete_389fa', table='voters_answertold', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='opinionforward',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionforwardevent" ("asked_by_id", "asked_on", "decided_at", "decided_by_id", "decided_on", "decision", "decision_note", "entered_at", "id", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_council_id") VALUES (NEW."asked_by_id", NEW."asked_on", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."decision_note", NEW."entered_at", NEW."id", NEW."opinion_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."to_council_id"); RETURN NULL;', hash='34123d3902d2c0b9de8c5328b87e0d47c2da61f5', operation='INSERT', pgid='pgtrigger_insert_insert_a575b', table='voters_opinionforward', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_opinionforwardevent" ("asked_by_id", "asked_on", "decided_at", "decided_by_id", "decided_on", "decision", "decision_note", "entered_at", "id", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_council_id") VALUES (NEW."asked_by_id", NEW."asked_on", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."decision_note", NEW."entered_at", NEW."id", NEW."opinion_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."to_council_id"); RETURN NULL;', hash='d3ec16103f8cb375d6a31b10d6ea7796520f0e1c', operation='UPDATE', pgid='pgtrigger_update_update_43a55', table='voters_opinionforward', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionforwardevent" ("asked_by_id", "asked_on", "decided_at", "decided_by_id", "decided_on", "decision", "decision_note", "entered_at", "id", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_council_id") VALUES (OLD."asked_by_id", OLD."asked_on", OLD."decided_at", OLD."decided_by_id", OLD."decided_on", OLD."decision", OLD."decision_note", OLD."entered_at", OLD."id", OLD."opinion_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."to_council_id"); RETURN NULL;', hash='205d548c32a8381e30de548f9bb5c1f4dfdfeb65', operation='DELETE', pgid='pgtrigger_delete_delete_23efa', table='voters_opinionforward', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='opinionlikeness',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionlikenessevent" ("actor_id", "earlier_id", "entered_at", "id", "note", "on", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on", "verdict") VALUES (NEW."actor_id", NEW."earlier_id", NEW."entered_at", NEW."id", NEW."note", NEW."on", NEW."opinion_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."undone_on", NEW."verdict"); RETURN NULL;', hash='c711ac9fbe434fdf6f5acd591164f2aa68377efb', operation='INSERT', pgid='pgtrigger_insert_insert_89d89', table='voters_opinionlikeness', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_opinionlikenessevent" ("actor_id", "earlier_id", "entered_at", "id", "note", "on", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on", "verdict") VALUES (NEW."actor_id", NEW."earlier_id", NEW."entered_at", NEW."id", NEW."note", NEW."on", NEW."opinion_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."undone_on", NEW."verdict"); RETURN NULL;', hash='571809760cbb14451565285ed411074f9fdf4c1a', operation='UPDATE', pgid='pgtrigger_update_update_73481', table='voters_opinionlikeness', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionlikenessevent" ("actor_id", "earlier_id", "entered_at", "id", "note", "on", "opinion_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on", "verdict") VALUES (OLD."actor_id", OLD."earlier_id", OLD."entered_at", OLD."id", OLD."note", OLD."on", OLD."opinion_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."undone_at", OLD."undone_by_id", OLD."undone_on", OLD."verdict"); RETURN NULL;', hash='17f374469c0f5a84a7a4b86fdbf0f47051496a49', operation='DELETE', pgid='pgtrigger_delete_delete_2028c', table='voters_opinionlikeness', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='regrouping',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_regroupingevent" ("actor_id", "council_id", "entered_at", "id", "kind", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on") VALUES (NEW."actor_id", NEW."council_id", NEW."entered_at", NEW."id", NEW."kind", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."undone_on"); RETURN NULL;', hash='a6881fb469763da09188994d415c7e1006fc4819', operation='INSERT', pgid='pgtrigger_insert_insert_9dcd7', table='voters_regrouping', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_regroupingevent" ("actor_id", "council_id", "entered_at", "id", "kind", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on") VALUES (NEW."actor_id", NEW."council_id", NEW."entered_at", NEW."id", NEW."kind", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."undone_on"); RETURN NULL;', hash='451c73ccd25cac701b4635d1980ddeaa2b18683a', operation='UPDATE', pgid='pgtrigger_update_update_288a8', table='voters_regrouping', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_regroupingevent" ("actor_id", "council_id", "entered_at", "id", "kind", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "undone_on") VALUES (OLD."actor_id", OLD."council_id", OLD."entered_at", OLD."id", OLD."kind", OLD."note", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."undone_at", OLD."undone_by_id", OLD."undone_on"); RETURN NULL;', hash='c0a712628d885089483a5834833b420a513dcf9b', operation='DELETE', pgid='pgtrigger_delete_delete_6bae6', table='voters_regrouping', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='opinionlink',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionlinkevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regrouping_id", "source_id", "target_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regrouping_id", NEW."source_id", NEW."target_id"); RETURN NULL;', hash='4c179f4bb763123d9bdba8550e51c1acd9dd74d9', operation='INSERT', pgid='pgtrigger_insert_insert_52dbd', table='voters_opinionlink', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_opinionlinkevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regrouping_id", "source_id", "target_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regrouping_id", NEW."source_id", NEW."target_id"); RETURN NULL;', hash='69344d621943931739d43133f020201577fb5216', operation='UPDATE', pgid='pgtrigger_update_update_a99f4', table='voters_opinionlink', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_opinionlinkevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regrouping_id", "source_id", "target_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."regrouping_id", OLD."source_id", OLD."target_id"); RETURN NULL;', hash='94c820ce8d9a6250508d1f313f4fe1f44064ea3e', operation='DELETE', pgid='pgtrigger_delete_delete_fa5f4', table='voters_opinionlink', when='AFTER'))],
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='voteropinion',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='voteropinion',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='voteropinion',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='voteropinion',
                name='answered_through',
                field=models.ForeignKey(blank=True, editable=False, help_text="The follow-up of the council that took it over: its result is this opinion's result.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answering_opinions', to='followups.followup', verbose_name='answered through'),
            ),
            migrations.AddField(
                model_name='voteropinion',
                name='forwarded_from',
                field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='voters.voteropinion', verbose_name='forwarded from'),
            ),
            migrations.AddField(
                model_name='voteropinion',
                name='marks',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, help_text='Statements of the council that share one may say the same.', size=None, verbose_name='marks of likeness'),
            ),
            migrations.AddField(
                model_name='voteropinionevent',
                name='answered_through',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text="The follow-up of the council that took it over: its result is this opinion's result.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.followup', verbose_name='answered through'),
            ),
            migrations.AddField(
                model_name='voteropinionevent',
                name='forwarded_from',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.voteropinion', verbose_name='forwarded from'),
            ),
            migrations.AddField(
                model_name='voteropinionevent',
                name='marks',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, help_text='Statements of the council that share one may say the same.', size=None, verbose_name='marks of likeness'),
            ),
            migrations.AlterField(
                model_name='voteropinion',
                name='source',
                field=models.CharField(choices=[('meeting', 'Voter meeting'), ('reception', 'Citizen reception'), ('hotline', 'Hotline'), ('front', 'Fatherland Front'), ('letter', 'Letter'), ('forwarded', 'Forwarded by another council')], default='meeting', max_length=12, verbose_name='source'),
            ),
            migrations.AlterField(
                model_name='voteropinionevent',
                name='source',
                field=models.CharField(choices=[('meeting', 'Voter meeting'), ('reception', 'Citizen reception'), ('hotline', 'Hotline'), ('front', 'Fatherland Front'), ('letter', 'Letter'), ('forwarded', 'Forwarded by another council')], default='meeting', max_length=12, verbose_name='source'),
            ),
            core.triggers.AddTriggers(
                model_name='voteropinion',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_voteropinionevent" ("agency_id", "answered_through_id", "competence_level", "content", "council_id", "created_at", "field_id", "follow_up_id", "forwarded_from_id", "id", "is_split", "kind", "made_by_id", "marks", "meeting_id", "merged_into_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_on", "screening", "search", "source", "split_from_id", "spot_answer", "updated_at", "version", "voter_place", "year") VALUES (NEW."agency_id", NEW."answered_through_id", NEW."competence_level", NEW."content", NEW."council_id", NEW."created_at", NEW."field_id", NEW."follow_up_id", NEW."forwarded_from_id", NEW."id", NEW."is_split", NEW."kind", NEW."made_by_id", NEW."marks", NEW."meeting_id", NEW."merged_into_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_on", NEW."screening", NEW."search", NEW."source", NEW."split_from_id", NEW."spot_answer", NEW."updated_at", NEW."version", NEW."voter_place", NEW."year"); RETURN NULL;', hash='4794aa9583572d31a89e2a12b4c8427a741df6b1', operation='INSERT', pgid='pgtrigger_insert_insert_0a150', table='voters_voteropinion', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_voteropinionevent" ("agency_id", "answered_through_id", "competence_level", "content", "council_id", "created_at", "field_id", "follow_up_id", "forwarded_from_id", "id", "is_split", "kind", "made_by_id", "marks", "meeting_id", "merged_into_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_on", "screening", "search", "source", "split_from_id", "spot_answer", "updated_at", "version", "voter_place", "year") VALUES (NEW."agency_id", NEW."answered_through_id", NEW."competence_level", NEW."content", NEW."council_id", NEW."created_at", NEW."field_id", NEW."follow_up_id", NEW."forwarded_from_id", NEW."id", NEW."is_split", NEW."kind", NEW."made_by_id", NEW."marks", NEW."meeting_id", NEW."merged_into_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_on", NEW."screening", NEW."search", NEW."source", NEW."split_from_id", NEW."spot_answer", NEW."updated_at", NEW."version", NEW."voter_place", NEW."year"); RETURN NULL;', hash='f31aab18d715e2845e693515b1c82674a2028ddc', operation='UPDATE', pgid='pgtrigger_update_update_b35e7', table='voters_voteropinion', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_voteropinionevent" ("agency_id", "answered_through_id", "competence_level", "content", "council_id", "created_at", "field_id", "follow_up_id", "forwarded_from_id", "id", "is_split", "kind", "made_by_id", "marks", "meeting_id", "merged_into_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_on", "screening", "search", "source", "split_from_id", "spot_answer", "updated_at", "version", "voter_place", "year") VALUES (OLD."agency_id", OLD."answered_through_id", OLD."competence_level", OLD."content", OLD."council_id", OLD."created_at", OLD."field_id", OLD."follow_up_id", OLD."forwarded_from_id", OLD."id", OLD."is_split", OLD."kind", OLD."made_by_id", OLD."marks", OLD."meeting_id", OLD."merged_into_id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_on", OLD."screening", OLD."search", OLD."source", OLD."split_from_id", OLD."spot_answer", OLD."updated_at", OLD."version", OLD."voter_place", OLD."year"); RETURN NULL;', hash='70fca9f6d158b0c2882ecdaa233d5d67c1a4ad41', operation='DELETE', pgid='pgtrigger_delete_delete_aab55', table='voters_voteropinion', when='AFTER'))],
            ),
            migrations.AddField(
                model_name='voteropinion',
                name='made_by',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made', to='voters.regrouping', verbose_name='made by the merge or split'),
            ),
            migrations.AddField(
                model_name='voteropinionevent',
                name='made_by',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.regrouping', verbose_name='made by the merge or split'),
            ),
            migrations.AddIndex(
                model_name='voteropinion',
                index=django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='voters_opinion_marks'),
            ),
            migrations.AddConstraint(
                model_name='voteropinion',
                constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(models.Q(('merged_into', models.F('pk')), _negated=True), ('is_split', False)), _connector='OR'), name='voters_opinion_goes_one_way', violation_error_message='An opinion is merged into another one or split, not both.'),
            ),
            migrations.AddConstraint(
                model_name='voteropinion',
                constraint=models.CheckConstraint(condition=models.Q(('follow_up__isnull', True), models.Q(('is_split', False), ('merged_into__isnull', True)), _connector='OR'), name='voters_opinion_sent_stays_whole', violation_error_message='What was sent is neither merged nor split.'),
            ),
        ]),
        migrations.RunPython(fill_marks, migrations.RunPython.noop, elidable=True),
    ]
