"""What was asked of the applicant, and what they answered: words, files, people and hours."""

from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter

from calls.application.freezing import files_of
from calls.commitments import answer_content, question_content
from calls.erasing import ASKED_BY
from calls.models import Application, ApplicationEvent, Question
from calls.verification.acts import MOST, at_once, other_person, rewritten
from calls.verification.testimony import Testimony
from publishing.ceilings import within


def of_questions(application: Application, told: Testimony) -> Iterator[str]:
    """Each question of the journal is there, with what ended it; no other is."""
    found = within(sorted(application.questions.all(), key=attrgetter("pk")), MOST, "demandes")
    if len(found) != len(told.asked):
        yield "les demandes de complément ne sont pas celles du journal."
        return
    yield from of_files(application, told)
    # One at most is open: what was not answered was closed, in the same order.
    unanswered = [one.pk for one in found if one.pk not in told.answers]
    closed = dict(zip(unanswered, told.resumed, strict=False))
    for one, act in zip(found, told.asked, strict=True):
        yield from of_question(one, act, told)
        yield from of_answer(one, act, told)
        end = closed.get(one.pk)
        if (one.closed_at is None) != (end is None) or (end and not at_once(one.closed_at, end.at)):
            yield f"la clôture sans réponse d'une demande du {act.at:%d/%m/%Y} a changé."


def of_files(application: Application, told: Testimony) -> Iterator[str]:
    """The files under each question, open or ended, are those that the journal saw come."""
    found: dict[int, list[str]] = defaultdict(list)
    for document in sorted(application.documents.all(), key=attrgetter("pk")):
        if document.question_id is not None:
            found[document.question_id].append(document.sha256)
    for key in sorted({*found, *told.files}):
        if found[key] != told.files[key]:
            act = next(
                (a for q, a in zip(keys_of(application), told.asked, strict=False) if q == key),
                None,
            )
            day = f" du {act.at:%d/%m/%Y}" if act else ""
            yield f"les fichiers sous une demande de complément{day} ne sont pas ceux du journal."


def keys_of(application: Application) -> list[int]:
    """The keys of its questions, in order."""
    return sorted(one.pk for one in application.questions.all())


def of_question(one: Question, act: ApplicationEvent, told: Testimony) -> Iterator[str]:
    """What was asked."""
    day = f"{act.at:%d/%m/%Y}"
    if rewritten(one.salt, act.data.get("words"), question_content(one.text, one.due)):
        yield f"une demande de complément du {day} a changé."
    if not at_once(one.asked_at, act.at):
        yield f"l'heure d'une demande de complément du {day} a changé."
    if other_person(one.asked_by_id, act.person_id, erased=(ASKED_BY, one.pk) in told.erased):
        yield f"une demande de complément du {day} n'est plus de qui l'a faite."


def of_answer(one: Question, act: ApplicationEvent, told: Testimony) -> Iterator[str]:
    """What was answered."""
    day, reply = f"{act.at:%d/%m/%Y}", told.answers.get(one.pk)
    unsent = bool(one.answer or one.answer_salt)
    if (reply is None) != (one.answered_at is None) or (reply is None and unsent):
        yield f"la réponse à la demande du {day} n'est pas celle du journal."
    if reply is None or one.answered_at is None:
        return
    if answer_changed(one, reply):
        yield f"la réponse à la demande du {day} a changé."
    if not at_once(one.answered_at, reply.at):
        yield f"l'heure de la réponse à la demande du {day} a changé."


def answer_changed(one: Question, reply: ApplicationEvent) -> bool:
    """Whether the words or the files of an answer are others; older acts said nothing of files."""
    words = reply.data.get("words")
    if "files" not in reply.data:
        return rewritten(one.answer_salt, words, answer_content(one.answer))
    files = files_of(
        document for document in one.application.documents.all() if document.question_id == one.pk
    )
    same = [file["sha256"] for file in files] == reply.data["files"]
    return not same or rewritten(one.answer_salt, words, answer_content(one.answer, files))
