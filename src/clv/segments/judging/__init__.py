"""Are there groups, how many, and would the same ones come out again."""
