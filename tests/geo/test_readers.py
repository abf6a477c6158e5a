"""Files, folders and streams become documents; what cannot be read is named with its remedy."""

import csv
import io
import json
import os
import zipfile
from email.message import EmailMessage

import pytest

from geo import chunks
from geo.blobs import blobs
from geo.documents import Document
from geo.encodings import NotTextError, decode
from geo.errors import ReadError
from geo.office import unwrap
from geo.readers import read

RUSSIAN = "Колонна вошла в Шатой утром. Боевики ушли в горы, сообщил житель села.\n"
ARABIC = "قال ناشط إن الفصيل انسحب من بلدة دارة عزة في ريف حلب الغربي مساء الجمعة.\n"


def documents(*sources):
    return [found for found in read(sources) if isinstance(found, Document)]


def errors(*sources):
    return [found for found in read(sources) if isinstance(found, ReadError)]


def notices(*sources):
    told = []
    list(read(sources, tell=told.append))
    return told


def pdf(lines):
    """Build a one-page PDF (PDF 1.4, base font Helvetica) whose text is `lines`."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 11 Tf 40 800 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, start)
    )


def docx(*paragraphs):
    """Build the smallest Word document (ECMA-376) that holds `paragraphs`."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_text_is_kept_to_the_letter_and_named_by_its_file_and_its_hash(tmp_path):
    file = tmp_path / "my notes.txt"
    file.write_bytes(b"  Patrol log\r\n\r\nThe checkpoint\tat Morek was empty.\r\n")
    (document,) = documents(file)
    assert document.text == "  Patrol log\r\n\r\nThe checkpoint\tat Morek was empty.\r\n"
    assert document.id == f"my-notes-{document.sha256[:8]}"
    assert (document.title, document.encoding, document.source) == ("Patrol log", None, str(file))
    assert (document.published, document.published_basis) == (None, "none")


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (RUSSIAN, "windows-1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8_r"),
        (ARABIC, "windows-1256", "cp1256"),
        (RUSSIAN, "utf-16", "utf-16-le"),
        (ARABIC, "utf-16-be", "utf-16-be"),
        ("A note in plain words.", "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-32", "utf-32-le"),
        (ARABIC, "utf-8-sig", None),
        (ARABIC, "utf-8", None),
    ],
)
def test_other_encodings_are_read_and_named(tmp_path, text, encoding, named):
    file = tmp_path / "note.txt"
    file.write_bytes(text.encode(encoding))
    (document,) = documents(file)
    assert (document.text, document.encoding) == (text, named)
    guessed = bool(named) and not named.startswith("utf")
    assert [f"was read as {named}" in n.reason for n in notices(file)] == [True] * guessed


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.md", b" \r\n\t\n", "is empty"),
        ("bom.txt", b"\xef\xbb\xbf", "is empty"),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00" * 40, "is a program by its content"),
        ("noise.txt", bytes(range(256)) * 20, "is a binary file"),
        ("scan.txt", b"%PDF-1.7 ...", "is a PDF by its content"),
        ("letter.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "run text recognition first"),
        ("broken.pdf", b"%PDF-1.4 no more", "is a broken PDF"),
        ("broken.docx", b"PK\x03\x04 no more", "is no Word document"),
        ("torn.txt", b"\xff\xfeA\x00B", "is broken at byte 2"),
        ("empty.json", b"[]", "is an empty list"),
        ("bad.json", b'{"text": "a",\n}', "is not JSON"),
        ("deep.json", b"[" * 100_000, "nested too deep"),
        ("no-text.csv", b"day,place\n1,Atma\n", "it has 'day', 'place'"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path, name, raw, words):
    file = tmp_path / name
    file.write_bytes(raw)
    assert documents(file) == []
    (error,) = errors(file)
    assert name in error.source
    assert words in error.reason


def test_missing_files_and_folders_without_documents_say_what_to_do(tmp_path):
    (tmp_path / "void").mkdir()
    missing, void = errors(tmp_path / "nowhere.txt", tmp_path / "void")
    assert "check the name" in missing.reason
    assert "without documents" in void.reason
    assert ".docx" in void.reason
    assert len(errors("a\0b", "long" * 500)) == 2


def test_a_folder_is_read_in_order_and_a_bad_file_stops_nothing(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text("Second.")
    (tmp_path / "a.md").write_text("First.")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 500)
    (tmp_path / "sub" / "c.txt").write_text("Third.")
    (tmp_path / "table.parquet").write_bytes(b"PAR1")
    (tmp_path / ".hidden.txt").write_text("Not this.")
    told = []
    found = list(read([tmp_path], tell=told.append))
    assert [f.text for f in found if isinstance(f, Document)] == ["First.", "Second.", "Third."]
    assert [f.source for f in found if type(f) is ReadError] == [str(tmp_path / "bad.txt")]
    assert [notice.reason for notice in told] == ["1 of another kind passed over: table.parquet"]


def test_a_file_given_twice_is_read_once_and_equal_names_get_ids_of_their_own(tmp_path):
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "log.txt").write_text("Nothing to report.")
    north = tmp_path / "north" / "log.txt"
    found = documents(north, tmp_path)
    assert [d.source for d in found] == [str(north), str(tmp_path / "south" / "log.txt")]
    assert found[1].id == found[0].id + "-2"
    assert "read once" in notices(north, tmp_path)[0].reason


