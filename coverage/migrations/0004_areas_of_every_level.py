"""What was derived by EPCI is derived at every level; a load of indicators writes the others."""

from django.db import migrations, models
from django.db.models import Q

FINITE = Q(value__gt=float("-inf"), value__lt=float("inf"))
BASES = ["publie", "reporte", "moyenne", "somme", "part", "sol"]
CONSTRAINTS = [
    models.UniqueConstraint(fields=("indicator", "level", "code"), name="area_value_once"),
    models.CheckConstraint(name="area_value_finite", condition=Q(value__isnull=True) | FINITE),
    models.CheckConstraint(
        name="area_value_something", condition=Q(value__isnull=False) | ~Q(text="")
    ),
    models.CheckConstraint(name="area_value_share", condition=Q(people_share__range=(0, 1))),
    models.CheckConstraint(name="area_basis_known", condition=Q(basis__in=BASES)),
]
PAST = [
    "body_value_once",
    "body_value_finite",
    "body_value_something",
    "body_value_share",
    "body_code_form",
    "body_basis_known",
]


class Migration(migrations.Migration):
    dependencies = [("coverage", "0003_study_areas")]
    operations = [
        *(migrations.RemoveConstraint("bodyvalue", name) for name in PAST),
        migrations.RenameModel("BodyValue", "AreaValue"),
        migrations.RenameField("areavalue", "body", "code"),
        migrations.AlterField("areavalue", "code", models.CharField(max_length=11)),
        migrations.AddField(
            "areavalue",
            "level",
            models.CharField(default="epci", max_length=11),
            preserve_default=False,
        ),
        migrations.AlterField(
            "areavalue",
            "indicator",
            models.ForeignKey(
                on_delete=models.CASCADE, related_name="area_values", to="coverage.indicator"
            ),
        ),
        migrations.AlterField(
            "areavalue",
            "basis",
            models.CharField(
                choices=[
                    ("publie", "publié pour ce territoire"),
                    ("reporte", "reporté d'anciens EPCI"),
                    ("moyenne", "moyenne des communes, pondérée par la population"),
                    ("somme", "somme des communes"),
                    ("part", "part de la population"),
                    ("sol", "calculé sur l'ensemble du territoire"),
                ],
                max_length=7,
            ),
        ),
        migrations.AlterModelOptions(
            "areavalue", options={"ordering": ("indicator", "level", "code")}
        ),
        migrations.AddField(
            "indicator", "aggregated", models.BooleanField(default=True, verbose_name="agrégé")
        ),
        *(migrations.AddConstraint("areavalue", one) for one in CONSTRAINTS),
    ]
