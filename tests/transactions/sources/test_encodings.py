from pathlib import Path

import pytest

from clv.transactions.sources.encodings import decode, wrong_encoding


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5", "shift_jis"]
)
def test_a_text_that_is_cut_within_a_character_is_decoded(encoding: str) -> None:
    content = "日月,1\n".encode(encoding)
    assert decode(content, encoding) == "日月,1\n"
    assert (decode(content[:-1], encoding) or "").startswith("日月")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "cp1252"])
def test_the_true_encoding_is_among_the_likely_ones(encoding: str) -> None:
    content = ("é,1\n" if encoding == "cp1252" else "客户,1\n").encode(encoding)
    error = wrong_encoding(Path("log.csv"), content, "utf-8")
    assert encoding in str(error).partition("perhaps ")[2].split(" or ")


def test_zero_bytes_are_no_text() -> None:
    assert decode(b"a\0b", "utf-8") is None
    assert decode("ab".encode("utf-16-le"), "utf-8") is None


@pytest.mark.parametrize("name", ["base64", "rot13", "zlib", "hex"])
def test_what_encodes_no_text_is_refused(name: str) -> None:
    assert decode(b"abcd", name) is None
