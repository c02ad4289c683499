"""What all pages share: one style, two languages, and a policy that lets nothing in or out."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from clv.language import say, speaking
from clv.reporting.blocks import templates

__all__ = ["HTML_LANGUAGES", "policy", "render", "style", "tongue"]

HTML_LANGUAGES = {"en": "en", "zh": "zh-CN"}
"""Name of each language in the attribute ``lang``."""

_CHINESE = range(0x3400, 0xA000)


@cache
def style() -> str:
    """Return the style sheet, which every page carries."""
    return (files(__package__) / "templates" / "style.css").read_text(encoding="utf-8")


def policy() -> str:
    """Return the Content-Security-Policy of every page.

    Returns
    -------
    str
        No script, no request, no form, images from the page itself only; and of styles only ours,
        known by its digest: a style that came in with the data would be refused.

    Examples
    --------
    >>> policy().split("; ")[0]
    "default-src 'none'"
    """
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def tongue(language: str, text: str) -> Markup:
    """Mark text that is not in the page's language, so that it is read aloud as what it is.

    Parameters
    ----------
    language
        Of the page.
    text
        What is shown.

    Returns
    -------
    markupsafe.Markup
        An attribute, or nothing.

    Examples
    --------
    >>> tongue("zh", "The log is 9 days old."), tongue("zh", "日志已有9天。")
    (Markup(' lang="en"'), Markup(''))
    """
    spoken = "zh" if any(ord(letter) in _CHINESE for letter in text) else "en"
    return Markup("") if spoken == language else Markup(f' lang="{HTML_LANGUAGES[spoken]}"')


def render(template: str, language: str, **values: Any) -> str:
    """Fill a template in a language.

    Parameters
    ----------
    template
        Its name.
    language
        One of `clv.language.LANGUAGES`.
    values
        What it shows; all text is escaped.

    Returns
    -------
    str
        HTML.
    """
    shared = {
        "say": say,
        "lang": HTML_LANGUAGES[language],
        "tongue": lambda text: tongue(language, text),
        "policy": Markup(policy()),
        "style": Markup(style()),
    }
    with speaking(language):
        return templates().get_template(template).render(**shared, **values)
