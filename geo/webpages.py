"""The article of a web page, without its menus, and what the page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from geo.documents import Segment, SegmentKind

# What is no part of an article.  resiliparse's own main-content filter drops every list, which
# is where monitors write their notes, so the page is cleared by these and by the share of links.
_NOT_ARTICLE = [
    "nav", "aside", "footer", "form", "script", "style", "noscript", "template", "iframe", "button", "svg",
    "figure picture", "[role=navigation]", "[role=banner]", "[role=contentinfo]", "[role=complementary]",
    "[role=search]", "[aria-hidden=true]", "[hidden]", ".nav", ".navbar", ".menu", ".breadcrumb",
    ".breadcrumbs", ".sidebar", ".footer", ".share", ".social", ".related", ".comments", ".cookie",
    ".newsletter", ".advertisement", "#nav", "#menu", "#sidebar", "#footer", "#comments", "#header",
    "[class*=share-]", "[class*=-share]", "[class*=social-]", "[class*=related-]", "[class*=cookie]",
    "[class*=sidebar]", "[class*=breadcrumb]", "[class*=newsletter]", "[class*=recommended]",
    "[class*=similar-]", "[class*=read-more]", "[class*=most-read]",
]  # fmt: skip
_ARTICLES = ("[itemprop=articleBody]", "article", "main", "[role=main]")
# What belongs to the article and is no part of its account: kept, and marked as what it is.
_APART: tuple[tuple[SegmentKind, str], ...] = (
    ("caption", "figcaption, .caption, .wp-caption-text, [class*=image-caption], [class*=photo-caption]"),
    ("bio", ".author-bio, .author-box, .author-info, .about-author, .author-description, #author-bio, "
            "[class*=author-bio], [class*=author-box], [class*=about-the-author], [class*=contributor-bio]"),
)  # fmt: skip
_OPENS, _ENDS = {"caption": "\uf8d0", "bio": "\uf8d1"}, "\uf8d2"  # of the private use area
_MARK = re.compile("[\uf8d0\uf8d1\uf8d2]")
_META: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (("meta[property='og:title']", "content"), ("meta[name='twitter:title']", "content")),
    "url": (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")),
    "published": (
        ("meta[property='article:published_time']", "content"),
        ("meta[property='og:published_time']", "content"),
        ("meta[itemprop=datePublished]", "content"),
        ("meta[name=date]", "content"),
        ("meta[name=pubdate]", "content"),
        ("meta[name='dc.date']", "content"),
        ("meta[name='DC.date.issued']", "content"),
        ("meta[name='parsely-pub-date']", "content"),
        ("meta[name='sailthru.date']", "content"),
        ("meta[name=citation_publication_date]", "content"),
        ("time[itemprop=datePublished]", "datetime"),
        ("time[pubdate]", "datetime"),
        ("article time[datetime]", "datetime"),
        ("header time[datetime]", "datetime"),
    ),
    "author": (
        ("meta[name=author]", "content"),
        ("meta[property='article:author']", "content"),
        ("meta[name='parsely-author']", "content"),
        ("meta[name='dc.creator']", "content"),
        ("meta[name=citation_author]", "content"),
    ),
    "language": (("html", "lang"), ("meta[property='og:locale']", "content")),
}
_BYLINE = "[itemprop=author] [itemprop=name], [itemprop=author], [rel=author], .byline, .author-name"
# A page that is made to be slow nests without end, and what is asked of an element looks at all in it.
_MOST_ELEMENTS, _DEEPEST, _LOOKED_BACK = 2000, 64, 3
# A day in an address, as in /2013/11/29/.
_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:/|\b)")


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page and what the page says of itself; `published` as it is written there.

    `marked` are its captions and the notes on its author, as segments of `text`.
    """

    text: str
    title: str | None
    url: str | None
    published: str | None
    language: str | None
    author: str | None = None
    marked: tuple[Segment, ...] = ()


