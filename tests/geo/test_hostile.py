"""Whatever the bytes, a reader gives documents and errors, nothing is raised, and every offset is true."""

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.blobs import Blob, opened
from geo.documents import Document
from geo.errors import ReadError
from geo.readers import FORMATS, read_blob
from tests.geo.test_archives import packed
from tests.geo.test_readers import docx, pdf

MAIL = (
    b"Subject: Note\nFrom: A <a@example.org>\nDate: Tue, 05 Mar 2024 10:00:00 +0300\n\nThe road was closed.\n"
)
CHAT = {
    "name": "c",
    "type": "t",
    "id": 1,
    "messages": [{"id": 1, "type": "message", "text": ["a", {"text": "b"}]}],
}
SOUND = {
    ".txt": "Notes\n\nShelling near Salqin, &# 171;they&# 187; said. Идлиб".encode(),
    ".html": b"<html><head><title>T</title><meta name=date content=2020-01-01></head><body><article>"
             b"<h1>T</h1><p>Words.</p><figure><figcaption>c</figcaption></figure><ul><li><a>x</a></ul></article></body>",
    ".pdf": pdf(["The columns left the town before dawn.", "Then it rained."]),
    ".docx": docx("Memo", "The garrison left Palmyra."),
    ".eml": MAIL,
    ".json": json.dumps(CHAT).encode(),
    ".jsonl": b'{"id": "a", "text": "One.", "published": "2020-01-02"}\n{"text": "Two."}\n',
    ".csv": b'id;date;notes\n1;2020-01-02;"Shelling; two villages"\n',
    ".zip": packed([("a.txt", "One."), ("b.jsonl", '{"text": "Two."}')]),
}  # fmt: skip


@st.composite
def disturbed(draw, sound):
    """Return bytes that were sound before something was cut out, doubled, overwritten or put in."""
    raw = bytearray(sound)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        length = draw(st.integers(0, 40))
        action = draw(st.sampled_from(["cut", "double", "write", "put", "flip"]))
        if action == "cut":
            del raw[at : at + length]
        elif action == "double":
            raw[at:at] = raw[at : at + length] * 3
        elif action == "write":
            raw[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif action == "put":
            raw[at:at] = draw(
                st.sampled_from(
                    [
                        b"\x00",
                        b"\xff\xfe",
                        b"{",
                        b"[" * 60,
                        b"<div>" * 20,
                        b'"',
                        b"\r",
                        b"=",
                        b"&#1",
                        b"999999999999",
                    ]
                )
            )
        elif at < len(raw):
            raw[at] ^= 1 << draw(st.integers(0, 7))
    return bytes(raw)


def found(suffix, raw):
    told = []
    blobs = list(opened(io.BytesIO(raw), suffix, f"f{suffix}", len(raw), told.append)) if raw else []
    for blob in blobs:
        yield from [blob] if isinstance(blob, ReadError) else read_blob(blob)


def check(item):
    """Assert what is true of everything that a reader gives."""
    if isinstance(item, ReadError):
        assert item.source
        assert item.reason
        assert len(item.reason) < 2000
        return
    assert isinstance(item, Document)
    json.dumps(item.id + item.text + str(item.title) + str(item.author) + str(item.url)).encode()
    item.text.encode("utf-8")
    assert item.text.strip()
    assert item.url is None or item.url.startswith(("http://", "https://"))
    assert item.published is None or item.published_basis != "none"
    end = 0
    for segment in item.segments:
        assert end <= segment.start < segment.end <= len(item.text)
        assert item.text[segment.start : segment.end].strip() == item.text[segment.start : segment.end]
        end = segment.end
    for repair in item.repairs:
        assert 0 <= repair.start <= repair.end <= len(item.text)


@pytest.mark.parametrize("suffix", SOUND)
def test_what_is_sound_is_read(suffix):
    try:
        items = list(found(suffix, SOUND[suffix]))
    except ReadError as error:
        pytest.fail(str(error))
    assert any(isinstance(item, Document) for item in items)
    for item in items:
        check(item)


@pytest.mark.parametrize("suffix", SOUND)
def test_what_is_disturbed_is_read_or_named(suffix):
    @given(disturbed(SOUND[suffix]) | st.binary(max_size=300))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def law(raw):
        try:
            for item in found(suffix, raw):
                check(item)
        except ReadError as error:  # of the file as a whole
            check(error)

    law()


@pytest.mark.parametrize("suffix", [s for s in FORMATS if s not in (".markdown", ".htm", ".ndjson")])
@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 90_000, b'{"a":' * 20_000, b"<div>" * 18_000, b"<ul><li><a>" * 8_000, b"&amp;" * 18_000,
        b"a" * 90_000, "Ã\xad ".encode() * 20_000, b"\n" * 90_000, b'"' * 90_000, b"=?utf-8?q?" * 9_000,
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 1_500,
        b"1 0 obj << /Kids [1 0 R] >>\n" * 3_000,
        b"x," * 45_000 + b"\n" + b"y," * 100, b"Q: A?\n" * 15_000,
        ("א" * 30_000).encode(), b"2020-01-01 " * 8_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_made_to_be_slow_or_deep_is_read_or_named(suffix, raw):
    for item in read_blob(Blob(f"f{suffix}", suffix, raw)):
        check(item)


def test_a_word_document_full_of_entities_does_not_grow(tmp_path):
    """A billion laughs (CWE-776) in the XML of a Word file."""
    laughs = '<!DOCTYPE z [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {c} "{f"&{chr(ord(c) - 1)};" * 10}">' for c in "bcdefghij"
    )
    buffer = io.BytesIO(docx("Memo", "The garrison left."))
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(tmp_path / "l.docx", "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/document.xml":
                content = laughs + "]>" + content.replace("Memo", "&j;")
            new.writestr(name, content)
    (error,) = read_blob(Blob("l.docx", ".docx", (tmp_path / "l.docx").read_bytes()))
    assert isinstance(error, ReadError)
