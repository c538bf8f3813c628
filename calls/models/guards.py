"""Triggers that hold a call to what it said as it opened, and files to their own application."""

import pgtrigger

# What an applicant relies on besides the hours: frozen once applications may be made under it.
RULES = (
    "min_members", "article_9", "required_documents", "eligibility", "priority_tags", "priorities",
    "grant_low_eur", "grant_high_eur", "grant_years", "budget_eur", "aimed_low", "aimed_high",
    "numbering",
)  # fmt: skip
# The address under which all have read it.
ADDRESS = ("slug",)
# A call does not become a demonstration, which is held to nothing, once it is open.
KIND = ("demonstration",)
HOURS = ("opens_at", "closes_at", "permanent")
FROZEN = (*HOURS, *RULES, *ADDRESS)
OPENED = "OLD.opens_at IS NOT NULL AND OLD.opens_at <= now()"
BEGUN = f"{OPENED} AND NOT OLD.demonstration"


def any_differs(names: tuple[str, ...]) -> str:
    """The condition that one of some columns changes."""
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


RULES_STAY = pgtrigger.Protect(
    name="rules_stay",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(f"{BEGUN} AND ({any_differs((*RULES, *ADDRESS, *KIND))})"),
)
HOURS_LOGGED = pgtrigger.Trigger(
    name="hours_logged",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    # Of a demonstration too: its closing is moved by the act that moves all others.
    condition=pgtrigger.Condition(f"{OPENED} AND ({any_differs(HOURS)})"),
    func="""
    IF NEW.opens_at IS DISTINCT FROM OLD.opens_at OR NEW.permanent OR NOT EXISTS (
      SELECT 1 FROM public.calls_hourschange
      WHERE call_id = NEW.id AND at >= transaction_timestamp()
        AND closes_after IS NOT DISTINCT FROM NEW.closes_at
    ) THEN
      RAISE EXCEPTION 'the hours of call % changed without the act that logs it', NEW.slug;
    END IF;
    RETURN NEW;
    """,
)
# What belongs to a call that is open, or would: before a row of it is written or removed.
OF_AN_OPEN_CALL = """IF EXISTS (
      SELECT 1 FROM public.calls_call
      WHERE id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.call_id ELSE OLD.call_id END,
                   CASE WHEN TG_OP = 'DELETE' THEN OLD.call_id ELSE NEW.call_id END)
        AND opens_at IS NOT NULL AND opens_at <= now() AND NOT demonstration
    ) THEN"""
GRID_STAYS = pgtrigger.Trigger(
    name="grid_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
    {OF_AN_OPEN_CALL}
      RAISE EXCEPTION 'the criteria of a call stay as they are once it is open';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    """,
)
FILES_STAY = pgtrigger.Trigger(
    name="files_stay",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    # A file may join the others, at the hour of the database, which the journal of calls tells.
    func=f"""
    {OF_AN_OPEN_CALL}
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'the public files of a call stay as they are once it is open';
      END IF;
      NEW.added_at := clock_timestamp();
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    """,
)
# The file of one application is never under a question put to another.
OF_ITS_QUESTION = pgtrigger.Trigger(
    name="of_its_question",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.question_id IS NOT NULL"),
    func="""
    IF NOT EXISTS (
      SELECT 1 FROM public.calls_question
      WHERE id = NEW.question_id AND application_id = NEW.application_id
    ) THEN
      RAISE EXCEPTION 'a file of application % under a question of another', NEW.application_id;
    END IF;
    RETURN NEW;
    """,
)
QUESTION_STAYS = pgtrigger.Protect(
    name="of_its_application",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.application_id IS DISTINCT FROM NEW.application_id"),
)
