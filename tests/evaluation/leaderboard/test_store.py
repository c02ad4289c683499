"""A board on disk is the board, holds no customer, and notices when its files are not its own."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.evaluation.leaderboard import extend_leaderboard, load_leaderboard, save_leaderboard
from tests.evaluation.leaderboard.shop import Constant, board, log


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    back = load_leaderboard(save_leaderboard(board(), tmp_path / "board"))
    np.testing.assert_array_equal(back.samples, board().samples)
    np.testing.assert_array_equal(back.values, board().values)
    for name in ("origins", "forecasters", "deciles"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(board(), name))
    assert back.settings == board().settings
    assert back.notices == board().notices
    pd.testing.assert_frame_equal(back.standings(), board().standings())


def test_a_board_read_back_can_be_extended_and_written_again(tmp_path: Path) -> None:
    back = load_leaderboard(save_leaderboard(board(), tmp_path))
    save_leaderboard(extend_leaderboard(back, log(), {"mine": Constant()}), tmp_path)
    assert load_leaderboard(tmp_path).names == [*board().names, "mine"]


def test_changed_missing_or_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is missing") as raised:
        load_leaderboard(tmp_path)
    assert raised.value.code == "E_BOARD"
    save_leaderboard(board(), tmp_path)
    about = (tmp_path / "board.json").read_text()
    (tmp_path / "board.json").write_text(about.replace('"format": 1', '"format": 9'))
    with pytest.raises(InputError, match="another format"):
        load_leaderboard(tmp_path)
    (tmp_path / "board.json").write_text("{")
    with pytest.raises(InputError, match="no JSON"):
        load_leaderboard(tmp_path)
    (tmp_path / "board.json").write_text(about)
    deciles = pd.read_parquet(tmp_path / "deciles.parquet")
    deciles.assign(expected=0.0).to_parquet(tmp_path / "deciles.parquet")
    with pytest.raises(InputError, match="is not what was written"):
        load_leaderboard(tmp_path)
