"""Two figures of first-contact resolution became one, over contacts: scorecards name the one that is left."""

from django.db import migrations
from django.db.models import F


def name_the_one(apps, schema_editor):
    """A line of the figure that went becomes the other's; where both stood, its weight goes to it: 100 stay 100."""
    lines = apps.get_model("quality", "ScorecardLine").objects
    for line in lines.filter(indicator="contact-settled"):
        other = lines.filter(version=line.version_id, indicator="first-contact")
        if other.update(weight=F("weight") + line.weight):
            line.delete()
        else:
            lines.filter(pk=line.pk).update(indicator="first-contact")


class Migration(migrations.Migration):
    dependencies = [("quality", "0004_surveys_in_handlings")]
    operations = [migrations.RunPython(name_the_one, migrations.RunPython.noop)]