def test_json_lines_keep_their_ids_and_a_bad_line_is_named(tmp_path):
    file = tmp_path / "feed.jsonl"
    lines = [
        json.dumps(
            {"id": "n-1", "text": "One.", "title": "T", "url": "https://example.org/1", "language": "en"}
        ),
        "{broken",
        "",
        json.dumps({"id": "n-2", "title": "no words"}),
        json.dumps({"id": 7, "text": "Two.\u2028Still two.", "published": "4 May 2023"}),
        json.dumps({"id": "n-1", "text": "Three.", "published": "03/04/2023"}),
        "[1, 2]",
    ]
    file.write_text("\n".join(lines))
    first, second, third = documents(file)
    assert (first.id, first.text, first.title, first.url) == ("n-1", "One.", "T", "https://example.org/1")
    assert (second.id, second.text) == ("7", "Two.\u2028Still two.")
    assert (second.published, second.published_basis) == ("2023-05-04", "given")
    assert (third.id, third.published, third.published_basis) == ("n-1-2", None, "none")
    assert [e.source for e in errors(file)] == [f"{file}:2", f"{file}:4", f"{file}:7"]
    assert "it has id, title" in errors(file)[1].reason
    said = [n.reason for n in notices(file)]
    assert "'03/04/2023' is in doubt" in said[0]
    assert "is used twice" in said[1]


def test_an_address_that_is_none_of_the_web_is_left_out(tmp_path):
    file = tmp_path / "odd.json"
    file.write_text('{"text": "Quiet.", "url": "javascript:alert(1)"}')
    (document,) = documents(file)
    assert document.url is None
    assert "is none of the web" in notices(file)[0].reason


def test_a_lone_surrogate_in_json_cannot_break_what_is_written_later(tmp_path):
    file = tmp_path / "odd.json"
    file.write_text('{"text": "Atma \\ud800 fell", "title": "\\udfff"}')
    (document,) = documents(file)
    assert document.text == "Atma \ufffd fell"
    assert document.title == "\ufffd"
    assert len(document.sha256) == 64


def test_a_table_is_read_by_its_header_whatever_parts_its_columns(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text(
        '\ufeffID;Event_Date;Notes\nE1;2021-03-04;"Shelling; two villages\nwere hit."\n;;\n', encoding="utf-8"
    )
    (document,) = documents(file)
    assert (document.id, document.published) == ("E1", "2021-03-04")
    assert document.text == "Shelling; two villages\nwere hit."


def test_a_page_gives_its_article_without_menus_and_with_its_lists(tmp_path):
    file = tmp_path / "page.html"
    notes = "".join(
        f"<li>Note {n}: shelling near a village in the hills, a monitor said.</li>" for n in range(3)
    )
    menu = "".join(f"<li><a href='/{n}'>Topic {n}</a></li>" for n in range(5))
    file.write_text(
        "<html lang='en'><head><title>Site | Notes</title>"
        "<meta property='og:title' content='Notes of May &amp; June'>"
        "<meta property='article:published_time' content='2022-06-01T08:00:00+02:00'>"
        "<link rel='canonical' href='https://example.org/notes'></head><body>"
        f"<nav>Home About</nav><ul>{menu}</ul><article><h1>Notes</h1>"
        f"<p>It was a quiet month.</p><ul>{notes}</ul>"
        "<aside>Related: Kyiv</aside></article><footer>All rights reserved</footer>"
        "<script>var x = 'Moscow';</script></body></html>"
    )
    (document,) = documents(file)
    assert (document.title, document.published, document.published_basis) == (
        "Notes of May & June", "2022-06-01", "metadata",
    )  # fmt: skip
    assert (document.url, document.language) == ("https://example.org/notes", "en")
    assert "It was a quiet month." in document.text
    assert document.text.count("a monitor said") == 3
    for word in ("Topic", "Home", "Kyiv", "rights", "Moscow", "<"):
        assert word not in document.text


def test_a_page_tells_its_own_encoding(tmp_path):
    file = tmp_path / "page.htm"
    file.write_bytes(f"<meta charset='windows-1251'><p>{RUSSIAN}</p>".encode("cp1251"))
    (document,) = documents(file)
    assert document.text == RUSSIAN.strip()
    assert document.encoding == "cp1251"


def test_a_pdf_gives_paragraphs_not_lines(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(
        pdf(
            [
                "The columns left the town before dawn and moved towards the",
                "hills in the west, where two bases had been built in the spring.",
                "Then it rained.",
                "A second paragraph begins here and goes on until the govern-",
                "ment spoke.",
            ]
        )
    )
    (document,) = documents(file)
    assert document.text.splitlines() == [
        "The columns left the town before dawn and moved towards the hills in the west, where two bases had"
        " been built in the spring. Then it rained.",
        "A second paragraph begins here and goes on until the government spoke.",
    ]


def test_a_pdf_without_words_is_called_a_scan(tmp_path):
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf([]))
    assert "ocrmypdf" in errors(file)[0].reason


def test_a_word_document_gives_its_paragraphs(tmp_path):
    file = tmp_path / "memo.docx"
    file.write_bytes(docx("Memo of 3 May", "The garrison left Palmyra.", "Nobody replaced it."))
    (document,) = documents(file)
    assert document.text.split("\n\n")[:3] == [
        "Memo of 3 May",
        "The garrison left Palmyra.",
        "Nobody replaced it.",
    ]
    assert document.title == "Memo of 3 May"


def test_a_mail_gives_subject_date_and_words_and_names_its_attachments(tmp_path):
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "Field note", "Tue, 05 Mar 2024 10:00:00 +0300"
    mail.set_content("The road was closed.\n")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="road.png")
    file = tmp_path / "note.eml"
    file.write_bytes(bytes(mail))
    (document,) = documents(file)
    assert (document.title, document.published, document.text.strip()) == (
        "Field note", "2024-03-05", "The road was closed.",
    )  # fmt: skip
    assert "'road.png' was passed over" in notices(file)[0].reason


