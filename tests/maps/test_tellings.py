"""Tellings: every quote of a claim says which text it stands in, that of the first text too."""

from layers.corroboration import claims_of
from maps import tellings
from maps.languages import load
from tests.layers.reports import KOBANI, report


def test_a_second_quote_of_the_first_text_keeps_its_number():
    quotes = ("The Falcons hold Kobani.", "Kobani is held by the Falcons.")
    rows = [report(n, KOBANI, actor="The Falcons", what="control", quote=q) for n, q in enumerate(quotes)]
    (claim,) = claims_of(rows)
    row = tellings.of(claim, {tellings.text_of(rows[0]): 0}, {}, load())
    assert row["doc"] == 0
    assert [told["doc"] for told in row["more"]] == [0]
