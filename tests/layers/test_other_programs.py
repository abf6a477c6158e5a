"""Every format is opened by a program that is not ours, and holds the same there."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from layers.corrections import Correction, apply
from layers.events import read_events
from layers.extract import extract
from layers.files import write
from layers.layer import ReportLayer
from layers.reports import PRESENCE_WHATS
from tests.layers.reports import KOBANI, report, three

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
needs_gdal = pytest.mark.skipif(
    shutil.which("ogrinfo") is None, reason="GDAL's programs are absent: apt install gdal-bin"
)
QGIS_PYTHON = Path("/usr/bin/python3")
TRICKY = 'Они держат "عين العرب",\n=cmd() & <b>больше</b> 💣'


@pytest.fixture(scope="module")
def layer():
    """The examples, with a line among the shapes, and a report in all scripts."""
    read = extract(EXAMPLES)
    line = report(91, KOBANI, precision="region", actor="Border guards", quote="along the border")
    border = ReportLayer((line,), ((shapely.LineString([(38, 36.8), (39, 36.85)]), True),))
    tricky = report(
        92, KOBANI, actor=TRICKY, quote=TRICKY, title="+1", when_start="2020-02-03", when_end="2020-02-05"
    )
    return read.merge(border, ReportLayer.of([tricky]))


def ogr(*arguments):
    done = subprocess.run([*map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def geometries(layer, *kinds):
    return sum(shape is not None and shape.geom_type in kinds for shape, _ in layer.shapes)


@needs_gdal
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".kmz", ".csv", ".fgb"])
def test_gdal_reads_as_many_features_and_the_same_words(tmp_path, layer, suffix):
    path = layer.write(tmp_path / f"r{suffix}")
    if suffix == ".kmz":
        ogr("ogrinfo", "-q", path)
        path = f"/vsizip/{path}/doc.kml"  # of a KMZ as such GDAL reads no extended data
    out = tmp_path / "out.geojsonl"
    options = ["-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO"] if suffix == ".csv" else []
    told = ogr("ogrinfo", "-q", *options, path)
    listed = re.findall(r"^\d+: (.*?)(?: \((?:3D |[A-Z])[\w ]*\))?$", told, re.M)
    assert listed
    rows = []
    for name in listed if suffix != ".gpkg" else ["points", "areas", "lines", "unlocated"]:
        ogr("ogr2ogr", "-f", "GeoJSONSeq", out, path, name, *options)
        rows += [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        out.unlink()
    assert len(rows) == len(layer)
    shapes = [row["geometry"] for row in rows if row["geometry"]]
    assert len(shapes) == sum(shape is not None for shape, _ in layer.shapes)
    tricky = next(row for row in rows if row["properties"]["report_id"] == "r92")
    assert tricky["properties"]["quote"] == TRICKY
    assert tricky["geometry"] == {"type": "Point", "coordinates": [38.35, 36.89]}
    assert {row["properties"]["report_id"] for row in rows} == {r.report_id for r in layer}


@needs_gdal
def test_gdal_finds_the_layers_of_a_geopackage_with_types_metadata_and_no_fault(tmp_path, layer):
    events = read_events(_ucdp(tmp_path))
    path = write(layer, tmp_path / "r.gpkg", events=[events], parameters={"where": ["status=affirmed"]})
    listed = ogr("ogrinfo", path)
    for name, kind in [
        ("points", "Point"), ("areas", "Multi Polygon"), ("lines", "Multi Line String"),
        ("unlocated", "None"), ("actors", "None"), ("documents", "None"), ("events_ucdp", "Point"),
    ]:  # fmt: skip
        assert f"{name} ({kind})" in listed
    summary = ogr("ogrinfo", "-so", path, "points")
    assert f"Feature Count: {geometries(layer, 'Point')}" in summary
    assert '"parameters": {"where": ["status=affirmed"]}' in summary
    assert 'ID["EPSG",4326]' in summary


def _ucdp(folder):
    """Write an event as UCDP's file has it (the columns that matter)."""
    path = folder / "ged.csv"
    path.write_text(
        "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,"
        "date_prec,date_start,date_end,best\n"
        "1,1,Government of Syria,IS,1,Kobani town,Aleppo,,36.89,38.35,Syria,1,2015-01-02,2015-01-02,3\n"
    )
    return path


def test_the_geopackage_keeps_to_its_standard(tmp_path, layer):
    path = layer.write(tmp_path / "r.gpkg")
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = {name for (name,) in store.execute("SELECT table_name FROM gpkg_contents")}
        assert tables >= {"points", "areas", "lines", "unlocated", "actors", "documents", "layer_styles"}
        styles = dict(store.execute("SELECT f_table_name, styleName FROM layer_styles WHERE useAsDefault"))
        assert styles == dict.fromkeys(("points", "areas", "lines"), "status and precision")


# --- QGIS ---