def test_standard_input_is_text_or_json_lines(monkeypatch):
    def given(raw):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return list(read(["-"]))

    assert [d.text for d in given(b"The camp was empty.")] == ["The camp was empty."]
    assert [d.id for d in given(b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')] == ["a", "b"]
    assert "is empty" in given(b"")[0].reason


def test_nul_bytes_are_no_text():
    with pytest.raises(NotTextError, match="binary"):
        decode(b"some words\x00\x00 and more words\x00" * 30)


def test_bullets_and_short_lines_stay_apart_when_lines_are_joined():
    text = (
        "Notes\n- a first point that runs over the width of the whole page and\nends here\n- a second point"
    )
    assert unwrap(text).split("\n") == [
        "Notes",
        "- a first point that runs over the width of the whole page and ends here",
        "- a second point",
    ]


def test_what_a_page_sets_apart_is_marked_and_its_author_and_day_are_told(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(
        """<html><head><link rel=canonical href="https://example.org/2013/11/9/lake.html">
        <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "The lake",
        "datePublished": "2013-11-10T08:00:00Z", "author": [{"name": "A. Writer"}, {"name": "B. Other"}]}]}
        </script></head><body><article><h1>The lake</h1><p>Nobody fishes at night any more.</p>
        <figure><img alt="boats"><figcaption>Boats in <b>Mora</b>, 2011.</figcaption></figure>
        <p>The price of fish has doubled.</p>
        <div class="share-buttons">Share this on Facebook</div>
        <div class="similar-articles"><a href="/x">Kyiv and the fleet</a></div>
        <div class="author-bio"><p>A. Writer lives in Maroua.</p></div></article></body></html>"""
    )
    (document,) = documents(file)
    assert (document.title, document.author) == ("The lake", "A. Writer, B. Other")
    assert (document.published, document.published_basis) == ("2013-11-10", "metadata")
    parts = {s.kind: document.text[s.start : s.end] for s in document.segments}
    assert parts["caption"] == "Boats in Mora, 2011."
    assert parts["bio"] == "A. Writer lives in Maroua."
    assert "Facebook" not in document.text
    assert "Kyiv" not in document.text


def test_the_day_in_an_address_is_taken_where_the_page_tells_none(tmp_path):
    file = tmp_path / "feed.jsonl"
    file.write_text('{"text": "Quiet.", "url": "https://example.org/news/2013/11/9/quiet"}')
    (document,) = documents(file)
    assert (document.published, document.published_basis) == ("2013-11-09", "address")


def test_broken_text_is_mended_and_offsets_count_in_what_is_kept(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("They call it &# 171;the seat&#187; of IdlÃ\xadb.")
    (document,) = documents(file)
    assert document.text == "They call it «the seat» of Idlíb."
    assert [(document.text[r.start : r.end], r.was, r.kind) for r in document.repairs] == [
        ("«", "&# 171;", "entity"), ("»", "&#187;", "entity"), ("í", "Ã\xad", "encoding"),
    ]  # fmt: skip


def test_marks_of_a_page_move_with_what_is_mended_before_them(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(
        "<article><p>Said &amp;# 171;no&amp;# 187; to it.</p>"
        "<figure><figcaption>A caption.</figcaption></figure><p>End.</p></article>"
    )
    (document,) = documents(file)
    assert document.text.startswith("Said «no» to it.")
    assert [document.text[s.start : s.end] for s in document.marked] == ["A caption."]


def test_a_chat_gives_its_messages_with_day_and_author(tmp_path):
    file = tmp_path / "result.json"
    chat = {
        "name": "Village watch", "type": "public_channel", "id": 99,
        "messages": [
            {"id": 1, "type": "service", "action": "create_channel", "text": ""},
            {"id": 2, "type": "message", "date": "2021-02-03T10:00:00", "from": "Village watch",
             "text": ["Shelling near ", {"type": "bold", "text": "Salqin"}, "."]},
            {"id": 3, "type": "message", "date": "2021-02-03T11:00:00", "photo": "p.jpg", "text": ""},
        ],
    }  # fmt: skip
    for data in (chat, {"about": "export", "chats": {"list": [chat]}}):
        file.write_text(json.dumps(data))
        (document,) = documents(file)
        assert (document.id, document.text) == ("99-2", "Shelling near Salqin.")
        assert (document.title, document.author) == ("Village watch", "Village watch")
        assert (document.published, document.published_basis) == ("2021-02-03", "metadata")
        assert "2 messages without words" in notices(file)[0].reason


def test_a_column_with_words_is_told_by_its_content_where_no_name_tells_it(tmp_path):
    file = tmp_path / "events.csv"
    rows = [f"{n},Atma,Shelling near the town went on for {n} hours of the night" for n in range(3)]
    file.write_text("nr,ort,bericht\n" + "\n".join(rows))
    assert [d.text.split()[0] for d in documents(file)] == ["Shelling"] * 3
    assert "'bericht' is read as the text" in notices(file)[0].reason


def test_records_are_found_in_the_one_list_of_an_object(tmp_path):
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"status": "ok", "articles": [{"text": "One."}, {"content": "Two."}]}))
    assert [d.text for d in documents(file)] == ["One.", "Two."]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".json", "-chat.json"])
