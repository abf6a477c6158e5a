"""What is published holds no precise value of what must be withheld, anywhere in the file."""

from __future__ import annotations

import re
import zipfile

import pytest

from geo.documents import Document
from geo.errors import DataError, ReadError
from geo.gazetteer import Gazetteer
from geo.places import Candidate
from layers.extract import extract
from layers.files import FORMATS
from layers.layer import ReportLayer
from layers.publishing import Rules, publish, read_rules, sensitivity
from maps import draw
from tests.layers.reports import KOBANI, report
from tests.maps import unpacked

GAZETTEER = Gazetteer()
ATMA = next(c.place for c in GAZETTEER.lookup("Atma", country="SY"))
SALQIN = next(c.place for c in GAZETTEER.lookup("Salqin", country="SY"))
QUOTE = "The emir, Abu Omar, lives in ATMA, near a school of Atma."
OFFSETS = {"start": 100, "end": 100 + len(QUOTE), "place_start": 129, "place_end": 133}


def person(number=1, **more):
    fields = {
        "actor": "Abu Omar", "actor_kind": "person", "sensitivity": "living_person", "quote": QUOTE,
        "title": "From Atma with love", "url": "https://example.org/2024/emir-in-atma-seen/",
        "document_id": "atma-notes",
        "reasons": ("Atma is near Salqin",), "alternatives": (Candidate(KOBANI, "Atmeh", "edit", 0.8),),
        "machine_values": (("place", "Atmeh"),), **OFFSETS,
    }  # fmt: skip
    return report(number, ATMA, **(fields | more))


def text_of(path):
    """Return all that stands in a file, unpacked."""
    if path.suffix == ".kmz":
        with zipfile.ZipFile(path) as archive:
            return b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
    if path.suffix == ".parquet":
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(path)
        geometries = table["geometry"].to_pylist()
        return str(table.drop_columns("geometry").to_pylist()) + str(table.schema.metadata) + str(geometries)
    text = path.read_bytes().decode("utf-8", "replace")
    return unpacked.text(text) if path.suffix == ".html" else text


def layer():
    return ReportLayer.of([
        person(),
        report(2, ATMA, actor="HTS", quote="HTS is in Atma.", document_id="other"),
        report(3, SALQIN, actor="HTS", quote="HTS left Salqin for Atmeh.", document_id="other"),
        report(4, SALQIN, actor="HTS", relation="landmark", quote="5 km from Salqin"),
        report(5, ATMA, relation="landmark", quote="near Atma"),
    ], GAZETTEER)  # fmt: skip


SECRET = re.compile(
    r"\batma\b|\batmeh\b|أطمة|36\.30\d|36\.31\d|36\.69\d|36\.68\d|3630988|3668988|sy-atma", re.IGNORECASE
)


@pytest.mark.parametrize("suffix", [*FORMATS, ".html"])
def test_the_precise_values_are_nowhere_in_the_file(tmp_path, suffix):
    published = publish(layer(), gazetteer=GAZETTEER)
    path = tmp_path / f"reports{suffix}"
    if suffix == ".html":
        draw(published, tiles=False).save(str(path))
    else:
        published.write(path)
    for file in tmp_path.iterdir():
        assert not SECRET.search(text_of(file)), SECRET.search(text_of(file))
    whole = layer()
    exact = tmp_path / f"exact{suffix}"
    if suffix == ".html":
        draw(whole, tiles=False).save(str(exact))
    else:
        whole.write(exact)
    assert SECRET.search(text_of(exact)), "the search finds what is there"


def test_a_living_person_is_shown_at_the_district_and_others_at_the_same_place_with_them():
    published = publish(layer(), gazetteer=GAZETTEER)
    first, second, third, fourth = published
    for coarse in (first, second):
        assert (coarse.place_type, coarse.country, coarse.precision) in [
            ("district", "SY", "district"),
            ("governorate", "SY", "governorate"),
        ]
        assert coarse.report_id.startswith("p")
        assert (coarse.start, coarse.place_start, coarse.alternatives) == (0, None, ())
    assert first.quote == "The emir, Abu Omar, lives in [place withheld], near a school of [place withheld]."
    assert (first.title, first.url) == ("From [place withheld] with love", None)
    assert first.document_id != "atma-notes"
    assert (third.place, third.lon, third.quote) == (
        "Salqin",
        SALQIN.lon,
        "HTS left Salqin for [place withheld].",
    )
    assert fourth.relation == "landmark" and fourth.place == "Salqin"
    shape, _ = published.shapes[0]
    assert shape.geom_type in ("Polygon", "MultiPolygon")
    assert any("1 report on living persons" in note for note in published.notes)
    assert any("1 report of others at these places" in note for note in published.notes)


