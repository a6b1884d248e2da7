import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0002_price_growth'),
        ('imports', '0001_initial'),
        ('organisation', '0003_codes_can_stand_in_an_address'),
        ('thread', '0003_reason_for_dropping'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('base', 'Videreført budsjett'), ('consequence', 'Konsekvensjustering'), ('measure', 'Tiltak'), ('investment', 'Investering'), ('finance', 'Inntekter, finans og fond'), ('distribution', 'Fordeling mellom enheter'), ('manual', 'Annen endring')], max_length=12, verbose_name='type')),
                ('cause', models.CharField(blank=True, choices=[('pay', 'Lønnsvekst'), ('price', 'Prisvekst'), ('demography', 'Befolkningsendring'), ('full_year', 'Helårsvirkning'), ('other', 'Annet')], max_length=12, verbose_name='årsak')),
                ('title', models.CharField(max_length=200, verbose_name='tittel')),
                ('reason', models.TextField(blank=True, verbose_name='begrunnelse')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='rekkefølge')),
            ],
            options={
                'ordering': ('layer', 'order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_favour', models.PositiveSmallIntegerField(verbose_name='for')),
                ('against', models.PositiveSmallIntegerField(verbose_name='mot')),
            ],
            options={
                'ordering': ('-party__seats', 'party__name'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='budgetline',
            name='budget_line_once_a_layer',
        ),
        migrations.RemoveConstraint(
            model_name='layer',
            name='budget_layer_decided_on_a_day',
        ),
        migrations.AddField(
            model_name='layer',
            name='base',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.layer'),
        ),
        migrations.AddField(
            model_name='layer',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.body'),
        ),
        migrations.AddField(
            model_name='layer',
            name='loan_frame',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='låneramme'),
        ),
        migrations.AddField(
            model_name='layer',
            name='made_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.layer'),
        ),
        migrations.AddField(
            model_name='layer',
            name='name',
            field=models.SlugField(default='', max_length=60, verbose_name='kortnavn'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='layer',
            name='parties',
            field=models.ManyToManyField(blank=True, related_name='+', to='organisation.party'),
        ),
        migrations.AddField(
            model_name='layer',
            name='published_on',
            field=models.DateField(blank=True, null=True, verbose_name='lagt fram'),
        ),
        migrations.AlterField(
            model_name='layer',
            name='kind',
            field=models.CharField(choices=[('proposal', 'Rådmannens forslag'), ('supplement', 'Tilleggsinnstilling'), ('party', 'Alternativt budsjett'), ('joint', 'Felles forslag'), ('recommendation', 'Formannskapets innstilling'), ('adopted', 'Vedtatt budsjett'), ('amendment', 'Budsjettregulering')], max_length=20, verbose_name='type'),
        ),
        migrations.AlterField(
            model_name='layer',
            name='state',
            field=models.CharField(choices=[('draft', 'Utkast'), ('published', 'Lagt fram'), ('decided', 'Vedtatt'), ('replaced', 'Erstattet')], default='draft', max_length=10, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='layer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'published')), ('decided_on__isnull', False), _connector='OR'), name='budget_layer_decided_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='layer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_on__isnull', False), _connector='OR'), name='budget_layer_published_on_a_day'),
        ),
        migrations.AddField(
            model_name='change',
            name='amends',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.change'),
        ),
        migrations.AddField(
            model_name='change',
            name='element',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='thread.element'),
        ),
        migrations.AddField(
            model_name='change',
            name='layer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='budget.layer'),
        ),
        migrations.AddField(
            model_name='change',
            name='programme_area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.programmearea'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='budget.change'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(condition=models.Q(('change__isnull', True)), fields=('layer', 'year', 'account_class', 'unit', 'function', 'art', 'project'), name='budget_line_once_a_layer'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(condition=models.Q(('change__isnull', False)), fields=('change', 'year', 'account_class', 'unit', 'function', 'art', 'project'), name='budget_line_once_a_change'),
        ),
        migrations.AddField(
            model_name='vote',
            name='layer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='budget.layer'),
        ),
        migrations.AddField(
            model_name='vote',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.party'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['base', 'consequence', 'measure', 'investment', 'finance', 'distribution', 'manual'])), name='budget_change_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'consequence'), ('cause', ''), _connector='XOR'), name='budget_change_consequence_has_cause'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('consequence', 'manual')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='budget_change_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('layer', 'party'), name='budget_vote_once_a_party'),
        ),
    ]
