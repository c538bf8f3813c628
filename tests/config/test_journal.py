"""The journal: hours in UTC, a line a request, no secret, nobody's address."""

import io
import logging
import re
import uuid

import pytest

from config.journal import Utc


def test_hours_are_in_utc_and_say_so() -> None:
    record = logging.LogRecord("essai", logging.INFO, "", 0, "dit", None, None)
    record.created, record.msecs = 1_780_000_000.25, 250.0
    line = Utc("{asctime} {message}", style="{").format(record)
    assert line == "2026-05-28T20:26:40.250Z dit"


@pytest.mark.django_db
def test_each_request_is_one_line_with_its_status_and_its_time(client, caplog) -> None:
    caplog.set_level(logging.INFO, logger="acces")
    client.get("/annuaire/?q=secret", headers={"x-forwarded-for": "192.0.2.7"})
    client.get("/nulle-part/")
    said = [record.getMessage() for record in caplog.records if record.name == "acces"]
    assert re.fullmatch(r"GET /annuaire/ 200 \d+ ms", said[0])
    assert re.fullmatch(r"GET /nulle-part/ 404 \d+ ms", said[1])
    assert "192.0.2.7" not in caplog.text


@pytest.mark.django_db
def test_an_address_that_opens_something_is_not_in_the_journal(client, caplog) -> None:
    caplog.set_level(logging.INFO, logger="acces")
    key = uuid.uuid4()
    client.get(f"/candidatures/{key}/")
    client.get("/compte/mot-de-passe/oublie/3-abc123secret/", follow=True)
    said = [record.getMessage() for record in caplog.records if record.name == "acces"]
    assert str(key) not in "".join(said)
    assert any(line.startswith("GET /candidatures/…/ ") for line in said)
    assert "abc123secret" not in "".join(said)


@pytest.mark.django_db
def test_a_line_is_one_line_whatever_is_asked(client, caplog) -> None:
    caplog.set_level(logging.INFO, logger="acces")
    client.get("/a%0Ab 200/")
    [said] = [record.getMessage() for record in caplog.records if record.name == "acces"]
    assert "\n" not in said
    assert said.startswith("GET /a?b?200/ 404 ")


@pytest.mark.django_db
def test_another_host_is_one_warning_and_no_trace(client) -> None:
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Utc)]
    assert isinstance(handler, logging.StreamHandler)
    told = io.StringIO()
    before = handler.setStream(told)
    try:
        assert client.get("/annuaire/", headers={"host": "ailleurs.example"}).status_code == 400
    finally:
        handler.setStream(before)
    lines = [line for line in told.getvalue().splitlines() if " acces " not in line]
    assert len(lines) == 1, lines
    assert " WARNING django.security.DisallowedHost " in lines[0]
    assert "ailleurs.example" in lines[0]


@pytest.mark.django_db
def test_probes_that_go_well_are_not_told(client, caplog) -> None:
    caplog.set_level(logging.INFO, logger="acces")
    client.get("/sante/")
    assert not [record for record in caplog.records if record.name == "acces"]
