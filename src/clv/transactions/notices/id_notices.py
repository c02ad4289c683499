"""Customer ids that look as if something happened to them on their way."""

import unicodedata

from clv.errors import Notice, mask_id
from clv.transactions.engines.engine import Engine, number, numbers, samples
from clv.transactions.notices.id_lengths import length_notices

__all__ = ["TEST_WORDS", "id_notices"]

TEST_WORDS = (
    "test", "tests", "tester", "testing", "testuser", "testkunde", "demo", "dummy", "staff",
    "employee", "employees", "training", "sandbox",
)  # fmt: skip
"""Words by which shops name accounts that are no customers; as a whole part of an id only."""

_NAME_WORDS = ("example",)
"""Those of them that say nothing in the domain of an address: example.com stands for any."""

_FEW_TESTS, _MANY_TESTS = 10, 0.1
"""Ids, and share of all, beyond which what reads like tests is the shop's way of naming."""

_TEST_SIGNS = "测试|員工|员工|演示|内部账号"
_APART = "[-_. @+/:#]"
_TEST = (
    rf"(^|{_APART})({'|'.join(TEST_WORDS)})[0-9]*({_APART}|$)"
    rf"|^([^@]*[-_. +/:#])?({'|'.join(_NAME_WORDS)})[0-9]*({_APART}|$)"
    rf"|^qa[-_ ]?[0-9]*(@|$)|{_TEST_SIGNS}"
)

_TOTAL = "(grand |sub)?total|sum|summe|gesamt|合计|总计|小计"

_CONTROLS = r"\x01-\x1f\x7f-\x9f"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = (
    f"[{_CONTROLS}{_INVISIBLE}{_TURNS}]"
    # Joiners belong to Persian, to Indian scripts and to emoji, but never follow Latin.
    "|[!-~][\u200c\u200d]"
)

_PLAIN = "[A-Za-z]?[0-9]{1,15}"
"""Most ids: nothing but their length can be wrong with them."""

_FOREIGN = r"regexp_matches(customer_id, '[^\x01-\x7f]')"
_MOST_FOREIGN = 200_000
"""Ids with other than ASCII characters whose forms are compared: enough to find out whether two
ways of writing are mixed."""

_SUSPICIOUS = (
    (
        "W_ID_ROUNDED",
        r"regexp_full_match(customer_id, '[0-9](\.[0-9]+)?[eE]\+?[0-9]+')",
        "customer ids in scientific notation, as a spreadsheet writes long numbers",
        "export ids as text: different customers may have become one",
    ),
    (
        "W_ID_GARBLED",
        "regexp_matches(customer_id, '[ÃÂ][\u0080-\u00bf]|â€|\ufffd')",
        "customer ids with characters of a wrong encoding",
        "declare the encoding of the file, such as encoding='gb18030' (--encoding gb18030)",
    ),
    (
        "W_ID_INVISIBLE",
        f"regexp_matches(customer_id, '{_UNSEEN}')",
        "customer ids with characters that cannot be seen or turn the direction of writing",
        "clean the ids in the source: what looks like one customer may be two",
    ),
    (
        "W_TEST_ID",
        f"regexp_matches(lower(customer_id), '{_TEST}')",
        "customer ids that read like accounts of tests or staff",
        "leave them out by test_ids (--test-id ID) if they are",
    ),
    (
        "W_TOTAL_ROW",
        f"regexp_full_match(lower(customer_id), '{_TOTAL}')",
        "customer ids that read like the sum below a table",
        "leave them out by test_ids (--test-id ID): a sum counts all money twice",
    ),
)


def id_notices(engine: Engine) -> list[Notice]:
    """Look at the distinct ids of the clean log.

    Parameters
    ----------
    engine
        Has ``customer_facts``.

    Returns
    -------
    list of Notice
        ``W_ID_ROUNDED``, ``W_ID_GARBLED``, ``W_ID_INVISIBLE``, ``W_TEST_ID``,
        ``W_TOTAL_ROW``, ``W_ID_CAPITALS``, ``W_ID_FORMS``, ``W_ID_CUT``,
        ``W_ID_ZEROS``, ``W_ID_LENGTHS``.
    """
    customers = number(engine, "SELECT count(*) FROM customer_facts")
    odd = f"(SELECT customer_id FROM customer_facts WHERE NOT {_matches(_PLAIN)}) AS odd"
    counts = ", ".join(f"count(*) FILTER (WHERE {holds})" for _, holds, _, _ in _SUSPICIOUS)
    found = zip(_SUSPICIOUS, numbers(engine, f"SELECT {counts} FROM {odd}"), strict=True)
    notices = []
    for (code, holds, what, remedy), n in found:
        if n and not (code == "W_TEST_ID" and n > max(_FEW_TESTS, _MANY_TESTS * customers)):
            ids = samples(engine, f"SELECT customer_id FROM customer_facts WHERE {holds}")
            shown = tuple(_shown(value) for value in ids)
            notices.append(Notice(code, f"{what}: {n}", remedy, n, shown))
    return [*notices, *_capitals(engine), *_forms(engine, odd), *length_notices(engine)]


def _capitals(engine: Engine) -> list[Notice]:
    small, capital = "customer_id <> upper(customer_id)", "customer_id <> lower(customer_id)"
    both = numbers(
        engine,
        f"SELECT count(*) FILTER (WHERE {small}), count(*) FILTER (WHERE {capital}) "
        "FROM customer_facts",
    )
    if not all(both):
        return []  # written one way throughout, as most are: no need to compare them
    alike = number(
        engine,
        "SELECT count(*) - count(DISTINCT lower(customer_id)) FROM customer_facts "
        f"WHERE {small} OR {capital}",
    )
    found = f"customer ids that differ from another by capitals only, kept apart: {alike}"
    remedy = "write ids one way in the source if they are the same customers"
    return [Notice("W_ID_CAPITALS", found, remedy, alike)] if alike else []


def _forms(engine: Engine, odd: str) -> list[Notice]:
    """Find ids that are one text in two forms of Unicode, as an accent that stands by itself."""
    chosen = f"SELECT customer_id FROM {odd} WHERE {_FOREIGN}"
    ids = [i for (i,) in engine.rows(f"{chosen} ORDER BY customer_id LIMIT {_MOST_FOREIGN}")]
    alike = len(ids) - len({unicodedata.normalize("NFKC", i) for i in ids})
    found = f"customer ids that differ from another by their Unicode form only, kept apart: {alike}"
    remedy = "write ids in one form (NFC) in the source: they look the same"
    return [Notice("W_ID_FORMS", found, remedy, alike)] if alike else []


def _matches(shape: str) -> str:
    return f"regexp_full_match(customer_id, '{shape}')"


def _shown(value: str) -> str:
    """Mask an id, and name what nobody can see in it."""
    unseen = sorted({f"U+{ord(c):04X}" for c in value if not c.isprintable()})
    if not unseen:
        return mask_id(value)
    return f"{' '.join(unseen[:3])} among {len(value)} characters"
