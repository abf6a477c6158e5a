"""The words, styles and times of KML: outside text that stays text, colours as KML writes them."""

from __future__ import annotations

import re

from layers.symbols import Mark

# What XML 1.0 cannot hold; a bare carriage return would come back as a line feed.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(words: str) -> str:
    """Return outside text as the text of an XML element.

    >>> text("a <b> & c" + chr(7))
    'a &lt;b&gt; &amp; c\ufffd'
    """
    safe = _NO_XML.sub("\ufffd", words)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def line(words: str) -> str:
    """Return outside text as a name in the list of places: in one line."""
    return text(" ".join(words.split()))


def style(name: str, colour: str, mark: Mark, *, icons: bool) -> str:
    """Return a style of points, lines and areas; KML's colours are alpha, blue, green, red."""
    red, green, blue = (colour[i : i + 2] for i in (1, 3, 5))
    tint = blue + green + red
    icon = f"<scale>0.6</scale><Icon><href>files/{mark}.png</href></Icon>" if icons else ""
    filled = "33" if mark == "disc" else "00"
    return (
        f'<Style id="{name}"><IconStyle><color>ff{tint}</color>{icon}</IconStyle>'
        "<LabelStyle><scale>0.7</scale></LabelStyle>"
        f"<LineStyle><color>cc{tint}</color><width>1.5</width></LineStyle>"
        f"<PolyStyle><color>{filled}{tint}</color></PolyStyle></Style>\n"
    )


def time_of(begin: str | None, end: str | None) -> str:
    """Return a day or a span as KML; nothing where both are unknown.

    >>> time_of("2022-05-03", "2022-05-03")
    '<TimeStamp><when>2022-05-03</when></TimeStamp>'
    """
    if begin and begin == end:
        return f"<TimeStamp><when>{text(begin)}</when></TimeStamp>"
    sides = [f"<{n}>{text(d)}</{n}>" for n, d in (("begin", begin), ("end", end)) if d]
    return f"<TimeSpan>{''.join(sides)}</TimeSpan>" if sides else ""
