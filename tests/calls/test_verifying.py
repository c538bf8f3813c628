"""What was submitted is proved: the database does not rewrite it, a command finds what changed."""

import datetime
import io
import json
import os
from dataclasses import replace

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from calls.commitments import commitment, new_salt
from calls.documents.belonging import identity
from calls.documents.storing import keep, path_of
from calls.instruction.keeping import OPINIONS
from calls.keeping import APPLICATIONS
from calls.models import (
    Application,
    ApplicationEvent,
    ApplicationTerritory,
    Call,
    Criterion,
    Decision,
    Document,
    Dossier,
    EventReason,
    FormerOpinion,
    HoursChange,
    Member,
    Opinion,
    Question,
    Score,
    Substitute,
)
from calls.states import Move, Outcome
from calls.writing import decisions, instruction
from calls.writing.conducting import change_hours
from calls.writing.decisions import Choice
from calls.writing.documents import add_document
from calls.writing.drafts import erase
from calls.writing.freezing import sha256_of
from calls.writing.moving import Actor
from calls.writing.submission import answer, withdraw
from calls.writing.substituting import name_substitute
from geo.registers import protection
from publishing.models import Stamp
from tests.calls import files, support
from tests.calls.applications import PIECES, make_call, make_draft, make_submitted
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def submitted(ground, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lead = make_person("porteur@example.org")
    draft = make_draft(make_call(), lead)
    content = files.odt()
    add_document(draft.pk, "statuts", io.BytesIO(content), len(content), "Statuts.odt")
    return make_submitted(draft.call, lead)


def verified(*arguments):
    said = io.StringIO()
    try:
        call_command("verify_applications", *arguments, stdout=said)
    except SystemExit as left:
        return left.code, said.getvalue()
    return 0, said.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {"number": "AUTRE"}, {"serial": 7}, {"submitted_at": "2020-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_when_and_under_which_number_it_came_is_rewritten_by_nobody(submitted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=submitted.pk).update(**change)
    Application.objects.filter(pk=submitted.pk).update(owner=None, contact_email="")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda: Dossier.objects.update(content={}),
        lambda: Dossier.objects.update(sha256="0" * 64),
        lambda: Dossier.objects.all().delete(),
    ],
)
def test_what_is_frozen_is_rewritten_by_nobody(submitted, rewrite):
    with pytest.raises(DatabaseError), transaction.atomic():
        rewrite()


def test_what_the_journal_speaks_of_is_not_erased(submitted):
    number = submitted.number
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic():
        erase(submitted)
    assert Application.objects.filter(number=number).exists()


def test_nothing_is_found_where_nothing_changed(submitted):
    assert verified() == (0, "0 anomalie ; 0 fichier sans fiche (à enlever : --write).\n")


def test_what_changed_behind_the_back_of_the_site_is_found(submitted):
    with pgtrigger.ignore(protection(Dossier)):
        Dossier.objects.update(content={**submitted.frozen, "requested_eur": 99_000})
    path = path_of(Document.objects.get().stored)
    path.write_bytes(path.read_bytes() + b" ")
    code, said = verified()
    assert code == 1
    assert "PTCE-2027-0001 : le dossier figé n'a plus son empreinte." in said
    assert "PTCE-2027-0001 : « Statuts.odt » a changé." in said
    with pgtrigger.ignore(protection(Dossier)):
        content = {**submitted.frozen, "requested_eur": 98_000}
        Dossier.objects.update(content=content, sha256=sha256_of(content))
    assert "le dossier figé n'est pas celui que le journal a vu déposer." in verified()[1]
    path.unlink()
    assert "« Statuts.odt » manque." in verified()[1]


def test_a_file_that_nothing_names_goes_after_a_day(submitted):
    stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
    assert "0 fichier sans fiche" in verified("--write")[1]
    os.utime(path_of(stored), (0, 0))
    assert "1 fichier sans fiche (enlevé)." in verified("--write")[1]
    assert not path_of(stored).exists()
    assert path_of(Document.objects.get().stored).exists()


@pytest.fixture
def full_folder(submitted):
    """A folder with one known file and nine that nothing names any more, all of them old."""
    for _ in range(9):
        stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
        os.utime(path_of(stored), (0, 0))
    return path_of(Document.objects.get().stored).parents[1]


def kept_files(folder):
    return sorted(folder.glob("??/*"))


