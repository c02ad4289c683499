"""Where the notebooks and the catalogue lie, and where reports go."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from clv.errors import InputError

__all__ = ["Project", "find_project"]


@dataclass(frozen=True)
class Project:
    """A folder with ``notebooks/`` and ``reports/catalogue.yml``.

    Parameters
    ----------
    root
        That folder.
    """

    root: Path

    @property
    def catalogue(self) -> Path:
        """The catalogue of reports."""
        return self.root / "reports" / "catalogue.yml"

    def notebook(self, name: str) -> Path:
        """Return a notebook's path.

        Parameters
        ----------
        name
            Its path under ``notebooks/``, without the ending.

        Returns
        -------
        pathlib.Path
            An existing file inside the project.

        Raises
        ------
        InputError
            ``E_NOTEBOOK`` if there is none.
        """
        folder = (self.root / "notebooks").resolve()
        path = (folder / f"{name}.ipynb").resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise InputError(
                "E_NOTEBOOK", f"no notebook {name!r} in {folder}", "mend the catalogue's entry"
            )
        return path


def find_project(start: Path) -> Project:
    """Find the project that a folder belongs to, or the copy that the package carries.

    Parameters
    ----------
    start
        Folder to look from, upwards.

    Returns
    -------
    Project
        The nearest checkout; outside of any, the notebooks installed with the package, so that an
        installed ``clv`` makes reports anywhere.

    Raises
    ------
    InputError
        ``E_PROJECT`` if there is neither.
    """
    package = Path(str(files("clv")))
    here = start.resolve()
    for root in (here, *here.parents, package / "project", package.parents[1]):
        project = Project(root)
        if project.catalogue.is_file() and (root / "notebooks").is_dir():
            return project
    raise InputError(
        "E_PROJECT",
        "no notebooks/ with reports/catalogue.yml, neither here nor in the package",
        "install clv again, or run it inside a checkout",
    )
