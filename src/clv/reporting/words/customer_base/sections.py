"""The words of the customer base report: sentences and tables computed from its results."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from clv.evaluation import CLAIMS, VERDICTS
from clv.language import language, say
from clv.periods import parse_duration
from clv.reporting.blocks import Reading, Table
from clv.reporting.words.common.counts import customers, whole
from clv.reporting.words.common.figures import length_words, listed, money, sentences
from clv.reporting.words.common.written import written_table

__all__ = [
    "advice",
    "churn_in_words",
    "claims_in_words",
    "doubt_in_words",
    "forecast_in_words",
    "forecast_table",
    "open_claims",
    "reference_in_words",
    "risks_told",
]

_TOTALS = {
    "purchases": "purchases",
    "spend": "money",
    "active_customers": "customers who buy",
}


def advice(names: pd.DataFrame) -> pd.DataFrame:
    """Lay out the strategies of a rule system.

    Parameters
    ----------
    names
        Indexed by cell: name, strategy and summary, as `cell_names` takes them.

    Returns
    -------
    pandas.DataFrame
        cell (key and name), strategy and what to do.
    """
    return pd.DataFrame(
        {
            "cell": names.index + " " + names["name"],
            "strategy": names["strategy"],
            "what to do": names["summary"],
        }
    ).reset_index(drop=True)


def forecast_table(found: Mapping[str, Any], caption: str) -> Table:
    """Set the forecast of one horizon ago, what came, and the forecast of today side by side.

    Parameters
    ----------
    found
        Results of the run: forecast.
    caption
        What the table shows.

    Returns
    -------
    Table
        A row a total, named in the language spoken: expected then, came, expected now, lower and
        upper (95%); money with the digits that its size calls for, the others whole.
    """
    then, now = found["forecast"]["at_cut"], found["forecast"]["at_as_of"]
    rows = {
        say(word): {
            "expected then": told(then[name]["expected"]),
            "came": told(then[name]["actual"]),
            "expected now": told(now[name]["mean"]),
            "lower": told(now[name]["lower"]),
            "upper": told(now[name]["upper"]),
        }
        for name, word in _TOTALS.items()
        for told in (money if name == "spend" else whole,)
    }
    return written_table(pd.DataFrame.from_dict(rows, orient="index").rename_axis("total"), caption)


def forecast_in_words(found: Mapping[str, Any]) -> Reading:
    """Say whether what happened lay inside the intervals of the earlier forecast.

    Parameters
    ----------
    found
        Results of the run: forecast.

    Returns
    -------
    Reading
        One paragraph.
    """
    totals = found["forecast"]["at_cut"]
    missed = [say(word) for name, word in _TOTALS.items() if not totals[name]["inside"]]
    if not missed:
        return Reading(say("What happened lies inside the intervals of all three totals."))
    return Reading(
        say(
            "What happened lies outside the 95% interval for {missed}. The intervals hold chance "
            "and the doubt about the parameters; what lies outside says that the model itself is "
            "somewhat wrong for these customers, and may be so again.",
            missed=listed(missed),
        )
    )


def churn_in_words(found: Mapping[str, Any], horizon: str) -> Reading:
    """Say in plain words how many will stay away, and what the risks are good for.

    Parameters
    ----------
    found
        Results of the run: churn, forecast.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Reading
        One paragraph.
    """
    churn, length = found["churn"], length_words(parse_duration(horizon))
    ahead, ages = churn["as_of"], churn["as_of"]["mean_age_weeks"]
    model = found["forecast"]["at_as_of"]["active_customers"]["mean"]
    seen = say(
        "Of those known one horizon ago {share:.0%} did not buy in the {length} after.",
        share=churn["base_rate"], length=length,
    )  # fmt: skip
    next_time = say(
        "Expected to buy in the next {length}: {learned} by what was learned, {model} by the "
        "purchase model.",
        length=length, learned=customers(round(ahead["expected_buyers"])),
        model=customers(round(model)),
    )  # fmt: skip
    use = say(
        "Count with the second: what was learned comes from customers of {learned:.0f} weeks, and "
        "today's are {scored:.0f} weeks old.",
        learned=ages["learned"], scored=ages["scored"],
    )  # fmt: skip
    return Reading(sentences(seen, next_time, use, _which_ranks(churn["scores"])))


def _which_ranks(scores: Iterable[Mapping[str, Any]]) -> str:
    """Say whether the learned order told more at the cut than that of the purchase model."""
    told = {row["competitor"]: row["value"] for row in scores if row["metric"] == "roc_auc"}
    learned, model = told.get("hybrid"), told.get("purchase model")
    if learned is None or model is None:
        return ""
    pair = {"learned": learned, "model": model}
    if learned > model:
        return say(
            "Rank customers by the first, which put them in the better order at the cut (ROC AUC "
            "{learned:.3f} against {model:.3f}).",
            **pair,
        )
    return say(
        "At the cut the first put customers in no better order (ROC AUC {learned:.3f} against "
        "{model:.3f}): rely little on small differences of churn probability.",
        **pair,
    )


def claims_in_words(claims: pd.DataFrame) -> Reading:
    """Say how many of the sources' claims hold.

    Parameters
    ----------
    claims
        One row a claim: verdict, in English.

    Returns
    -------
    Reading
        One sentence.
    """
    count = claims["verdict"].value_counts()
    held, failed, settled, untested = (int(count.get(VERDICTS[key].en, 0)) for key in VERDICTS)
    return Reading(
        say(
            "Claims that this log can test: {tested} (holding: {held}, failing: {failed}, not "
            "settled: {open}); that it cannot test: {untested}.",
            tested=len(claims) - untested, held=held, failed=failed, open=settled,
            untested=untested,
        )
    )  # fmt: skip


def open_claims(claims: pd.DataFrame) -> pd.DataFrame:
    """Take the claims that a manager should not build upon, in the language spoken.

    Parameters
    ----------
    claims
        One row a claim: system, claim and verdict, in English.

    Returns
    -------
    pandas.DataFrame
        Those that fail or are not settled: system, claim, verdict.
    """
    texts = [*(claim.words for claim in CLAIMS), *VERDICTS.values()]
    words = {text.en: text.to(language()) for text in texts}
    doubtful = claims["verdict"].isin([VERDICTS["fails"].en, VERDICTS["open"].en])
    kept = claims.loc[doubtful, ["system", "claim", "verdict"]].sort_values(
        "verdict", kind="stable"
    )
    return kept.replace({"claim": words, "verdict": words}).reset_index(drop=True)


def doubt_in_words(found: Mapping[str, Any]) -> Reading:
    """Say how sure the labels are, and how far the money is in few hands.

    Parameters
    ----------
    found
        Results of the run: customers, quadrants, top_fifth.

    Returns
    -------
    Reading
        One paragraph.
    """
    flips, count = found["quadrants"]["coin_flips"], found["customers"]["count"]
    top = found["top_fifth"]
    return Reading(
        sentences(
            say(
                "Which label they will have one horizon from now is open for {flips:,} of "
                "{count:,} customers: none of the four has a probability of .6 or more.",
                flips=flips, count=count,
            ),
            say(
                "The best fifth by past spend held {past} of the money before the cut and "
                "{future} of the money after it.",
                past=_percent(top["past"]), future=_percent(top["future"]),
            ),
        )
    )  # fmt: skip


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def risks_told(found: Mapping[str, Any]) -> pd.DataFrame:
    """Take the calibration of the best churn model and of the purchase model.

    Parameters
    ----------
    found
        Results of the run: churn.

    Returns
    -------
    pandas.DataFrame
        What `clv.plots.reliability` draws, the best first, named in the language spoken.
    """
    best = dict.fromkeys([found["churn"]["verdict"]["winner"], "purchase model"])
    rows = found["churn"]["calibration"]
    told = [
        row | {"competitor": say(name)}
        for name in best
        for row in rows
        if row["competitor"] == name
    ]
    return pd.DataFrame(told)


def reference_in_words(reference: pd.DataFrame) -> str:
    """Say how far the parameters lie from those of another library on the same data.

    Parameters
    ----------
    reference
        relative_gap, a row a parameter.

    Returns
    -------
    str
        One sentence.
    """
    gap = reference["relative_gap"].abs().max()
    if pd.isna(gap):
        return say("The parameters could not be compared with those of the library lifetimes.")
    return say(
        "The models' parameters agree with those of the library lifetimes within {gap:.0e} of "
        "their size.",
        gap=gap,
    )
