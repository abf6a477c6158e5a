"""Archives: members in order, never on disk; bombs, nesting, passwords and odd names are refused."""

import io
import zipfile

import pytest

from geo.documents import Document
from geo.errors import ReadError
from geo.readers import read


def packed(files, *, level=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, level)
    return buffer.getvalue()


def given(tmp_path, raw):
    file = tmp_path / "notes.zip"
    file.write_bytes(raw)
    told = []
    found = list(read([file], tell=told.append))
    return (
        [f for f in found if isinstance(f, Document)],
        [f for f in found if isinstance(f, ReadError)],
        told,
        str(file),
    )


def test_the_files_of_an_archive_are_read_in_order_and_named_by_it(tmp_path):
    inner = packed([("deep.txt", "Deep.")])
    raw = packed(
        [("b.md", "Second."), ("a/x.jsonl", '{"text": "First."}'), ("c.zip", inner), ("__MACOSX/._b.md", "x"),
         ("photo.heic", "x")]
    )  # fmt: skip
    found, errors, told, name = given(tmp_path, raw)
    assert [d.text for d in found] == ["First.", "Second.", "Deep."]
    assert [d.source for d in found] == [f"{name}/a/x.jsonl:1", f"{name}/b.md", f"{name}/c.zip/deep.txt"]
    assert errors == []
    assert "photo.heic" in told[0].reason
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.zip"]


def test_a_name_that_leads_out_of_the_archive_leads_nowhere(tmp_path):
    raw = packed([("../../etc/evil.txt", "One."), ("/abs.txt", "Two."), ("..\\win.txt", "Three.")])
    found, _, _, name = given(tmp_path, raw)
    assert sorted(d.source for d in found) == [f"{name}/abs.txt", f"{name}/etc/evil.txt", f"{name}/win.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.zip"]


def test_a_member_without_a_name_does_not_stop_the_others(tmp_path):
    raw = packed([("a.txt", "One."), ("b.txt", "Two.")]).replace(b"a.txt", b"_.txt")
    for sign, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):  # the length of the name, in both headers
        where = raw.index(sign) + at
        length = int.from_bytes(raw[where : where + 2], "little")
        name = raw.index(b"_.txt", where)
        raw = raw[:where] + b"\0\0" + raw[where + 2 : name] + raw[name + length :]
    found, errors, _, _ = given(tmp_path, raw)
    assert [d.text for d in found] in ([], ["Two."])
    assert len(found) + len(errors) >= 1


def test_a_bomb_is_refused_before_it_grows(tmp_path):
    found, errors, _, _ = given(tmp_path, packed([("big.txt", b"a" * 60_000_000)]))
    assert found == []
    assert "as a bomb does" in errors[0].reason


def test_a_member_that_is_larger_than_its_archive_says_is_cut_and_told(tmp_path):
    raw = bytearray(packed([("lie.txt", b"word " * 5000), ("true.txt", "True.")]))
    # The uncompressed size in the central directory (PKWARE APPNOTE 4.3.12, offset 24).
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = (100).to_bytes(4, "little")
    found, errors, _, _ = given(tmp_path, bytes(raw))
    assert [d.text for d in found] in (["True."], [("word " * 5000)[:100], "True."])
    assert len(errors) == 2 - len(found)


def test_archives_in_archives_end_somewhere(tmp_path):
    raw = packed([("note.txt", "At the bottom.")])
    for _ in range(5):
        raw = packed([("inner.zip", raw)])
    found, errors, _, _ = given(tmp_path, raw)
    assert found == []
    assert "lies 3 archives deep" in errors[0].reason


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 no more", b"no archive"])
def test_what_is_no_archive_is_named(tmp_path, raw):
    found, errors, _, _ = given(tmp_path, raw)
    assert found == []
    assert "is no ZIP archive" in errors[0].reason


def test_a_damaged_member_does_not_stop_the_others(tmp_path):
    raw = bytearray(packed([("a.txt", b"First words of a note. " * 50), ("b.txt", "Second.")]))
    at = raw.index(b"a.txt") + 20
    raw[at : at + 8] = b"\xff" * 8
    found, errors, _, _ = given(tmp_path, bytes(raw))
    assert [d.text for d in found] == ["Second."]
    assert "is broken in its archive" in errors[0].reason


def test_a_locked_member_is_named_as_one(tmp_path):
    raw = bytearray(packed([("a.txt", "Secret.")]))
    raw[raw.index(b"PK\x03\x04") + 6] |= 1  # the flag of encryption, in both headers
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    _, errors, _, _ = given(tmp_path, bytes(raw))
    assert "protected by a password" in errors[0].reason