def read_page(html: str) -> Page:
    """Return the article of a page, its title, address, date, author and language.

    Raise ImportError where resiliparse is not installed.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree: Any = HTMLTree.parse(_MARK.sub("\ufffd", html))
    root: Any = tree.document
    found = {name: _first(root, where) for name, where in _META.items()}
    told = {**_linked_data(root), **{name: value for name, value in found.items() if value}}
    heading = root.query_selector("h1")
    title = told.get("title") or " ".join((heading.text if heading else tree.title or "").split()) or None
    author = told.get("author") or _byline(root)
    for items in _some(root, "ul, ol"):
        if _is_menu(items):
            items.decompose()
    _set_apart(tree, extract_plain_text)
    whole = _text(extract_plain_text, tree.body)
    parts = [_text(extract_plain_text, node) for where in _ARTICLES for node in _some(root, where)]
    # A page of teasers has many small <article>s: then the whole page is meant.
    best = max(parts, key=len, default="")
    text, marked = _unmarked(best if len(best) > 0.3 * len(whole) else whole)
    address = told.get("url") or ""
    return Page(
        text,
        title,
        address if address.startswith(("https://", "http://")) else None,
        told.get("published"),
        (told.get("language") or "").replace("_", "-") or None,
        author if author and not author.startswith("http") else None,
        marked,
    )


def day_in_address(address: str) -> str | None:
    """Return the day that an address bears, as ISO 8601.

    >>> day_in_address("https://example.org/2013/11/9/the-border.html")
    '2013-11-09'
    """
    found = _DAY.search(address)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None


def _some(root: Any, where: str) -> list[Any]:
    """Return the elements that are asked for: the outermost of nested ones, none below 64 others."""
    found: list[Any] = []
    for node in root.query_selector_all(where)[:_MOST_ELEMENTS]:
        above, depth = node.parent, 0
        while above is not None and depth <= _DEEPEST and above not in found[-_LOOKED_BACK:]:
            above, depth = above.parent, depth + 1
        if above is None:
            found.append(node)
    return found


def _linked_data(root: Any) -> dict[str, str]:
    """Return title, day and author of the first article that a page describes in JSON-LD (schema.org)."""
    for script in root.query_selector_all("script[type='application/ld+json']"):
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if "datePublished" in thing or "articleBody" in thing:
                given = {
                    "title": thing.get("headline"),
                    "published": thing.get("datePublished"),
                    "author": _named(thing.get("author")),
                }
                return {name: value.strip() for name, value in given.items() if isinstance(value, str)}
    return {}


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD block, a list and a graph opened."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (
                (thing for thing in graph if isinstance(thing, dict)) if isinstance(graph, list) else ()
            )


def _named(value: Any) -> str | None:
    names: Iterable[Any] = value if isinstance(value, list) else [value]
    found = [name.get("name") if isinstance(name, dict) else name for name in names]
    return ", ".join(name for name in found if isinstance(name, str) and name.strip()) or None


def _byline(root: Any) -> str | None:
    node = root.query_selector(_BYLINE)
    words = " ".join(node.text.split()) if node else ""
    words = re.sub(r"^(?:by|von|par|por|автор:?)\s+", "", words, flags=re.I)
    return words if 0 < len(words) <= 100 else None


def _set_apart(tree: Any, extract: Any) -> None:
    """Put signs around captions and notes on authors, which the text keeps until `_unmarked`."""
    for kind, where in _APART:
        for node in _some(tree.document, where):
            inner = extract(node.inner_html, main_content=False, alt_texts=False)
            words = " ".join(str(inner).split())
            if not words or _MARK.search(words):
                continue
            block = tree.create_element("p")
            block.append_child(tree.create_text_node(f"{_OPENS[kind]}{words}{_ENDS}"))
            # The text of a figure would be left out with its picture.
            figure = node.closest("figure") if kind == "caption" else None
            if figure is not None and figure.parent is not None:
                figure.parent.insert_before(block, figure)
                node.decompose()
            elif node.parent is not None:
                node.parent.replace_child(block, node)


def _unmarked(text: str) -> tuple[str, tuple[Segment, ...]]:
    """Return a text without the signs, and the segments that they stood around."""
    parts: list[str] = []
    segments: list[Segment] = []
    at = length = 0
    opened: tuple[SegmentKind, int] | None = None
    kinds: dict[str, SegmentKind] = {"\uf8d0": "caption", "\uf8d1": "bio"}
    for sign in _MARK.finditer(text):
        parts.append(text[at : sign.start()])
        length += sign.start() - at
        at = sign.end()
        if sign.group() in kinds:
            opened = kinds[sign.group()], length
        elif opened:
            segments.append(Segment(opened[0], opened[1], length))
            opened = None
    return "".join((*parts, text[at:])), tuple(segments)


def _text(extract: Any, node: Any) -> str:
    if node is None:
        return ""
    return str(extract(node.html, main_content=False, alt_texts=False, skip_elements=_NOT_ARTICLE)).strip()


def _first(root: Any, where: tuple[tuple[str, str], ...]) -> str | None:
    for selector, attribute in where:
        node = root.query_selector(selector)
        value = node.getattr(attribute) if node else None
        if value and value.strip():
            return str(value).strip()
    return None


def _is_menu(items: Any) -> bool:
    """Say whether a list is of links: three or more, and nearly all its words are links."""
    links = _some(items, "a")
    words = len("".join(items.text.split()))
    linked = sum(len("".join(link.text.split())) for link in links)
    return len(links) >= 3 and linked >= 0.8 * words
