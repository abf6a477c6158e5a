"""Broken text: what is mended, what is left alone, and that the record tells the text as it was."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.mending import mended

PIECES = [
    "Idlib", " ", "\n", "IdlÃ\xad", "â€œ", "â€\x9d", "Â ", "\x96", "&# 171;", "&amp;#187;", "&amp;", "&quot;",
    "&", "#", ";", "&#x;", "&#0;", "&lt;b&gt;", "РґР»РёР±", "إدلب", "Ø¥Ø¯Ù„Ø¨",
    "Ã", "\xa0", "«", "\U0001f600",
]  # fmt: skip


def undone(text, repairs):
    for repair in reversed(repairs):
        text = text[: repair.start] + repair.was + text[repair.end :]
    return text


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_the_record_tells_the_text_as_it_was(text):
    better, repairs = mended(text)
    assert undone(better, repairs) == text
    assert all(0 <= r.start <= r.end <= len(better) for r in repairs)
    assert all(a.end <= b.start for a, b in itertools.pairwise(repairs))
    assert bool(repairs) == (better != text)


@pytest.mark.parametrize(
    ("broken", "sound"),
    [
        ("the town of IdlÃ­b", "the town of Idlíb"),
        ("â€œThey leftâ€\x9d, he said", "“They left”, he said"),
        ("Ø¥Ø¯Ù„Ø¨ was quiet", "إدلب was quiet"),
        ("ÐžÐ½Ð¸ ÑƒÑˆÐ»Ð¸ Ð² Ð³Ð¾Ñ€Ñ‹", "Они ушли в горы"),
        ("&# 171;no&# 187; &amp;#8211; &quot;yes&quot;", '«no» – "yes"'),
        ("NEWARK \x97 they left", "NEWARK — they left"),
    ],
)
def test_the_usual_kinds_are_mended(broken, sound):
    assert mended(broken)[0] == sound


@pytest.mark.parametrize(
    "text",
    [
        "R&D; Q&A; a & b; &c; AT&T;", "Ñuñoa, Ürümqi, Łódź, Ağrı, Đà Nẵng",
        "«Ils sont partis», dit-il – à Âge",
        "Они ушли в горы", "إدلب",
        "“curly”, ‘quotes’, ﬁ ligature, ＡＢＣ", "a\r\nb\x0cc", "&#x202e; and &#7;",
    ],
)  # fmt: skip
def test_what_is_sound_or_would_hide_something_is_left_alone(text):
    assert mended(text) == (text, ())
