"""What can be wrong with a log: each fault ends as declared, and no row is ever lost on the way."""

import math
from pathlib import Path
from typing import Any

import pytest

from clv.errors import ClvError, InputError
from clv.transactions import Transactions, read_transactions
from tests.transactions.faults import files, identities, money, times
from tests.transactions.faults.case import AS_OF, SHOP, Act, Case, frame

SECTIONS: tuple[Any, ...] = (identities, money, times, files)
CASES: list[Case] = [case for section in SECTIONS for case in section.CASES]
ACTS: list[Act] = [act for section in SECTIONS for act in section.ACTS]


@pytest.fixture(scope="module")
def clean() -> Transactions:
    """The shop without a fault."""
    return read_transactions(frame(SHOP)(Path()).source, as_of=AS_OF)


def name(case: Case | Act) -> str:
    return f"{case.code} {case.meaning}"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: str(section.__name__))
def test_every_fault_has_a_fixture_and_every_fixture_a_fault(section: Any) -> None:
    assert {case.code for case in (*section.CASES, *section.ACTS)} == section.CODES


def test_fixtures_can_be_told_by_their_names() -> None:
    named: list[Case | Act] = [*CASES, *ACTS]
    names = [name(case) for case in named]
    assert len(set(names)) == len(names)


def test_the_shop_without_a_fault_gives_no_reason_to_speak(clean: Transactions) -> None:
    audit = clean.audit
    assert (audit.rows_used, audit.notices, dict(audit.repaired)) == (60, (), {})


@pytest.mark.parametrize("case", [c for c in CASES if c.error], ids=name)
def test_a_fault_that_cannot_be_mended_is_one_named_error(case: Case, tmp_path: Path) -> None:
    given = case.build(tmp_path)
    with pytest.raises(InputError) as caught:
        read_transactions(given.source, **{"as_of": AS_OF, **case.options})
    assert caught.value.code == case.error
    assert len(caught.value.samples) <= 3
    assert str(caught.value).count("; ") >= 1  # what was found; what to do


@pytest.mark.parametrize("case", [c for c in CASES if not c.error], ids=name)
def test_any_other_fault_is_counted_and_said(
    case: Case, tmp_path: Path, clean: Transactions
) -> None:
    given = case.build(tmp_path)
    log = read_transactions(given.source, **{"as_of": AS_OF, **case.options})
    audit = log.audit
    assert {reason: n for reason, n in audit.set_aside.items() if n} == dict(case.aside)
    assert dict(audit.repaired) == dict(case.repaired)
    assert {notice.code for notice in audit.notices} == case.notices
    assert audit.rows_in == given.rows
    assert audit.rows_used + sum(audit.set_aside.values()) == given.rows
    assert audit.amount_in == pytest.approx(given.money, rel=1e-12)
    paid = [audit.amount_used, *audit.amount_set_aside.values()]
    assert math.fsum(paid) == pytest.approx(given.money, rel=1e-12)
    assert (log.digest == clean.digest) == case.clean
    assert case.holds is None or case.holds(log)


@pytest.mark.parametrize("act", ACTS, ids=name)
def test_a_fault_that_a_model_meets_ends_as_declared(act: Act) -> None:
    if act.error:
        with pytest.raises(ClvError) as caught:
            act.act()
        assert caught.value.code == act.error
    else:
        assert act.notices <= set(act.act())
