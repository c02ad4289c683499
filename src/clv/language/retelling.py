"""Sentences that were written in English before the language was known, said again in it.

What does not depend on the language is made once for all pages, in English, sentences included. A
sentence is said again as a whole or not at all: one with a word that nobody knows stays as it is.
"""

import re
from functools import cache, lru_cache
from itertools import count

from clv.language import language, lexicon

__all__ = ["retell"]

_PLACE = re.compile(r"\\{(\w*)\\}")
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_WORD = re.compile(r"[^\W\d_]{2,}")


def retell(sentence: str) -> str:
    """Say a finished English sentence in the language spoken.

    Parameters
    ----------
    sentence
        As a template of ``clv/language/<name>/sentences`` makes it with its values, which may be
        such sentences too, or a text of the lexicon.

    Returns
    -------
    str
        In the language spoken; as it was where that has no words for it.

    Examples
    --------
    >>> from clv.language import speaking
    >>> with speaking("zh"):
    ...     retell("Silent for 31 days; usually buys about every 8 days.")
    '已沉寂31天；通常约每8天购买一次。'
    """
    if told := lexicon(language()).get(sentence):
        return told
    if "{" in sentence or "}" in sentence:
        return sentence
    # Sentences differ in their numbers only, and each kind is looked up once.
    places = count()
    kind = _said(_NUMBER.sub(lambda _: f"{{{next(places)}}}", sentence), language())
    return sentence if kind is None else kind.format(*_NUMBER.findall(sentence))


@lru_cache(maxsize=4096)
def _said(text: str, name: str) -> str | None:
    """Return None where some word is not known."""
    if not _WORD.search(text):
        return text
    for form in (text, text[:1].lower() + text[1:]):
        if told := lexicon(name, "sentences").get(form) or lexicon(name).get(form):
            return told
        for pattern, template in _patterns(name):
            if (found := pattern.fullmatch(form)) and (told := _filled(found, template, name)):
                return told
    return None


def _filled(found: re.Match[str], template: str, name: str) -> str | None:
    told = template
    for number, value in enumerate(found.groups()):
        if (said := _said(value, name)) is None:
            return None
        told = told.replace(f"\0{number}\0", said)
    return told


@cache
def _patterns(name: str) -> list[tuple[re.Pattern[str], str]]:
    """Turn each template into what finds its values, and what they are put into, by their place."""
    found = []
    for english, told in lexicon(name, "sentences").items():
        for number, place in enumerate(re.findall(r"{(\w*)}", english)):
            told = told.replace(f"{{{place}}}", f"\0{number}\0", 1)
        found.append((re.compile(_PLACE.sub("(.+)", re.escape(english))), told))
    return found
