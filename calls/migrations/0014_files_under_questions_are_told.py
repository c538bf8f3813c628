"""Files under questions are told to the journal; those that are there are taken stock of, once."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# One line an application: the files under its questions, by question, and the recusals that took
# a given opinion away without saying so, by the key of their line.
STOCK = """
INSERT INTO calls_applicationevent
  (application_id, person_id, role, move, from_state, to_state, data, at)
SELECT a.id, NULL, '', 'take-stock', a.state, a.state,
       jsonb_strip_nulls(jsonb_build_object('files', files.told, 'aside', aside.told)), now()
FROM calls_application a
LEFT JOIN (
  SELECT application_id, jsonb_object_agg(question_id, hashes) AS told
  FROM (
    SELECT application_id, question_id, jsonb_agg(sha256 ORDER BY id) AS hashes
    FROM calls_document WHERE question_id IS NOT NULL GROUP BY application_id, question_id
  ) AS one
  GROUP BY application_id
) AS files ON files.application_id = a.id
LEFT JOIN (
  SELECT e.application_id, jsonb_agg(e.id ORDER BY e.id) AS told
  FROM calls_applicationevent e
  WHERE e.move = 'stand-aside' AND EXISTS (
    SELECT 1 FROM calls_applicationevent g
    WHERE g.application_id = e.application_id AND g.person_id = e.person_id
      AND g.move = 'give-opinion' AND g.id < e.id AND NOT EXISTS (
        SELECT 1 FROM calls_applicationevent t
        WHERE t.application_id = e.application_id AND t.move = 'take-back-opinion'
          AND t.data ->> 'region' = g.data ->> 'region' AND t.id > g.id AND t.id < e.id
      )
  )
  GROUP BY e.application_id
) AS aside ON aside.application_id = a.id
WHERE files.told IS NOT NULL OR aside.told IS NOT NULL
ORDER BY a.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0013_what_was_there_is_committed_to'),
    ]

    operations = [
        migrations.RunSQL([STOCK, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='of_its_question', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.question_id IS NOT NULL)', func="\n    IF NOT EXISTS (\n      SELECT 1 FROM public.calls_question\n      WHERE id = NEW.question_id AND application_id = NEW.application_id\n    ) THEN\n      RAISE EXCEPTION 'a file of application % under a question of another', NEW.application_id;\n    END IF;\n    RETURN NEW;\n    ", hash='457796955f75b94670dcad00df96da5a3286b8fb', operation='INSERT OR UPDATE', pgid='pgtrigger_of_its_question_32951', table='calls_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='of_its_application', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.application_id IS DISTINCT FROM NEW.application_id)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='815f875378e73dc0fc81ecea5fccc0b2d7d6a13b', operation='UPDATE', pgid='pgtrigger_of_its_application_979a2', table='calls_question', when='BEFORE')),
        ),
    ]
