from django.db import migrations


def mandate(apps, schema_editor):
    """Whoever was an administrator by Django's flag is one by a mandate, which the list keeps."""
    people = apps.get_model("auth", "User").objects.filter(is_superuser=True)
    mandates = apps.get_model("accounts", "Mandate").objects
    for person in people.order_by("id"):
        mandates.get_or_create(
            person_id=person.pk, role="administrator", region=None, department=None, pole=None
        )
    people.update(is_superuser=False, is_staff=False)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_counters'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [migrations.RunPython(mandate, migrations.RunPython.noop)]
