"""What stands for the EPCI of a commune is kept with it."""

from django.db import migrations, models

FILL = """
UPDATE geo_commune c SET body = CASE
  WHEN c.ept_id IS NOT NULL THEN c.ept_id
  WHEN c.epci_id IS NULL
    OR c.epci_id IN (SELECT epci_id FROM geo_commune WHERE ept_id IS NOT NULL) THEN c.code
  ELSE c.epci_id END
"""


class Migration(migrations.Migration):
    dependencies = [("geo", "0005_marks_are_published")]
    operations = [
        migrations.AddField(
            model_name="commune",
            name="body",
            field=models.CharField(
                db_default="", editable=False, max_length=9, verbose_name="tient lieu d'EPCI"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
