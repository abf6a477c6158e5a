"""Columns: whatever the rows hold comes back, plain or packed, and the packed block is one gzip stream."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from maps import columns
from maps.columns import Columns, pack
from tests.maps import unpacked

text = st.text(st.characters(codec="utf-8"), max_size=8)
value = st.none() | text | st.lists(text, max_size=2) | st.integers(0, 9) | st.just("null") | st.just("[1]")
row = st.fixed_dictionaries(
    {"id": text, "at": st.integers(-(2**31), 2**31 - 1)},
    optional={"quote": value, "more": value, "one": st.just("x")},
)


def told(rows: list[dict[str, Any]]) -> Columns:
    table = Columns(whole=("at",))
    for each in rows:
        table.add(each)
    return table


@settings(max_examples=60)
@given(st.lists(row, max_size=12))
def test_rows_come_back_from_their_columns(rows: list[dict[str, Any]]) -> None:
    expected = [{name: v for name, v in each.items() if v is not None} for each in rows]
    assert unpacked.rows(json.loads(json.dumps(told(rows).table(None)))) == expected
    blob = bytearray(b"odd")  # numbers keep to their own boundaries
    few, columns.FEW = columns.FEW, 2
    try:
        table = told(rows).table(blob)
    finally:
        columns.FEW = few
    assert unpacked.rows(json.loads(json.dumps(table)), blob) == expected


def test_a_value_is_told_once_and_a_code_takes_as_few_bytes_as_it_can() -> None:
    blob = bytearray()
    rows = [{"actor": f"A{i % 300}", "what": "control", "status": "ab"[i % 2], "at": i} for i in range(1_000)]
    found = told(rows).table(blob)["columns"]
    assert found["what"] == {"values": ["control"]}
    assert found["status"]["codes"]["bytes"] == 1
    assert found["actor"]["codes"]["bytes"] == 2
    assert len(found["actor"]["values"]) == 300
    assert len(blob) < 8 * 1_000


def test_many_values_are_one_text_cut_by_utf16_units() -> None:
    names = [f"𝔸{i}" for i in range(600)]
    blob = bytearray()
    table = told([{"id": name, "at": 0} for name in names]).table(blob)
    assert table["columns"]["id"]["text"].startswith("𝔸0𝔸1")
    assert [each["id"] for each in unpacked.rows(table, blob)] == names


def test_the_packed_block_is_one_gzip_stream_the_same_at_every_run() -> None:
    packed = pack({"a": "ä <b>"}, bytearray(b"12345678"))
    assert packed == pack({"a": "ä <b>"}, bytearray(b"12345678"))
    whole = gzip.decompress(base64.b64decode(packed))
    size = int.from_bytes(whole[:4], "little")
    assert json.loads(whole[4 : 4 + size]) == {"a": "ä <b>"}
    assert whole[-8:] == b"12345678"
    assert (len(whole) - 8) % 8 == 0
