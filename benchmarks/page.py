"""How large and how fast a page is, beside what others make of the same reports: python benchmarks/page.py

    python benchmarks/page.py [--sizes 100,1000,10000] [--ways ours,markers] [--json FILE]

Each report has a place of its own, one of 40 actors, a date, and one of 2,000 sentences; the same rows go to
every way.  Measured: seconds to build and write the file, its size and what it loads besides; in Chromium
with software rendering, seconds from opening to the first frame with everything on it, milliseconds to switch
one actor off, and to pan by a third of the window.  Needs `pip install '.[benchmark]'`, chromium, and for
MarkerCluster npm once (its script is kept in the cache).  What a page wants from other hosts is answered from
installed files, or is empty, which makes the pages of others faster than they are.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

import platformdirs

from layers.reports import Report

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
ACTORS, SENTENCES = 40, 2_000
PATIENCE = 120_000  # milliseconds until a page is given up
SLOW = {
    "markers": 100_000,
    "cluster": 100_000,
    "explore": 100_000,
    "lonboard": 1_000_000,
}  # largest size tried
CACHE = Path(platformdirs.user_cache_dir("dateline-benchmark"))


def reports(count: int) -> list[Report]:
    """Return reports with places of their own from the Mediterranean to the Zagros, the same at every run."""
    chance = random.Random(7)
    whats = ("presence", "activity", "control", "base_or_camp")
    statuses = ("affirmed",) * 6 + ("negated", "former", "uncertain", "planned")
    found = []
    for i in range(count):
        actor, what, status = f"Brigade {i % ACTORS + 1}", chance.choice(whats), chance.choice(statuses)
        lon, lat = round(chance.uniform(34, 48), 5), round(chance.uniform(29, 38), 5)
        day = f"{2011 + i % 12}-{i % 11 + 1:02}-{i % 27 + 1:02}"
        quote = f"Fighters of {actor} were reported on road {i % SENTENCES // ACTORS} near the village."
        found.append(_report(i, chance, actor, what, status, lon, lat, day, quote))
    return found


def _report(
    i: int, chance: random.Random, actor: str, what: Any, status: Any, lon: float, lat: float, day: str,
    quote: str,
) -> Report:  # fmt: skip
    place = f"Village {i}"
    return Report(
        report_id=f"r{chance.getrandbits(60):015x}", document_id=f"d{i // 10}",
        title=f"Situation report {i // 10}",
        url=None, published=day, actor=actor, actor_kind="group", group=None, place=place, place_id=f"p:{i}",
        place_type="village", country="Syria", admin1=None, admin2=None, admin3=None, pcode=None, geonameid=i,
        lon=lon, lat=lat, relation="at", part="", precision="settlement", radius_m=2_000.0, geo_precision=1,
        where_prec=1, what=what, status=status, era="current", claim="none", when_start=day, when_end=day,
        when_precision="day", when_basis="text", speaker=None, source_chain=(), quote=quote, start=0,
        end=len(quote), cue="", actor_start=12, actor_end=12 + len(actor), place_start=None, place_end=None,
        confidence=0.7, reasons=("same clause",), alternatives=(),
    )  # fmt: skip


def ours(rows: list[Report], path: Path) -> None:
    """Draw the page of this project."""
    from maps import draw

    draw(rows, title="Reports", tiles=False).save(str(path))


def _popup(row: Report) -> str:
    return f"<b>{row.actor}</b> {row.what}, {row.status}<br>{row.place}, {row.when_start}<br>{row.quote}"


def _groups(page: Any, rows: list[Report]) -> dict[str, Any]:
    import folium

    names = sorted({row.actor or "" for row in rows})
    return {name: folium.FeatureGroup(name=name).add_to(page) for name in names}


def markers(rows: list[Report], path: Path) -> None:
    """Draw plain folium markers with popups, one group an actor."""
    import folium

    page = folium.Map(location=(34, 41), zoom_start=6, tiles=None)
    groups = _groups(page, rows)
    for row in rows:
        folium.Marker((row.lat, row.lon), popup=_popup(row)).add_to(groups[row.actor or ""])
    folium.LayerControl().add_to(page)
    page.save(str(path))


def cluster(rows: list[Report], path: Path) -> None:
    """Draw folium markers with popups in one MarkerCluster."""
    import folium
    from folium.plugins import MarkerCluster

    page = folium.Map(location=(34, 41), zoom_start=6, tiles=None)
    page.options["maxZoom"] = 18
    home = MarkerCluster().add_to(page)
    for row in rows:
        folium.Marker((row.lat, row.lon), popup=_popup(row)).add_to(home)
    page.save(str(path))


def _frame(rows: list[Report]) -> Any:
    import geopandas

    names = ("actor", "what", "status", "place", "when_start", "quote")
    columns = {name: [getattr(row, name) for row in rows] for name in names}
    points = geopandas.points_from_xy([row.lon for row in rows], [row.lat for row in rows])
    return geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def explore(rows: list[Report], path: Path) -> None:
    """Let GeoPandas draw: GeoDataFrame.explore() with popups, all in one colour."""
    _frame(rows).explore(popup=True, tooltip=False, tiles=None).save(str(path))


def lonboard(rows: list[Report], path: Path) -> None:
    """Let lonboard write its HTML; it loads scripts from other hosts, so that it is blank offline."""
    from lonboard import viz

    viz(_frame(rows)).to_html(str(path))


WAYS: dict[str, Callable[[list[Report], Path], None]] = {
    "ours": ours, "markers": markers, "cluster": cluster, "explore": explore, "lonboard": lonboard,
}  # fmt: skip

# How a reader switches one actor off; where the page has no such switch, nothing is measured.
FILTER = {
    "ours": "document.querySelector('section[aria-label=Actors] .chip').click()",
    "markers": "document.querySelector('.leaflet-control-layers-selector').click()",
}
FRAMES = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)
# The page itself notes when everything is drawn: ours when it says so, others when they have loaded.
NOTE = """window.drawn = new Promise((done) => {
  const frames = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  if (READY) new MutationObserver(() => document.documentElement.dataset.ready && frames())
    .observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
  else addEventListener("load", frames);
});"""
MAP = "Object.values(window).find((value) => value instanceof L.Map)"


def _scripts() -> dict[str, bytes]:
    """Return what the pages of others load, by the end of its address; what they can do without is empty."""
    from xstatic.pkg import jquery, leaflet

    folder = Path(leaflet.BASE_DIR)
    found = {name: (folder / name).read_bytes() for name in ("leaflet.js", "leaflet.css")}
    found["jquery.js"] = (Path(jquery.BASE_DIR) / "jquery.min.js").read_bytes()
    kept = CACHE / "leaflet.markercluster-1.1.0.tgz"
    if not kept.exists() and which("npm"):
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", "leaflet.markercluster@1.1.0"], cwd=CACHE, check=True)
    if kept.exists():
        with tarfile.open(kept) as archive:
            for name in ("leaflet.markercluster.js", "MarkerCluster.css", "MarkerCluster.Default.css"):
                if file := archive.extractfile(f"package/dist/{name}"):
                    found[name] = file.read()
    return found


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=arguments)
        yield browser
        browser.close()


def seen(browser: Any, path: Path, way: str, scripts: dict[str, bytes]) -> dict[str, float | None]:
    """Return seconds to the first frame, milliseconds of a filter and a pan, MB loaded besides the file."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(PATIENCE)
    loaded: list[int] = []

    def answer(route: Any) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
            return
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1].replace(".min.", ".")
        name = "jquery.js" if name.startswith("jquery-3") else name
        body = scripts.get(name, b"")
        loaded.append(len(body))
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body=body, content_type=kind)

    context.route("**/*", answer)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(NOTE.replace("READY", str(way == "ours").lower()))
    try:
        page.goto(path.as_uri(), wait_until="load")
        first = page.evaluate("window.drawn") / 1000
        if faults:
            raise RuntimeError(f"the page is not drawn: {faults[0]}")
        pan = page.evaluate(_timed(f"({MAP}).panBy([400, 0], {{animate: false}})"))
        narrowed = page.evaluate(_timed(FILTER[way])) if way in FILTER else None
    except Exception as fault:
        print(f"    {way}: {str(fault).splitlines()[0]}", file=sys.stderr)
        return {"first": None, "filter": None, "pan": None, "loaded": sum(loaded) / 1e6}
    finally:
        context.close()
    return {"first": first, "filter": narrowed, "pan": pan, "loaded": sum(loaded) / 1e6}


