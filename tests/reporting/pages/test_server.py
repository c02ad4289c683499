"""A mail server that never comes to an end is left after a while, and nothing stays behind."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

import pytest

from clv.reporting.pages.post import send
from clv.reporting.pages.server import Server
from clv.reporting.pages.talk import SILENCES

SILENCE = 0.25


@contextmanager
def serving(
    answer: Callable[[socket.socket], None], seconds: float = SILENCE
) -> Iterator[tuple[Server, list[int]]]:
    """A server that does to every caller what it is told, and who has called."""
    calls: list[int] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                caller, _ = door.accept()
                calls.append(len(calls))
                with caller, suppress(OSError):
                    answer(caller)

    with socket.create_server(("127.0.0.1", 0)) as door:
        keeper = threading.Thread(target=serve)
        keeper.start()
        yield Server("127.0.0.1", door.getsockname()[1], seconds=seconds), calls
        door.shutdown(socket.SHUT_RDWR)
        keeper.join()


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "clv@example.org", "ann@example.org"
    message.set_content("So it is.")
    return message


def drip(caller: socket.socket) -> None:
    while True:
        caller.sendall(b"2")
        time.sleep(0.01)


def greet_for_ever(caller: socket.socket) -> None:
    while True:
        caller.sendall(b"220-good morning\r\n")
        time.sleep(0.01)


def flood(caller: socket.socket) -> None:
    while True:
        caller.sendall(b"220-good morning\r\n" * 1000)


def keep_silent(caller: socket.socket) -> None:
    caller.recv(1)


def take_it(caller: socket.socket, part: Callable[[socket.socket], None]) -> None:
    """Take the mail; only the farewell is odd."""
    answers = caller.makefile("rw", newline="")
    answers.write("220 here\r\n")
    answers.flush()
    in_mail = False
    for line in answers:
        if line == "QUIT\r\n":
            part(caller)
        begins = line == "data\r\n"
        in_mail = begins or (in_mail and line != ".\r\n")
        if begins or not in_mail:
            answers.write("354 go on\r\n" if begins else "250 so be it\r\n")
            answers.flush()


@pytest.mark.parametrize("answer", [drip, greet_for_ever])
def test_all_answers_together_have_an_end_and_are_not_asked_for_again(
    answer: Callable[[socket.socket], None],
) -> None:
    threads = threading.active_count()
    with serving(answer) as (server, calls):
        start = time.monotonic()
        sent = send(server, mail(), ["ann@example.org"], waits=(0.0, 0.0))
        took = time.monotonic() - start
    assert (sent.taken, sent.why) == ((), "no answer within 1 s in all")
    assert SILENCES * SILENCE <= took < 10 * SILENCES * SILENCE
    assert (len(calls), threading.active_count()) == (1, threads)


def test_a_silent_server_may_answer_the_next_time() -> None:
    with serving(keep_silent) as (server, calls):
        sent = send(server, mail(), ["ann@example.org"], waits=(0.0,))
    assert (sent.taken, sent.why) == ((), "no answer within 0.25 s")
    assert len(calls) == 2


def test_answers_without_end_fill_no_memory() -> None:
    with serving(flood, 10) as (server, _):
        sent = send(server, mail(), ["ann@example.org"], waits=())
    assert (sent.taken, sent.why) == ((), "the connection failed (SMTPServerDisconnected)")


@pytest.mark.parametrize("part", [drip, lambda caller: caller.sendall(b"500 stay\r\n")])
def test_a_mail_that_was_taken_is_not_sent_again_for_want_of_a_farewell(
    part: Callable[[socket.socket], None],
) -> None:
    with serving(lambda caller: take_it(caller, part)) as (server, calls):
        sent = send(server, mail(), ["ann@example.org"], waits=(0.0,))
    assert (sent.taken, sent.why, len(calls)) == (("ann@example.org",), "", 1)
