"""Sentences in the two languages of the house."""

from clv.errors import InputError


def said(language: str, en: str, zh: str) -> str:
    """Return the wording in English or Chinese; ``E_LANGUAGE`` for any other language."""
    if language not in ("en", "zh"):
        raise InputError(
            "E_LANGUAGE", "there are texts in en and zh only", "choose one of them", [language]
        )
    return en if language == "en" else zh


def listed(names: list[str], language: str) -> str:
    """Put names into a row: a, b and c."""
    if language == "zh":
        return "、".join(names)
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
