"""What was written before is committed to as it is found, and what is empty is said to be."""

import secrets
from datetime import UTC
from typing import Any

from django.db import migrations

from calls.commitments import clarification_content, commitment, reason_content

REGISTERS = ("calls_hourschange", "calls_clarification", "calls_callevent")
CLOSED = "Clôture de la démonstration."
# One line an application: what was erased without leaving a trace, and the reasons of acts that
# are older than commitments.
STOCK = """
INSERT INTO calls_applicationevent
  (application_id, person_id, role, move, from_state, to_state, data, at)
SELECT a.id, NULL, '', 'take-stock', a.state, a.state, jsonb_object_agg(found.kind, found.told), now()
FROM calls_application a JOIN (
  SELECT application, kind, jsonb_object_agg(spot, keys) AS told
  FROM (
    SELECT application, kind, spot, jsonb_agg(id ORDER BY id) AS keys
    FROM (
      SELECT id AS application, 'erased' AS kind, 'application.owner' AS spot, id
      FROM calls_application WHERE owner_id IS NULL
      UNION ALL SELECT application_id, 'erased', 'opinion.author', id
      FROM calls_opinion WHERE author_id IS NULL
      UNION ALL SELECT application_id, 'erased', 'opinion.reason', id
      FROM calls_opinion
      WHERE state = 'recused' AND salt = '' AND reason IN ('', 'Motif effacé.')
      UNION ALL SELECT application_id, 'erased', 'question.asked_by', id
      FROM calls_question WHERE asked_by_id IS NULL
      UNION ALL SELECT application_id, 'erased', 'decision.decided_by', id
      FROM calls_decision WHERE decided_by_id IS NULL
      UNION ALL SELECT application_id, 'erased', 'substitute.person', id
      FROM calls_substitute WHERE person_id IS NULL
      UNION ALL SELECT application_id, 'erased', 'substitute.named_by', id
      FROM calls_substitute WHERE named_by_id IS NULL
      UNION ALL SELECT application_id, 'erased', 'substitute.reason', id
      FROM calls_substitute WHERE salt = '' AND reason IN ('', 'Motif effacé.')
      UNION ALL SELECT e.application_id, 'erased', 'eventreason.text', r.id
      FROM calls_eventreason r JOIN calls_applicationevent e ON e.id = r.event_id
      WHERE r.salt = '' AND r.text = ''
      UNION ALL SELECT e.application_id, 'uncommitted', 'eventreason.text', r.id
      FROM calls_eventreason r JOIN calls_applicationevent e ON e.id = r.event_id
      WHERE NOT e.data ? 'commitment'
    ) AS one
    GROUP BY application, kind, spot
  ) AS spots
  GROUP BY application, kind
) AS found ON found.application = a.id
WHERE a.state <> 'draft'
GROUP BY a.id, a.state
ORDER BY a.id
"""


def commit_to_all(apps: Any, editor: Any) -> None:
    """Write the journal of calls from what is there, at the hours that are there."""
    for table in REGISTERS:
        editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for call in apps.get_model("calls", "Call").objects.filter(opens_at__isnull=False):
        close_demonstration(apps, call)
        lines = [*closings(call), *clarifications(call), *files(call)]
        for at, person, act, data in sorted(lines, key=lambda line: line[0]):
            # `auto_now_add` would say now.
            line = call.events.create(person_id=person, act=act, data=data)
            call.events.filter(pk=line.pk).update(at=at)
    editor.execute(STOCK)
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in REGISTERS:
        editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def close_demonstration(apps: Any, call: Any) -> None:
    """Demonstrations were closed by no act: theirs is written from what they were promised."""
    dossier = apps.get_model("calls", "Dossier").objects.filter(application__call=call).first()
    hours = dossier.content.get("hours") if dossier else None
    if not call.demonstration or not hours or not call.closes_at or call.hours_changes.exists():
        return
    if hours["closes_at"] != said(call.closes_at):
        call.hours_changes.create(
            closes_before=hours["closes_at"], closes_after=call.closes_at, reason=CLOSED
        )


def closings(call: Any) -> list[tuple[Any, ...]]:
    """Each change of its closing, salted."""
    found = []
    for one in call.hours_changes.order_by("id"):
        one.salt = secrets.token_hex(16)
        call.hours_changes.filter(pk=one.pk).update(salt=one.salt)
        data = {
            "closes_before": said(one.closes_before),
            "permanent_before": one.permanent_before,
            "closes_after": said(one.closes_after),
            "commitment": commitment(one.salt, reason_content(one.reason)),
        }
        found.append((one.at, one.by_id, "move-closing", data))
    return found


def clarifications(call: Any) -> list[tuple[Any, ...]]:
    """Each clarification, salted."""
    found = []
    for one in call.clarifications.order_by("id"):
        one.salt = secrets.token_hex(16)
        call.clarifications.filter(pk=one.pk).update(salt=one.salt)
        kept = commitment(one.salt, clarification_content(one.text))
        found.append((one.at, one.by_id, "clarify", {"commitment": kept}))
    return found


def files(call: Any) -> list[tuple[Any, ...]]:
    """Each public file that came after the opening."""
    names = ("title", "name", "size", "sha256")
    return [
        (
            one.added_at,
            None,
            "add-file",
            {"document": one.pk, **{name: getattr(one, name) for name in names}},
        )
        for one in call.documents.filter(added_at__gt=call.opens_at).order_by("id")
    ]


def said(at: Any) -> str | None:
    """An hour in UTC."""
    return at.astimezone(UTC).isoformat() if at else None


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0012_acts_on_calls_are_logged"),
    ]

    operations = [
        migrations.RunPython(commit_to_all, migrations.RunPython.noop),
    ]
