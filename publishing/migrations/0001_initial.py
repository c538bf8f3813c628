"""Marks of what is loaded and when it changed: the tables that `geo` made, under their room."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("geo", "0004_passages")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Stamp",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("value", models.UUIDField()),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={"db_table": "geo_stamp", "ordering": ("name",)},
                ),
                migrations.CreateModel(
                    name="Vintage",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("label", models.CharField(max_length=200)),
                        ("as_of", models.DateField(null=True)),
                        ("source", models.CharField(blank=True, max_length=400)),
                        ("licence", models.CharField(blank=True, max_length=120)),
                        ("loaded_at", models.DateTimeField()),
                        ("digest", models.CharField(blank=True, max_length=64)),
                    ],
                    options={"db_table": "geo_vintage", "ordering": ("name",)},
                ),
            ]
        )
    ]
