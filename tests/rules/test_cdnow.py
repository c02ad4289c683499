"""The quadrants on a real log; the counts were found independently, by plain pandas on the file."""

import pandas as pd
import pytest

from clv.customers import describe
from clv.datasets import cdnow
from clv.rules import ContributionStability
from clv.transactions import Transactions, read_transactions


@pytest.fixture(scope="module")
def log() -> Transactions:
    return read_transactions(cdnow(), as_of="1998-07-01")


@pytest.fixture(scope="module")
def features(log: Transactions) -> pd.DataFrame:
    return describe(log, "1997-10-01")


def test_the_cells_of_the_master_file(features: pd.DataFrame) -> None:
    found = ContributionStability().fit(features).assign(features)
    counts = found.counts()
    assert counts["customers"].to_dict() == {"EI": 4899, "EII": 6886, "EIII": 327, "EIV": 11458}
    assert counts["provisional"].to_dict() == {"EI": 0, "EII": 3705, "EIII": 0, "EIV": 10414}
    assert found.missing() == {"too_little_history": 14119}


def test_the_cuts_of_the_master_file_are_sound_and_report_their_ties(
    features: pd.DataFrame,
) -> None:
    learned = ContributionStability().fit(features).cuts_
    cuts = {key: cut for key, (cut,) in learned.items()}
    assert (cuts["contribution"].threshold, cuts["contribution"].tied) == (35.96, 0)
    assert (cuts["stability"].threshold, cuts["stability"].tied) == (2 / 7, 1169)
    assert cuts["stability"].n == 9451
    assert not any(cut.degenerate for cut in cuts.values())


def test_the_axes_of_the_master_file_overlap_and_the_reader_is_told(
    features: pd.DataFrame,
) -> None:
    found = ContributionStability().fit(features).assign(features)
    assert found.overlap()["rank_correlation"] == pytest.approx(0.558, abs=0.001)
    assert {notice.code for notice in found.notices} == {"W_TOO_LITTLE_HISTORY", "W_SMALL_CELL"}


def test_a_later_table_on_another_grid_needs_the_period_of_the_cuts(
    log: Transactions, features: pd.DataFrame
) -> None:
    quadrants = ContributionStability().fit(features)
    assert quadrants.period_days_ == 30
    later = describe(log, "1998-07-01", period=quadrants.period_days_)
    assert quadrants.assign(later).learned_as_of == "1997-10-01"