def test_without_a_gazetteer_no_unit_is_known_and_nothing_is_shown():
    (only,) = publish(ReportLayer.of([person()]))
    assert (only.lon, only.place, only.precision, only.mapped_as) == (None, None, "unlocated", "list")


def test_what_is_coarse_enough_stays_and_rules_choose_levels():
    idlib = GAZETTEER.place("sy-idlib-gov")
    far = person(place=idlib.name, place_id=idlib.id, precision="governorate", lon=idlib.lon, lat=idlib.lat,
                 place_type="governorate", gazetteer_place=idlib, place_start=None)  # fmt: skip
    (same,) = publish(ReportLayer.of([far]), gazetteer=GAZETTEER)
    assert (same.place, same.report_id) == (idlib.name, "r1")
    (wide,) = publish(ReportLayer.of([far]), Rules(living_person="country"), gazetteer=GAZETTEER)
    assert (wide.place, wide.precision, wide.admin1) == ("Syria", "country", None)
    assert len(publish(layer(), Rules(living_person="drop"), gazetteer=GAZETTEER)) == 4
    assert [r.place for r in publish(layer(), Rules(living_person="keep"), gazetteer=GAZETTEER)] == [
        "Atma", "Atma", "Salqin", "Salqin", "Atma"]  # fmt: skip
    kept = publish(layer(), Rules(same_place="keep"), gazetteer=GAZETTEER)
    assert kept.reports[1].lon == ATMA.lon


def test_camps_and_civilians_are_coarsened_and_camps_known_by_their_name():
    camp = report(1, KOBANI, place="Al-Hol camp", actor="X", quote="X runs Al-Hol camp.")
    assert sensitivity(camp) == "camp"
    civilians = report(2, ATMA, actor="X", sensitivity="civilians", quote="Civilians hide in Atma.")
    published = publish(ReportLayer.of([camp, civilians]), gazetteer=GAZETTEER)
    assert [r.precision in ("district", "governorate") for r in published] == [True, True]
    assert not any("Al-Hol" in str(row) or "Atma" in str(row) for row in published.rows())


@pytest.mark.parametrize(("speaker", "named"), [
    ("a guard", False), ("interviewee", False), ("HTS member", False), ("security source", False),
    ("مصدر أمني", False),
    ("Abu Hassan", True), ("the Syrian Observatory for Human Rights", True), ("SANA", True), (None, True),
])  # fmt: skip
def test_quotes_of_sources_without_a_name_are_dropped(speaker, named):
    chain = (speaker, "The Reporter") if speaker else ()
    said = report(1, KOBANI, quote="They are here.", cue="are", speaker=speaker, source_chain=chain)
    (kept,) = publish(ReportLayer.of([said]), gazetteer=GAZETTEER)
    assert (kept.quote == "They are here.") is named
    (all_kept,) = publish(ReportLayer.of([said]), Rules(unnamed_sources="keep"), gazetteer=GAZETTEER)
    assert all_kept.quote == "They are here."


def test_rejected_reports_are_left_out_and_on_demand_all_that_nobody_confirmed():
    rows = [
        report(n, KOBANI, review=r) for n, r in enumerate(("machine", "confirmed", "corrected", "rejected"))
    ]
    layer = ReportLayer.of(rows)
    assert [r.review for r in publish(layer)] == ["machine", "confirmed", "corrected"]
    only = publish(layer, Rules(only_confirmed=True))
    assert [r.review for r in only] == ["confirmed", "corrected"]
    assert "1 report not confirmed by a reviewer is left out." in only.notes
    assert len(publish(layer, Rules(rejected="keep"))) == 4


def test_a_whole_text_read_and_published_tells_no_place_of_a_person():
    text = "Abu Mohammad al-Julani is in Atma. HTS fighters attacked Salqin on 5 May 2022."
    read = extract(Document("d", text, published="2022-05-06"), gazetteer=GAZETTEER)
    assert "living_person" in {r.sensitivity for r in read}
    published = publish(read, gazetteer=GAZETTEER)
    assert "Atma" not in str(list(published.rows()))
    assert {r.place for r in published} >= {"Salqin"}
    assert published.extractions == ()


def test_a_rule_file_is_checked(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text('living_person = "admin1"\nonly_confirmed = true\n')
    assert read_rules(path) == Rules(living_person="admin1", only_confirmed=True)
    for text, words in [
        ('living_persons = "admin1"', "there is no rule 'living_persons'; the rules are living_person"),
        ('camp = "street"', "camp is 'street'; expected one of keep, admin3"),
        ("only_confirmed = 3", "expected one of true, false"),
        ("camp = ", "is no TOML"),
    ]:
        path.write_text(text)
        with pytest.raises(DataError, match=re.escape(words)):
            read_rules(path)
    with pytest.raises(ReadError, match="give a TOML file"):
        read_rules(tmp_path / "void.toml")
