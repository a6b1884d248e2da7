"""Where people write to the municipality, and where its statement on accessibility stands."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0004_units_have_names_through_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='municipality',
            name='accessibility_statement',
            field=models.URLField(blank=True, help_text='Lenken til kommunens erklæring hos uustatus.no.', verbose_name='tilgjengelighetserklæring'),
        ),
        migrations.AddField(
            model_name='municipality',
            name='contact',
            field=models.EmailField(blank=True, help_text='Hit skriver de som har spørsmål om personvern, eller møter noe de ikke får brukt.', max_length=254, verbose_name='kontaktadresse'),
        ),
    ]
