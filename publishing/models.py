"""Which vintage of the ground is loaded, and when data last changed."""

from django.db import models


class Vintage(models.Model):
    """What is loaded: the vintage of the ground, its source, when it was loaded."""

    name = models.CharField(max_length=40, primary_key=True)
    label = models.CharField(max_length=200)
    as_of = models.DateField(null=True)
    source = models.CharField(max_length=400, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    loaded_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "geo_vintage"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.label


class Stamp(models.Model):
    """When each family of data last changed: what cached answers are compared with."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "geo_stamp"
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
