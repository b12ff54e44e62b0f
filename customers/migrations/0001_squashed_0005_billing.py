import django.db.models.deletion
import servicecenter.crypto
import servicecenter.labels
import servicecenter.making_tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('customers', '0001_initial'), ('customers', '0002_initial'), ('customers', '0003_lookup_and_care'), ('customers', '0004_find_the_not_ordinary'), ('customers', '0005_billing')]

    initial = True

    dependencies = [
        ('servicecenter', '0001_initial'),
    ]

    operations = [
        servicecenter.making_tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='CareKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(max_length=40, unique=True)),
                        ('is_active', models.BooleanField(default=True)),
                        ('position', models.PositiveSmallIntegerField(default=100)),
                    ],
                    options={
                        'verbose_name': 'reason for care',
                        'verbose_name_plural': 'reasons for care',
                        'ordering': ['position', 'code'],
                    },
                ),
                migrations.CreateModel(
                    name='Premise',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address', models.CharField(max_length=300)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='premises', to='servicecenter.region')),
                        ('area_class', models.CharField(blank=True, choices=[('urban', 'Urban'), ('rural', 'Rural'), ('remote', 'Remote')], max_length=10)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['address'], name='premise_by_address')],
                    },
                ),
                migrations.CreateModel(
                    name='Tag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(max_length=40, unique=True)),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'customer tag',
                        'verbose_name_plural': 'customer tags',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='Customer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation')], default='person', max_length=20)),
                        ('name', models.CharField(max_length=200)),
                        ('standing', models.CharField(choices=[('ordinary', 'Ordinary'), ('key_account', 'Commercial key account'), ('important_user', 'Important user')], default='ordinary', max_length=20)),
                        ('language', models.CharField(default='en', max_length=10)),
                        ('since', models.DateField(blank=True, null=True)),
                        ('created_at', models.DateTimeField()),
                        ('source', models.CharField(max_length=20)),
                        ('billing_id', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                        ('billing_version', models.BigIntegerField(default=0)),
                        ('tags', models.ManyToManyField(blank=True, related_name='customers', to='customers.tag')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['name'], name='customer_by_name'), models.Index(condition=models.Q(('standing__in', ['key_account', 'important_user'])), fields=['id'], name='customer_not_ordinary')],
                    },
                ),
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=30, unique=True)),
                        ('utility', models.CharField(choices=[('water', 'Water'), ('power', 'Electricity'), ('gas', 'Gas'), ('heat', 'Heating'), ('transit', 'Transit')], max_length=20)),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='customers.customer')),
                        ('premise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='customers.premise')),
                        ('tariff', models.CharField(blank=True, max_length=60)),
                        ('status', models.CharField(choices=[('active', 'Active'), ('suspended', 'Cut off'), ('closed', 'Closed')], default='active', max_length=20)),
                        ('opened_on', models.DateField(blank=True, null=True)),
                        ('closed_on', models.DateField(blank=True, null=True)),
                        ('arrears', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                        ('source', models.CharField(blank=True, max_length=20)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('billing_id', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                        ('billing_version', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Care',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cares', to='customers.customer')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.carekind')),
                        ('source', models.CharField(max_length=20)),
                        ('confirmed_at', models.DateTimeField()),
                        ('confirm_by', models.DateField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['kind__position', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('customer', 'kind'), name='one_living_care_of_a_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='Confirmation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='customers.customer')),
                        ('field', models.CharField(choices=[('name', 'Name'), ('language', 'Language'), ('standing', 'Standing'), ('address', 'Address')], max_length=20)),
                        ('source', models.CharField(max_length=20)),
                        ('purpose', models.CharField(default='handle_request', max_length=40)),
                        ('confirmed_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['field'],
                        'constraints': [models.UniqueConstraint(fields=('customer', 'field'), name='field_confirmed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='customers.customer')),
                        ('purpose', models.CharField(max_length=40)),
                        ('given_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('source', models.CharField(max_length=20)),
                    ],
                ),
                migrations.CreateModel(
                    name='ContactPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='customers.customer')),
                        ('kind', models.CharField(choices=[('phone', 'Phone'), ('email', 'Email')], max_length=10)),
                        ('value', servicecenter.crypto.EncryptedTextField()),
                        ('index_full', models.CharField(db_index=True, max_length=64)),
                        ('index_last4', models.CharField(blank=True, db_index=True, max_length=64)),
                        ('preferred', models.BooleanField(default=False)),
                        ('hours', models.CharField(blank=True, max_length=80)),
                        ('created_at', models.DateTimeField()),
                        ('source', models.CharField(blank=True, max_length=20)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('customer', 'kind', 'index_full'), name='contact_point_once_per_customer')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='entry', serialize=False, to='customers.customer')),
                        ('words', models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Bill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('billing_id', models.CharField(max_length=80, unique=True)),
                        ('billing_version', models.BigIntegerField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bills', to='customers.account')),
                        ('number', models.CharField(max_length=60)),
                        ('state', models.CharField(choices=[('issued', 'Issued'), ('cancelled', 'Cancelled')], default='issued', max_length=10)),
                        ('period_from', models.DateField()),
                        ('period_to', models.DateField()),
                        ('issued_on', models.DateField()),
                        ('due_on', models.DateField()),
                        ('amount', models.BigIntegerField()),
                        ('currency', models.CharField(max_length=3)),
                        ('meter', models.CharField(blank=True, max_length=40)),
                        ('reading_from', models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                        ('reading_to', models.DecimalField(decimal_places=3, max_digits=14, null=True)),
                        ('unit', models.CharField(blank=True, max_length=12)),
                        ('confirmed_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['-period_to', '-pk'],
                        'indexes': [models.Index(fields=['account', '-period_to', '-id'], name='bills_newest_first')],
                    },
                ),
                migrations.CreateModel(
                    name='Meter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=40)),
                        ('utility', models.CharField(choices=[('water', 'Water'), ('power', 'Electricity'), ('gas', 'Gas'), ('heat', 'Heating'), ('transit', 'Transit')], max_length=20)),
                        ('premise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meters', to='customers.premise')),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meters', to='customers.account')),
                        ('installed_on', models.DateField(blank=True, null=True)),
                        ('removed_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('utility', 'number'), name='meter_once_per_utility')],
                    },
                ),
                migrations.CreateModel(
                    name='Payment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('billing_id', models.CharField(max_length=80, unique=True)),
                        ('billing_version', models.BigIntegerField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='customers.account')),
                        ('bill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='customers.bill')),
                        ('state', models.CharField(choices=[('received', 'Paid in'), ('reversed', 'Reversed')], default='received', max_length=10)),
                        ('paid_on', models.DateField()),
                        ('amount', models.BigIntegerField()),
                        ('currency', models.CharField(max_length=3)),
                        ('method', models.CharField(blank=True, max_length=40)),
                        ('confirmed_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['-paid_on', '-pk'],
                        'indexes': [models.Index(fields=['account', '-paid_on', '-id'], name='payments_newest_first')],
                    },
                ),
            ],
        ),
    ]
