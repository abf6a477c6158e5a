"""Chats as Telegram exports them (result.json): each message that has words is a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.encodings import clean
from geo.errors import ReadError
from geo.formats import Draft, Found, Notice, blank, iso_date


def is_chat(data: Any) -> bool:
    """Say whether a JSON value is an export of one chat or of an account (Telegram Desktop's format)."""
    return isinstance(data, Mapping) and bool(_chats(data))


def _chats(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = data.get("chats")
    inside = listed.get("list") if isinstance(listed, Mapping) else None
    found = [data] if _has_messages(data) else inside if isinstance(inside, list) else []
    return [chat for chat in found if isinstance(chat, Mapping) and _has_messages(chat)]


def _has_messages(chat: Mapping[str, Any]) -> bool:
    messages = chat.get("messages")
    return (
        isinstance(messages, list)
        and ("name" in chat or "type" in chat)
        and all(isinstance(m, Mapping) and "text" in m for m in messages[:20])
    )


def from_chat(data: Mapping[str, Any], source: str, encoding: str | None) -> Iterator[Found]:
    """Read the messages of an export; those without words (pictures, notices of the service) are counted."""
    without = 0
    for chat in _chats(data):
        name = str(chat.get("name") or "chat")
        for message in chat["messages"]:
            if not isinstance(message, Mapping):
                without += 1
                continue
            text = _words(message.get("text"))
            if message.get("type", "message") != "message" or blank(text):
                without += 1
                continue
            yield _draft(message, text, name, chat.get("id"), source, encoding)
    if without:
        yield Notice(source, f"{without:,} messages without words passed over")


def _draft(
    message: Mapping[str, Any], text: str, name: str, chat: Any, source: str, encoding: str | None
) -> Draft | ReadError:
    number = message.get("id")
    where = f"{source}, message {number}"
    published = iso_date(message.get("date")) if message.get("date") else None
    author = message.get("from") or message.get("author")
    chat_id = clean(str(name if chat is None else chat))
    return Draft(
        clean(text), where, id=f"{chat_id}-{number}", title=clean(name),
        published=published, published_basis="metadata" if published else "none", encoding=encoding,
        author=clean(str(author)) if author else None,
    )  # fmt: skip


def _words(text: Any) -> str:
    """Return the words of a message: a string, or a list of strings and marked stretches."""
    parts = text if isinstance(text, list) else [text]
    words = [part.get("text") if isinstance(part, Mapping) else part for part in parts]
    return "".join(word for word in words if isinstance(word, str))
