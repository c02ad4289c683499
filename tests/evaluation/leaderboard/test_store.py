"""A board on disk is the board, holds no customer, and notices when its files are not its own."""

import json
from pathlib import Path
from typing import Any

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
    (tmp_path / "board.json").write_text(about.replace('"format": 2', '"format": 9'))
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


@pytest.mark.parametrize("change", [
    lambda about: about["settings"].update(level=0.5),
    lambda about: about["forecasters"].reverse(),
    lambda about: about.update(digests={}),
    lambda about: about.pop("settings"),
])  # fmt: skip
def test_a_board_whose_settings_were_changed_is_refused(tmp_path: Path, change: Any) -> None:
    save_leaderboard(board(), tmp_path)
    about = json.loads((tmp_path / "board.json").read_text())
    change(about)
    (tmp_path / "board.json").write_text(json.dumps(about))
    with pytest.raises(InputError, match="E_BOARD: board.json is not as it was written"):
        load_leaderboard(tmp_path)


def test_a_board_that_is_no_table_of_facts_is_refused(tmp_path: Path) -> None:
    save_leaderboard(board(), tmp_path)
    (tmp_path / "board.json").write_text("[1]")
    with pytest.raises(InputError, match="E_BOARD"):
        load_leaderboard(tmp_path)


def test_a_board_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_leaderboard(board(), tmp_path)
    held = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(held) == {"board.json", "scores.parquet", "deciles.parquet"}

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="no space"):
        save_leaderboard(extend_leaderboard(board(), log(), {"mine": Constant()}), tmp_path)
    assert all((tmp_path / name).read_bytes() == was for name, was in held.items())
    assert load_leaderboard(tmp_path).names == board().names
