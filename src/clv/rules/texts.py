"""Words in the two languages that labels, glossary and reports carry."""

from dataclasses import dataclass

from clv.errors import InputError

__all__ = ["LANGUAGES", "Text"]

LANGUAGES = ("en", "zh")
"""English and Chinese, the language of the source articles."""


@dataclass(frozen=True)
class Text:
    """A word or a paragraph in English and in Chinese.

    Parameters
    ----------
    en
        The English wording.
    zh
        The Chinese wording.

    Examples
    --------
    >>> Text("Loyal", "忠诚客户").to("zh")
    '忠诚客户'
    """

    en: str
    zh: str

    def to(self, language: str) -> str:
        """Return the wording in one language.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            The wording.

        Raises
        ------
        InputError
            ``E_LANGUAGE`` for any other language.
        """
        if language not in LANGUAGES:
            raise InputError(
                "E_LANGUAGE", "there are texts in en and zh only", "choose one of them", [language]
            )
        return self.en if language == "en" else self.zh
