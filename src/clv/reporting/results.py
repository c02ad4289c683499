"""What a notebook finds out, on disk: numbers as JSON, tables as Parquet, an end marker.

Every notebook of a run puts its findings into a folder of its own inside the store. Later notebooks
read them there, and the run merges the numbers into ``results.json``. A notebook that did not reach
its last line has no ``numbers.json``, which is how a run knows that it did not end.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import Notice, RunError

__all__ = [
    "NUMBERS",
    "EarlierRun",
    "Results",
    "StoredResults",
    "dump_json",
    "earlier_runs",
    "kept_table",
    "to_plain",
]

NUMBERS = "numbers.json"
"""The file that a notebook writes last."""


def to_plain(value: Any) -> Any:
    """Turn a finding into what JSON knows.

    Parameters
    ----------
    value
        Numbers, text, days, notices; mappings, sequences, Series or DataFrames of them.

    Returns
    -------
    Any
        Built-in types only. A value that is not finite becomes None: it says "no number", where
        NaN is not JSON at all. A Series becomes a mapping, a DataFrame a mapping of rows by its
        index, or a list of rows where the index is a mere count or has several levels.

    Raises
    ------
    TypeError
        For anything else.

    Examples
    --------
    >>> to_plain({"day": date(1997, 10, 1), "r2": np.float64(0.25), "none": float("nan")})
    {'day': '1997-10-01', 'r2': 0.25, 'none': None}
    """
    if isinstance(value, pd.DataFrame):
        return to_plain(_table(value))
    if isinstance(value, Notice):
        return to_plain(asdict(value))
    if isinstance(value, Mapping | pd.Series):
        return {str(to_plain(key)): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [to_plain(item) for item in value]
    return _scalar(value.item() if isinstance(value, np.generic) else value)


def _table(frame: pd.DataFrame) -> list[Any] | dict[Any, Any]:
    if isinstance(frame.index, pd.RangeIndex):
        return frame.to_dict("records")
    if isinstance(frame.index, pd.MultiIndex):
        return frame.reset_index().to_dict("records")
    return frame.to_dict("index")


def _scalar(value: Any) -> str | int | float | None:
    if isinstance(value, pd.Timestamp | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, int | str):
        return value
    raise TypeError(f"a result cannot hold a {type(value).__name__}")


def dump_json(path: Path, value: Any) -> None:
    """Write a value as JSON: sorted keys, UTF-8, the same bytes for the same value.

    Parameters
    ----------
    path
        File to write.
    value
        Anything that `to_plain` takes.
    """
    text = json.dumps(to_plain(value), ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


class Results:
    """Collects what one notebook finds and writes it when the notebook reaches its end.

    Parameters
    ----------
    notebook
        Name of the notebook, for example ``"010_transactions"``.
    store
        Folder shared by the notebooks of a run; ``""`` keeps the findings in memory only.

    Examples
    --------
    >>> results = Results("010_transactions", store="")
    >>> results.put(customers={"count": 3})
    >>> results.numbers["customers"]["count"]
    3
    >>> results.finish()
    """

    def __init__(self, notebook: str, store: str | Path = "") -> None:
        self.notebook = notebook
        self.store = Path(store) if store else None
        self.numbers: dict[str, Any] = {}
        self.tables: dict[str, pd.DataFrame] = {}

    def put(self, **findings: Any) -> None:
        """Keep numbers under a name; each name belongs to one notebook.

        Parameters
        ----------
        findings
            Name and value; anything that `to_plain` takes.
        """
        self.numbers |= {name: to_plain(value) for name, value in findings.items()}

    def put_table(self, **frames: pd.DataFrame) -> None:
        """Keep tables that the report or the sheet needs whole.

        Parameters
        ----------
        frames
            Name and table.
        """
        self.tables |= frames

    def finish(self) -> None:
        """Write everything; the last line of every notebook, and the proof that it was reached."""
        if self.store is None:
            return
        ours = self.store / self.notebook
        ours.mkdir(parents=True, exist_ok=True)
        for name, frame in self.tables.items():
            frame.to_parquet(ours / f"{name}.parquet")
        dump_json(ours / NUMBERS, self.numbers)


class StoredResults:
    """Reads what the notebooks of a run have found.

    Parameters
    ----------
    store
        The folder that they were given.

    Raises
    ------
    RunError
        ``E_NO_RESULTS`` if there is nothing, or if two notebooks claim the same name.
    """

    def __init__(self, store: str | Path) -> None:
        self.store = Path(store)
        files = sorted(self.store.glob(f"*/{NUMBERS}"))
        if not files:
            raise RunError(
                "E_NO_RESULTS",
                f"no results in {str(store)!r}",
                "run the analysis notebooks first: clv report does, with its own folder",
            )
        self.numbers: dict[str, Any] = {}
        for file in files:
            found = json.loads(file.read_text(encoding="utf-8"))
            if twice := self.numbers.keys() & found.keys():
                raise _twice(sorted(twice))
            self.numbers |= found

    def table(self, name: str) -> pd.DataFrame:
        """Read a table.

        Parameters
        ----------
        name
            As it was put.

        Returns
        -------
        pandas.DataFrame
            With the index that it had.
        """
        found = list(self.store.glob(f"*/{name}.parquet"))
        if not found:
            raise _missing("table", name, (file.stem for file in self.store.glob("*/*.parquet")))
        if len(found) > 1:
            raise _twice([name])
        return pd.read_parquet(found[0])

    def number(self, name: str) -> Any:
        """Read a finding.

        Parameters
        ----------
        name
            As it was put.

        Returns
        -------
        Any
            What JSON knows.
        """
        if name not in self.numbers:
            raise _missing("finding", name, self.numbers)
        return self.numbers[name]


def kept_table(store: str | Path, name: str) -> pd.DataFrame | None:
    """Return a table that an earlier notebook of this run has left, to be computed once only.

    Parameters
    ----------
    store
        As for `Results`.
    name
        As it was put.

    Returns
    -------
    pandas.DataFrame or None
        None where the notebook runs alone.

    Examples
    --------
    >>> kept_table("", "labels") is None
    True
    """
    found = sorted(Path(store).glob(f"*/{name}.parquet")) if store else []
    return pd.read_parquet(found[0]) if found else None


def _missing(kind: str, name: str, there: Iterable[str]) -> RunError:
    near = get_close_matches(name, sorted(there), n=1)
    remedy = f"did you mean {near[0]}, or let one put it there" if near else "let one put it there"
    return RunError("E_NO_RESULTS", f"no notebook left the {kind} {name!r}", remedy)


def _twice(names: list[str]) -> RunError:
    return RunError(
        "E_NO_RESULTS",
        f"{names} stands in two notebooks' results",
        "let each name belong to one notebook",
    )


@dataclass(frozen=True)
class EarlierRun:
    """What an earlier good run of the same report has left.

    Parameters
    ----------
    as_of
        The day from which it spoke.
    folder
        With ``results.json`` and ``customers.parquet``.
    """

    as_of: date
    folder: Path

    @property
    def numbers(self) -> dict[str, Any]:
        """Its results, as they were published."""
        return dict(json.loads((self.folder / "results.json").read_text(encoding="utf-8")))

    def customers(self) -> pd.DataFrame:
        """Return its customers, indexed by customer_id."""
        return pd.read_parquet(self.folder / "customers.parquet")


def earlier_runs(folder: str | Path) -> list[EarlierRun]:
    """List the earlier good runs that a run was given.

    Parameters
    ----------
    folder
        With a folder for each, named by its as_of; ``""`` where there is none.

    Returns
    -------
    list of EarlierRun
        Oldest first; empty for a first run.

    Examples
    --------
    >>> earlier_runs("")
    []
    """
    places = sorted(Path(folder).glob("*/results.json")) if folder else []
    return [EarlierRun(date.fromisoformat(place.parent.name), place.parent) for place in places]
