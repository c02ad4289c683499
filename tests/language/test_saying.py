"""A sentence is said in the language spoken, and English where there is no other word for it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from clv.errors import InputError
from clv.language import LANGUAGES, language, lexicon, say, speaking, use_language


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_language("en")


def test_english_is_spoken_until_told_otherwise() -> None:
    assert language() == "en"
    assert say("{count:,} customers", count=1200) == "1,200 customers"


def test_a_language_is_spoken_from_where_it_is_chosen_on() -> None:
    use_language("zh")
    assert language() == "zh"
    assert say("{n} days", n=12) == "12天"


def test_a_language_spoken_for_a_while_is_put_down_again_even_after_an_error() -> None:
    def stumble() -> None:
        with speaking("zh"), speaking("en"):
            raise ValueError(say("customers"))

    with pytest.raises(ValueError, match="^customers$"):
        stumble()
    assert language() == "en"


def test_what_the_lexicon_lacks_stays_english() -> None:
    with speaking("zh"):
        assert say("{n} unheard-of things", n=3) == "3 unheard-of things"


@given(st.text())
def test_text_without_values_is_never_taken_for_a_template(text: str) -> None:
    for name in LANGUAGES:
        with speaking(name):
            assert say(text) == lexicon(name).get(text, text)


@given(st.text())
def test_braces_in_a_value_stay_as_they_are(value: str) -> None:
    with speaking("zh"):
        assert say("{what}: {found}", what=value, found="{count}") == f"{value}：{{count}}"


@pytest.mark.parametrize("name", ["", "de", "ZH", "zh_CN", "../zh"])
def test_another_language_is_an_error_and_changes_nothing(name: str) -> None:
    with pytest.raises(InputError, match="choose en or zh") as error:
        use_language(name)
    assert error.value.code == "E_LANGUAGE"
    assert language() == "en"


def test_the_english_lexicon_is_empty() -> None:
    assert lexicon("en") == {}


def test_another_thread_speaks_for_itself() -> None:
    """Pages of two languages may be written at the same time."""
    heard = []
    with speaking("zh"):
        thread = threading.Thread(target=lambda: heard.append(say("customers")))
        thread.start()
        thread.join()
    assert heard == ["customers"]


@pytest.mark.usefixtures("kernels")
def test_a_notebook_speaks_on_in_the_cells_below(tmp_path: Path) -> None:
    papermill = pytest.importorskip("papermill")
    sources = [
        "from clv.language import language, use_language\nuse_language('zh')",
        "language()",
        "async def waited():\n    return language()\nawait waited()",
        "language()",
    ]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    nbformat.write(notebook, tmp_path / "in.ipynb")
    done = papermill.execute_notebook(
        tmp_path / "in.ipynb", tmp_path / "out.ipynb", progress_bar=False
    )
    heard = [cell.outputs[0].data["text/plain"] for cell in done.cells[1:]]
    assert heard == ["'zh'"] * 3
