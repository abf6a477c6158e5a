"""Bytes to text: the encoding is found and named, and what is no text is said to be none."""

from __future__ import annotations

import codecs
import re

# First bytes of files that are no text, whatever they are called (the formats' own specifications).
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office file (.docx, .xlsx, .odt)"),
    (b"\xd0\xcf\x11\xe0", "an old office file (.doc, .xls)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, a film or a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"{\\rtf", "a rich text file (.rtf)"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The single-byte and East Asian encodings that documents of our users come in.
_LIKELY = [
    "cp1251", "cp1252", "cp1256", "cp1254", "cp1250", "koi8_r", "cp866", "iso8859_5", "iso8859_6",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1253", "cp1255",
]  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotTextError(ValueError):
    """The bytes are no text; the message says what they are and begins with a verb."""


def decode(raw: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text of `raw` and the name of its encoding; a byte order mark is no part of the text.

    `declared` is what the source says of itself (a header, a meta tag) and is tried first.
    Raise NotTextError where the bytes are no text.

    >>> decode("Идлиб".encode("utf-16"))
    ('Идлиб', 'utf-16-le')
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    for start, what in _MAGIC:
        if raw.startswith(start):
            raise NotTextError(f"is {what} by its content")
    wide = _wide(raw)
    if wide:
        return _strict(raw, wide)
    for encoding in filter(None, (declared, "utf-8")):
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" in text:
            break
        return text, codecs.lookup(encoding).name
    return _guess(raw)


def _strict(raw: bytes, encoding: str) -> tuple[str, str]:
    try:
        return clean(raw.decode(encoding)), encoding
    except UnicodeDecodeError as error:
        raise NotTextError(f"begins like {encoding} and is broken at byte {error.start}") from None


def _wide(raw: bytes) -> str | None:
    """Say which UTF-16 without a mark this is: one byte of each pair is mostly zero."""
    head = raw[:4000]
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    # Latin text; other scripts without a mark still have spaces, digits and full stops in Latin.
    if odd > pairs * 0.05 and even == 0:
        return "utf-16-le"
    if even > pairs * 0.05 and odd == 0:
        return "utf-16-be"
    return None


def _guess(raw: bytes) -> tuple[str, str]:
    if len(_CONTROL.findall(raw[:20_000])) > len(raw[:20_000]) * 0.002:
        raise NotTextError("is a binary file: it holds control bytes that no text has")
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_LIKELY).best() or from_bytes(raw).best()
    if best is None:
        raise NotTextError("is in no encoding that could be told")
    return str(best), best.encoding


def clean(text: str) -> str:
    """Return the text with lone surrogates, which no file can hold, as U+FFFD: the same length.

    >>> clean("Atma\\ud800!") == "Atma\\ufffd!"
    True
    """
    return _SURROGATE.sub("\ufffd", text)
