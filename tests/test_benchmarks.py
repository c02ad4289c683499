"""The benchmarks run at any size, each as ``python -m benchmarks``."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
ROWS = 20_000


def measure(subject: str, folder: Path, *options: str) -> pd.DataFrame:
    """The table of a subject for small logs, which are kept in the folder."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks", subject, f"--rows={ROWS}"]
    done = subprocess.run(
        [*command, "--repeats=1", f"--folder={folder}", f"--results={folder}", *options],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "CLV_PEER_PYTHON"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return pd.read_csv(folder / f"{subject}.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


@pytest.fixture(scope="module")
def measured(folder: Path) -> pd.DataFrame:
    return measure("transactions", folder)


@pytest.fixture(scope="module")
def agreed(folder: Path) -> pd.DataFrame:
    return measure("agreement", folder)


@pytest.mark.slow
def test_each_measurement_has_its_time_and_memory_but_for_the_peer_that_is_absent(
    measured: pd.DataFrame,
) -> None:
    assert set(measured["by"]) == {"clv", "lifetimes", "pymc"}
    absent = measured["by"] == "pymc"
    assert measured.loc[absent, "remark"].tolist() == ["not measured: give --peer-python"]
    figures = measured.loc[~absent, ["seconds", "peak_mb", "customers", "threads", "machine"]]
    assert len(figures) == 6
    assert figures.notna().all(axis=None)
    assert (figures["peak_mb"] > measured.loc[~absent, "of_which_imports_mb"]).all()


@pytest.mark.slow
def test_both_summaries_have_the_same_customers(measured: pd.DataFrame) -> None:
    summaries = measured[measured["measurement"] == "summary"]
    assert summaries["by"].tolist() == ["lifetimes", "clv"]
    assert summaries["customers"].nunique() == 1


@pytest.mark.slow
def test_a_failing_run_is_reported_with_its_words(folder: Path) -> None:
    table = measure("transactions", folder, "--only=pymc_split", f"--peer-python={sys.executable}")
    assert table["remark"].item() == "ModuleNotFoundError: No module named 'pymc_marketing'"


@pytest.mark.slow
def test_summaries_agree_with_lifetimes_by_day_and_by_calendar_week(agreed: pd.DataFrame) -> None:
    alike = agreed[(agreed["log"] != "returns") & (agreed["unit"] == agreed["grain"])]
    counts = alike[alike["column"] != "monetary_value"]
    assert len(counts) == 9
    assert (counts["equal"] == counts["clv_customers"]).all()
    assert (counts["equal"] == counts["lifetimes_customers"]).all()
    assert alike["largest_difference"].max() < 1e-12


@pytest.mark.slow
def test_a_mean_is_off_by_one_unit_in_the_last_place_at_most(agreed: pd.DataFrame) -> None:
    assert agreed["clv_last_places"].max() <= 1
    assert agreed["clv_nearest"].sum() > agreed["lifetimes_nearest"].sum()


@pytest.mark.slow
def test_a_generated_log_is_the_same_again_and_in_order_of_time(
    folder: Path, agreed: pd.DataFrame, tmp_path: Path
) -> None:
    code = f"from benchmarks.logs import write_log; write_log(Path({str(tmp_path)!r}), {ROWS})"
    subprocess.run(
        [sys.executable, "-c", f"from pathlib import Path; {code}"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    log = pq.read_table(tmp_path / f"log-{ROWS}.parquet").to_pandas()
    pd.testing.assert_frame_equal(log, pd.read_parquet(folder / f"log-{ROWS}.parquet"))
    assert len(log) == ROWS
    assert log["bought_at"].is_monotonic_increasing
    assert log["customer"].str.fullmatch(r"C\d{8}").all()
    assert ROWS / 12 < log["customer"].nunique() < ROWS / 8
    assert len(agreed) > 0


@pytest.mark.slow
def test_no_fit_of_lifetimes_reaches_a_higher_likelihood(folder: Path) -> None:
    fits = measure("fits", folder)
    assert set(fits["data"]) == {"cdnow_sample", "cdnow", "donations"}
    assert set(fits["model"]) == {"bg_nbd", "mbg_nbd", "pareto_nbd", "gamma_gamma", "bg_bb"}
    assert (fits["clv_loglik"] >= fits["lifetimes_loglik"] - 1e-5).all()
    assert (fits[["clv_ms", "lifetimes_ms"]] > 0).all(axis=None)


@pytest.mark.slow
def test_every_churn_model_and_learned_grouping_is_timed(folder: Path) -> None:
    steps = measure("learned", folder).set_index("step")
    churn, segments = (steps.filter(like=f"{kind}: ", axis=0) for kind in ("churn", "segments"))
    assert (len(churn), len(segments)) == (8, 6)
    assert (steps["customers"] == ROWS).all()
    took = steps["seconds"]
    assert took.loc["churn in all"] >= churn["seconds"].sum()
    assert took.loc["segments in all"] >= segments["seconds"].sum()
