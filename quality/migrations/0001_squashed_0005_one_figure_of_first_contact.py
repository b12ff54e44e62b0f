import django.core.validators
import django.db.models.deletion
import servicecenter.labels
import servicecenter.making_tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('quality', '0001_handlings'), ('quality', '0002_levels_as_numbers'), ('quality', '0003_scorecards_and_inspections'), ('quality', '0004_surveys_in_handlings'), ('quality', '0005_one_figure_of_first_contact')]

    initial = True

    dependencies = [
        ('complaints', '0025_surveys_and_rounds'),
        ('servicecenter', '0003_reports_to'),
    ]

    operations = [
        servicecenter.making_tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='complaints.ticket')),
                        ('event', models.BigIntegerField(unique=True)),
                        ('round', models.PositiveSmallIntegerField()),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='servicecenter.team')),
                        ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_at', models.DateTimeField()),
                        ('returned_at', models.DateTimeField(null=True)),
                        ('ruled_wrong', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['given_at', 'pk'],
                        'indexes': [models.Index(fields=['given_at'], name='assignment_given')],
                    },
                ),
                migrations.CreateModel(
                    name='Handling',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handlings', to='complaints.ticket')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('how', models.CharField(max_length=30)),
                        ('begun_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField()),
                        ('reopened_at', models.DateTimeField(null=True)),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='servicecenter.team')),
                        ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('said_at', models.DateTimeField(null=True)),
                        ('said_by', models.CharField(blank=True, max_length=10)),
                        ('result', models.PositiveSmallIntegerField(null=True)),
                        ('service', models.PositiveSmallIntegerField(null=True)),
                        ('solved', models.BooleanField(null=True)),
                        ('callback', models.CharField(blank=True, choices=[('reached', 'Reached'), ('refused', 'Refused to answer'), ('unreachable', 'Unreachable'), ('waived', 'Waived')], max_length=12)),
                        ('callback_at', models.DateTimeField(null=True)),
                        ('surveyed_at', models.DateTimeField(null=True)),
                        ('survey_until', models.DateTimeField(null=True)),
                        ('survey_said_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['ticket', 'round'],
                        'indexes': [models.Index(fields=['ended_at', 'begun_at'], name='handling_ended'), models.Index(condition=models.Q(('said_at__isnull', False)), fields=['said_at'], name='handling_said'), models.Index(condition=models.Q(('surveyed_at__isnull', False)), fields=['surveyed_at'], name='handling_surveyed'), models.Index(condition=models.Q(('callback_at__isnull', False)), fields=['callback_at'], name='handling_called')],
                        'constraints': [models.UniqueConstraint(fields=('ticket', 'round'), name='handling_once_per_round')],
                    },
                ),
                migrations.CreateModel(
                    name='InspectionForm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(max_length=60, unique=True)),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'inspection form',
                        'verbose_name_plural': 'inspection forms',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='Scorecard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('code', models.SlugField(max_length=60, unique=True)),
                        ('of', models.CharField(choices=[('person', 'Persons'), ('team', 'Teams'), ('department', 'Departments')], max_length=12)),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'scorecard',
                        'verbose_name_plural': 'scorecards',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='InspectionFormVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='quality.inspectionform')),
                        ('number', models.PositiveIntegerField()),
                        ('valid_from', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'inspection form version',
                        'verbose_name_plural': 'inspection form versions',
                        'ordering': ['form', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('form', 'number'), name='inspection_form_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ScorecardVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='quality.scorecard')),
                        ('number', models.PositiveIntegerField()),
                        ('valid_from', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'scorecard version',
                        'verbose_name_plural': 'scorecard versions',
                        'ordering': ['card', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('card', 'number'), name='scorecard_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('labels', models.JSONField(validators=[servicecenter.labels.check_labels])),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='quality.inspectionformversion')),
                        ('dimension', models.CharField(choices=[('speed', 'Response speed'), ('attitude', 'Attitude'), ('skill', 'Knowledge and skill'), ('solving', 'Problem solving'), ('satisfaction', 'Satisfaction and loyalty'), ('process', 'Process conformity')], max_length=15)),
                        ('weight', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)])),
                        ('fatal', models.BooleanField(default=False)),
                        ('position', models.PositiveSmallIntegerField(default=100)),
                    ],
                    options={
                        'verbose_name': 'criterion',
                        'verbose_name_plural': 'criteria',
                        'ordering': ['position', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SamplePlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='quality.inspectionformversion')),
                        ('seed', models.CharField(max_length=40)),
                        ('size', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)])),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField()),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='servicecenter.region')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='servicecenter.team')),
                        ('among', models.PositiveIntegerField()),
                        ('drawn_at', models.DateTimeField()),
                        ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-drawn_at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ScorecardLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='quality.scorecardversion')),
                        ('indicator', models.SlugField(max_length=40)),
                        ('dimension', models.CharField(choices=[('speed', 'Response speed'), ('attitude', 'Attitude'), ('skill', 'Knowledge and skill'), ('solving', 'Problem solving'), ('satisfaction', 'Satisfaction and loyalty'), ('process', 'Process conformity')], max_length=15)),
                        ('direction', models.CharField(choices=[('up', 'More is better'), ('down', 'Less is better')], max_length=5)),
                        ('target_is', models.CharField(choices=[('absolute', 'Absolute'), ('relative', 'Better than the base period by')], default='absolute', max_length=10)),
                        ('target', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)])),
                        ('base_since', models.DateField(blank=True, null=True)),
                        ('base_until', models.DateField(blank=True, null=True)),
                        ('weight', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                    ],
                    options={
                        'verbose_name': 'scorecard line',
                        'verbose_name_plural': 'scorecard lines',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('version', 'indicator'), name='indicator_once_per_scorecard')],
                    },
                ),
                migrations.CreateModel(
                    name='Inspection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inspections', to='quality.sampleplan')),
                        ('handling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='quality.handling')),
                        ('inspector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('score', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                        ('words', models.TextField(blank=True)),
                        ('appealed_at', models.DateTimeField(blank=True, null=True)),
                        ('appeal', models.TextField(blank=True)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('upheld', models.BooleanField(null=True)),
                        ('settlement', models.TextField(blank=True)),
                        ('score_before', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'indexes': [models.Index(condition=models.Q(('submitted_at', None)), fields=['plan'], name='inspection_waiting'), models.Index(condition=models.Q(('settled_at', None)), fields=['appealed_at'], name='inspection_appealed')],
                        'constraints': [models.UniqueConstraint(fields=('plan', 'handling'), name='inspected_once_per_plan')],
                    },
                ),
                migrations.CreateModel(
                    name='Mark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='quality.inspection')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quality.criterion')),
                        ('value', models.PositiveSmallIntegerField(choices=[(0, 'No'), (1, 'Part'), (2, 'Yes')], null=True)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('inspection', 'criterion'), name='one_mark_per_criterion')],
                    },
                ),
            ],
        ),
    ]