def _timed(action: str) -> str:
    """Return a script that acts and answers with the milliseconds until the frame after the next."""
    return (
        f"(() => {{ const begun = performance.now(); {action}; return {FRAMES}.then((t) => t - begun); }})()"
    )


def measure(size: int, ways: list[str], repeat: int) -> Iterator[dict[str, Any]]:
    """Yield the figures of each way for one size: build once, look `repeat` times and take the best."""
    rows, scripts = reports(size), _scripts()
    with TemporaryDirectory() as folder, _chromium() as browser:
        for way in ways:
            if size > SLOW.get(way, size):
                yield {"way": way, "reports": size}
                continue
            path = Path(folder) / f"{way}.html"
            begun = time.perf_counter()
            try:
                WAYS[way](rows, path)
            except ImportError as error:
                print(f"    {way}: {error}", file=sys.stderr)
                continue
            figures: dict[str, Any] = {"way": way, "reports": size, "build": time.perf_counter() - begun}
            figures["megabytes"] = path.stat().st_size / 1e6
            if way != "lonboard":
                looks = [seen(browser, path, way, scripts) for _ in range(repeat if size < 1_000_000 else 1)]
                for name in ("first", "filter", "pan", "loaded"):
                    values = [look[name] for look in looks if look[name] is not None]
                    figures[name] = min(values) if values else None
            yield figures
            path.unlink()


def main() -> None:
    """Measure and print a table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sizes", default=",".join(map(str, SIZES)))
    words.add_argument("--ways", default=",".join(WAYS))
    words.add_argument("--repeat", type=int, default=3)
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    found = []
    print("reports    way        build s   file MB  loads MB   first s  filter ms    pan ms")
    for size in map(int, given.sizes.split(",")):
        for figures in measure(size, given.ways.split(","), given.repeat):
            found.append(figures)
            columns = [
                ("build", 2), ("megabytes", 2), ("loaded", 2), ("first", 2), ("filter", 0), ("pan", 0),
            ]  # fmt: skip
            cells = "".join(
                f"{figures[name]:10.{digits}f}" if figures.get(name) is not None else f"{'–':>10}"
                for name, digits in columns
            )
            print(f"{size:<11,}{figures['way']:<8}{cells}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
