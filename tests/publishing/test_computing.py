"""Heavy computation in a process apart: its answers, its refusals and its end are told as here."""

import os
import signal
from collections.abc import Iterator

import pytest

from coverage.siting.errors import SiteCountError
from publishing import serving
from publishing.computing import processes
from publishing.computing.processes import Computers
from publishing.problems import BusyError

SUMS, WAITS, ENDS = "math", "time", "os"


@pytest.fixture
def computers() -> Iterator[Computers]:
    """Processes of their own, ended after the test."""
    found = Computers()
    yield found
    found.end()


@pytest.fixture
def apart(computers, monkeypatch) -> Computers:
    """Everything heavy is computed by them, as in a server."""
    server = serving.Server(computing=computers.borrowed)
    monkeypatch.setattr(serving, "_server", [server])
    return computers


def process_of(computers: Computers) -> int:
    (computer,) = computers._resting
    return computer.process.pid


def test_the_same_process_makes_one_answer_after_another(computers):
    found = set()
    for number in (9, 16):
        with computers.borrowed(SUMS) as call:
            assert call("isqrt", number) == number**0.5
        found.add(process_of(computers))
    assert len(found) == 1
    assert os.getpid() not in found


def test_two_who_ask_at_once_have_a_process_each(computers):
    with computers.borrowed(ENDS) as first, computers.borrowed(ENDS) as second:
        assert first("getpid") != second("getpid")


def test_what_a_function_raises_is_raised_here_and_its_process_goes_on(computers):
    for _ in range(2):
        with pytest.raises(ValueError, match="math domain error"), computers.borrowed(SUMS) as call:
            call("sqrt", -1)
        process_of(computers)


def test_a_process_that_is_killed_at_work_is_told_as_busy_and_the_next_call_works(computers):
    with computers.borrowed(ENDS) as call:
        number = call("getpid")
        with pytest.raises(BusyError, match="interrompu ; réessayez"):
            call("kill", number, signal.SIGKILL)
    assert not computers._resting
    with computers.borrowed(ENDS) as call:
        assert call("getpid") != number


def test_a_process_that_is_killed_at_rest_is_nobodys_trouble(computers):
    with computers.borrowed(SUMS) as call:
        call("isqrt", 4)
    (computer,) = computers._resting
    computer.process.kill()
    computer.process.wait()
    with computers.borrowed(SUMS) as call:
        assert call("isqrt", 4) == 2


def test_a_process_that_ends_by_a_fault_of_ours_is_not_told_as_busy(computers):
    with pytest.raises(RuntimeError, match="ended with 3"), computers.borrowed(ENDS) as call:
        call("_exit", 3)


def test_a_call_that_lasts_too_long_is_stopped(computers, monkeypatch):
    monkeypatch.setattr(processes, "MOST_SECONDS", 0.1)
    with pytest.raises(BusyError), computers.borrowed(WAITS) as call:
        call("sleep", 60)


def test_a_process_that_nobody_needs_ends_by_itself():
    computers = Computers(idle_seconds=0.3)
    with computers.borrowed(SUMS) as call:
        call("isqrt", 4)
    (computer,) = computers._resting
    assert computer.process.wait(10) < 0
    assert not computers._resting


def test_a_process_ends_with_whoever_started_it(computers):
    with computers.borrowed(ENDS) as call:
        call("getpid")
    (computer,) = computers._resting
    computer.process.stdin.close()
    assert computer.process.wait(10) == 0


def test_what_is_printed_by_a_computation_is_no_answer(computers):
    with computers.borrowed("builtins") as call:
        assert call("print", "loud") is None
        assert call("abs", -1) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/api/sites/?k=3",
        "/api/sites/?k=2&methode=exacte&candidats=epci",
        "/api/sites/?k=2&candidats=200000001,pousse&territoire=oui",
        "/api/sites/?k=50",
        "/api/sites/?k=2&forcer=nulle-part",
        "/api/scenarios/?scenario=meilleurs:epci:2&scenario=meilleurs:emergents:1&communes=oui",
    ],
)
@pytest.mark.usefixtures("poles")
def test_answers_and_refusals_are_the_same_as_without_a_process(client, address, request):
    here = client.get(address)
    request.getfixturevalue("apart")
    there = client.get(address)
    assert (there.status_code, there.content) == (here.status_code, here.content)


@pytest.mark.usefixtures("poles")
def test_a_choice_of_sites_whose_process_is_killed_is_refused_for_a_while(
    client, apart, monkeypatch
):
    address = "/api/sites/?k=2"
    assert client.get(address).status_code == 200
    answered = processes.Computer._answered

    def killed(computer, call):
        computer.process.kill()
        computer.process.wait()
        return answered(computer, call)

    with monkeypatch.context() as hurried:
        hurried.setattr(processes.Computer, "_answered", killed)
        for page in (address, "/priorites/"):
            refused = client.get(page)
            assert (refused.status_code, refused["Retry-After"]) == (503, "60")
            assert "interrompu ; réessayez dans une minute" in refused.content.decode()
    assert client.get(address).status_code == 200


def test_a_refusal_of_the_computation_keeps_its_kind_across_processes(computers):
    error = SiteCountError("de 1 à 50 sites")
    with computers.borrowed("copy") as call:
        copied = call("copy", error)
    assert (type(copied), str(copied), copied.parameter) == (SiteCountError, str(error), "k")
