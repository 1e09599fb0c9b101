import core.triggers
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_majorities_and_symbols'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='CouncilWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('field', 'Field'), ('agency', 'Agency'), ('level', 'Level')], default='field', max_length=8, verbose_name='names a')),
                ('text', models.CharField(max_length=120, verbose_name='word as people write it')),
                ('level', models.CharField(blank=True, choices=[('central', 'Central'), ('province', 'Province'), ('district', 'District (until 30/06/2025)'), ('commune', 'Commune')], max_length=10, verbose_name='level')),
                ('times', models.PositiveIntegerField(default=0, editable=False, verbose_name='times met in tables')),
                ('last_met_on', models.DateField(blank=True, editable=False, null=True, verbose_name='last met on')),
                ('search', models.CharField(editable=False, max_length=240, verbose_name='folded word')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='words', to='councils.agency', verbose_name='agency')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='councils.council', verbose_name='council')),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='words', to='councils.field', verbose_name='field')),
            ],
            options={
                'verbose_name': 'word in use',
                'verbose_name_plural': 'words in use',
                'ordering': ['search', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('council', 'kind', 'search'), name='councils_word_once', violation_error_message='The list already has this word.'), models.CheckConstraint(condition=models.Q(('search', ''), _negated=True), name='councils_word_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'field'), ('field__isnull', True), _connector='OR'), models.Q(('kind', 'agency'), ('agency__isnull', True), _connector='OR'), models.Q(('kind', 'level'), ('level', ''), _connector='OR')), name='councils_word_means_its_kind')],
            },
        ),
        migrations.CreateModel(
            name='CouncilWordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('field', 'Field'), ('agency', 'Agency'), ('level', 'Level')], default='field', max_length=8, verbose_name='names a')),
                ('text', models.CharField(max_length=120, verbose_name='word as people write it')),
                ('level', models.CharField(blank=True, choices=[('central', 'Central'), ('province', 'Province'), ('district', 'District (until 30/06/2025)'), ('commune', 'Commune')], max_length=10, verbose_name='level')),
                ('times', models.PositiveIntegerField(default=0, editable=False, verbose_name='times met in tables')),
                ('last_met_on', models.DateField(blank=True, editable=False, null=True, verbose_name='last met on')),
                ('search', models.CharField(editable=False, max_length=240, verbose_name='folded word')),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.agency', verbose_name='agency')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('field', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.field', verbose_name='field')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='councils.councilword')),
            ],
            options={
                'abstract': False,
            },
        ),
        core.triggers.AddTriggers(
            model_name='councilword',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "councils_councilwordevent" ("agency_id", "council_id", "created_at", "field_id", "id", "kind", "last_met_on", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "text", "times", "updated_at", "version") VALUES (NEW."agency_id", NEW."council_id", NEW."created_at", NEW."field_id", NEW."id", NEW."kind", NEW."last_met_on", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."search", NEW."text", NEW."times", NEW."updated_at", NEW."version"); RETURN NULL;', hash='4eabab127a8f30e0bc87a032519e6e7138852dc9', operation='INSERT', pgid='pgtrigger_insert_insert_39da1', table='councils_councilword', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "councils_councilwordevent" ("agency_id", "council_id", "created_at", "field_id", "id", "kind", "last_met_on", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "text", "times", "updated_at", "version") VALUES (NEW."agency_id", NEW."council_id", NEW."created_at", NEW."field_id", NEW."id", NEW."kind", NEW."last_met_on", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."search", NEW."text", NEW."times", NEW."updated_at", NEW."version"); RETURN NULL;', hash='5dc3622c2267ef59d4a03537bb6763b17d1e2629', operation='UPDATE', pgid='pgtrigger_update_update_41e5d', table='councils_councilword', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "councils_councilwordevent" ("agency_id", "council_id", "created_at", "field_id", "id", "kind", "last_met_on", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search", "text", "times", "updated_at", "version") VALUES (OLD."agency_id", OLD."council_id", OLD."created_at", OLD."field_id", OLD."id", OLD."kind", OLD."last_met_on", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."search", OLD."text", OLD."times", OLD."updated_at", OLD."version"); RETURN NULL;', hash='aa6c4179881fd5e7ae9b04bd28ff8c9a7a4eee3f', operation='DELETE', pgid='pgtrigger_delete_delete_a2313', table='councils_councilword', when='AFTER'))],
        ),
    ]
