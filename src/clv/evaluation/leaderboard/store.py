"""A leaderboard on disk: numbers in Parquet, what they are about in JSON."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError, Notice
from clv.evaluation.leaderboard.board import Leaderboard
from clv.evaluation.leaderboard.scores import SCORES

__all__ = ["load_leaderboard", "save_leaderboard"]

FORMAT = 2
ABOUT, NUMBERS, DECILES = "board.json", "scores.parquet", "deciles.parquet"


def save_leaderboard(board: Leaderboard, folder: str | Path) -> Path:
    """Write a leaderboard; no customer is in it.

    Parameters
    ----------
    board
        To be kept.
    folder
        Made if it is not there; a board in it is replaced.

    Returns
    -------
    pathlib.Path
        The folder, with board.json, scores.parquet (a line for each origin, forecaster and score:
        the value and a column a draw) and deciles.parquet.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    index = pd.MultiIndex.from_product(
        [board.origins.index, board.names, SCORES], names=["origin", "forecaster", "score"]
    )
    drawn = board.samples.reshape(len(board.samples), -1).T
    columns = [f"draw_{i}" for i in range(drawn.shape[1])]
    numbers = pd.DataFrame(drawn, index=index, columns=columns)
    numbers.insert(0, "value", board.values.ravel())
    numbers.reset_index().to_parquet(place / _partial(NUMBERS), index=False)
    board.deciles.reset_index().to_parquet(place / _partial(DECILES), index=False)
    about = {
        "format": FORMAT,
        "settings": board.settings,
        "scores": list(SCORES),
        "origins": board.origins.reset_index().to_dict("records"),
        "forecasters": board.forecasters.reset_index().to_dict("records"),
        "notices": [asdict(notice) for notice in board.notices],
        "digests": {name: _digest(place / _partial(name)) for name in (NUMBERS, DECILES)},
    }
    about["digest"] = _own_digest(about)
    text = json.dumps(about, indent=1, ensure_ascii=False)
    (place / _partial(ABOUT)).write_text(text + "\n", encoding="utf-8")
    for name in (NUMBERS, DECILES, ABOUT):  # all is written before the old board is touched
        (place / _partial(name)).replace(place / name)
    return place


def load_leaderboard(folder: str | Path) -> Leaderboard:
    """Read a leaderboard, to show it or to extend it.

    Parameters
    ----------
    folder
        Where `save_leaderboard` wrote it.

    Returns
    -------
    Leaderboard
        Equal to the one that was saved.

    Raises
    ------
    InputError
        ``E_BOARD`` if files are missing, of another format, or not those that were written
        together.
    """
    place = Path(folder)
    about = _about(place)
    numbers = pd.read_parquet(place / NUMBERS)
    origins = pd.DataFrame(about["origins"]).set_index("origin")
    forecasters = pd.DataFrame(about["forecasters"]).set_index("forecaster")
    shape = (len(origins), len(forecasters), len(SCORES))
    drawn = numbers.filter(regex="^draw_").to_numpy(dtype=np.float64)
    return Leaderboard(
        settings=about["settings"],
        origins=origins,
        forecasters=forecasters,
        values=numbers["value"].to_numpy(dtype=np.float64).reshape(shape),
        samples=np.ascontiguousarray(drawn.T).reshape(-1, *shape),
        deciles=pd.read_parquet(place / DECILES).set_index(["origin", "forecaster", "decile"]),
        notices=tuple(
            Notice(**{**notice, "samples": tuple(notice["samples"])}) for notice in about["notices"]
        ),
    )


def _about(place: Path) -> dict[str, Any]:
    if missing := [name for name in (ABOUT, NUMBERS, DECILES) if not (place / name).is_file()]:
        raise _fault(f"{', '.join(missing)} is missing in the folder")
    try:
        read: Any = json.loads((place / ABOUT).read_text(encoding="utf-8"))
    except ValueError:
        raise _fault(f"{ABOUT} is no JSON") from None
    about: dict[str, Any] = read if isinstance(read, dict) else {}
    if (about.get("format"), about.get("scores")) != (FORMAT, list(SCORES)):
        raise _fault(f"{ABOUT} is of another format or has other scores")
    if about.pop("digest", None) != _own_digest(about):
        raise _fault(f"{ABOUT} is not as it was written")
    if changed := [name for name, was in about["digests"].items() if _digest(place / name) != was]:
        raise _fault(f"{', '.join(changed)} is not what was written with {ABOUT}")
    return about


def _fault(found: str) -> InputError:
    return InputError("E_BOARD", found, "write the board again with save_leaderboard")


def _partial(name: str) -> str:
    return f".{name}.partial"


def _own_digest(about: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
