"""A signal ends what is under way, unless it is ignored or what is under way must not be cut."""

import os
import signal

import pytest

from clv.reporting.running.stops import Stops


def test_a_signal_ends_what_is_under_way_with_the_code_that_a_shell_gives_it() -> None:
    with pytest.raises(SystemExit) as stopped, Stops().caught():
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopped.value.code == 143


def test_a_signal_that_whoever_started_us_ignores_is_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Stops().caught():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_signal_waits_where_it_must_and_is_not_forgotten() -> None:
    published = []

    def publish() -> None:
        stops = Stops()
        with stops.caught():
            stops.hold()
            os.kill(os.getpid(), signal.SIGINT)
            published.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        publish()
    assert published == ["all of it"]


def test_what_a_library_makes_of_a_signal_does_not_hide_it() -> None:
    def query() -> None:
        try:
            os.kill(os.getpid(), signal.SIGHUP)
        except SystemExit:
            raise RuntimeError("Query interrupted") from None

    with pytest.raises(SystemExit) as stopped, Stops().caught():
        query()
    assert stopped.value.code == 129