RENDER = """
import json, os, sys
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
app = QgsApplication([], False)
app.initQgis()
told, layers = {}, []
for name in sys.argv[3:]:
    layer = QgsVectorLayer(sys.argv[1] + "|layername=" + name, name, "ogr")
    message, loaded = layer.loadDefaultStyle()
    renderer = layer.renderer()
    rules = renderer.rootRule().descendants() if renderer and renderer.type() == "RuleRenderer" else []
    told[name] = {
        "valid": layer.isValid(), "features": layer.featureCount(), "style": loaded,
        "renderer": renderer.type() if renderer else None, "rules": [rule.label() for rule in rules],
        "styles": layer.listStylesInDatabase()[2] if renderer else [],
    }
    if renderer:
        layers.append(layer)
settings = QgsMapSettings()
settings.setLayers(layers)
settings.setBackgroundColor(QColor("white"))
settings.setOutputSize(QSize(900, 700))
settings.setDestinationCrs(layers[0].crs())
extent = QgsRectangle()
for layer in layers:
    extent.combineExtentWith(layer.extent())
extent.scale(1.1)
settings.setExtent(extent)
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(sys.argv[2])
colours = {image.pixelColor(x, y).name() for x in range(0, 900, 2) for y in range(0, 700, 2)}
errors = [str(e.message) for e in job.errors()]
print(json.dumps({"layers": told, "colours": sorted(colours), "errors": errors}), flush=True)
os._exit(0)  # taking QGIS down in order crashes where layers are still held
"""


def has_qgis():
    """Say whether QGIS can be asked by Debian's Python."""
    if not QGIS_PYTHON.exists():
        return False
    return subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True).returncode == 0


