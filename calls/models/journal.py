"""The journals of applications and of calls: what happened, who did it, never rewritten."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from calls.models.application import Application
from calls.models.call import Call
from geo.registers import APPEND_ONLY, stamped


class ApplicationEvent(models.Model):
    """One thing that happened to an application; a move where `from_state` leads elsewhere.

    The database refuses to change or delete it. `person` is kept as a key that nothing enforces:
    once a person is forgotten, it names nobody, and the journal stands.
    """

    # An application that the journal speaks of is not erased: the database holds to it.
    application = models.ForeignKey(Application, models.DO_NOTHING, related_name="events")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="personne",
        related_name="+", null=True, blank=True, db_constraint=False,
    )  # fmt: skip
    role = models.CharField("qualité", max_length=20)
    move = models.CharField("acte", max_length=20)
    from_state = models.CharField("de", max_length=20)
    to_state = models.CharField("à", max_length=20)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "journal des candidatures"
        ordering = ("application", "id")
        indexes: ClassVar = [models.Index(fields=("at", "id"), name="application_event_at")]
        triggers: ClassVar = [APPEND_ONLY, stamped("calls_applicationevent")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.move}"

    @property
    def reason(self) -> str:
        """Why, as far as it was said and is still kept."""
        return self.told.text if hasattr(self, "told") else ""


class EventReason(models.Model):
    """Why something happened, in free words, beside the journal, which commits to it.

    It may be erased, with its salt: the journal stands, and says no more why.
    """

    event = models.OneToOneField(ApplicationEvent, models.CASCADE, related_name="told")
    text = models.TextField("motif", blank=True)
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)

    class Meta:
        verbose_name = "motif d'un événement"
        verbose_name_plural = "motifs des événements"
        ordering = ("event",)

    def __str__(self) -> str:
        return self.text


class CallEvent(models.Model):
    """One act on a call that has opened: its closing moved, something clarified, a file added.

    `data` holds no personal data: what was written is beside it, and committed to here.
    """

    call = models.ForeignKey(Call, models.DO_NOTHING, related_name="events")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="personne",
        related_name="+", null=True, blank=True, db_constraint=False,
    )  # fmt: skip
    act = models.CharField("acte", max_length=20)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "événement d'un appel"
        verbose_name_plural = "journal des appels"
        ordering = ("call", "id")
        triggers: ClassVar = [APPEND_ONLY, stamped("calls_callevent")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.act}"
