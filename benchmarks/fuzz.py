"""Feed a reader or the extractor with bytes made to break it (atheris, guided by coverage); tell what broke.

    python benchmarks/fuzz.py TARGET [--seconds 600] [--corpus FOLDER]        (pip install atheris)

TARGET is txt, html, pdf, docx, eml, json, jsonl, csv, zip or extract.  What breaks a law (an offset that is
not true, an exception that a reader lets through or that comes from our own code, 5 seconds for 100 KB) is
written to the folder and told at the end; the exit code is 1 then.  A run starts from sound files, and from
what an earlier run in the same folder found.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import atheris

# ruff: noqa: F401 - modules are loaded there to be watched
with atheris.instrument_imports(include=["geo", "layers"]):
    import geo.archives
    import geo.chats
    import geo.chunks
    import geo.office
    import geo.readers
    import geo.sheets
    import geo.webpages
    import layers.extract
    import layers.units

from geo.blobs import opened
from geo.documents import Document
from geo.errors import ReadError
from geo.readers import read_blob

SECONDS_FOR_100_KB = 5.0
HOME = Path(__file__).parents[1]


class OwnFaults(logging.Handler):
    """Count the exceptions of libraries that a reader has caught and that came out of our own code."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None and fault.__traceback__ is not None:
            at = traceback.extract_tb(fault.__traceback__)[-1]
            if str(HOME) in at.filename and "site-packages" not in at.filename:
                self.found[f"{type(fault).__name__} at {Path(at.filename).name}:{at.lineno}"] += 1


def documents(suffix: str, raw: bytes) -> Iterator[Document | ReadError]:
    """Yield what a reader gives for the bytes of a file."""
    try:
        for blob in opened(io.BytesIO(raw), suffix, f"f{suffix}", len(raw), lambda _: None):
            yield from [blob] if isinstance(blob, ReadError) else read_blob(blob)
    except ReadError as error:
        yield error


def check_document(found: Document | ReadError) -> None:
    """Raise AssertionError where what a reader gives is not true."""
    if isinstance(found, ReadError):
        assert found.reason
        return
    f"{found.id}{found.text}{found.title}{found.author}{found.url}".encode()
    end = 0
    for segment in found.segments:
        assert end <= segment.start < segment.end <= len(found.text), segment
        end = segment.end
    text = found.text
    for repair in found.repairs:
        assert 0 <= repair.start <= repair.end <= len(text), repair


def check_extraction(text: str, tools: tuple[object, object]) -> None:
    """Raise where an extraction fails or has an offset that is not true."""
    from layers.extract import read_document

    gazetteer, registry = tools
    found = read_document(Document("f", text), gazetteer=gazetteer, registry=registry)  # type: ignore[arg-type]
    line = found.to_json()
    for kind in ("places", "not_places", "actors"):
        for item in line[kind]:
            assert text[item["start"] : item["end"]] == item["text"], (kind, item)
    for report in line["reports"]:
        assert text[report["start"] : report["end"]] == report["quote"], report


def seeds(target: str) -> list[bytes]:
    """Return sound inputs to begin with."""
    if target == "extract":
        files = [
            *sorted((HOME / "examples" / "reports").iterdir()),
            *sorted((HOME / "tests" / "stories").iterdir()),
        ]
        texts = [file.read_text("utf-8") for file in files]
        return [part.encode() for text in texts for part in text.split("\n\n") if 20 < len(part) < 2000]
    sys.path.insert(0, str(HOME))
    from tests.geo.test_hostile import SOUND

    return [SOUND[f".{target}"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("target", choices="txt html pdf docx eml json jsonl csv zip extract".split())
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix="dateline-fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(seeds(given.target)):
        (corpus / f"seed-{number}").write_bytes(raw)
    own = OwnFaults()
    logger = logging.getLogger("geo.readers")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(own)
    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)
    tools = _tools() if given.target == "extract" else None
    broken: dict[str, bytes] = {}
    runs = 0

    def one(raw: bytes) -> None:
        nonlocal runs
        runs += 1
        begun = time.process_time()
        before = own.found.total()
        try:
            if tools is None:
                for found in documents(f".{given.target}", raw):
                    check_document(found)
            elif (text := raw.decode("utf-8", "replace")).strip():
                check_extraction(text, tools)
        except Exception as fault:  # kept, so that one finding does not end the search
            at = traceback.extract_tb(fault.__traceback__)[-1]
            what = f"{type(fault).__name__} at {Path(at.filename).name}:{at.lineno}: {str(fault)[:150]}"
            broken.setdefault(what.partition(": ")[0], raw)
            if len(broken) < 40:
                print("FOUND", what, flush=True)
        if own.found.total() > before:
            broken.setdefault(next(reversed(own.found)), raw)
        if (took := time.process_time() - begun) > SECONDS_FOR_100_KB * max(0.2, len(raw) / 100_000):
            broken.setdefault(f"slow: {took:.1f} s for {len(raw):,} bytes", raw)

    def told() -> None:
        print(f"{given.target}: {runs:,} inputs, {len(broken)} findings", flush=True)
        for number, (what, raw) in enumerate(broken.items()):
            (corpus / f"finding-{number}").write_bytes(raw)
            print(f"  {what}  ({len(raw):,} bytes, finding-{number})", flush=True)
        os._exit(bool(broken))

    # libFuzzer ends the process itself, past Python's own end: the last input tells.
    until = time.monotonic() + given.seconds
    shown = time.monotonic()

    def watched(raw: bytes) -> None:
        nonlocal shown
        one(raw)
        now = time.monotonic()
        if now > until:
            told()
        if now - shown > 60:
            shown = now
            print(f"{given.target}: {runs:,} inputs so far, {len(broken)} findings", flush=True)

    options = [
        sys.argv[0],
        str(corpus),
        "-timeout=60",
        "-rss_limit_mb=2500",
        "-max_len=20000",
        "-verbosity=0",
    ]
    atheris.Setup(options, watched)
    atheris.Fuzz()


def _tools() -> tuple[object, object]:
    from geo.gazetteer import Gazetteer
    from layers.registry import load

    return Gazetteer(), load(())


if __name__ == "__main__":
    main()
