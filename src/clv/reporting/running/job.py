"""One run from the log to what is published: lay out, make the stages, judge, write, publish."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from tqdm import tqdm

from clv.language import speaking
from clv.reporting.catalogue import for_notebook
from clv.reporting.drift import Drift, judge_drift
from clv.reporting.publishing import (
    forget,
    keep_held,
    publish,
    release,
    scratch_folder,
)
from clv.reporting.results import NUMBERS, StoredResults, dump_json, earlier_runs
from clv.reporting.running.earlier import lay_earlier
from clv.reporting.running.kept import Kept
from clv.reporting.running.keys import digest_of, file_digest, log_facts
from clv.reporting.running.outputs import header_of, manifest, write_outputs
from clv.reporting.running.plan import Outcome, Run
from clv.reporting.running.preflight import check_place
from clv.reporting.running.recording import Record, mend_journal, seconds_before
from clv.reporting.running.stages import make_stages
from clv.reporting.running.stops import Stops
from clv.reporting.running.workshop import Workshop
from clv.transactions import Transactions, save_log

__all__ = ["Job"]

_NOT_PUBLISHED = ("log", "earlier", "files", "work", "results")


class Job:
    """Makes one run, from the log to what is published; call `make` with the lock held.

    Parameters
    ----------
    run
        What is made.
    log
        The transactions, read once for all notebooks.
    kept
        Stages made before.
    record
        Of how it ends.
    stops
        Signals, which wait while it is published.
    """

    def __init__(
        self, run: Run, log: Transactions, kept: Kept, record: Record, stops: Stops
    ) -> None:
        self.run, self.log, self.kept, self.record, self.stops = run, log, kept, record, stops

    def make(self) -> Outcome:
        """Make it, and record how it ended; who calls it records what stops it.

        Returns
        -------
        Outcome
            Where it is, and what it took.

        Raises
        ------
        ClvError
            If anything stops it.
        """
        self.scratch = scratch_folder(self.run.home).resolve()
        check_place(self.run.home / str(self.run.as_of), self.run.report.limits.disk_mb)
        mend_journal(self.run.home)
        self._lay_out()
        drift = self._make_stages()
        facts = self._write(drift)
        self.record.watch.check()
        self.stops.hold()
        return self._publish(drift, facts)

    def _lay_out(self) -> None:
        """Put what notebooks read where they find it, and open the workshop."""
        run, log, scratch = self.run, self.log, self.scratch
        save_log(log, scratch / "log")
        (scratch / "files").mkdir()
        files = {name: f"files/{name}{path.suffix}" for name, path in run.files.items()}
        for name, path in run.files.items():
            shutil.copyfile(path, scratch / files[name])
        alike = {
            "as_of": run.as_of,
            "source": log.source,
            "horizon": str(run.parameters["horizon"]),
        }
        most = run.report.retention.good
        self.earlier = lay_earlier(run.home, scratch / "earlier", alike, most)
        given = {
            "transactions": "log",
            "store": "results",
            "language": run.language,
            "earlier": "earlier" if self.earlier else "",
            "since": max(self.earlier, default=""),
        }
        self.workshop = Workshop(
            scratch=scratch,
            source=run.project.notebook,
            parameters=for_notebook(run.parameters) | files | given,
            given={
                "log": digest_of(log_facts(log)),
                "earlier": self.earlier,
                "files": {name: file_digest(scratch / path) for name, path in files.items()},
            },
            kept=self.kept,
            watch=self.record.watch,
            secrets=self.record.secrets,
            secret_names=frozenset(p.name for p in run.report.parameters if p.type == "secret"),
            fresh=run.fresh,
        )
        self.record.seconds = self.workshop.seconds

    def _make_stages(self) -> Drift:
        """Make the analysis stages, judge what they found, and then the page that shows it.

        What the page finds itself is judged too, as all there is where it is the only notebook.
        """
        *analysis, page = self.run.report.stages
        with self._progress() as tell:
            make_stages(self.workshop, tuple(analysis), seconds_before(self.run.home), tell)
            drift = self._judge()
            tell(self.workshop.make(page, {"drift": digest_of(drift.payload)}))
        return self._judge()

    def _judge(self) -> Drift:
        results = self.scratch / "results"
        put = any(results.glob(f"*/{NUMBERS}"))
        last = earlier_runs(self.scratch / "earlier")
        with speaking(self.run.language):
            numbers = StoredResults(results).numbers if put else {}
            drift = judge_drift(self.run.report, numbers, last[-1] if last else None)
        (results / "drift").mkdir(parents=True, exist_ok=True)
        dump_json(results / "drift" / NUMBERS, {"drift": drift.payload})
        return drift

    @contextmanager
    def _progress(self) -> Iterator[Callable[[str], None]]:
        bar: tqdm[NoReturn] = tqdm(
            total=len(self.run.report.stages),
            desc=self.run.report.name,
            unit="notebook",
            ncols=shutil.get_terminal_size().columns,
            disable=not self.run.bar,
        )

        def tell(line: str) -> None:
            bar.set_postfix_str(line, refresh=False)
            bar.update()
            if not self.run.bar:
                self.run.say(line)

        with bar:
            yield tell

    def _write(self, drift: Drift) -> dict[str, Any]:
        header = self.record.secrets.tree(header_of(self.run, self.log, drift))
        numbers = write_outputs(self.run, header, self.scratch)
        for folder in _NOT_PUBLISHED:
            shutil.rmtree(self.scratch / folder, ignore_errors=True)
        red = drift.colour == "red" and self.run.report.on_red == "hold"
        facts = {
            "status": "held" if red and not self.run.accept else "good",
            "headline": numbers["headline"],
            "stages": self.workshop.keys,
            "previous": [{"as_of": d, "manifest": sha} for d, sha in self.earlier.items()][-1:],
        }
        whole = manifest(self.run, self.log, header, self.scratch, facts)
        dump_json(self.scratch / "manifest.json", self.record.secrets.tree(whole))
        return facts

    def _publish(self, drift: Drift, facts: dict[str, Any]) -> Outcome:
        run, watch, held = self.run, self.record.watch, facts["status"] == "held"
        sha = file_digest(self.scratch / "manifest.json")
        place = (keep_held if held else publish)(self.scratch, run.home, run.as_of)
        if not held:
            release(run.home, run.as_of)
        reused = len(run.report.stages) - len(self.workshop.seconds)
        rang = [alarm for alarm in drift.payload["alarms"] if alarm["colour"] == "red"]
        said = " ".join(alarm["sentence"] for alarm in rang) if held else ""
        code = "E_HELD" if held else ""
        told = {"code": code, "sentence": said, "headline": facts["headline"], "reused": reused}
        self.record.write(facts["status"], manifest=sha, **told)
        self._forget()
        for alarm in drift.unmeasured:
            run.say(f"W_ALARM: {alarm.name} of {run.report.name} cannot ring. {alarm.sentence}")
        stages, most = len(run.report.stages), f", at most {watch.peak_mb:,.0f} MB"
        run.say(
            f"{run.report.name} {run.as_of}: {stages} stage{'' if stages == 1 else 's'} in "
            f"{watch.seconds:.1f} s, {reused} reused{most if watch.peak_mb else ''}"
        )
        return Outcome(place, facts["status"], drift, watch.seconds, reused, watch.peak_mb)

    def _forget(self) -> None:
        try:
            forget(self.run.home, self.run.report.retention, spare=self.run.as_of)
        except OSError as error:
            self.run.say(f"W_RETENTION: what is too old could not be removed ({error.strerror})")
