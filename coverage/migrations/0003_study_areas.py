"""Zones d'emploi are study areas of the ground, where the other levels are."""

from django.db import migrations

from geo.names import normalise

LEVEL = "zone-emploi"


def copy(apps, _schema_editor):
    """Copy the zones and their communes; a load of the ground gives figures and shapes."""
    area, member = (apps.get_model("geo", name) for name in ("StudyArea", "StudyAreaCommune"))
    pairs = list(
        apps.get_model("coverage", "EmploymentZoneCommune")
        .objects.order_by("commune")
        .values_list("commune_id", "zone_id", "commune__zone")
    )
    overseas = {zone for _commune, zone, part in pairs if part == "drom"}
    area.objects.bulk_create(
        area(
            key=f"{LEVEL}:{zone.code}",
            level=LEVEL,
            code=zone.code,
            name=zone.name,
            name_key=normalise(zone.name),
            zone="drom" if zone.code in overseas else "metro",
            population=0,
        )
        for zone in apps.get_model("coverage", "EmploymentZone").objects.order_by("code")
    )
    member.objects.bulk_create(
        member(level=LEVEL, commune_id=commune, area_id=f"{LEVEL}:{zone}")
        for commune, zone, _part in pairs
    )


class Migration(migrations.Migration):
    dependencies = [("coverage", "0002_indicators"), ("geo", "0007_study_areas")]
    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel(name="EmploymentZoneCommune"),
        migrations.DeleteModel(name="EmploymentZone"),
    ]