def test_a_large_file_is_read_in_pieces_to_the_same_documents(tmp_path, suffix, monkeypatch):
    words = 'Shelling near the town, "they" said;\nthen it was quiet. Идлиб '
    records = [
        {"id": f"n{n}", "text": f"{n} {words * (n % 7 + 1)}", "date": "2020-01-02"} for n in range(400)
    ]
    file = tmp_path / f"feed{suffix}"
    if suffix == ".jsonl":
        file.write_text("\n".join([*(json.dumps(r, ensure_ascii=False) for r in records), "{broken"]))
    elif suffix == ".csv":
        with file.open("w", newline="") as out:
            writer = csv.DictWriter(out, ["id", "date", "text"], delimiter=";")
            writer.writeheader()
            writer.writerows(records)
    elif suffix == ".json":
        file.write_text(json.dumps(records))
    else:
        messages = [
            {"id": n, "type": "message", "date": r["date"], "text": r["text"]} for n, r in enumerate(records)
        ]
        file.write_text(json.dumps({"name": "Watch", "type": "channel", "id": 7, "messages": messages}))
    whole = list(read([file]))
    monkeypatch.setattr(chunks, "WHOLE", 1000)
    monkeypatch.setattr(chunks, "PIECE", 5000)
    pieces = list(read([file]))
    assert len(whole) == 400 + (suffix == ".jsonl")
    assert list(map(str, pieces)) == list(map(str, whole))
    assert len(list(blobs([file], tell=print))) > 20


def test_a_name_that_is_no_utf8_is_read_and_shown(tmp_path):
    file = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    with open(file, "w") as out:  # noqa: PTH123 - the name is bytes
        out.write("The café was closed.")
    (document,) = documents(tmp_path)
    assert document.source.endswith("caf\\xe9.txt")
    assert json.dumps(document.id)


def test_linked_folders_are_not_followed(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("One.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a")
    assert [d.text for d in documents(tmp_path)] == ["One."]


def test_the_language_is_told_or_left_open(tmp_path):
    texts = {
        "en.txt": "The column left the town at dawn and was seen on the road to the hills, they said.",
        "ru.txt": RUSSIAN, "ar.txt": ARABIC,
        "fr.txt": "Les combattants ont quitté la ville et sont partis vers le nord, sur la route.",
        "none.txt": "Idlib Aleppo Hama Homs Raqqa",
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    found = {d.source.rsplit("/")[-1].split(".")[0]: d.language for d in documents(tmp_path)}
    assert found == {"ar": "ar", "en": "en", "fr": "fr", "none": None, "ru": "ru"}
