"""The administration of the poles (/gestion/)."""

from directory.admin import poles  # noqa: F401 - registers
