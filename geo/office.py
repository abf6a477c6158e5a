"""Web pages, PDF, Word and e-mail to drafts; the libraries that open them are loaded when one is met."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from geo.encodings import clean
from geo.errors import ReadError
from geo.formats import LIMIT_BYTES, Draft, Found, Notice, blank, heading, iso_date, own_output, plain

MOST_PAGES, PDF_SECONDS = 20_000, 120.0


def _missing(source: str, library: str, kind: str) -> ReadError:
    reason = (
        f"is {kind}, and the library {library} is not installed; pip install {library}, or save it as text"
    )
    return ReadError(source, reason)


def from_html(raw: bytes, source: str, *, declared: str | None = None) -> Iterator[Found]:
    """Read a web page: its article, title, date, author, language and address."""
    from geo.webpages import read_page

    if b'name="generator" content="Dateline"' in raw[:1_000_000]:
        raise own_output(source)
    meta = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", raw[:4096], re.I)
    draft = plain(raw, source, declared=declared or (meta.group(1).decode() if meta else None))
    try:
        page = read_page(draft.text)
    except ImportError:
        raise _missing(source, "resiliparse", "a web page") from None
    if blank(page.text):
        reason = "has no text to read (a page that is built by scripts?); copy its words into a .txt file"
        raise ReadError(source, reason)
    published = iso_date(page.published) if page.published else None
    yield replace(
        draft,
        text=clean(page.text),
        title=page.title,
        url=page.url,
        language=page.language,
        author=page.author,
        marked=page.marked,
        published=published,
        published_basis="metadata" if published else "none",
    )


def from_pdf(raw: bytes, source: str) -> Iterator[Found]:
    """Read the text of a PDF; lines are joined to paragraphs, pages follow each other."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise _missing(source, "pypdfium2", "a PDF") from None
    try:
        document = pdfium.PdfDocument(raw)
        try:
            pages = list(_pages(document, source))
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        remedy = "save a copy without the password" if locked else "open it and save it again, or as text"
        reason = "is protected by a password" if locked else "is a broken PDF"
        raise ReadError(source, f"{reason}; {remedy}") from None
    text = unwrap("\n".join(page.replace("\r\n", "\n").rstrip() for page in pages))
    if blank(text):
        reason = (
            "has no text in it, only pictures (a scan?); run text recognition first, for example ocrmypdf"
        )
        raise ReadError(source, reason)
    yield Draft(clean(text), source, title=heading(text))


def _pages(document: Any, source: str) -> Iterator[str]:
    """Yield the text of each page; raise ReadError beyond what a document of people has."""
    if len(document) > MOST_PAGES:
        raise ReadError(source, f"has {len(document):,} pages, more than {MOST_PAGES:,}; split it")
    until, length = time.monotonic() + PDF_SECONDS, 0
    for page in document:
        words = page.get_textpage().get_text_range()
        length += len(words)
        yield words
        if length > LIMIT_BYTES or time.monotonic() > until:
            raise ReadError(source, f"is not read to its end in {PDF_SECONDS:g} seconds; split it")


def from_docx(raw: bytes, source: str) -> Iterator[Found]:
    """Read the paragraphs of a Word document."""
    import zipfile

    try:
        import mammoth
    except ImportError:
        raise _missing(source, "mammoth", "a Word document") from None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > LIMIT_BYTES:
            raise ReadError(source, f"unpacks to {size // 1_000_000} MB, more than is read; save it as text")
        text = mammoth.extract_raw_text(io.BytesIO(raw)).value
    except ReadError:
        raise
    except Exception as error:  # mammoth lets whatever its XML and zip readers raise pass through
        raise ReadError(
            source, f"is no Word document that can be read ({type(error).__name__}); save it again"
        ) from None
    if blank(text):
        raise ReadError(source, "has no text in it; check that it was saved, or leave it out")
    yield Draft(clean(text), source, title=heading(text))


def from_eml(raw: bytes, source: str) -> Iterator[Found]:
    """Read a saved e-mail: subject, date and words; attachments are named and passed over."""
    from email import message_from_bytes, policy

    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or not message.keys():
        raise ReadError(
            source, "is no e-mail with text in it; open it in a mail program and save it as .eml or .txt"
        )
    payload = body.get_payload(decode=True)  # bytes, as they were before they were packed for the mail
    words = payload if isinstance(payload, bytes) else b""
    if body.get_content_type() == "text/html":
        inner = next(from_html(words, source, declared=body.get_content_charset()))
    else:
        inner = plain(words, source, declared=body.get_content_charset())
        inner = replace(inner, text=unwrap(inner.text.replace("\r\n", "\n")))
    for part in message.iter_attachments():
        name = clean(str(part.get_filename() or part.get_content_type()))
        yield Notice(source, f"attachment {name[:80]!r} was passed over; save it and give it by itself")
    if isinstance(inner, ReadError):
        yield inner
        return
    published = iso_date(message["date"]) if message["date"] else None
    subject = clean(str(message["subject"] or "")).strip() or None
    sender = clean(str(message["from"] or "")).strip() or None
    yield replace(
        inner,
        title=subject,
        author=sender,
        published=published,
        published_basis="metadata" if published else "none",
    )


_BULLET = re.compile(r"\s*(?:[*•·▪‣–-]\s|\(?\d{1,3}[.)]\s|>|Q\d*\s*[:.]|A\d*\s*[:.])")
_HYPHEN = re.compile(r"(\w+)[\u00ad\u0002\ufffe-]$")


def unwrap(text: str) -> str:
    """Join lines that were broken at a page's width into paragraphs; blank lines and bullets part them.

    >>> unwrap("The group held the town of Daret Izza\\nfor weeks.\\n\\nThen it left the valley.")
    'The group held the town of Daret Izza for weeks.\\n\\nThen it left the valley.'
    """
    lines = [line.rstrip() for line in text.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return text
    full = 0.7 * widths[int(len(widths) * 0.9)]
    out: list[str] = []
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else ""
        if not out or not before or not line or len(before) < full or _BULLET.match(line):
            out.append(line)
        elif _HYPHEN.search(before):
            out[-1] = _joined(out[-1], line.lstrip(), text)
        else:
            out[-1] += " " + line.lstrip()
    return re.sub(r"[\u00ad\u0002\ufffe]", "", "\n".join(out))


def _joined(head: str, tail: str, text: str) -> str:
    """Join a word parted at a line's end; keep its hyphen where the text elsewhere writes it with one."""
    start, end = re.search(r"\w+$", head[:-1]), re.match(r"\w+", tail)
    word = f"{start.group() if start else ''}-{end.group() if end else ''}"
    keep = head.endswith("-") and (word in text or not tail[:1].islower())
    return (head if keep else head[:-1]) + tail
