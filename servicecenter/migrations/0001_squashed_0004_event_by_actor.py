import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import servicecenter.crypto
import servicecenter.labels
import servicecenter.making_tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('servicecenter', '0001_initial'), ('servicecenter', '0002_event_by_kind'), ('servicecenter', '0003_reports_to'), ('servicecenter', '0004_event_by_actor')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        servicecenter.making_tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='ApiClient',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, unique=True)),
                        ('prefix', models.CharField(max_length=12, unique=True)),
                        ('key_hash', models.CharField(max_length=64)),
                        ('scopes', models.JSONField(default=list)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('networks', models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        'verbose_name': 'API client',
                        'verbose_name_plural': 'API clients',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(max_length=30)),
                        ('who', models.CharField(max_length=64)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['purpose', 'who', 'at'], name='attempts_of_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Calendar',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(unique=True)),
                        ('zone', models.CharField(max_length=60)),
                        ('hours', models.JSONField(default=dict)),
                        ('holidays_of', models.CharField(blank=True, max_length=20)),
                        ('revision', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'calendar',
                        'verbose_name_plural': 'calendars',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('kind', models.CharField(max_length=60)),
                        ('subject_type', models.CharField(max_length=20)),
                        ('subject_id', models.BigIntegerField()),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('actor_role', models.CharField(max_length=30)),
                        ('source', models.CharField(max_length=20)),
                        ('request_id', models.CharField(blank=True, max_length=40)),
                        ('payload', models.JSONField(default=dict)),
                    ],
                    options={
                        'verbose_name': 'event',
                        'verbose_name_plural': 'events',
                        'indexes': [models.Index(fields=['subject_type', 'subject_id', 'id'], name='event_of_subject'), models.Index(fields=['kind', 'at'], name='event_by_kind'), models.Index(condition=models.Q(('actor_id__isnull', False)), fields=['actor_id', 'id'], name='event_by_actor')],
                    },
                ),
                migrations.CreateModel(
                    name='ReplayProgress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('data_set', models.CharField(max_length=60)),
                        ('selection', models.CharField(max_length=64)),
                        ('moments_done', models.PositiveIntegerField(default=0)),
                        ('moments', models.PositiveIntegerField()),
                        ('simulated_at', models.DateTimeField(null=True)),
                        ('refused', models.JSONField(default=list)),
                    ],
                    options={
                        'verbose_name_plural': 'replay progress',
                        'constraints': [models.UniqueConstraint(fields=('data_set', 'selection'), name='replay_progress_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='servicecenter.calendar')),
                        ('date', models.DateField()),
                        ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('workday', 'Make-up working day')], max_length=10)),
                        ('blocks', models.JSONField(blank=True, default=list)),
                        ('labels', models.JSONField(blank=True, default=dict)),
                        ('provisional', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'day that differs',
                        'verbose_name_plural': 'days that differ',
                        'ordering': ['date'],
                        'constraints': [models.UniqueConstraint(fields=('calendar', 'date'), name='one_row_per_calendar_day')],
                    },
                ),
                migrations.CreateModel(
                    name='EventText',
                    fields=[
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='words', serialize=False, to='servicecenter.event')),
                        ('salt', models.CharField(max_length=32)),
                        ('text', models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name='Idempotency',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='servicecenter.apiclient')),
                        ('key', models.CharField(max_length=200)),
                        ('request_hash', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField()),
                        ('body', servicecenter.crypto.EncryptedBytesField()),
                        ('created_at', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='one_answer_per_key')],
                    },
                ),
                migrations.CreateModel(
                    name='Outbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='servicecenter.event')),
                        ('subscriber', models.CharField(max_length=60)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_attempt_at', models.DateTimeField()),
                        ('poisoned_at', models.DateTimeField(blank=True, null=True)),
                        ('last_error', models.TextField(blank=True)),
                    ],
                    options={
                        'verbose_name': 'undelivered event',
                        'verbose_name_plural': 'outbox',
                        'indexes': [models.Index(condition=models.Q(('poisoned_at__isnull', True)), fields=['next_attempt_at', 'id'], name='outbox_due')],
                        'constraints': [models.UniqueConstraint(fields=('event', 'subscriber'), name='outbox_once_per_subscriber')],
                    },
                ),
                migrations.CreateModel(
                    name='Region',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(unique=True)),
                        ('area_class', models.CharField(choices=[('urban', 'Urban'), ('rural', 'Rural'), ('remote', 'Remote')], default='urban', max_length=10)),
                        ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regions', to='servicecenter.calendar')),
                    ],
                    options={
                        'verbose_name': 'region',
                        'verbose_name_plural': 'regions',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(unique=True)),
                        ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='servicecenter.team')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='servicecenter.region')),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'team',
                        'verbose_name_plural': 'teams',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                        ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                        ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                        ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                        ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='servicecenter.team')),
                        ('language', models.CharField(blank=True, max_length=10)),
                        ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reports to')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'member of staff',
                        'verbose_name_plural': 'staff',
                    },
                    managers=[
                        ('objects', django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Duty',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('agent', 'Agent'), ('reviewer', 'Reviewer'), ('coordinator', 'Department coordinator'), ('handler', 'Handler'), ('crew', 'Field crew'), ('supervisor', 'Supervisor'), ('shift_leader', 'Shift leader'), ('complaint_manager', 'Complaint manager'), ('inspector', 'Quality inspector'), ('finance_approver', 'Finance approver'), ('knowledge_editor', 'Knowledge editor'), ('privacy_officer', 'Privacy officer'), ('integrity_officer', 'Integrity officer'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=30)),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='servicecenter.region')),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'duty',
                        'verbose_name_plural': 'duties',
                        'indexes': [models.Index(fields=['role', 'until'], name='servicecent_role_34a940_idx')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='duty_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='RoleHeld',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles_held', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('agent', 'Agent'), ('reviewer', 'Reviewer'), ('coordinator', 'Department coordinator'), ('handler', 'Handler'), ('crew', 'Field crew'), ('supervisor', 'Supervisor'), ('shift_leader', 'Shift leader'), ('complaint_manager', 'Complaint manager'), ('inspector', 'Quality inspector'), ('finance_approver', 'Finance approver'), ('knowledge_editor', 'Knowledge editor'), ('privacy_officer', 'Privacy officer'), ('integrity_officer', 'Integrity officer'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=30)),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='servicecenter.region')),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'role held',
                        'verbose_name_plural': 'roles held',
                    },
                ),
            ],
        ),
    ]
