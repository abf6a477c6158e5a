"""Offline: everything the page needs, taken from installed packages and put inside the one file."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from geo.errors import DatelineError

SCRIPTS = (
    "text.js", "store.js", "filters.js", "times.js", "address.js", "csv.js", "spots.js", "outlines.js",
    "symbols.js", "labels.js", "paint.js", "sheet.js", "ground.js", "model.js", "features.js", "legend.js",
    "review.js", "card.js", "panel.js", "timeline.js", "picture.js", "page.js",
)  # fmt: skip


def _leaflet() -> Path:
    try:
        from xstatic.pkg import leaflet
    except ImportError as error:
        raise DatelineError("The page needs Leaflet: pip install XStatic-leaflet") from error
    return Path(leaflet.BASE_DIR)


def _data_address(picture: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode()


@cache
def leaflet_script() -> str:
    """Return Leaflet's code, with its marker pictures inside for markers that others add to the map."""
    images = _leaflet() / "images"
    code = (_leaflet() / "leaflet.js").read_text(encoding="utf-8")
    code = re.sub(r"//# sourceMappingURL=.*", "", code)
    icons = ",".join(
        f"{option}:'{_data_address(images / name)}'"
        for option, name in (
            ("iconUrl", "marker-icon.png"),
            ("iconRetinaUrl", "marker-icon.png"),
            ("shadowUrl", "marker-shadow.png"),
        )
    )
    return _sealed(f"{code}\nL.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({{{icons}}});")


@cache
def leaflet_style() -> str:
    """Return Leaflet's style sheet with its pictures inside."""
    style = (_leaflet() / "leaflet.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/|^\t+", "", style, flags=re.DOTALL | re.MULTILINE)
    return re.sub(
        r"url\(['\"]?(images/[\w.-]+)['\"]?\)", lambda m: f"url({_data_address(_leaflet() / m[1])})", style
    )


def page_source() -> str:
    """Return the page's own code as it is written: the files of `maps/assets`, in order."""
    return "\n".join(files("maps.assets").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)


@cache
def page_script() -> str:
    """Return the page's own code without comments."""
    from rjsmin import jsmin

    return _sealed(str(jsmin(page_source())))


@cache
def page_style() -> str:
    """Return the page's own style sheet."""
    return files("maps.assets").joinpath("page.css").read_text(encoding="utf-8")


def _sealed(code: str) -> str:
    """Return code that can stand in a script element."""
    if re.search(r"</script|<!--", code, re.IGNORECASE):
        raise DatelineError("a script of the page holds '</script' or '<!--' and would end its element early")
    return code
