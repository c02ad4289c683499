"""What is checked before the first kernel starts, so that nobody waits for what cannot end well."""

import os
import shutil
import sys
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from clv.errors import RunError
from clv.reporting.publishing.place import foreign

__all__ = ["check_kernel", "check_place"]

_MEGABYTE = 1_000_000


def check_kernel() -> None:
    """Refuse a kernel that would run another Python than the one this package is installed in.

    Raises
    ------
    RunError
        ``E_KERNEL``.
    """
    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        raise RunError(
            "E_KERNEL", "there is no Jupyter kernel python3", "install ipykernel beside clv"
        ) from None
    named = Path(spec.argv[0])
    ours = named == Path(sys.executable) if named.is_absolute() else named.name.startswith("python")
    if not ours:
        raise RunError(
            "E_KERNEL",
            f"the Jupyter kernel python3 runs {named}, not {sys.executable}",
            "run it from the project's own environment, or remove that kernel",
        )


def check_place(place: Path, disk_mb: float) -> None:
    """Refuse a place where the run could not be published.

    Parameters
    ----------
    place
        ``<home>/<as_of>``, where the report is to appear; its parent is there.
    disk_mb
        Megabytes that must be free.

    Raises
    ------
    RunError
        ``E_OUTPUT`` where the folder cannot be written or something else stands in the place,
        ``E_DISK`` where there is too little room.
    """
    home, remedy = place.parent, "move it away, or choose another --output"
    if foreign(place):
        kind = "folder" if place.is_dir() else "file"
        raise RunError("E_OUTPUT", f"{place} is a {kind} that no run has made", remedy)
    for folder in (home / ".runs", home / ".failed", home / ".held"):
        if foreign(folder) and not folder.is_dir():
            raise RunError("E_OUTPUT", f"{folder} is a file", remedy)
    if not os.access(home, os.W_OK | os.X_OK):
        raise RunError("E_OUTPUT", f"cannot write to {home}", "choose another --output")
    free = shutil.disk_usage(home).free / _MEGABYTE
    if free < disk_mb:
        raise RunError(
            "E_DISK",
            f"{free:,.0f} MB are free where {home.name} is kept, and a run needs {disk_mb:,.0f}",
            "make room, or lower disk_mb in the catalogue",
        )