def in_qgis(path, picture, *names):
    """Return what QGIS, without a screen, says of layers of a GeoPackage; their picture is written."""
    script = picture.with_suffix(".py")
    script.write_text(RENDER)
    done = subprocess.run(
        [QGIS_PYTHON, script, path, picture, *names], capture_output=True, text=True, timeout=180,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(picture.parent),
             "XDG_RUNTIME_DIR": str(picture.parent), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.skipif(not has_qgis(), reason="QGIS is absent: apt install qgis python3-qgis")
def test_qgis_opens_the_geopackage_with_its_styles_and_draws_it(tmp_path, layer):
    from layers.profiles import write_profile

    path = tmp_path / "r.gpkg"
    write_profile(layer, "qgis", path, events=[read_events(_ucdp(tmp_path))])
    names = ["areas", "lines", "points", "events_ucdp", "unlocated", "actors", "documents"]
    told = in_qgis(path, tmp_path / "picture.png", *names)
    assert told["errors"] == []
    for name in names:
        assert told["layers"][name]["valid"], name
    for name in names[:4]:
        assert told["layers"][name]["style"], name
        assert told["layers"][name]["renderer"] == "RuleRenderer", name
    points = told["layers"]["points"]
    assert points["features"] == geometries(layer, "Point")
    assert {"Present or active", "in or around it", "Said not to be so"} <= set(points["rules"])
    assert {"status and precision", "actor"} <= set(points["styles"])
    assert "near it, no exact spot" in told["layers"]["areas"]["rules"]
    assert {"#0072b2", "#ffffff"} <= set(told["colours"]), "the blue of presence is drawn on white"
    assert (tmp_path / "picture.png").stat().st_size > 10_000


# --- KML, GeoJSON, GeoParquet, STIX ---


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_kml_is_valid_by_the_schema_of_the_ogc(tmp_path, layer, suffix):
    pykml = pytest.importorskip("pykml", reason="the OGC's schema comes with pykml: pip install '.[test]'")
    from lxml import etree

    schemas = Path(pykml.__file__).parent / "schemas"
    schema = etree.XMLSchema(etree.parse(_offline(schemas, tmp_path), etree.XMLParser(no_network=True)))
    path = write(layer, tmp_path / f"r{suffix}", events=[read_events(_ucdp(tmp_path))])
    if suffix == ".kmz":
        with zipfile.ZipFile(path) as archive:
            assert archive.namelist()[0] == "doc.kml"
            assert archive.testzip() is None
            assert archive.read("files/disc.png").startswith(b"\x89PNG")
            path = Path(archive.extract("doc.kml", tmp_path))
    tree = etree.parse(path)
    assert schema.validate(tree), schema.error_log.last_error
    space = {"k": "http://www.opengis.net/kml/2.2"}
    folders = tree.xpath("/k:kml/k:Document/k:Folder/k:name/text()", namespaces=space)
    assert any(name.startswith("Present or active (") for name in folders)
    assert len(tree.xpath("//k:Placemark", namespaces=space)) == len(layer) + 1
    begin = tree.xpath("//k:Placemark[.//k:SimpleData='r92']/k:TimeSpan/k:begin/text()", namespaces=space)
    assert begin == ["2020-02-03"]
    assert not tree.xpath("//k:href[starts-with(., 'http')]", namespaces=space), (
        "nothing is fetched to show it"
    )


def _offline(schemas, folder):
    """Copy the schemas with what they import beside them, so that nothing is fetched."""
    for name in ("ogckml22.xsd", "atom-author-link.xsd", "xAL.xsd"):
        text = (schemas / name).read_text("utf-8")
        for remote in (
            "http://docs.oasis-open.org/election/external/xAL.xsd",
            "http://schemas.opengis.net/kml/2.2.0/",
        ):
            text = text.replace(remote, "xAL.xsd" if remote.endswith("xAL.xsd") else "")
        (folder / name).write_text(text, "utf-8")
    return str(folder / "ogckml22.xsd")


def test_geojson_is_valid_by_a_validator_of_rfc_7946(tmp_path, layer):
    validator = pytest.importorskip("geojson_validator")
    data = json.loads(layer.write(tmp_path / "r.geojson").read_text("utf-8"))
    assert validator.validate_structure(data) == {}
    located = [feature for feature in data["features"] if feature["geometry"]]
    told = validator.validate_geometries({"type": "FeatureCollection", "features": located})
    assert told["invalid"] == {}, told["invalid"]


def test_duckdb_reads_the_geoparquet(tmp_path, layer):
    duckdb = pytest.importorskip("duckdb")
    path = layer.write(tmp_path / "r.parquet")
    with duckdb.connect() as store:
        store.execute("SET autoinstall_known_extensions = false")
        rows = store.execute(
            "SELECT mapped_as, count(*) FROM read_parquet(?) GROUP BY 1", [str(path)]
        ).fetchall()
        quote = store.execute(
            "SELECT quote FROM read_parquet(?) WHERE report_id = 'r92'", [str(path)]
        ).fetchone()
    assert dict(rows) == layer.frame["mapped_as"].value_counts().to_dict()
    assert quote == (TRICKY,)


def test_plain_geopandas_reads_the_geoparquet_with_what_it_says_of_itself(tmp_path, layer):
    import geopandas
    import pyarrow.parquet

    path = layer.write(tmp_path / "r.parquet")
    frame = geopandas.read_parquet(path)
    assert frame.crs.to_epsg() == 4326
    assert frame.attrs["dateline"]["tool"] == "dateline"
    geo = json.loads(pyarrow.parquet.read_schema(path).metadata[b"geo"])
    assert geo["version"].startswith("1.") and geo["columns"]["geometry"]["encoding"] == "WKB"


def test_stix_is_valid_and_places_only_what_is_affirmed_and_current(tmp_path, layer):
    validator = pytest.importorskip("stix2validator")
    from layers.profiles import write_profile

    rejected = Correction(layer.reports[0].report_id, "reject", "", "", "", None, None, "", "", "Ana", "", "")
    reviewed = apply(layer, [rejected]).layer
    path = tmp_path / "r.json"
    left_out = write_profile(reviewed, "stix", path)
    result = validator.validate_file(str(path), validator.ValidationOptions(version="2.1", strict=False))
    assert result.is_valid, result.object_results
    data = json.loads(path.read_text("utf-8"))
    objects = {o["id"]: o for o in data["objects"]}
    links = [o for o in objects.values() if o["type"] == "relationship"]
    placed = [
        r for r in reviewed
        if (r.status, r.era) == ("affirmed", "current") and r.what in PRESENCE_WHATS
        and r.review != "rejected" and r.relation != "landmark"
        and r.actor and r.place and (r.country or r.lat is not None)
    ]  # fmt: skip
    assert sum(o["relationship_type"] == "located-at" for o in links) == len(placed)
    assert {o["relationship_type"] for o in links} <= {"located-at", "originates-from"}
    notes = [o for o in objects.values() if o["type"] == "note"]
    reports = [r for r in reviewed if r.relation != "landmark"]
    assert len(links) + len(notes) + left_out.total() == len(reports)
    assert left_out["rejected by a reviewer"] == 1
    kobani = next(o for o in objects.values() if o["type"] == "location" and o["name"] == "Kobani")
    assert (kobani["latitude"], kobani["longitude"], kobani["precision"]) == (36.89, 38.35, 4000.0)
    again = write_profile(reviewed, "stix", tmp_path / "again.json")
    assert {o["id"] for o in json.loads((tmp_path / "again.json").read_text())["objects"]} == set(objects)
    assert again == left_out


def test_three_reports_make_the_simplest_bundle(tmp_path):
    from layers.profiles import write_profile

    left_out = write_profile(ReportLayer.of(three()), "stix", tmp_path / "r.json")
    data = json.loads((tmp_path / "r.json").read_text("utf-8"))
    kinds = [o["type"] for o in data["objects"]]
    assert sorted(kinds) == sorted(
        ["identity", *["threat-actor"] * 2, *["location"] * 3, *["relationship"] * 2, "note", "report"]
    )
    assert left_out.total() == 0
