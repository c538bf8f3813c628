"""Every address of contributions, for every role, here and elsewhere: the table of rights, read."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from directory.contributions.missing import propose_pole
from directory.contributions.proposals import propose
from directory.contributions.reports import report_error
from directory.record.stored import record_of
from tests.factories import make_pole
from tests.people import make_person

# v: visitor; then on the pole's ground: lead, officer, cell; then over the nation: national cell,
# analyst, administrator; then elsewhere: lead, officer, cell.
# 2: found; 3: signs in first; 4: not there.
TABLE = """
/poles/laine/signaler/                  2 2 2 2 2 2 2 2 2 2
/poles/laine/signaler/merci/            2 2 2 2 2 2 2 2 2 2
/poles/laine/historique/                3 2 2 2 2 2 2 4 4 4
/poles/laine/historique/remettre/?au=A  3 4 2 2 2 4 2 4 4 4
/poles/laine/modifier/                  3 4 2 2 2 4 2 4 4 4
/poles/laine/proposer/                  3 2 4 4 4 4 4 4 4 4
/contributions/                         3 2 2 2 2 4 2 2 2 2
/contributions/signalements/R/          3 4 2 2 2 4 2 4 4 4
/contributions/propositions/P/          3 2 2 2 2 4 2 4 4 4
/contributions/propositions/P/modifier/ 3 4 2 2 2 4 2 4 4 4
/proposer-un-pole/                      2 2 2 2 2 2 2 2 2 2
/proposer-un-pole/merci/                2 2 2 2 2 2 2 2 2 2
/contributions/poles/M/                 3 4 2 2 2 4 2 4 4 4
/contributions/poles/M/ajouter/         3 4 2 2 2 4 2 4 4 4
/contributions/poles/N/                 3 4 4 4 2 4 2 4 4 4
"""
WHO: tuple[tuple[Role | None, dict[str, Any]], ...] = (
    (None, {}), (Role.LEAD, {"pole": "laine"}), (Role.OFFICER, {"department_id": "01"}),
    (Role.REGIONAL_CELL, {"region_id": "84"}), (Role.NATIONAL_CELL, {}), (Role.ANALYST, {}),
    (Role.ADMINISTRATOR, {}), (Role.LEAD, {"pole": "autre"}), (Role.OFFICER, {"region_id": "11"}),
    (Role.REGIONAL_CELL, {"region_id": "11"}),
)  # fmt: skip
STATUS = {"2": 200, "3": 302, "4": 404}
COLUMNS = [
    (place, {line.split()[0]: line.split()[1:][place] for line in TABLE.strip().splitlines()})
    for place in range(len(WHO))
]


@pytest.mark.parametrize(("place", "answers"), COLUMNS)
def test_an_address_is_there_for_whom_the_table_says(client, pole, lead, place, answers):
    other = make_pole("autre", region_id="11")
    role, ground = WHO[place]
    if role is Role.LEAD:
        person = (
            lead if ground["pole"] == "laine" else make_person("b@example.org", role, pole=other)
        )
        client.force_login(person)
    elif role:
        client.force_login(make_person("a@example.org", role, **ground))
    report = report_error(pole, "name", "Faux")
    proposal = propose(pole, record_of(pole), {"name": "Feutre"}, "Voilà", lead.pk)
    missing = propose_pole(name="Pôle Feutre", seat=pole.seat, source="https://example.org/feutre")
    nowhere = propose_pole(name="Pôle Fil", source="https://example.org/fil")
    marks = {
        "/M/": f"/{missing.pk}/",
        "/N/": f"/{nowhere.pk}/",
        "=A": f"={timezone.localdate(pole.created_at)}",
        "/R/": f"/{report.pk}/",
        "/P/": f"/{proposal.pk}/",
    }
    for address, answer in answers.items():
        path = address
        for mark, value in marks.items():
            path = path.replace(mark, value)
        assert client.get(path).status_code == STATUS[answer], path
        if answer != "2":  # what is not read is not written either
            refused = client.post(path, {"decision": "accept"}).status_code
            assert refused in (STATUS[answer], 401, 405), path
    pole.refresh_from_db()
    assert pole.name == "Pôle Laine"
