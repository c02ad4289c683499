import pytest

from clv.transactions.notices.id_notices import TEST_WORDS
from tests.transactions.notice_tables import codes, in_ids


def test_honest_ids_give_no_notice() -> None:
    honest = (
        "7", "00042", "00017", "c0000123", "JOSÉ", "Âme", "1E", "E5", "müller@firma.de", "王伟",
        "أحمد", "👨\u200d👩\u200d👧", "NA", "None", "True", "-1", "4f0c2a9b-77de-4c11-9a55-0be1",
        "می\u200cخواهم", "contest", "Testa", "demokrit", "latest-7", "7qa9", "AB-QA-12",
    )  # fmt: skip
    assert in_ids(*honest) == []


@pytest.mark.parametrize("name", ["1.23457E+12", "1e5", "9E+20"])
def test_rounded_ids_are_suspected(name: str) -> None:
    assert codes(in_ids(name, "x")) == {"W_ID_ROUNDED"}


@pytest.mark.parametrize("name", ["JosÃ©", "Jos\ufffd", "â€œx"])
def test_garbled_ids_are_suspected(name: str) -> None:
    assert codes(in_ids(name, "x")) == {"W_ID_GARBLED"}


def test_every_word_of_tests_is_suspected_as_a_whole_part_of_an_id() -> None:
    ids = [name for word in TEST_WORDS for name in (word, word.upper(), f"7-{word}_07", f"{word}3")]
    others = map(str, range(10 * len(ids)))
    (notice,) = [n for n in in_ids(*ids, *others) if n.code != "W_ID_CAPITALS"]
    assert (notice.code, notice.count) == ("W_TEST_ID", len(ids))
    assert in_ids(*(f"a{word}a" for word in TEST_WORDS)) == []


@pytest.mark.parametrize("name", ["qa", "QA-3", "qa@shop.com", "a@test.com", "测试01", "张三员工"])
def test_other_accounts_of_tests_and_staff_are_suspected(name: str) -> None:
    (notice,) = in_ids(name, "x")
    assert notice.code == "W_TEST_ID"
    assert "test_ids" in notice.remedy


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\u00ad", "\x07", "\ufeff"])
def test_what_nobody_can_see_in_an_id_is_shown_by_its_number(sign: str) -> None:
    (notice,) = in_ids(f"jan{sign}e", "jane", "john")
    assert (notice.code, notice.count) == ("W_ID_INVISIBLE", 1)
    assert notice.samples == (f"U+{ord(sign):04X} among 5 characters",)
    assert sign not in str(notice)


def test_a_joiner_in_a_latin_id_is_seen() -> None:
    assert codes(in_ids("jan\u200de", "jane")) == {"W_ID_INVISIBLE"}


def test_ids_are_shown_masked() -> None:
    (notice,) = in_ids("jane.doe@test.com", "x")
    assert notice.samples == ("j… (17 characters)",)


@pytest.mark.parametrize("name", ["Total", "grand total", "SUMME", "合计"])
def test_the_sum_below_a_table_is_no_customer(name: str) -> None:
    assert codes(in_ids(name, "x")) == {"W_TOTAL_ROW"}


def test_ids_that_differ_by_capitals_only_are_said_and_kept_apart() -> None:
    (notice,) = in_ids("anna", "Anna", "bert")
    assert (notice.code, notice.count) == ("W_ID_CAPITALS", 1)


def test_customers_whose_name_holds_a_sum_are_not_suspected() -> None:
    assert in_ids("totally", "summer", "gesamtschule") == []


@pytest.mark.parametrize("name", ["example", "example-7", "a.example", "example@shop.com"])
def test_examples_are_suspected(name: str) -> None:
    assert codes(in_ids(name, "x")) == {"W_TEST_ID"}


@pytest.mark.parametrize("domain", ["example.com", "example.net", "mail.example.org"])
def test_an_address_that_stands_for_any_is_no_test(domain: str) -> None:
    assert in_ids(*(f"jane.{i}@{domain}" for i in range(3))) == []


def test_a_way_of_naming_all_customers_is_no_list_of_tests() -> None:
    others = [f"c{i}" for i in range(100)]
    assert codes(in_ids(*(f"demo-{i}" for i in range(11)), *others)) == {"W_TEST_ID"}
    assert in_ids(*(f"demo-{i}" for i in range(12)), *others) == []


def test_capitals_of_numbered_ids_are_compared_too() -> None:
    assert in_ids(*(f"K{i}" for i in range(9)), *(f"k{i}" for i in range(9, 20))) == []
    (notice,) = in_ids(*(f"K{i}" for i in range(9)), *(f"k{i}" for i in range(6, 20)))
    assert (notice.code, notice.count) == ("W_ID_CAPITALS", 3)


def test_ids_that_differ_by_their_unicode_form_only_are_said_and_kept_apart() -> None:
    composed = [f"Jos\u00e9{i}" for i in range(9)]
    assert in_ids(*composed) == []
    (notice,) = in_ids(*composed, "Jose\u03015", "Jose\u03017", "Jose5")
    assert (notice.code, notice.count) == ("W_ID_FORMS", 2)
