"""The language of what a reader sees: English as it is written, Chinese from a lexicon.

The English template is its own key, so a sentence is read where it is used. A template that the
lexicon lacks stays English: a page is never spoilt by a missing word, and a test finds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from clv.errors import InputError

__all__ = ["LANGUAGES", "explain", "language", "lexicon", "say", "speaking", "use_language"]

LANGUAGES = ("en", "zh")
"""English and simplified Chinese."""

_spoken: ContextVar[str] = ContextVar("language", default="en")


def use_language(name: str) -> None:
    """Speak a language from here on; the first line of a report notebook.

    Parameters
    ----------
    name
        One of `LANGUAGES`.

    Raises
    ------
    InputError
        ``E_LANGUAGE`` for another one.
    """
    if name not in LANGUAGES:
        raise InputError("E_LANGUAGE", f"no language {name!r}", f"choose {' or '.join(LANGUAGES)}")
    _spoken.set(name)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language for a while.

    Parameters
    ----------
    name
        One of `LANGUAGES`.

    Examples
    --------
    >>> with speaking("zh"):
    ...     say("customers")
    '客户数'
    """
    before = _spoken.get()
    use_language(name)
    try:
        yield
    finally:
        _spoken.set(before)


def language() -> str:
    """Return the language spoken now.

    Returns
    -------
    str
        One of `LANGUAGES`.

    Examples
    --------
    >>> language()
    'en'
    """
    return _spoken.get()


@cache
def lexicon(name: str, part: str = "") -> dict[str, str]:
    """Read the lexicon of a language.

    Parameters
    ----------
    name
        One of `LANGUAGES`.
    part
        ``""`` for what is said by `say`, ``"codes"`` for what notices mean, ``"sentences"`` for
        what is said again by `clv.language.retelling.retell`.

    Returns
    -------
    dict of str to str
        English template, or code, to template in that language, from all files of
        ``clv/language/<name>/<part>``.
    """
    folder = files("clv.language") / name / part
    found = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    texts = (file.read_text(encoding="utf-8") for file in found if file.name.endswith(".yml"))
    return {key: told for text in texts for key, told in (yaml.safe_load(text) or {}).items()}


def say(template: str, **values: Any) -> str:
    """Say something in the language spoken.

    Parameters
    ----------
    template
        English, with the places of values as `str.format` takes them.
    values
        For those places.

    Returns
    -------
    str
        In the language spoken; in English where the lexicon lacks the template.

    Examples
    --------
    >>> say("{count:,} customers", count=1200)
    '1,200 customers'
    """
    told = template if language() == "en" else lexicon(language()).get(template, template)
    return told.format(**values) if values else told


def explain(code: str, count: int = 0) -> str:
    """Say what the code of a notice means and what to do, in the language spoken.

    Parameters
    ----------
    code
        As `clv.errors.Notice` has it.
    count
        Its count.

    Returns
    -------
    str
        A sentence or two; empty in English, in which the notice speaks for itself, and for a code
        that ``clv/language/<name>/codes`` lacks.

    Examples
    --------
    >>> explain("W_GAP", 31)
    ''
    >>> with speaking("zh"):
    ...     explain("W_GAP", 31)
    '流水中有连续31天没有任何购买。请检查是否缺了一段数据。'
    """
    return lexicon(language(), "codes").get(code, "").format(count=count)