def test_a_database_that_knows_fewer_than_half_of_ten_files_takes_none_away(full_folder):
    before = kept_files(full_folder)
    code, said = verified("--write")
    assert code == 1
    assert "a 10 fichiers ; la base en connaît 1 :" in said
    assert "Rien n'est enlevé." in said
    assert "9 fichiers sans fiche (gardé)." in said
    assert kept_files(full_folder) == before


def test_an_emptied_database_takes_no_file_away(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    os.utime(path_of(Document.objects.get().stored), (0, 0))
    Document.objects.all().delete()
    Stamp.objects.all().delete()
    code, said = verified("--write")
    assert code == 1
    assert "est celui d'une autre base" in said
    assert len(kept_files(folder)) == 1


def test_a_folder_that_says_nothing_is_swept_where_its_files_are_known(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    stored, _sha256 = keep(io.BytesIO(b"rien"), "pdf")
    os.utime(path_of(stored), (0, 0))
    (folder / ".base").unlink()
    assert verified("--write")[0] == 0
    assert not path_of(stored).exists()
    assert (folder / ".base").read_text().strip() == identity()


def test_a_folder_that_says_nothing_and_has_no_known_file_is_left_as_it_is(
    ground, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ab").mkdir()
    old = tmp_path / "ab" / "abc.pdf"
    old.write_bytes(b"piece")
    os.utime(old, (0, 0))
    code, said = verified("--write")
    assert code == 1
    assert "a 1 fichier ; la base en connaît 0 :" in said
    assert old.exists()


def test_a_second_deposit_leaves_the_mark_of_the_first(submitted):
    folder = path_of(Document.objects.get().stored).parents[1]
    (folder / ".base").write_text("autre\n")
    keep(io.BytesIO(b"rien"), "pdf")
    assert (folder / ".base").read_text() == "autre\n"


@pytest.fixture
def judged(ground, settings, tmp_path):
    """Two regions: one opinion taken back and given again, one stood in for; decided."""
    settings.MEDIA_ROOT = tmp_path
    call = make_call()
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.create(call=call, title="Coopération", highest=5)
    paris_too = [*PIECES, {"level": "commune", "code": "75056", "label": "", "drawn": None}]
    lead = make_person("porteur@example.org")
    submitted = make_submitted(call, lead, territories=paris_too)
    pk = submitted.pk
    ain, twin, paris = (
        Actor(make_person(f"{name}@example.org", "regional-cell", region_id="84"), "cell")
        for name in ("ain", "twin", "paris")
    )
    support.start(submitted, ain)
    instruction.stand_aside(pk, ["84"], twin, "Ma sœur y travaille.")
    asked = instruction.ask(pk, ain, support.address_of, "Quel calendrier ?")
    answer(pk, asked.pk, "Deux ans.", Actor(lead))
    full = support.full(submitted)
    full = replace(full, remarks=dict.fromkeys(full.scores, "Bien vu."))
    instruction.give_opinion(pk, "84", ain, full)
    instruction.take_back_opinion(pk, "84", ain)
    instruction.give_opinion(pk, "84", ain, full)
    national = Actor(make_person("cna@example.org", "national-cell"), "national-cell")
    name_substitute(pk, "11", paris.person, national, "Pas de cellule.", ())
    instruction.give_opinion(pk, "11", paris, full)
    instruction.move(pk, Move.CLOSE, ain, support.address_of)
    decisions.decide([Choice(pk, Outcome.LAUREATE, 40_000, reason="Solide.")], national)
    change_hours(call.pk, national.person, timezone.now() + datetime.timedelta(days=60), "Panne.")
    return Application.objects.get(pk=pk)


def test_what_was_judged_and_decided_agrees_with_the_journal(judged):
    assert verified()[0] == 0, verified()


def truncate_journal():
    """What the account of commands may do, and that of the site not."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE calls_applicationevent CASCADE")


def scores_of_ain():
    return Score.objects.filter(opinion__region="84")


def other_hour():
    """A number and an hour that are not those of the dossier."""
    with pgtrigger.ignore("calls.Application:received_stays"):
        Application.objects.update(submitted_at="2020-01-01T00:00:00Z")


def gone(rows):
    """Rows that the account of the site may erase, and those that it may not."""
    with pgtrigger.ignore(protection(FormerOpinion)):
        FormerOpinion.objects.filter(opinion__in=Opinion.objects.all()).delete()
        rows.all().delete()


def back_to_draft():
    """An application that nothing but the registers knows any more."""
    with pgtrigger.ignore("calls.Application:received_stays"):
        Application.objects.update(state="draft", number="", serial=None, submitted_at=None)
    with pgtrigger.ignore(protection(Dossier)):
        Dossier.objects.all().delete()


def received(**fields):
    with pgtrigger.ignore("calls.Application:received_stays"):
        Application.objects.update(**fields)


def other_grid(**fields):
    with pgtrigger.ignore("calls.Criterion:grid_stays"):
        Criterion.objects.update(**fields)


def hours_moved_alone():
    """A closing that no act moved, nor says it moved."""
    with pgtrigger.ignore(protection(HoursChange)):
        HoursChange.objects.all().delete()
    support.amend(Call.objects.get(), closes_at=timezone.now() + datetime.timedelta(days=90))


def yesterday():
    return timezone.now() - datetime.timedelta(days=1)


def given_in_paris():
    return Opinion.objects.filter(state="given", region="11")


REWRITTEN = {
    "l'avis de la région 84 n'est": lambda: scores_of_ain().update(comment="Autre."),
    "l'heure de l'avis de la région 11": lambda: given_in_paris().update(given_at=yesterday()),
    "l'heure de la décision": lambda: Decision.objects.update(decided_at=yesterday()),
    "n'est pas de la personne qui l'a prise": lambda: Decision.objects.update(
        decided_by=make_person("autre@example.org")
    ),
    "une demande de complément du": lambda: Question.objects.update(text="Autre chose ?"),
    "l'heure d'une demande de complément": lambda: Question.objects.update(asked_at=yesterday()),
    "la réponse à la demande du": lambda: Question.objects.update(answer="Trois ans."),
    "l'heure de la réponse à la demande": lambda: Question.objects.update(answered_at=yesterday()),
    "a changé.": lambda: Question.objects.update(salt="", text="Récrit."),
    "du journal": lambda: Question.objects.update(
        answer="", answered_at=None, closed_at=yesterday()
    ),
    "les demandes de complément ne sont pas": lambda: gone(Question.objects.all()),
    "l'heure de dépôt n'est pas": other_hour,
    "l'heure de dépôt n'est pas celle du journal": other_hour,
    "ne se contrôle pas (ValueError": lambda: Opinion.objects.filter(state="given").update(
        salt="zz"
    ),
    "les numéros des candidatures ne se suivent pas": lambda: received(serial=7),
    "n'est plus de la personne qui l'a rendu": lambda: Opinion.objects.filter(
        state="given", region="11"
    ).update(author=make_person("autre@example.org")),
    "l'état n'est pas celui": lambda: Application.objects.update(state="refused"),
    "l'avis de la région 84": lambda: scores_of_ain().update(value=0),
    "l'avis de la région 11": lambda: Opinion.objects.filter(region="11").update(text="Autre."),
    "région 11 n'est pas celui": lambda: Opinion.objects.filter(region="11").update(salt=""),
    "l'avis rendu de la région 84 manque": lambda: gone(Opinion.objects.filter(state="given")),
    "l'avis rendu de la région 11 manque": lambda: Opinion.objects.filter(region="11").update(
        state="draft"
    ),
    "les déports de la région 84": lambda: gone(Opinion.objects.filter(state="recused")),
    "les avis repris de la région 84": lambda: gone(FormerOpinion.objects.all()),
    "les suppléances de la région 11": lambda: gone(Substitute.objects.all()),
    "figé (aide demandée (€))": lambda: Application.objects.update(requested_eur=90_000),
    "figé (régions)": lambda: Application.objects.update(regions=["84"]),
    "figé (territoire)": lambda: gone(ApplicationTerritory.objects.filter(level="commune")),
    "figé (membres)": lambda: Member.objects.update(name="Autre"),
    "le dossier figé n'est pas celui": back_to_draft,
    "les règles, la grille ou les montants": lambda: other_grid(weight=9),
    "grille ou les montants de l'appel": lambda: support.amend(Call.objects.get(), min_members=1),
    "montants de l'appel ne sont plus": lambda: Call.objects.update(grant_high_eur=1_000_000),
    "a changé depuis le dépôt sans acte": hours_moved_alone,
    "le rang de la décision": lambda: Decision.objects.update(rank=9),
    "le motif de la décision": lambda: Decision.objects.update(reason="Autre."),
    "a changé ou manque": lambda: EventReason.objects.update(text="Autre."),
    "le motif d'un acte": lambda: gone(EventReason.objects.all()),
    "a changé ou manque.": lambda: EventReason.objects.update(salt="", text="Récrit."),
    "le motif de la décision n'est pas": lambda: (
        EventReason.objects.update(salt="", text=""),
        Decision.objects.update(reason="Récrit."),
    ),
    "un motif de déport de la région 84 a changé": lambda: Opinion.objects.filter(
        state="recused"
    ).update(salt="", reason="Récrit."),
    "une annonce n'est pas aux journaux": lambda: Call.objects.update(announced_at=timezone.now()),
    "motif de déport": lambda: Opinion.objects.filter(state="recused").update(reason="Rien."),
    "le motif d'une suppléance de la région 11": lambda: Substitute.objects.update(reason="Rien."),
    "la décision ou l'aide": lambda: Decision.objects.update(grant_eur=90_000),
    "n'est pas celle du journal": lambda: Decision.objects.update(outcome="reserve"),
    "la décision prise au journal manque": lambda: Decision.objects.all().delete(),
    "où mène le journal": truncate_journal,
    "la clôture n'est pas": lambda: support.amend(Call.objects.get(), closes_at=timezone.now()),
}


@pytest.mark.parametrize("said", REWRITTEN)
def test_what_is_rewritten_beside_the_journal_is_found(judged, said):
    REWRITTEN[said]()
    code, found = verified()
    assert code == 1
    assert said in found


def test_the_hour_of_an_announcement_is_that_of_the_journals(judged):
    national = Actor(User.objects.get(email="cna@example.org"), "national-cell")
    support.amend(judged.call, closes_at=timezone.now())
    decisions.announce(judged.call_id, national, support.doors())
    assert "annonce" not in verified()[1]
    for hour in (None, timezone.now() + datetime.timedelta(days=1)):
        Call.objects.update(announced_at=hour)
        assert "l'heure de l'annonce n'est pas celle des journaux." in verified()[1]


@pytest.mark.parametrize("rewritten", [{"scores": []}, {"remarks": []}, {"remarks": None}], ids=str)
def test_a_former_opinion_is_the_one_that_was_given(judged, rewritten):
    with pgtrigger.ignore(protection(FormerOpinion)):
        FormerOpinion.objects.update(**rewritten)
    assert "un avis repris de la région 84" in verified()[1]


def test_reasons_that_are_erased_leave_the_journal_whole(judged):
    OPINIONS.forget("twin@example.org")
    OPINIONS.forget("paris@example.org")
    assert Opinion.objects.get(state="recused").reason == "Motif effacé."
    assert verified()[0] == 0, verified()
    told = json.dumps(list(ApplicationEvent.objects.values_list("data", flat=True)))
    assert "sœur" not in told


def test_why_one_withdrew_is_erased_with_them_and_the_journal_stands(submitted):
    lead = submitted.owner
    withdraw(submitted.pk, Actor(lead), "Ma santé ne me le permet plus.")
    assert "santé" in APPLICATIONS.export(lead.email)[0]["motifs"][0]
    told = list(ApplicationEvent.objects.values_list("data", flat=True))
    assert "santé" not in json.dumps(told)
    assert "commitment" in told[-1]
    assert verified()[0] == 0, verified()
    APPLICATIONS.forget(lead.email)
    assert not EventReason.objects.exclude(text="").exists()
    assert verified()[0] == 0, verified()


def test_a_file_whose_record_is_gone_is_no_stray_while_its_dossier_names_it(submitted):
    path = path_of(Document.objects.get().stored)
    os.utime(path, (0, 0))
    for number in range(2):  # known files, so that the folder is this database's
        content = files.odt()
        add_document(
            make_draft(make_call(f"ami-{number}", numbering=f"A{number}"), submitted.owner).pk,
            "statuts", io.BytesIO(content), len(content), f"{number}.odt",
        )  # fmt: skip
    Document.objects.filter(application=submitted).delete()
    code, said = verified("--write")
    assert code == 1
    assert "ce qui est instruit n'est plus le dossier figé (documents)." in said
    assert "1 fichier sans fiche (gardé)." in said
    assert path.exists()


CONTENTS = st.dictionaries(st.text(max_size=9), st.text(max_size=30) | st.integers(), max_size=4)


@given(CONTENTS, CONTENTS)
def test_a_commitment_is_to_one_content_under_one_salt(one, other):
    salt, second = new_salt(), new_salt()
    assert commitment(salt, one) == commitment(salt, dict(reversed(one.items())))
    assert (commitment(salt, one) == commitment(salt, other)) is (one == other)
    assert commitment(salt, one) != commitment(second, one)
