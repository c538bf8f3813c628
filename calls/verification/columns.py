"""What holds each column of calls: compared with a journal or a dossier, or left, and why.

Tests walk over the models: a column that stands in neither table fails, as does one that is told
compared and that may be changed unseen.
"""

# Compared with the journal, with a commitment that it holds, or with what the dossier froze.
COMPARED: dict[str, tuple[str, ...]] = {
    "Application": (
        "call", "owner", "state", "pole", "project_name", "summary", "themes", "starts_on",
        "ends_on", "lead_name", "lead_siret", "lead_nature", "lead_category", "need", "project",
        "governance", "economic_model", "partners", "schedule", "requested_eur", "regions",
        "departments", "serial", "number", "submitted_at",
    ),
    "ApplicationTerritory": (
        "application", "level", "commune", "epci", "department", "region", "drawn", "label",
    ),
    "Member": ("application", "name", "category", "siret"),
    "BudgetLine": ("application", "side", "label", "amount_eur"),
    "Question": (
        "application", "asked_by", "text", "due", "asked_at", "answer", "answered_at", "closed_at",
        "salt", "answer_salt",
    ),
    "Document": (
        "application", "question", "kind", "name", "stored", "size", "sha256", "media_type",
    ),
    "Dossier": ("application", "content", "sha256"),
    "Opinion": (
        "application", "region", "author", "state", "advice", "text", "reason", "salt", "given_at",
    ),
    "Score": ("opinion", "criterion", "value", "comment"),
    "FormerOpinion": (
        "opinion", "advice", "text", "scores", "remarks", "salt", "given_at", "taken_back_at",
        "after_reading",
    ),
    "Substitute": ("application", "region", "person", "named_by", "reason", "salt", "named_at"),
    "Decision": (
        "application", "rank", "outcome", "grant_eur", "reason", "decided_by", "decided_at",
    ),
    "EventReason": ("event", "text", "salt"),
    "Call": (
        "slug", "opens_at", "closes_at", "permanent", "min_members", "article_9",
        "required_documents", "eligibility", "priority_tags", "priorities", "grant_low_eur",
        "grant_high_eur", "grant_years", "budget_eur", "aimed_low", "aimed_high", "numbering",
        "announced_at", "demonstration",
    ),
    "Criterion": ("id", "call", "position", "title", "text", "weight", "highest"),
    "CallDocument": ("call", "title", "name", "stored", "size", "sha256", "media_type"),
    "HoursChange": (
        "call", "closes_before", "permanent_before", "closes_after", "reason", "salt", "by", "at",
    ),
    "Clarification": ("call", "text", "salt", "by", "at"),
}  # fmt: skip

KEY = "a key: what it names is compared where it stands, and rows only in their order"
JOURNAL = "the journal itself: what all the rest is compared with"
SAVING = "tells two savings of a draft from each other; nobody judges by it"
CONTACT = "must stay erasable, and is no part of what is judged: only letters use it"
DRAFTING = "when a draft was begun or a row last written: no hour that counts"
PAST = "describes an edition of the past, run elsewhere, by public sources"
SHOWN = "presentation, which the cell may correct; no rule, amount or hour"
LOADED = "what the loader of files remembers"
# Compared with nothing, and why.
LEFT: dict[str, dict[str, str]] = {
    "Application": {
        "id": KEY,
        "key": "a secret of the address of its author's pages",
        "version": SAVING,
        "contact_name": CONTACT,
        "contact_email": CONTACT,
        "contact_phone": CONTACT,
        "created_at": DRAFTING,
        "updated_at": DRAFTING,
    },
    "ApplicationTerritory": {"id": KEY},
    "Member": {"id": KEY},
    "BudgetLine": {"id": KEY},
    "Question": {"id": KEY},
    "Document": {"id": KEY, "added_at": "the hour that counts is that of the deposit or answer"},
    "Dossier": {"id": KEY},
    "Opinion": {"id": KEY, "version": SAVING, "created_at": DRAFTING},
    "Score": {"id": KEY},
    "FormerOpinion": {"id": KEY},
    "Substitute": {"id": KEY},
    "Decision": {"id": KEY},
    "ApplicationEvent": dict.fromkeys(
        ("id", "application", "person", "role", "move", "from_state", "to_state", "data", "at"),
        JOURNAL,
    ),
    "CallEvent": dict.fromkeys(("id", "call", "person", "act", "data", "at"), JOURNAL),
    "EventReason": {"id": KEY},
    "Call": {
        "id": KEY,
        "title": "corrected until the announcement; recognitions, which have a history, repeat it",
        "scheme": "that of all calls run from here: the database knows no other",
        "updated_at": DRAFTING,
        "sources": SHOWN,
        "note": SHOWN,
        "year": SHOWN,
        "phase": SHOWN,
        "loaded": LOADED,
        **dict.fromkeys(
            ("opened", "closed", "results", "candidates_low", "candidates_high", "laureates",
             "laureates_note"), PAST,
        ),
    },
    "Criterion": {},
    "CallDocument": {
        "id": KEY,
        "added_at": "of one that came after the opening, compared; of others no hour counts",
    },
    "HoursChange": {"id": KEY},
    "Clarification": {"id": KEY},
}  # fmt: skip
