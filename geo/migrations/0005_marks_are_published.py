"""Marks of what is loaded belong to `publishing`; their tables stay as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("geo", "0004_passages"), ("publishing", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="Stamp"),
                migrations.DeleteModel(name="Vintage"),
            ]
        )
    ]
