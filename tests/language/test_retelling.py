"""A finished English sentence is said again as a whole, with its numbers, or stays as it is."""

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.actions import _why
from clv.churn.reasons._words import DAYS, WORDS
from clv.language import lexicon, speaking
from clv.language.retelling import retell
from clv.rules import STATES, Text, _sentences

SENTENCES = lexicon("zh", "sentences")
NUMBERS = st.one_of(st.integers(0, 10**9), st.floats(0, 1e9)).map(lambda value: f"{value:,.4g}")


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "Silent for 31 days; usually buys about every 1 day.",
            "已沉寂31天；通常约每1天购买一次。",
        ),
        (
            "contribution 1,344.87 reaches the cut at 17.85 but stability cannot be judged yet "
            "(counted as low)",
            "贡献度1,344.87，达到界值17.85；但稳定度尚无法判断（按低计）",
        ),
        (
            "Contribution -3.20 is below the cut at 17.85 and stability 0.0% is below the cut at "
            "14.3%; days since the last purchase: 292; probability of no purchase in the horizon: "
            "83%; uncertain: the probability of this cell is only 45%.",
            "贡献度-3.20，低于界值17.85；稳定度0.0%，低于界值14.3%；距末次购买的天数：292；"
            "预测期内不购买的概率：83%；归类不确定：属于该分类单元的概率只有45%。",
        ),
        ("too little history", "历史不足"),
        (
            "set aside: a date before 1970-01-02 or after 2100",
            "剔除：日期早于1970-01-02或晚于2100年",
        ),
    ],
)
def test_a_sentence_is_said_again_with_its_numbers(english: str, chinese: str) -> None:
    with speaking("zh"):
        assert retell(english) == chinese
    assert retell(english) == english


@pytest.mark.parametrize(
    "text",
    [
        "Serve them first and plan with them",
        "Silent for a while; usually buys about every 8 days.",
        "contribution 3 reaches the cut at {0}",
        "{0} days",
        "}",
        "",
    ],
)
def test_what_cannot_be_said_as_a_whole_stays_as_it_is(text: str) -> None:
    with speaking("zh"):
        assert retell(text) == text


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_up(text: str) -> None:
    with speaking("zh"):
        assert isinstance(retell(text), str)


@pytest.mark.parametrize("kind", WORDS)
@given(days=st.lists(st.integers(0, 10_000), min_size=3, max_size=3), n=st.integers(1, 999))
def test_every_reason_of_a_risk_is_known(kind: str, days: list[int], n: int) -> None:
    one, many = DAYS["en"]
    spans = [(one if day == 1 else many).format(day) for day in days]
    made = dict(zip(("silent", "gap", "tenure"), spans, strict=True))
    with speaking("zh"):
        told = retell(WORDS[kind][0].format(**made, n=n))
    assert not any("a" <= letter <= "z" for letter in told)
    known = fields(WORDS[kind][0])
    shown = [str(day) for name, day in zip(made, days, strict=True) if name in known]
    assert all(day in told for day in shown)


@pytest.mark.parametrize("module", [_sentences, _why])
def test_every_part_of_a_reason_for_a_label_stands_among_the_sentences(module: object) -> None:
    own = ("IN_CELL", "APART", "_STOP")  # not in any table; the full stop of a whole sentence
    parts = [v.en for k, v in vars(module).items() if isinstance(v, Text) and k not in own]
    whole = " ".join(SENTENCES)
    literal = [text for part in parts for text, *_ in Formatter().parse(part)]
    assert [text for text in literal if text.strip(" %;") and text.strip(" %;") not in whole] == []


def test_the_states_are_among_the_sentences() -> None:
    assert {state.en: state.zh for state in STATES.values()}.items() <= SENTENCES.items()


@pytest.mark.parametrize("english", SENTENCES)
def test_both_languages_have_the_same_places(english: str) -> None:
    assert fields(english) == fields(SENTENCES[english])
