import pytest

from clv.errors import InputError
from clv.transactions.sources.statements import select_from, single_select


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("SELECT 1", "SELECT 1"),
        ("  select 1 ;; \n", "select 1"),
        ("(SELECT 1) UNION (SELECT 2)", "(SELECT 1) UNION (SELECT 2)"),
        ("WITH a AS (SELECT 1) SELECT * FROM a", "WITH a AS (SELECT 1) SELECT * FROM a"),
        ("-- why; what\nSELECT 1", "SELECT 1"),
        ("/* a; \n b */ SELECT 1 -- c\n;", "SELECT 1"),
        ("SELECT '--', ';', \"a;b\"", "SELECT '--', ';', \"a;b\""),
        ("SELECT 'it''s; /*'", "SELECT 'it''s; /*'"),
        ("SELECT $tag$;--$tag$", "SELECT $tag$;--$tag$"),
    ],
)
def test_a_query_is_kept_but_for_its_comments_and_its_end(written: str, kept: str) -> None:
    assert single_select(written) == kept


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("DELETE FROM a", "no SELECT"),
        ("-- SELECT\nDROP TABLE a", "no SELECT"),
        ("'SELECT'", "no SELECT"),
        ("SELECTED", "no SELECT"),
        ("", "no SELECT"),
        ("; SELECT 1", "no SELECT"),
        ("SELECT 1; SELECT 2", "more than one"),
        ("SELECT ';'; DROP TABLE a", "more than one"),
        ("SELECT $$;$$; DROP TABLE a --", "more than one"),
    ],
)
def test_all_else_is_refused(written: str, why: str) -> None:
    with pytest.raises(InputError, match=f"E_QUERY: .*{why}"):
        single_select(written)


def test_a_name_in_the_catalogue_is_quoted() -> None:
    assert select_from('s.a"b', [("s", 'a"b', False)]) == 'SELECT * FROM "s"."a""b"'


def test_a_name_alone_means_the_table_that_it_finds() -> None:
    catalogue = [("a", "orders", False), ("b", "orders", True)]
    assert select_from("orders", catalogue) == 'SELECT * FROM "b"."orders"'


@pytest.mark.parametrize("name", ["Orders", "a.Orders", "orders ", "orders;", '"a"."orders"', ""])
def test_a_name_has_to_be_spelt_as_the_catalogue_does(name: str) -> None:
    with pytest.raises(InputError, match="E_TABLE"):
        select_from(name, [("a", "orders", True)])


def test_a_name_that_does_not_find_its_table_alone_is_refused_with_the_whole_one() -> None:
    with pytest.raises(InputError, match=r"did you mean 'sales\.orders'"):
        select_from("orders", [("sales", "orders", False)])
