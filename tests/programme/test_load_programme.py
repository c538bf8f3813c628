"""The four files of the programme are loaded together or not at all."""

import io
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

from geo.models import Region
from programme.models import Event, News, Partner, Service

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "data" / "programme"
MODELS = (Service, Event, News, Partner)


def command(*args):
    """The exit code and everything that was said."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_programme", *args, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def state():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


@pytest.fixture
def regions(db):
    """The regions that partners name."""
    for code in ("28", "44", "76"):
        Region.objects.create(code=code, name=code, name_key=code, zone="metro", population=0)


@pytest.fixture
def folder(tmp_path, regions):
    return shutil.copytree(FOLDER, tmp_path / "programme")


def test_the_committed_files_hold_what_the_sources_say(regions):
    assert command("--write")[0] == 0
    assert {service.slug: service.operator for service in Service.objects.all()} == {
        "bouquet-de-services": "", "transfert-de-savoir-faire": "Avise",
        "ressources-pour-les-collectivites": "RTES",
    }  # fmt: skip
    assert list(Event.objects.values_list("date", flat=True)) == [
        "2025-05", "2023-10-17", "2023-05-17", "2021-05-12", "2017-07-05", "2017-03-28",
        "2014-09-19",
    ]  # fmt: skip
    (launch,) = Event.objects.exclude(replay="")
    assert (launch.date, launch.replay in launch.sources) == ("2021-05-12", True)
    assert News.objects.count() == 7
    assert Partner.objects.filter(regions=[]).count() == 7
    assert {p.slug: p.regions for p in Partner.objects.exclude(regions=[])} == {
        "cra-normandie": ["28"], "cra-occitanie": ["76"], "cress-grand-est": ["44"],
    }  # fmt: skip
    assert not Partner.objects.exclude(email="", phone="").exists()
    assert all(record.sources for model in MODELS for record in model.objects.all())


def test_without_write_nothing_is_written(regions):
    code, said = command()
    assert (code, "Essai à blanc" in said) == (0, True)
    assert state() == [[], [], [], []]


def test_a_second_load_does_nothing(regions):
    command("--write")
    before = state()
    code, said = command("--write")
    assert (code, "Rien à écrire" in said) == (0, True)
    assert state() == before


def test_the_faults_of_every_file_are_said_and_nothing_is_written(folder):
    services, events, partners = (
        folder / name for name in ("services.toml", "evenements.toml", "partenaires.toml")
    )
    services.write_text('[a]\nname = "A"\n')
    events.write_text('[b]\ntitle = "B"\ndate = "hier"\nsources = ["https://example.org/"]\n')
    partners.write_text(
        '[c]\nname = "C"\nkind = "roi"\nrole = "R"\nregions = ["99"]\nsources = ["https://example.org/"]\n'
    )
    code, said = command("--folder", str(folder), "--write")
    assert code == 1
    for part in ("a.audience", "a.what", "a.sources", "b.date", "c.regions", "c.kind", "99"):
        assert part in said
    assert state() == [[], [], [], []]


def test_a_file_that_is_missing_keeps_the_others_from_being_written(folder):
    (folder / "evenements.toml").unlink()
    code, said = command("--folder", str(folder), "--write")
    assert (code, "evenements.toml" in said) == (1, True)
    assert state() == [[], [], [], []]


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000 + "]" * 5000])
def test_a_number_or_a_list_without_end_is_refused_in_words(folder, value):
    (folder / "services.toml").write_text(f"[service]\nname = {value}\n")
    code, said = command("--folder", str(folder))
    assert code == 1
    assert "n'est pas du TOML" in said
