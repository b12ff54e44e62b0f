import channels_hub.shipped
import django.db.models.deletion
import servicecenter.crypto
import servicecenter.making_tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('channels_hub', '0001_initial'), ('channels_hub', '0002_initial'), ('channels_hub', '0003_initial'), ('channels_hub', '0004_initial'), ('channels_hub', '0005_try_again_later'), ('channels_hub', '0006_answer_links'), ('channels_hub', '0007_letters_on_paper'), ('channels_hub', '0008_message_texts')]

    initial = True

    dependencies = [
        ('complaints', '0024_two_approvals'),
        ('customers', '0005_billing'),
        ('servicecenter', '0003_reports_to'),
    ]

    operations = [
        servicecenter.making_tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='AnswerLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='servicecenter.event')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.ticket')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('until', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Inbound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(max_length=20)),
                        ('source_id', models.CharField(max_length=200)),
                        ('digest', models.CharField(max_length=64)),
                        ('raw', servicecenter.crypto.EncryptedBytesField()),
                        ('received_at', models.DateTimeField()),
                        ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='complaints.ticket')),
                        ('quarantine', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('channel', 'source_id', 'digest'), name='inbound_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MessageText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(choices=channels_hub.shipped.choices, max_length=60, verbose_name='message')),
                        ('number', models.PositiveIntegerField()),
                        ('subject_en', models.CharField(blank=True, max_length=200, verbose_name='Subject (English)')),
                        ('body_en', models.TextField(verbose_name='Text (English)')),
                        ('subject_zh', models.CharField(blank=True, max_length=200, verbose_name='Subject (Chinese)')),
                        ('body_zh', models.TextField(verbose_name='Text (Chinese)')),
                        ('why', models.CharField(blank=True, max_length=300, verbose_name='Why it was changed')),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'message text',
                        'verbose_name_plural': 'message texts',
                        'ordering': ['code', '-number'],
                        'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='message_text_once_per_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Outbound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='servicecenter.event')),
                        ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.ticket')),
                        ('channel', models.CharField(max_length=20)),
                        ('contact_point', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.contactpoint')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('template', models.CharField(max_length=60)),
                        ('language', models.CharField(max_length=10)),
                        ('state', models.CharField(choices=[('queued', 'Queued'), ('in_flight', 'In flight'), ('sent', 'Sent'), ('failed', 'Failed'), ('unknown', 'Delivery unknown')], default='queued', max_length=10)),
                        ('queued_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('error', models.TextField(blank=True)),
                    ],
                    options={
                        'verbose_name': 'outgoing message',
                        'verbose_name_plural': 'outgoing messages',
                        'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'in_flight'])), fields=['id'], name='outbound_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('contact_point__isnull', False)), fields=('event', 'channel', 'contact_point'), name='outbound_once_customer'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('event', 'channel', 'user'), name='outbound_once_colleague'), models.CheckConstraint(condition=models.Q(models.Q(('contact_point__isnull', False), ('user__isnull', True)), models.Q(('contact_point__isnull', True), ('user__isnull', False)), _connector='OR'), name='outbound_one_recipient')],
                    },
                ),
                migrations.CreateModel(
                    name='PaperLetter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='servicecenter.event')),
                        ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.ticket')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                        ('template', models.CharField(max_length=60)),
                        ('language', models.CharField(max_length=10)),
                        ('queued_at', models.DateTimeField()),
                        ('posted_at', models.DateTimeField(blank=True, null=True)),
                        ('posted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'letter on paper',
                        'verbose_name_plural': 'letters on paper',
                        'indexes': [models.Index(condition=models.Q(('posted_at', None)), fields=['queued_at'], name='letter_to_post')],
                        'constraints': [models.UniqueConstraint(fields=('event', 'customer'), name='one_paper_letter_per_event')],
                    },
                ),
                migrations.CreateModel(
                    name='Submission',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(max_length=64, unique=True)),
                        ('digest', models.CharField(max_length=64)),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.ticket')),
                        ('code', servicecenter.crypto.EncryptedTextField(null=True)),
                        ('sent_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('code__isnull', False)), fields=['sent_at'], name='submission_code_kept')],
                    },
                ),
            ],
        ),
    ]
