import core.triggers
import django.db.models.deletion
import documents.models
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('councils', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='councils.council', verbose_name='council')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
            },
        ),
        migrations.CreateModel(
            name='FileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='documents.file')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FileVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='storage key')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('content', models.FileField(max_length=80, upload_to=documents.models.version_path, verbose_name='content')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('content_type', models.CharField(max_length=120, verbose_name='type')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.file', verbose_name='file')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'file version',
                'verbose_name_plural': 'file versions',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='documents_version_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='documents_version_from_one')],
            },
        ),
        migrations.CreateModel(
            name='FileVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='storage key')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('content', models.FileField(max_length=80, upload_to=documents.models.version_path, verbose_name='content')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('content_type', models.CharField(max_length=120, verbose_name='type')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('file', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='file')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='documents.fileversion')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(help_text='Symbol of the issuer: HĐND, TTHĐND, BPC …', max_length=20, verbose_name='issuer')),
                ('kind', models.CharField(help_text='Symbol of the kind: NQ, BC, TB …', max_length=20, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number given')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='councils.council', verbose_name='council')),
            ],
            options={
                'verbose_name': 'number series',
                'verbose_name_plural': 'number series',
                'constraints': [models.UniqueConstraint(fields=('council', 'issuer', 'kind', 'year'), name='documents_series_once')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeriesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('issuer', models.CharField(help_text='Symbol of the issuer: HĐND, TTHĐND, BPC …', max_length=20, verbose_name='issuer')),
                ('kind', models.CharField(help_text='Symbol of the kind: NQ, BC, TB …', max_length=20, verbose_name='kind')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='last number given')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='documents.numberseries')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficialDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('symbol', models.CharField(max_length=60, verbose_name='number and symbol')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('abstract', models.CharField(max_length=500, verbose_name='abstract')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='official_documents', to='councils.council', verbose_name='council')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='official_documents', to='documents.file', verbose_name='file')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.numberseries', verbose_name='number series')),
            ],
            options={
                'verbose_name': 'official document',
                'verbose_name_plural': 'official documents',
                'constraints': [models.UniqueConstraint(fields=('series', 'number'), name='documents_number_once', violation_error_message='This number has already been given.')],
            },
        ),
        migrations.CreateModel(
            name='OfficialDocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('symbol', models.CharField(max_length=60, verbose_name='number and symbol')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('abstract', models.CharField(max_length=500, verbose_name='abstract')),
                ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council')),
                ('file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='file')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='documents.officialdocument')),
                ('series', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.numberseries', verbose_name='number series')),
            ],
            options={
                'abstract': False,
            },
        ),
        core.triggers.AddTriggers(
            model_name='file',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_fileevent" ("council_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "updated_at", "version") VALUES (NEW."council_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='9ecce5848702022a91556ea47af828a9e97c5798', operation='INSERT', pgid='pgtrigger_insert_insert_19c6e', table='documents_file', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_fileevent" ("council_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "updated_at", "version") VALUES (NEW."council_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b3f1a20580fd24cec906713611bcf942021091d6', operation='UPDATE', pgid='pgtrigger_update_update_e4437', table='documents_file', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_fileevent" ("council_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "updated_at", "version") VALUES (OLD."council_id", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;', hash='51e93fcb643ccd15e7fff9a0b894fa86ac5ded3b', operation='DELETE', pgid='pgtrigger_delete_delete_ab5cf', table='documents_file', when='AFTER'))],
        ),
        core.triggers.AddTriggers(
            model_name='fileversion',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_fileversionevent" ("content", "content_type", "file_id", "id", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."content", NEW."content_type", NEW."file_id", NEW."id", NEW."key", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='a6cbe5c180ba173d454a162ee17f7a2fcd732b82', operation='INSERT', pgid='pgtrigger_insert_insert_e5515', table='documents_fileversion', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_fileversionevent" ("content", "content_type", "file_id", "id", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."content", NEW."content_type", NEW."file_id", NEW."id", NEW."key", NEW."name", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='078b532b7c642edd1bdd1c287370f71a718ed691', operation='UPDATE', pgid='pgtrigger_update_update_b67ad', table='documents_fileversion', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_fileversionevent" ("content", "content_type", "file_id", "id", "key", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "uploaded_at", "uploaded_by_id") VALUES (OLD."content", OLD."content_type", OLD."file_id", OLD."id", OLD."key", OLD."name", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='abefc807cbc38976f2b502939a25194418ec973c', operation='DELETE', pgid='pgtrigger_delete_delete_041e7', table='documents_fileversion', when='AFTER'))],
        ),
        core.triggers.AddTriggers(
            model_name='numberseries',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_numberseriesevent" ("council_id", "id", "issuer", "kind", "last", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (NEW."council_id", NEW."id", NEW."issuer", NEW."kind", NEW."last", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."year"); RETURN NULL;', hash='dfdefe72664c0654986815c11626e218fb2fc7ef', operation='INSERT', pgid='pgtrigger_insert_insert_e1965', table='documents_numberseries', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_numberseriesevent" ("council_id", "id", "issuer", "kind", "last", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (NEW."council_id", NEW."id", NEW."issuer", NEW."kind", NEW."last", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."year"); RETURN NULL;', hash='577e497c4300d457875f8c4775f8617020f49d0c', operation='UPDATE', pgid='pgtrigger_update_update_fa34a', table='documents_numberseries', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_numberseriesevent" ("council_id", "id", "issuer", "kind", "last", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (OLD."council_id", OLD."id", OLD."issuer", OLD."kind", OLD."last", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."year"); RETURN NULL;', hash='ba2a5aa7267798ef37eef3e8ec1ab379dfe3fa1a', operation='DELETE', pgid='pgtrigger_delete_delete_961a5', table='documents_numberseries', when='AFTER'))],
        ),
        core.triggers.AddTriggers(
            model_name='officialdocument',
            triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_officialdocumentevent" ("abstract", "council_id", "created_at", "file_id", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id", "symbol", "updated_at", "version") VALUES (NEW."abstract", NEW."council_id", NEW."created_at", NEW."file_id", NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."series_id", NEW."symbol", NEW."updated_at", NEW."version"); RETURN NULL;', hash='3cbc40c4c191a1518e7612d66c9101280e3f9749', operation='INSERT', pgid='pgtrigger_insert_insert_05e55', table='documents_officialdocument', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_officialdocumentevent" ("abstract", "council_id", "created_at", "file_id", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id", "symbol", "updated_at", "version") VALUES (NEW."abstract", NEW."council_id", NEW."created_at", NEW."file_id", NEW."id", NEW."issued_on", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."series_id", NEW."symbol", NEW."updated_at", NEW."version"); RETURN NULL;', hash='cd8fb6d766c449906850ab064ef1f8e69bb7735d', operation='UPDATE', pgid='pgtrigger_update_update_6dca9', table='documents_officialdocument', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_officialdocumentevent" ("abstract", "council_id", "created_at", "file_id", "id", "issued_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id", "symbol", "updated_at", "version") VALUES (OLD."abstract", OLD."council_id", OLD."created_at", OLD."file_id", OLD."id", OLD."issued_on", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."series_id", OLD."symbol", OLD."updated_at", OLD."version"); RETURN NULL;', hash='241cfc1acb466f26941198e6bb798f0c2bd52218', operation='DELETE', pgid='pgtrigger_delete_delete_d8229', table='documents_officialdocument', when='AFTER'))],
        ),
    ]
