import random

from tests.transactions.notice_tables import codes, in_ids


def test_lost_leading_zeros_are_suspected() -> None:
    (notice,) = in_ids("007", "7", "0007", "8", "x1", "0x1")
    assert (notice.code, notice.count) == ("W_ID_ZEROS", 2)


def test_ids_of_nothing_but_zeros_are_told_apart_by_their_length_only() -> None:
    (notice,) = in_ids("0", "00", "000", "12")
    assert (notice.code, notice.count) == ("W_ID_ZEROS", 2)


def test_ids_filled_up_to_one_length_are_honest() -> None:
    assert in_ids(*(f"{n:05d}" for n in range(1, 20_000, 77))) == []


def test_ids_that_were_never_filled_up_are_honest() -> None:
    assert in_ids(*(str(n) for n in range(0, 20_000, 77))) == []


def test_half_of_the_ids_without_their_zeros_are_suspected() -> None:
    ids = [f"{n:05d}" for n in range(1, 20_000, 77)]
    (notice,) = in_ids(*(name.lstrip("0") if n % 2 else name for n, name in enumerate(ids)))
    assert notice.code == "W_ID_LENGTHS"
    assert notice.count == sum(name[0] == "0" for name in ids[1::2])


def test_ids_filled_up_to_two_lengths_are_honest() -> None:
    cards = [f"0{n}" for n in range(10_000, 10_050)]
    assert in_ids(*cards, *(f"0{n}" for n in range(100, 150))) == []


def test_digits_cut_by_a_spreadsheet_are_suspected() -> None:
    rng = random.Random(1)
    ids = [str(rng.randrange(10**18, 10**19)) for _ in range(200)]
    assert in_ids(*ids) == []
    (notice,) = in_ids(*(name[:15] + "0000" for name in ids[:20]), *ids[20:])
    assert (notice.code, notice.count) == ("W_ID_CUT", 20)


def test_sixteen_digits_that_end_in_zero_by_chance_are_honest() -> None:
    ids = [str(10**15 + n) for n in range(300)]
    assert in_ids(*ids) == []
    assert codes(in_ids(*(name[:15] + "0" for name in ids[::10]))) == {"W_ID_CUT"}


def test_lost_zeros_after_a_prefix_are_suspected() -> None:
    (notice,) = in_ids("A-000037", "A-37", "A-000038", "B-37", "A-3700")
    assert (notice.code, notice.count) == ("W_ID_ZEROS", 1)


def test_prefixed_ids_of_several_lengths_are_honest() -> None:
    assert in_ids(*(f"A-{n:05d}" for n in range(1, 20_000, 77)), "B-7", "A37", "37") == []
