"""Importing a file on screen: nothing is written before it is seen, and only on one's ground."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from accounts import personal
from directory.imports import files
from directory.models import Import, Pole
from directory.models.imports import KEPT
from directory.record.stored import record_of
from directory.record.writing import poles_changed, save_pole
from publishing.models import Vintage
from publishing.problems import BusyError
from tests.directory.pages.conftest import text_of
from tests.factories import make_pole
from tests.people import make_person
from tests.tables.books import workbook

pytestmark = pytest.mark.usefixtures("ground")
NEW = "nom;departement;commune;sources;verifie_le\nPôle neuf;01;;https://a.fr/;20/11/2026\n"


@pytest.fixture
def pole(db):
    made = make_pole("laine", name="Pôle Laine", seat_id="01001", department_id="01")
    poles_changed([made.pk])
    record = record_of(made)
    save_pole("laine", {}, loaded=record)
    return made


@pytest.fixture
def officer(pole):
    return make_person("agente@example.org", "officer", region_id="84")


@pytest.fixture
def stranger(pole):
    return make_person("ailleurs@example.org", "officer", region_id="11")


@pytest.fixture
def write(client):
    """The button of a preview."""

    def write(address, **more):
        shown = client.get(address).context["preview"].seal
        return client.post(address, {"act": "ecrire", "vu": shown, **more}, follow=True)

    return write


@pytest.fixture
def deposit(client, officer):
    """A file that the officer deposits: its page."""

    def deposit(content, name="fiches.csv", person=officer):
        client.force_login(person)
        content = content if isinstance(content, bytes) else content.encode()
        answer = client.post("/importer/", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 302, text_of(answer)
        return answer["Location"]

    return deposit


def test_a_file_is_seen_then_written_and_each_record_leads_to_its_history(client, deposit, write):
    address = deposit(f"identifiant;structure porteuse\nlaine;SCIC Laine\n")  # noqa: F541
    seen = text_of(client.get(address))
    assert "1 fiche changée" in seen
    assert "SCIC Laine" in seen
    assert Pole.objects.get().lead_organisation == ""
    done = write(address)
    assert "Le fichier est écrit" in text_of(done)
    assert Pole.objects.get().lead_organisation == "SCIC Laine"
    assert "/poles/laine/historique/" in done.content.decode()
    history = text_of(client.get("/poles/laine/historique/"))
    assert "chargement de fiches.csv" in history
    assert bytes(Import.objects.get().content) == b""


def test_a_new_record_is_shown_with_all_that_the_file_says_of_it(client, deposit, write):
    address = deposit(NEW)
    seen = text_of(client.get(address))
    assert "1 fiche ajoutée" in seen
    assert "Pôle neuf" in seen
    write(address)
    assert Pole.objects.get(slug="pole-neuf").region_id == "84"


def test_nothing_is_written_beyond_one_s_ground(client, deposit, write, stranger):
    address = deposit("identifiant;nom\nlaine;Pris\n", person=stranger)
    assert "une fiche de votre territoire" in text_of(client.get(address))
    write(address)
    assert Pole.objects.get().name == "Pôle Laine"


def test_a_file_is_its_depositor_s_alone(client, deposit, stranger):
    address = deposit(NEW)
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    assert client.post(address, {"act": "ecrire"}).status_code == 404
    assert Pole.objects.count() == 1


def test_a_lead_and_a_visitor_find_no_import(client, pole):
    assert client.get("/importer/").status_code == 302
    client.force_login(make_person("porteuse@example.org", "lead", pole=pole))
    assert client.get("/importer/").status_code == 404


def test_columns_of_one_s_own_are_given_their_meaning(client, deposit, write):
    address = deposit("Réf.;Intitulé;Tél.\nlaine;Pôle Feutre;0102\n")
    seen = client.get(address)
    assert "Rien ne peut être écrit tel quel" in text_of(seen)
    names = [row["field"].label for row in seen.context["columns"].rows()]
    assert names == ["Réf. (A)", "Intitulé (B)", "Tél. (C)"]
    client.post(address, {"act": "relire", "c0": "slug", "c1": "name", "c2": "-"})
    seen = text_of(client.get(address))
    assert "1 fiche changée" in seen
    assert "Colonnes laissées : Tél." in seen
    write(address)
    assert Pole.objects.get().name == "Pôle Feutre"


def test_the_sheet_is_chosen_where_two_would_do(client, deposit, write):
    book = Workbook()
    for title in ("Ancien", "Nouveau"):
        sheet = book.create_sheet(title)
        sheet.append(["identifiant", "nom"])
        sheet.append(["laine", f"Nom {title}"])
    stream = io.BytesIO()
    book.save(stream)
    address = deposit(stream.getvalue(), "f.xlsx")
    assert "plusieurs feuilles" in text_of(client.get(address))
    client.post(address, {"act": "relire", "sheet": "Nouveau", "c0": "slug", "c1": "name"})
    write(address)
    assert Pole.objects.get().name == "Nom Nouveau"


def test_a_correction_made_here_stays_unless_the_file_is_given_reason(client, deposit, write):
    save_pole("laine", {"name": "Corrigé ici"})
    address = deposit("identifiant;nom\nlaine;Nom du fichier\n")
    assert "En conflit" in text_of(client.get(address))
    write(address)
    assert Pole.objects.get().name == "Corrigé ici"
    address = deposit("identifiant;nom\nlaine;Nom du fichier\n")
    write(address, force="on")
    assert Pole.objects.get().name == "Nom du fichier"


def test_a_file_that_is_refused_says_each_fault_with_its_line_and_column(client, deposit):
    address = deposit(
        workbook(["identifiant", "nom", "statut"], ["laine", "#N/A", "vif"]), "f.xlsx"
    )
    seen = text_of(client.get(address))
    assert "#N/A" in seen
    address = deposit(workbook(["identifiant", "statut"], ["laine", "vif"]), "f.xlsx")
    seen = text_of(client.get(address))
    assert "statut (B)" in seen
    assert "actif, emergent, inconnu, termine" in seen


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.pdf", b"%PDF", "« .pdf » : attendu"),
        ("f.csv", b"x" * (9 * 2**20), "8 Mo au plus"),
        ("f.csv", b"", "vide"),
    ],
)
def test_a_file_of_another_kind_or_too_large_is_not_taken(client, officer, name, content, said):
    client.force_login(officer)
    answer = client.post("/importer/", {"file": SimpleUploadedFile(name, content)})
    assert said in text_of(answer)
    assert not Import.objects.exists()


def test_a_damaged_file_is_told_in_a_sentence(client, deposit):
    address = deposit(b"PK\x03\x04rien", "f.xlsx")
    assert "pas un classeur .xlsx lisible" in text_of(client.get(address))


def test_ten_files_wait_at_most_and_the_oldest_makes_room_with_a_word(client, deposit):
    addresses = [deposit(NEW, f"f{number}.csv") for number in range(10)]
    answer = client.post(
        "/importer/", {"file": SimpleUploadedFile("f.csv", NEW.encode())}, follow=True
    )
    assert "« f0.csv » est abandonné" in text_of(answer)
    assert client.get(addresses[0]).status_code == 404
    assert client.get(addresses[1]).status_code == 200
    assert "abandonné" in text_of(client.post(addresses[1], {"act": "abandonner"}, follow=True))


def test_a_file_is_written_once(client, deposit, write):
    address = deposit(NEW)
    write(address)
    again = client.post(address, {"act": "ecrire"}, follow=True)
    assert "est écrit" in text_of(again)
    assert Pole.objects.count() == 2


def test_a_file_is_forgotten_after_a_day_and_with_its_account(client, deposit, officer):
    deposit(NEW)
    Import.objects.update(created_at=timezone.now() - KEPT * 2)
    client.force_login(officer)
    assert "Vos fichiers d'aujourd'hui" not in text_of(client.get("/importer/"))
    assert personal.expire(timezone.now(), write=True)["imports"] == 1
    deposit(NEW)
    assert personal.export(officer.email)["imports"][0]["fichier"] == "fiches.csv"
    personal.forget(officer.email, write=True)
    assert not Import.objects.exists()


def test_whoever_finds_other_files_being_read_is_told_to_come_back(client, deposit, monkeypatch):
    address = deposit(NEW)

    def busy(*_):
        raise BusyError(files.BUSY)

    monkeypatch.setattr(files, "on_disk", busy)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "en cours de lecture" in text_of(answer)
    assert Import.objects.filter(written__isnull=True).exists()


def test_what_was_not_seen_is_not_written(client, deposit):
    address = deposit("identifiant;nom\nlaine;Nom du fichier\n")
    shown = client.get(address).context["preview"].seal
    save_pole("laine", {"name": "Corrigé entre-temps"})
    answer = client.post(address, {"act": "ecrire", "vu": shown})
    assert "L'annuaire a changé depuis votre aperçu" in text_of(answer)
    assert Pole.objects.get().name == "Corrigé entre-temps"


def test_more_lines_than_a_page_reads_are_left_to_the_command(client, deposit, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 1)
    address = deposit("identifiant;nom\nlaine;A\nlaine-2;B\n")
    assert "2 lignes ; 1 au plus ici" in text_of(client.get(address))


def test_the_name_of_a_record_that_one_may_not_see_is_not_told(client, deposit, pole):
    make_pole("cache", name="Pôle secret", published=False, region_id="11")
    seen = text_of(client.get(deposit("nom;region\nCaché;Auvergne-Rhône-Alpes\n")))
    assert "celui d'un autre pôle" in seen
    assert "secret" not in seen


def test_giving_the_file_reason_in_a_conflict_leaves_the_other_corrections(
    client, deposit, write, pole
):
    record = record_of(pole)
    save_pole("laine", {"name": "Corrigé", "lead_organisation": "Corrigée"}, loaded=record)
    address = deposit("identifiant;nom;structure porteuse\nlaine;Du fichier;\n")
    assert "elles restent" in text_of(client.get(address))
    write(address, force="on")
    changed = Pole.objects.get()
    assert (changed.name, changed.lead_organisation) == ("Du fichier", "Corrigée")


def test_a_conflict_on_a_record_of_elsewhere_tells_nothing_of_it(client, deposit, stranger):
    Pole.objects.update(loaded={}, note="Secret de rédaction")
    address = deposit("identifiant;note;nom\nlaine;x;y\n", person=stranger)
    seen = text_of(client.get(address))
    assert "une fiche de votre territoire" in seen
    assert "Secret" not in seen
    assert "Pôle Laine" not in seen


def test_a_long_name_of_file_is_kept_and_read(client, deposit):
    address = deposit(NEW, f"{'é' * 220}.csv")
    assert "1 fiche ajoutée" in text_of(client.get(address))


def test_an_import_of_a_part_is_not_told_as_the_source_of_the_whole(client, deposit, write):
    write(deposit(NEW, "liste de Mme Dupont.csv"))
    assert not Vintage.objects.filter(source__contains="Dupont").exists()


def test_two_columns_of_one_name_cannot_mean_two_things(client, deposit):
    address = deposit("réf;titre;titre\nlaine;A;B\n")
    sent = {"act": "relire", "c0": "slug", "c1": "name", "c2": "-"}
    client.post(address, sent)
    assert Import.objects.get().columns == {}
