"""Give layers the short names that they are called by, and let proposals that were laid forward say so."""

from collections import Counter

from django.db import migrations, models

NAMES = {"proposal": "forslag", "adopted": "vedtatt", "amendment": "regulering"}


def name_layers(apps, _schema_editor):
    layer_model = apps.get_model("budget", "Layer")
    taken = Counter()
    for layer in layer_model.objects.order_by("pk"):
        start = f"{layer.first_year}-{NAMES[layer.kind]}"
        taken[start] += 1
        layer.name = start if taken[start] == 1 else f"{start}-{taken[start]}"
        if layer.kind == "proposal" and layer.state == "decided":
            layer.state, layer.published_on, layer.decided_on = "published", layer.decided_on, None
        layer.save()


def forget_names(apps, _schema_editor):
    layer_model = apps.get_model("budget", "Layer")
    layer_model.objects.filter(state="published").update(state="decided", decided_on=models.F("published_on"))
    layer_model.objects.update(name="")


class Migration(migrations.Migration):

    dependencies = [("budget", "0003_layers_of_a_programme")]

    operations = [migrations.RunPython(name_layers, forget_names)]
