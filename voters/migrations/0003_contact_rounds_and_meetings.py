import core.migrating
import core.triggers
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def ask_councils_of_joint_meetings(apps, schema_editor):
    """No other council has ever been asked: what was recorded as joint becomes a question to it."""
    meeting = apps.get_model("voters", "VoterMeeting")
    consent = apps.get_model("voters", "JointConsent")
    joint = meeting.joint_councils.through.objects.values_list("votermeeting_id", "council_id")
    consent.objects.bulk_create(
        [consent(meeting_id=meeting_id, council_id=council_id) for meeting_id, council_id in joint]
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('councils', '0005_majorities_and_symbols'),
        ('documents', '0004_searchable'),
        ('followups', '0008_fewer_indexes'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('voters', '0002_receptions_and_letters'),
    ]

    operations = [
        core.migrating.Together([
            migrations.CreateModel(
                name='ContactStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('code', models.CharField(choices=[('media', 'Send the plan to the media'), ('out_decide', 'Decide on the meeting outside the constituency'), ('out_notify', 'Tell the hosts of the meeting outside the constituency')], max_length=12, verbose_name='step')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                    ('due_anchor_on', models.DateField(blank=True, null=True, verbose_name='counted from')),
                    ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='legal basis')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ('due_rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contact_steps', to='councils.deadlinerule', verbose_name='rule of the due date')),
                    ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='voters.votercontactround', verbose_name='voter-contact round')),
                ],
                options={
                    'verbose_name': 'legal step of voter contact',
                    'verbose_name_plural': 'legal steps of voter contact',
                    'constraints': [models.UniqueConstraint(fields=('round', 'meeting', 'code'), name='voters_contact_step_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='ContactStepEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('code', models.CharField(choices=[('media', 'Send the plan to the media'), ('out_decide', 'Decide on the meeting outside the constituency'), ('out_notify', 'Tell the hosts of the meeting outside the constituency')], max_length=12, verbose_name='step')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                    ('due_anchor_on', models.DateField(blank=True, null=True, verbose_name='counted from')),
                    ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='legal basis')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ('due_rule', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.deadlinerule', verbose_name='rule of the due date')),
                    ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.contactstep')),
                    ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votercontactround', verbose_name='voter-contact round')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='GroupReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                    ('symbol', models.CharField(blank=True, max_length=60, verbose_name='number and symbol')),
                    ('text', models.TextField(blank=True, verbose_name='text')),
                    ('file', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_reports', to='documents.file', verbose_name='file')),
                    ('follow_up', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_report', to='followups.followup', verbose_name='follow-up')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_reports', to='councils.delegategroup', verbose_name='delegate group')),
                    ('received_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='voters.votercontactround', verbose_name='voter-contact round')),
                ],
                options={
                    'verbose_name': 'report of a delegate group',
                    'verbose_name_plural': 'reports of delegate groups',
                    'constraints': [models.UniqueConstraint(fields=('round', 'group'), name='voters_group_report_once'), models.CheckConstraint(condition=models.Q(('received_on__isnull', True), models.Q(('text', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='voters_group_report_says_something', violation_error_message='Attach the report, or write its text.')],
                },
            ),
            migrations.CreateModel(
                name='GroupReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                    ('symbol', models.CharField(blank=True, max_length=60, verbose_name='number and symbol')),
                    ('text', models.TextField(blank=True, verbose_name='text')),
                    ('file', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='file')),
                    ('follow_up', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followups.followup', verbose_name='follow-up')),
                    ('group', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.delegategroup', verbose_name='delegate group')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.groupreport')),
                    ('received_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votercontactround', verbose_name='voter-contact round')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='JointConsent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('proposed_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='asked on')),
                    ('state', models.CharField(choices=[('proposed', 'Asked'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='proposed', editable=False, max_length=10, verbose_name='state')),
                    ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_consents', to='councils.council', verbose_name='council that is asked')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='voters.votermeeting', verbose_name='voter meeting')),
                ],
                options={
                    'verbose_name': 'consent to a joint meeting',
                    'verbose_name_plural': 'consents to joint meetings',
                    'indexes': [models.Index(fields=['council', 'state', '-proposed_on'], name='voters_consent_asked')],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'council'), name='voters_consent_once')],
                },
            ),
            migrations.CreateModel(
                name='JointConsentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('proposed_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='asked on')),
                    ('state', models.CharField(choices=[('proposed', 'Asked'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='proposed', editable=False, max_length=10, verbose_name='state')),
                    ('council', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='councils.council', verbose_name='council that is asked')),
                    ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.jointconsent')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='JointConsentMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(max_length=24, verbose_name='from')),
                    ('to_state', models.CharField(max_length=24, verbose_name='to')),
                    ('effective_on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='voters.jointconsent', verbose_name='consent to a joint meeting')),
                ],
                options={
                    'verbose_name': 'answer on a joint meeting',
                    'verbose_name_plural': 'answers on joint meetings',
                    'ordering': ['entered_at', 'pk'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('to_state', 'declined'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='voters_consent_declined_for_a_reason', violation_error_message='Say why.')],
                },
            ),
            migrations.CreateModel(
                name='JointConsentMoveEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('from_state', models.CharField(max_length=24, verbose_name='from')),
                    ('to_state', models.CharField(max_length=24, verbose_name='to')),
                    ('effective_on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('consent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.jointconsent', verbose_name='consent to a joint meeting')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.jointconsentmove')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='MeetingMinutes',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('absent', models.TextField(blank=True, help_text='With the reason, one a line; empty: nobody.', verbose_name='delegates absent')),
                    ('reported', models.TextField(blank=True, help_text='One point a line. Empty: the usual sentence of a round before or after a sitting.', verbose_name='what the delegates reported')),
                    ('replies', models.TextField(blank=True, help_text='One point a line; answers to single opinions come from their records.', verbose_name='answers of agencies at the meeting')),
                    ('closing', models.TextField(blank=True, verbose_name='what the delegate took up')),
                    ('copies', models.PositiveSmallIntegerField(default=2, verbose_name='copies')),
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('signed', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_voter_minutes', to='documents.file', verbose_name='signed copy')),
                ],
                options={
                    'verbose_name': 'minutes of a voter meeting',
                    'verbose_name_plural': 'minutes of voter meetings',
                    'constraints': [models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='voters_minutes_have_a_copy')],
                },
            ),
            migrations.CreateModel(
                name='MeetingMinutesEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('absent', models.TextField(blank=True, help_text='With the reason, one a line; empty: nobody.', verbose_name='delegates absent')),
                    ('reported', models.TextField(blank=True, help_text='One point a line. Empty: the usual sentence of a round before or after a sitting.', verbose_name='what the delegates reported')),
                    ('replies', models.TextField(blank=True, help_text='One point a line; answers to single opinions come from their records.', verbose_name='answers of agencies at the meeting')),
                    ('closing', models.TextField(blank=True, verbose_name='what the delegate took up')),
                    ('copies', models.PositiveSmallIntegerField(default=2, verbose_name='copies')),
                    ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.meetingminutes')),
                    ('signed', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='signed copy')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='MeetingMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_state', models.CharField(max_length=24, verbose_name='from')),
                    ('to_state', models.CharField(max_length=24, verbose_name='to')),
                    ('effective_on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='voters.votermeeting', verbose_name='voter meeting')),
                ],
                options={
                    'verbose_name': 'move of a voter meeting',
                    'verbose_name_plural': 'moves of voter meetings',
                    'ordering': ['entered_at', 'pk'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='MeetingMoveEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('from_state', models.CharField(max_length=24, verbose_name='from')),
                    ('to_state', models.CharField(max_length=24, verbose_name='to')),
                    ('effective_on', models.DateField(verbose_name='took effect on')),
                    ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='entered at')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.meetingmove')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='MeetingPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                    ('caption', models.CharField(blank=True, max_length=200, verbose_name='caption')),
                    ('alt', models.CharField(max_length=200, verbose_name='what it shows')),
                    ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_photo', to='documents.file', verbose_name='file')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='voters.votermeeting', verbose_name='voter meeting')),
                ],
                options={
                    'verbose_name': 'photo of a voter meeting',
                    'verbose_name_plural': 'photos of voter meetings',
                    'ordering': ['position', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='voters_photo_says_what_it_shows')],
                },
            ),
            migrations.CreateModel(
                name='MeetingPhotoEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                    ('caption', models.CharField(blank=True, max_length=200, verbose_name='caption')),
                    ('alt', models.CharField(max_length=200, verbose_name='what it shows')),
                    ('file', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.file', verbose_name='file')),
                    ('meeting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='voters.votermeeting', verbose_name='voter meeting')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='voters.meetingphoto')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        core.migrating.Together([
            core.triggers.AddTriggers(
                model_name='contactstep',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_contactstepevent" ("code", "created_at", "done_by_id", "done_on", "due_anchor_on", "due_on", "due_rule_id", "id", "legal_basis", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "updated_at", "version") VALUES (NEW."code", NEW."created_at", NEW."done_by_id", NEW."done_on", NEW."due_anchor_on", NEW."due_on", NEW."due_rule_id", NEW."id", NEW."legal_basis", NEW."meeting_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='ee76591d4be37ccd3740c4f992b03a0fd0f29875', operation='INSERT', pgid='pgtrigger_insert_insert_d0aed', table='voters_contactstep', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_contactstepevent" ("code", "created_at", "done_by_id", "done_on", "due_anchor_on", "due_on", "due_rule_id", "id", "legal_basis", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "updated_at", "version") VALUES (NEW."code", NEW."created_at", NEW."done_by_id", NEW."done_on", NEW."due_anchor_on", NEW."due_on", NEW."due_rule_id", NEW."id", NEW."legal_basis", NEW."meeting_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='34f5e4dc1018185c1d6ff99b8d0a56af84618fbb', operation='UPDATE', pgid='pgtrigger_update_update_78cdb', table='voters_contactstep', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_contactstepevent" ("code", "created_at", "done_by_id", "done_on", "due_anchor_on", "due_on", "due_rule_id", "id", "legal_basis", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "updated_at", "version") VALUES (OLD."code", OLD."created_at", OLD."done_by_id", OLD."done_on", OLD."due_anchor_on", OLD."due_on", OLD."due_rule_id", OLD."id", OLD."legal_basis", OLD."meeting_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."updated_at", OLD."version"); RETURN NULL;', hash='1c6c5e10b5535814fb6196e7e95a08b181111031', operation='DELETE', pgid='pgtrigger_delete_delete_544c5', table='voters_contactstep', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='groupreport',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_groupreportevent" ("created_at", "file_id", "follow_up_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by_id", "received_on", "round_id", "symbol", "text", "updated_at", "version") VALUES (NEW."created_at", NEW."file_id", NEW."follow_up_id", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_by_id", NEW."received_on", NEW."round_id", NEW."symbol", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;', hash='bb351cb0bc97d58d140a573351a8b9596e4e252d', operation='INSERT', pgid='pgtrigger_insert_insert_eee82', table='voters_groupreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_groupreportevent" ("created_at", "file_id", "follow_up_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by_id", "received_on", "round_id", "symbol", "text", "updated_at", "version") VALUES (NEW."created_at", NEW."file_id", NEW."follow_up_id", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_by_id", NEW."received_on", NEW."round_id", NEW."symbol", NEW."text", NEW."updated_at", NEW."version"); RETURN NULL;', hash='baf0267321a9ad7e577d5eb3251b0ffa774e5245', operation='UPDATE', pgid='pgtrigger_update_update_b7543', table='voters_groupreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_groupreportevent" ("created_at", "file_id", "follow_up_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by_id", "received_on", "round_id", "symbol", "text", "updated_at", "version") VALUES (OLD."created_at", OLD."file_id", OLD."follow_up_id", OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_by_id", OLD."received_on", OLD."round_id", OLD."symbol", OLD."text", OLD."updated_at", OLD."version"); RETURN NULL;', hash='1e3b96e34de8e182bd99f765efa743d8f9ae44dd', operation='DELETE', pgid='pgtrigger_delete_delete_2df36', table='voters_groupreport', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='jointconsent',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_jointconsentevent" ("council_id", "created_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "state", "updated_at", "version") VALUES (NEW."council_id", NEW."created_at", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_on", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b0e1be88fe9637ad16615b8df9911473f5142ec1', operation='INSERT', pgid='pgtrigger_insert_insert_b56e8', table='voters_jointconsent', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_jointconsentevent" ("council_id", "created_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "state", "updated_at", "version") VALUES (NEW."council_id", NEW."created_at", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_on", NEW."state", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b9900f5ae0270c7051e243593f8d68484c7d60d4', operation='UPDATE', pgid='pgtrigger_update_update_c531c', table='voters_jointconsent', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_jointconsentevent" ("council_id", "created_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "state", "updated_at", "version") VALUES (OLD."council_id", OLD."created_at", OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_on", OLD."state", OLD."updated_at", OLD."version"); RETURN NULL;', hash='264212d11adb202a2989825381bf091d940f0b29', operation='DELETE', pgid='pgtrigger_delete_delete_0ffd8', table='voters_jointconsent', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='jointconsentmove',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_jointconsentmoveevent" ("actor_id", "consent_id", "effective_on", "entered_at", "from_state", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_state") VALUES (NEW."actor_id", NEW."consent_id", NEW."effective_on", NEW."entered_at", NEW."from_state", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."to_state"); RETURN NULL;', hash='e48862683decf8d8b01f8329cce8166367839d95', operation='INSERT', pgid='pgtrigger_insert_insert_a52d7', table='voters_jointconsentmove', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_jointconsentmoveevent" ("actor_id", "consent_id", "effective_on", "entered_at", "from_state", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_state") VALUES (NEW."actor_id", NEW."consent_id", NEW."effective_on", NEW."entered_at", NEW."from_state", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."to_state"); RETURN NULL;', hash='2044ef793d12c4a6cc8f32ac04057422cf065d19', operation='UPDATE', pgid='pgtrigger_update_update_003c3', table='voters_jointconsentmove', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_jointconsentmoveevent" ("actor_id", "consent_id", "effective_on", "entered_at", "from_state", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_state") VALUES (OLD."actor_id", OLD."consent_id", OLD."effective_on", OLD."entered_at", OLD."from_state", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."to_state"); RETURN NULL;', hash='4be7eba47d4b12c78fdef4d9157cb197395b009e', operation='DELETE', pgid='pgtrigger_delete_delete_c032b', table='voters_jointconsentmove', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='meetingminutes',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_meetingminutesevent" ("absent", "closing", "copies", "created_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replies", "reported", "signed_id", "updated_at", "version") VALUES (NEW."absent", NEW."closing", NEW."copies", NEW."created_at", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replies", NEW."reported", NEW."signed_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='c034d605f606fec7592f9b9f3b9e717a75eb3dcb', operation='INSERT', pgid='pgtrigger_insert_insert_e63cc', table='voters_meetingminutes', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_meetingminutesevent" ("absent", "closing", "copies", "created_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replies", "reported", "signed_id", "updated_at", "version") VALUES (NEW."absent", NEW."closing", NEW."copies", NEW."created_at", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replies", NEW."reported", NEW."signed_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='175a177032e0a315d7bbe271573abb27a691502e', operation='UPDATE', pgid='pgtrigger_update_update_625c5', table='voters_meetingminutes', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_meetingminutesevent" ("absent", "closing", "copies", "created_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replies", "reported", "signed_id", "updated_at", "version") VALUES (OLD."absent", OLD."closing", OLD."copies", OLD."created_at", OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replies", OLD."reported", OLD."signed_id", OLD."updated_at", OLD."version"); RETURN NULL;', hash='967b5f35a04048c198d2e62ff3e05c1ab28fc700', operation='DELETE', pgid='pgtrigger_delete_delete_ab935', table='voters_meetingminutes', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='meetingmove',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_meetingmoveevent" ("actor_id", "effective_on", "entered_at", "from_state", "id", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_state") VALUES (NEW."actor_id", NEW."effective_on", NEW."entered_at", NEW."from_state", NEW."id", NEW."meeting_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."to_state"); RETURN NULL;', hash='7464e0ec738eaca1aa5bdc55a5ba32ab24c4cb6f', operation='INSERT', pgid='pgtrigger_insert_insert_9bdba', table='voters_meetingmove', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_meetingmoveevent" ("actor_id", "effective_on", "entered_at", "from_state", "id", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_state") VALUES (NEW."actor_id", NEW."effective_on", NEW."entered_at", NEW."from_state", NEW."id", NEW."meeting_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."to_state"); RETURN NULL;', hash='22eddbdfda43a088fd7cb4768f15145c5fefb589', operation='UPDATE', pgid='pgtrigger_update_update_870db', table='voters_meetingmove', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_meetingmoveevent" ("actor_id", "effective_on", "entered_at", "from_state", "id", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_state") VALUES (OLD."actor_id", OLD."effective_on", OLD."entered_at", OLD."from_state", OLD."id", OLD."meeting_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."to_state"); RETURN NULL;', hash='a70c305f5d1a7fd61732c254fb3b1a8f5485e351', operation='DELETE', pgid='pgtrigger_delete_delete_55bdd', table='voters_meetingmove', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='meetingphoto',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_meetingphotoevent" ("alt", "caption", "file_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."alt", NEW."caption", NEW."file_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='4a7ac3ba32c21a30fc7fbc8fa25ad556c7626b82', operation='INSERT', pgid='pgtrigger_insert_insert_2663a', table='voters_meetingphoto', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_meetingphotoevent" ("alt", "caption", "file_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."alt", NEW."caption", NEW."file_id", NEW."id", NEW."meeting_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='11873cde9bf64bef7079dafeedcf58e9ebdbbdb3', operation='UPDATE', pgid='pgtrigger_update_update_29900', table='voters_meetingphoto', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_meetingphotoevent" ("alt", "caption", "file_id", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."alt", OLD."caption", OLD."file_id", OLD."id", OLD."meeting_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='64df82a869b6298757acc38c9dfad89543b31416', operation='DELETE', pgid='pgtrigger_delete_delete_8b9d6', table='voters_meetingphoto', when='AFTER'))],
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='votercontactround',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='votercontactround',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='votercontactround',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='votermeeting',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='votermeeting',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='votermeeting',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='votercontactround',
                name='meetings_needed',
                field=models.PositiveSmallIntegerField(default=1, help_text='How many meetings each delegate is to hold; the plan says who has fewer.', verbose_name='meetings of each delegate'),
            ),
            migrations.AddField(
                model_name='votercontactround',
                name='notice',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='announced_rounds', to='documents.officialdocument', verbose_name='public notice'),
            ),
            migrations.AddField(
                model_name='votercontactround',
                name='plan',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned_rounds', to='documents.officialdocument', verbose_name='plan'),
            ),
            migrations.AddField(
                model_name='votercontactround',
                name='synthesis',
                field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='synthesised_rounds', to='documents.officialdocument', verbose_name='synthesis report'),
            ),
            migrations.AddField(
                model_name='votercontactround',
                name='topic',
                field=models.CharField(blank=True, help_text='What a thematic round is about.', max_length=300, verbose_name='topic'),
            ),
            migrations.AddField(
                model_name='votercontactroundevent',
                name='meetings_needed',
                field=models.PositiveSmallIntegerField(default=1, help_text='How many meetings each delegate is to hold; the plan says who has fewer.', verbose_name='meetings of each delegate'),
            ),
            migrations.AddField(
                model_name='votercontactroundevent',
                name='notice',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.officialdocument', verbose_name='public notice'),
            ),
            migrations.AddField(
                model_name='votercontactroundevent',
                name='plan',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.officialdocument', verbose_name='plan'),
            ),
            migrations.AddField(
                model_name='votercontactroundevent',
                name='synthesis',
                field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.officialdocument', verbose_name='synthesis report'),
            ),
            migrations.AddField(
                model_name='votercontactroundevent',
                name='topic',
                field=models.CharField(blank=True, help_text='What a thematic round is about.', max_length=300, verbose_name='topic'),
            ),
            migrations.AddField(
                model_name='votermeeting',
                name='invited',
                field=models.PositiveIntegerField(blank=True, null=True, verbose_name='voters invited'),
            ),
            migrations.AddField(
                model_name='votermeeting',
                name='requested_on',
                field=models.DateField(blank=True, help_text="Of a meeting outside the constituency: the day the delegate's request came.", null=True, verbose_name='requested on'),
            ),
            migrations.AddField(
                model_name='votermeeting',
                name='secretary',
                field=models.CharField(blank=True, max_length=200, verbose_name='secretary'),
            ),
            migrations.AddField(
                model_name='votermeeting',
                name='subject',
                field=models.CharField(blank=True, help_text='Of a thematic meeting, or one with a group of voters: young people, a trade …', max_length=200, verbose_name='topic, or group of voters'),
            ),
            migrations.AddField(
                model_name='votermeetingevent',
                name='invited',
                field=models.PositiveIntegerField(blank=True, null=True, verbose_name='voters invited'),
            ),
            migrations.AddField(
                model_name='votermeetingevent',
                name='requested_on',
                field=models.DateField(blank=True, help_text="Of a meeting outside the constituency: the day the delegate's request came.", null=True, verbose_name='requested on'),
            ),
            migrations.AddField(
                model_name='votermeetingevent',
                name='secretary',
                field=models.CharField(blank=True, max_length=200, verbose_name='secretary'),
            ),
            migrations.AddField(
                model_name='votermeetingevent',
                name='subject',
                field=models.CharField(blank=True, help_text='Of a thematic meeting, or one with a group of voters: young people, a trade …', max_length=200, verbose_name='topic, or group of voters'),
            ),
            migrations.AlterField(
                model_name='votermeeting',
                name='state',
                field=models.CharField(choices=[('planned', 'Planned'), ('announced', 'Announced'), ('held', 'Held, minutes to be filed'), ('minutes_filed', 'Minutes filed'), ('postponed', 'Postponed'), ('cancelled', 'Cancelled')], default='planned', max_length=16, verbose_name='state'),
            ),
            migrations.AlterField(
                model_name='votermeetingevent',
                name='state',
                field=models.CharField(choices=[('planned', 'Planned'), ('announced', 'Announced'), ('held', 'Held, minutes to be filed'), ('minutes_filed', 'Minutes filed'), ('postponed', 'Postponed'), ('cancelled', 'Cancelled')], default='planned', max_length=16, verbose_name='state'),
            ),
            core.triggers.AddTriggers(
                model_name='votercontactround',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_votercontactroundevent" ("council_id", "council_term_id", "created_at", "cut_off_on", "ends_on", "id", "kind", "meetings_needed", "name", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "sitting_id", "starts_on", "synthesis_id", "topic", "updated_at", "version") VALUES (NEW."council_id", NEW."council_term_id", NEW."created_at", NEW."cut_off_on", NEW."ends_on", NEW."id", NEW."kind", NEW."meetings_needed", NEW."name", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."sitting_id", NEW."starts_on", NEW."synthesis_id", NEW."topic", NEW."updated_at", NEW."version"); RETURN NULL;', hash='fd2540121c70328d300ec8455adf79e505a922ce', operation='INSERT', pgid='pgtrigger_insert_insert_c8501', table='voters_votercontactround', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_votercontactroundevent" ("council_id", "council_term_id", "created_at", "cut_off_on", "ends_on", "id", "kind", "meetings_needed", "name", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "sitting_id", "starts_on", "synthesis_id", "topic", "updated_at", "version") VALUES (NEW."council_id", NEW."council_term_id", NEW."created_at", NEW."cut_off_on", NEW."ends_on", NEW."id", NEW."kind", NEW."meetings_needed", NEW."name", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."sitting_id", NEW."starts_on", NEW."synthesis_id", NEW."topic", NEW."updated_at", NEW."version"); RETURN NULL;', hash='8f8e00cf6f5586a230d04d93b30a3fb5c210e71a', operation='UPDATE', pgid='pgtrigger_update_update_afbf6', table='voters_votercontactround', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_votercontactroundevent" ("council_id", "council_term_id", "created_at", "cut_off_on", "ends_on", "id", "kind", "meetings_needed", "name", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "sitting_id", "starts_on", "synthesis_id", "topic", "updated_at", "version") VALUES (OLD."council_id", OLD."council_term_id", OLD."created_at", OLD."cut_off_on", OLD."ends_on", OLD."id", OLD."kind", OLD."meetings_needed", OLD."name", OLD."notice_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."sitting_id", OLD."starts_on", OLD."synthesis_id", OLD."topic", OLD."updated_at", OLD."version"); RETURN NULL;', hash='43e31864bc20cf36939b2636e75da2dd7443bf6a', operation='DELETE', pgid='pgtrigger_delete_delete_40505', table='voters_votercontactround', when='AFTER'))],
            ),
            core.triggers.AddTriggers(
                model_name='votermeeting',
                triggers=[pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_votermeetingevent" ("chair", "council_id", "created_at", "ends_at", "form", "headcount", "headcount_qualifier", "held_on", "id", "invited", "is_online", "locality", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_on", "round_id", "search", "secretary", "speakers", "starts_at", "state", "subject", "updated_at", "venue", "version") VALUES (NEW."chair", NEW."council_id", NEW."created_at", NEW."ends_at", NEW."form", NEW."headcount", NEW."headcount_qualifier", NEW."held_on", NEW."id", NEW."invited", NEW."is_online", NEW."locality", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requested_on", NEW."round_id", NEW."search", NEW."secretary", NEW."speakers", NEW."starts_at", NEW."state", NEW."subject", NEW."updated_at", NEW."venue", NEW."version"); RETURN NULL;', hash='3600166f05f82d151a047c14c21a26ffc0e89bca', operation='INSERT', pgid='pgtrigger_insert_insert_de759', table='voters_votermeeting', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "voters_votermeetingevent" ("chair", "council_id", "created_at", "ends_at", "form", "headcount", "headcount_qualifier", "held_on", "id", "invited", "is_online", "locality", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_on", "round_id", "search", "secretary", "speakers", "starts_at", "state", "subject", "updated_at", "venue", "version") VALUES (NEW."chair", NEW."council_id", NEW."created_at", NEW."ends_at", NEW."form", NEW."headcount", NEW."headcount_qualifier", NEW."held_on", NEW."id", NEW."invited", NEW."is_online", NEW."locality", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requested_on", NEW."round_id", NEW."search", NEW."secretary", NEW."speakers", NEW."starts_at", NEW."state", NEW."subject", NEW."updated_at", NEW."venue", NEW."version"); RETURN NULL;', hash='7a62f2648a32a182ec804a062b0d7c365bb25ee4', operation='UPDATE', pgid='pgtrigger_update_update_70447', table='voters_votermeeting', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "voters_votermeetingevent" ("chair", "council_id", "created_at", "ends_at", "form", "headcount", "headcount_qualifier", "held_on", "id", "invited", "is_online", "locality", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_on", "round_id", "search", "secretary", "speakers", "starts_at", "state", "subject", "updated_at", "venue", "version") VALUES (OLD."chair", OLD."council_id", OLD."created_at", OLD."ends_at", OLD."form", OLD."headcount", OLD."headcount_qualifier", OLD."held_on", OLD."id", OLD."invited", OLD."is_online", OLD."locality", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requested_on", OLD."round_id", OLD."search", OLD."secretary", OLD."speakers", OLD."starts_at", OLD."state", OLD."subject", OLD."updated_at", OLD."venue", OLD."version"); RETURN NULL;', hash='5ed26d81cef9db875a948f1016614cf13f416e7d', operation='DELETE', pgid='pgtrigger_delete_delete_72640', table='voters_votermeeting', when='AFTER'))],
            ),
        ]),
        migrations.RunPython(ask_councils_of_joint_meetings, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='votermeeting',
            name='joint_councils',
        ),
        migrations.AddField(
            model_name='votermeeting',
            name='joint_councils',
            field=models.ManyToManyField(blank=True, help_text='Councils of other levels that meet voters together with this one. They are asked; the meeting counts for each that accepts.', related_name='joint_voter_meetings', through='voters.JointConsent', to='councils.council', verbose_name='held jointly with'),
        ),
    ]
