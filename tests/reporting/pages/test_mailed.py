"""The book of mails knows who has what, holds no address and outlives a cut line."""

from pathlib import Path

from clv.reporting.pages.mailed import mailed


def test_nobody_gets_a_run_twice_and_everybody_gets_the_next(tmp_path: Path) -> None:
    with mailed(tmp_path) as book:
        assert book.unsent("run 1", ["ann@example.org", "bob@example.org"]) == (
            "ann@example.org", "bob@example.org"
        )  # fmt: skip
        book.note("run 1", ["ann@example.org"])
    with mailed(tmp_path) as book:
        assert book.unsent("run 1", ["Ann@example.org", "bob@example.org"]) == ("bob@example.org",)
        assert book.unsent("run 2", ["ann@example.org"]) == ("ann@example.org",)


def test_the_book_holds_no_address(tmp_path: Path) -> None:
    with mailed(tmp_path) as book:
        book.note("run", ["ann@example.org"])
    assert "ann" not in (tmp_path / ".mailed").read_text()


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    with mailed(tmp_path) as book:
        book.note("run", ["ann@example.org"])
    whole = (tmp_path / ".mailed").read_bytes()
    (tmp_path / ".mailed").write_bytes(whole + b"\xff0123")
    with mailed(tmp_path) as book:
        book.note("run", ["bob@example.org"])
    with mailed(tmp_path) as book:
        assert book.unsent("run", ["ann@example.org", "bob@example.org"]) == ()
