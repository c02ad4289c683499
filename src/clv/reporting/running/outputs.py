"""What a run publishes beside its notebooks: results, page, sheet, Parquet, mail, PDF, manifest."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from clv.errors import RunError
from clv.language import speaking
from clv.reporting.drift import Drift
from clv.reporting.pages.mail import write_mail
from clv.reporting.pages.page import write_page
from clv.reporting.pages.pdf import write_pdf
from clv.reporting.results import StoredResults, dump_json
from clv.reporting.running.keys import VERSIONS, file_digest, versions
from clv.reporting.running.plan import Run
from clv.reporting.running.tables import small_tables
from clv.reporting.sheet import split_sheets, verify_sheet, write_sheet
from clv.transactions import Transactions

__all__ = ["header_of", "manifest", "write_outputs"]


def header_of(run: Run, log: Transactions, drift: Drift) -> dict[str, Any]:
    """Return what the page, the results and the manifest begin with.

    Parameters
    ----------
    run
        What is made.
    log
        Its transactions.
    drift
        As judged.

    Returns
    -------
    dict of str to Any
        What JSON knows; ``schema`` is the version of this form.
    """
    split = run.split(log)
    return {
        "schema": 2,
        "report": run.report.name,
        "title": run.report.title,
        "language": run.language,
        "as_of": split.as_of,
        "cut": split.cut,
        "horizon": str(split.horizon),
        "horizon_words": split.horizon.words,
        "parameters": run.told_parameters,
        "outputs": list(run.outputs),
        "drift": drift.payload,
    }


def write_outputs(run: Run, header: Mapping[str, Any], scratch: Path) -> dict[str, Any]:
    """Write everything but the manifest, and look at the sheet once more with other eyes.

    Parameters
    ----------
    run
        What is made.
    header
        As `header_of` returned it.
    scratch
        Folder of the run, with ``notebooks`` and ``results``.

    Returns
    -------
    dict of str to Any
        The merged numbers of all notebooks.

    Raises
    ------
    RunError
        ``E_NO_RESULTS`` without a headline or a table, ``E_OUTPUT_KIND``, ``E_SHEET``,
        ``E_CHROMIUM``.
    """
    stored, stem = StoredResults(scratch / "results"), run.report.stages[-1].stem
    numbers = {"headline": stored.number("headline")} | stored.numbers
    tables = {"tables": small_tables(scratch / "results")}
    dump_json(scratch / "results.json", {**header, **numbers, **tables})
    write_page(scratch / "notebooks" / f"{stem}.ipynb", header, scratch / "report.html")
    customers = _readable(run, stored.table("customers"))
    if "sheet" in run.outputs:
        _write_sheet(run, stored, scratch / "customers.xlsx")
    if "parquet" in run.outputs:
        customers.to_parquet(scratch / "customers.parquet")
    if "pdf" in run.outputs:
        write_pdf(scratch / "report.html", scratch / "report.pdf")
    if "mail" in run.outputs:
        write_mail(header, numbers, scratch)
    return numbers


def _write_sheet(run: Run, stored: StoredResults, path: Path) -> None:
    with speaking(run.language):
        whole = split_sheets(run.report.sheets, stored)
        sheets = [(title, _readable(run, frame)) for title, frame in whole]
        for notice in write_sheet(path, sheets, run.parameters["as_of"]):
            run.say(str(notice))
        verify_sheet(path, sheets)


def _readable(run: Run, frame: pd.DataFrame) -> pd.DataFrame:
    """The table as its readers may see it."""
    if run.report.customer_ids != "hashed":
        return frame
    from clv.reporting.privacy import hash_ids

    return hash_ids(frame, os.environ[run.report.ids_key])


def manifest(
    run: Run,
    log: Transactions,
    header: Mapping[str, Any],
    scratch: Path,
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """Tie what is published to what it was made from; nothing in it differs between equal runs.

    Parameters
    ----------
    run
        What is made.
    log
        Its transactions.
    header
        As `header_of` returned it.
    scratch
        Folder of the run; every file in it is published.
    facts
        ``status``, ``headline``, ``stages`` (their keys), ``previous``.

    Returns
    -------
    dict of str to Any
        The header, the facts, and the digests of what went in and came out.

    Raises
    ------
    RunError
        ``E_OUTPUT`` where a file bears a name that no manifest has.
    """
    files = {
        path.relative_to(scratch).as_posix(): file_digest(path)
        for path in sorted(scratch.rglob("*"))
        if path.is_file()
    }
    if "manifest.json" in files:
        raise RunError("E_OUTPUT", "a file called manifest.json is there already", "rename it")
    return {
        **header,
        **facts,
        "log": {"source": log.source, "digest": log.digest},
        "reading": run.reading,
        "python": versions()["python"],
        "versions": {name: versions()[name] for name in VERSIONS},
        "notebooks": {
            name: file_digest(run.project.notebook(name)) for name in run.report.notebooks
        },
        "files": files,
    }
