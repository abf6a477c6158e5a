"""The article of a web page, without its menus, and what the page says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# What is no part of an article.  resiliparse's own main-content filter drops every list, which
# is where monitors write their notes, so the page is cleared by these and by the share of links.
_NOT_ARTICLE = [
    "nav", "aside", "footer", "form", "script", "style", "noscript", "template", "iframe", "button", "svg",
    "figure picture", "[role=navigation]", "[role=banner]", "[role=contentinfo]", "[role=complementary]",
    "[role=search]", "[aria-hidden=true]", "[hidden]", ".nav", ".navbar", ".menu", ".breadcrumb",
    ".breadcrumbs", ".sidebar", ".footer", ".share", ".social", ".related", ".comments", ".cookie",
    ".newsletter", ".advertisement", "#nav", "#menu", "#sidebar", "#footer", "#comments", "#header",
    "[class*=share-]", "[class*=-share]", "[class*=social-]", "[class*=related-]", "[class*=cookie]",
    "[class*=sidebar]", "[class*=breadcrumb]", "[class*=newsletter]",
]  # fmt: skip
_ARTICLES = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_META: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (("meta[property='og:title']", "content"), ("meta[name='twitter:title']", "content")),
    "url": (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")),
    "published": (
        ("meta[property='article:published_time']", "content"),
        ("meta[itemprop=datePublished]", "content"),
        ("meta[name=date]", "content"),
        ("meta[name='dc.date']", "content"),
        ("meta[name='DC.date.issued']", "content"),
        ("time[itemprop=datePublished]", "datetime"),
        ("article time[datetime]", "datetime"),
    ),
    "language": (("html", "lang"),),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page and what the page says of itself; `published` as it is written there."""

    text: str
    title: str | None
    url: str | None
    published: str | None
    language: str | None


def read_page(html: str) -> Page:
    """Return the article of a page, its title, address, date and language.

    Raise ImportError where resiliparse is not installed.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree: Any = HTMLTree.parse(html)
    root: Any = tree.document
    found = {name: _first(root, where) for name, where in _META.items()}
    heading = root.query_selector("h1")
    title = found["title"] or " ".join((heading.text if heading else tree.title or "").split()) or None
    for items in root.query_selector_all("ul, ol"):
        if _is_menu(items):
            items.decompose()
    whole = _text(extract_plain_text, tree.body)
    parts = [
        _text(extract_plain_text, node) for where in _ARTICLES for node in root.query_selector_all(where)
    ]
    # A page of teasers has many small <article>s: then the whole page is meant.
    best = max(parts, key=len, default="")
    address = found["url"] or ""
    return Page(
        best if len(best) > 0.3 * len(whole) else whole,
        title,
        address if address.startswith(("https://", "http://")) else None,
        found["published"],
        found["language"],
    )


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
    links = items.query_selector_all("a")
    words = len("".join(items.text.split()))
    linked = sum(len("".join(link.text.split())) for link in links)
    return len(links) >= 3 and linked >= 0.8 * words
