"""Where one stage is made, or taken from what was kept.

A stage works in a folder of its own, where it finds the results of the stages that it is declared
to come after and no others: what it could read is what its key says.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from clv.errors import RunError
from clv.reporting.catalogue import Stage
from clv.reporting.results import NUMBERS, dump_json
from clv.reporting.running.kept import Kept
from clv.reporting.running.kernels import declared, execute, mask_notebook
from clv.reporting.running.keys import stage_key
from clv.reporting.running.secrets import Secrets
from clv.reporting.running.watch import Watch

__all__ = ["Workshop"]

_NOTEBOOK = "notebook.ipynb"


@dataclass(frozen=True)
class Workshop:
    """Where and with what the stages of one run are made.

    Parameters
    ----------
    scratch
        Folder of the run, with ``log``, ``earlier`` and ``files``; ``results`` and ``notebooks``
        are added here.
    source
        Finds a notebook by its name.
    parameters
        All that a notebook may declare, as it takes them.
    given
        Digests: of the ``log``, by as_of of the ``earlier`` runs, by parameter of the ``files``.
    kept
        Stages made before.
    watch
        Over the kernels.
    secrets
        Masked in what a stage leaves.
    secret_names
        Parameters that lead to secrets: a stage that takes one is always made anew.
    fresh
        Whether all are made anew.
    keys
        Of the stages made so far, by stem.
    seconds
        Of the stages that were not reused, by stem.
    """

    scratch: Path
    source: Callable[[str], Path]
    parameters: Mapping[str, Any]
    given: Mapping[str, Any]
    kept: Kept
    watch: Watch
    secrets: Secrets = field(default_factory=Secrets)
    secret_names: frozenset[str] = frozenset()
    fresh: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def make(self, stage: Stage, beside: Mapping[str, str] | None = None) -> str:
        """Make a stage, or take what was kept of it.

        Parameters
        ----------
        stage
            All that it comes after is made.
        beside
            Digests of results that no stage has made, by their folder.

        Returns
        -------
        str
            A line for whoever watches.

        Raises
        ------
        RunError
            If its notebook stops, or the run has taken too long or too much.
        """
        self.watch.check()
        source, start = self.source(stage.notebook), time.monotonic()
        names, beside = declared(source), beside or {}
        passed = {name: value for name, value in self.parameters.items() if name in names}
        key = stage_key(source, passed, self._given(stage, names) | {"beside": beside})
        private = bool(names & self.secret_names)
        files = None if self.fresh or private else self.kept.find(key)
        reused = files is not None
        if files is None:
            self._execute(source, passed, (*stage.after, *beside))
            files = self._collect(stage.stem)
            if not private:
                self.kept.put(key, files)
        self._lay(stage.stem, files)
        self.keys[stage.stem] = key
        if reused:
            return f"{stage.stem}: reused"
        self.seconds[stage.stem] = round(time.monotonic() - start, 1)
        return f"{stage.stem}: {self.seconds[stage.stem]:.1f} s"

    def _given(self, stage: Stage, names: frozenset[str]) -> dict[str, Any]:
        found = {"log": self.given["log"], "after": {s: self.keys[s] for s in stage.after}}
        earlier = self.given["earlier"] if names & {"earlier", "since"} else {}
        files = {name: sha for name, sha in self.given["files"].items() if name in names}
        return found | {"earlier": earlier, "files": files}

    def _execute(self, source: Path, passed: Mapping[str, Any], reads: tuple[str, ...]) -> None:
        stem = source.stem
        folder = self.scratch / "work" / stem
        (folder / "results").mkdir(parents=True)
        for name in ("log", "earlier", "files"):
            (folder / name).symlink_to(Path("..", "..", name))
        for name in reads:
            (folder / "results" / name).symlink_to(Path("..", "..", "..", "results", name))
        target = self.scratch / "notebooks" / f"{stem}.ipynb"
        target.parent.mkdir(exist_ok=True)
        self.watch.running.add(stem)
        try:
            execute(source, target, passed, folder, f"{self.watch.mark}:{stem}")
        except RunError:
            self.watch.check()  # a kernel that the watch has ended did not stop by itself
            raise
        finally:
            self.watch.running.discard(stem)

    def _collect(self, stem: str) -> dict[str, bytes]:
        """Mask secrets in what a notebook has left, and take it."""
        ours = self.scratch / "work" / stem / "results" / stem
        notebook = self.scratch / "notebooks" / f"{stem}.ipynb"
        if self.secrets.values:
            mask_notebook(notebook, self.secrets)
            dump_json(ours / NUMBERS, self.secrets.tree(json.loads((ours / NUMBERS).read_text())))
            for table in ours.glob("*.parquet"):
                self.secrets.check_table(table.stem, pd.read_parquet(table))
        files = {path.name: path.read_bytes() for path in sorted(ours.iterdir())}
        return files | {_NOTEBOOK: notebook.read_bytes()}

    def _lay(self, stem: str, files: Mapping[str, bytes]) -> None:
        """Write what a stage has left, the same way whether it was made or reused."""
        ours, notebooks = self.scratch / "results" / stem, self.scratch / "notebooks"
        for folder in (ours, notebooks):
            folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = notebooks / f"{stem}.ipynb" if name == _NOTEBOOK else ours / name
            path.write_bytes(content)
