"""Whether a word is a verb where it stands, or a noun, an adjective or part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from layers.cues import VerbForm, cues
from layers.items import (
    BE,
    COORDINATORS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    Item,
    is_adverb,
)


def is_auxiliary(row: Sequence[Item], i: int) -> bool:
    """Say whether item `i` is an auxiliary, or a "to" before a verb."""
    low = row[i].low
    if not row[i].is_word or (row[i].text == "May" and (i > 0 or _is_number(row, i + 1))):
        return False  # May is a month
    if low == "to":
        return i + 1 < len(row) and _base_after(row, i + 1)
    if low == "'s":  # "Nusra's taken" is rare: 's is a possessive
        return False
    return low in BE or low in HAVE or low in DO or low in MODALS


def _is_number(row: Sequence[Item], i: int) -> bool:
    """Say whether item `i` is a number."""
    return i < len(row) and row[i].low.isdigit()


def _base_after(row: Sequence[Item], i: int) -> bool:
    """Say whether a verb in its base form follows, adverbs aside."""
    while i < len(row) and row[i].is_word and is_adverb(row[i].low):
        i += 1
    if i >= len(row) or not row[i].is_word:
        return False
    form = cues().verbs.get(row[i].low)
    return row[i].low in ("be", "have") or (
        form is not None and form.tag in ("base", "pastpart") and form.lemma == row[i].low
    )


def verb_alone(row: Sequence[Item], i: int) -> VerbForm | None:
    """Return the form where the word at `i`, with no auxiliary before it, is a verb here."""
    item = row[i]
    form = cues().verbs.get(item.low) if item.is_word else None
    if form is None and item.is_word and _is_unknown_past(row, i):
        return VerbForm(item.low, "past", frozenset())
    if form is None or (item.text[:1].isupper() and i > 0 and form.tag != "ing"):
        return None
    if item.low == "back" and (after := _next(row, i)) is not None and after.low in PREPOSITIONS:
        return None  # "gave P back to X"
    if item.low == "hands" and ((after := _next(row, i)) is None or after.low not in ("over", "back", "out")):
        return None  # "P changed hands"
    if item.low == "headquarters" and not (i and row[i - 1].low in BE):
        return None
    told = form.tag in ("s", "past") and i > 0 and row[i - 1].actor is not None  # "what X wants is P"
    follows = form.tag != "ing" and not told and _is_finite(_next(row, i), row, i + 1)
    if _names_a_place(row, i, form) or follows:
        return None  # "one bomb brought down a house", "No Nusra man stayed"
    prev = row[i - 1].low if i else ""
    if form.tag == "past":
        return form if prev not in DETERMINERS else None
    if prev in ("all", "both", "each") and i > 1 and is_doer(row[i - 2]):
        prev = row[i - 2].low  # "they all believed"
    if form.tag in ("pastpart", "part"):
        is_verb = _participle_is_verb(row, i, prev)
    elif form.tag == "ing":
        is_verb = _gerund_is_verb(row, i, prev)
    else:
        is_verb = _present_is_verb(row, i, form, prev)
    return form if is_verb else None


def _is_unknown_past(row: Sequence[Item], i: int) -> bool:
    """Say whether a word that no list holds is a past behind a party or a pronoun ("they zigzagged in P")."""
    item, after, k = row[i], _next(row, i), i - 1
    while k > 0 and is_adverb(row[k].low):
        k -= 1
    return (
        item.low.endswith("ed")
        and len(item.low) > 5
        and item.text.islower()
        and item.low not in cues().sets["no_verbs"]
        and k >= 0
        and is_doer(row[k])
        and (after is None or not after.is_content)
    )


def _next(row: Sequence[Item], i: int) -> Item | None:
    """Return the item behind item `i`."""
    return row[i + 1] if i + 1 < len(row) else None


def is_doer(item: Item) -> bool:
    """Say whether an item is a party or a pronoun."""
    return item.actor is not None or item.low in PRONOUNS


def _names_a_place(row: Sequence[Item], i: int, form: VerbForm) -> bool:
    """Say whether a form of "call" is part of a phrase ("a village called X")."""
    return (
        form.lemma in ("call", "name", "know")
        and any(x.place is not None for x in row[i + 1 : i + 3])
        and not any(x.low in BE for x in row[max(0, i - 2) : i])
    )


def _participle_is_verb(row: Sequence[Item], i: int, prev: str) -> bool:
    """Say whether a participle with no auxiliary is a verb, not an adjective."""
    before, after = row[i - 1] if i else None, _next(row, i)
    if prev == "," and after is not None and after.low == ",":
        return False  # ", wounded,": said of somebody, not done
    if before is None or prev in DETERMINERS or (before.is_word and prev in PREPOSITIONS) or prev == "'s":
        return before is None
    return after is None or not after.is_content or _object_follows(row, i)


def _gerund_is_verb(row: Sequence[Item], i: int, prev: str) -> bool:
    """Say whether a form in -ing is a verb, not a noun."""
    before, after = row[i - 1] if i else None, _next(row, i)
    if before is not None and (prev in DETERMINERS or prev == "'s" or _is_finite(after, row, i + 1)):
        return False
    crossing = after is None or after.low in (",", "and", ".", "near", "with")
    if before is not None and before.place is not None and crossing:
        return False  # "the Habur crossing"
    if not cues().nouns.get(row[i].low):
        return True
    form = cues().verbs.get(after.low) if after is not None and after.is_word else None
    if form is not None and form.tag in ("past", "pastpart", "s"):
        return False  # "X shelling killed three"
    return not (
        before is None
        or before.is_content
        or prev in PREPOSITIONS
        or (after is not None and after.low in ("in", "at", "between", "of", "on", "near"))
    )


def _present_is_verb(row: Sequence[Item], i: int, form: VerbForm, prev: str) -> bool:
    """Say whether a base form or third person is a verb: it has a subject before it and is no noun here."""
    before = row[i - 1] if i else None
    if before is None or prev in DETERMINERS or prev == "'s":
        return False
    back = cues().verbs.get(prev)
    if back is not None and back.tag in ("past", "s") and before.is_word and prev not in cues().nouns:
        return False  # "gave orders": what follows a verb is its object
    left_so = any(x.low in BE or x.low in ("left", "made") for x in row[max(0, i - 3) : i])
    if form.lemma in ("clear", "free", "open", "secure") and left_so:
        return False
    subject = (
        is_doer(before)
        or prev in PRONOUNS
        or before.place is not None
        or prev in COORDINATORS | {")", "”", '"', ","}
        or is_adverb(prev)
        or (before.is_content and (prev.endswith("s") or prev in PLURALS) == (form.tag == "base"))
    )
    can_be_noun = row[i].low in cues().nouns or form.lemma in cues().sets["nouns_too"]
    return subject and not (can_be_noun and _is_noun(row, i, form, prev))


def _is_noun(row: Sequence[Item], i: int, form: VerbForm, prev: str) -> bool:
    """Say whether a word that can be verb and noun ("attacks", "claim") is a noun here."""
    after = _next(row, i)
    if i > 1 and row[i - 2].low == "under":
        return True  # "under X control"
    doer = i > 1 and is_doer(row[i - 2])
    if form.tag == "base" and (prev in COORDINATORS or prev == "," or (is_adverb(prev) and not doer)):
        return True
    if after is None or after.low in ("of", "by", "between", "against", ",", ".", "for"):
        return True
    if after.low in PREPOSITIONS and row[i].low in cues().nouns:
        return True
    return row[i - 1].is_content and after.is_content


def _is_finite(item: Item | None, row: Sequence[Item], i: int) -> bool:
    """Say whether an item can only be a finite verb."""
    if item is None or not item.is_word:
        return False
    if item.low in BE | HAVE | MODALS and item.low not in ("being", "having", "be"):
        return True
    form = cues().verbs.get(item.low)
    if form is None or item.text[0].isupper():
        return False
    if form.tag == "past":
        return True
    nxt = row[i + 1] if i + 1 < len(row) else None
    return (
        form.tag == "pastpart"
        and nxt is not None
        and (nxt.low in DETERMINERS or nxt.low in ("behind", "in", "down", "on", "at"))
        and item.low.endswith("ed")
    )


def _object_follows(row: Sequence[Item], i: int) -> bool:
    """Say whether what follows a participle-like form can be its object or adverbial, not the noun it
    describes.
    """
    before = row[i - 1] if i else None
    return before is not None and (
        before.actor is not None
        or before.low in PRONOUNS
        or before.low in ("and", "then", "but", ",", "”", ")")
        or before.is_content
        or is_adverb(before.low)
        or before.place is not None
    )


def ending_participle(row: Sequence[Item], k: int) -> str:
    """Return a participle at item `k`, adverbs aside, that ends a state (", now dismantled"), "" for none."""
    while k < len(row) and is_adverb(row[k].low) and row[k].low != "not":
        k += 1
    form = cues().verbs.get(row[k].low) if k < len(row) and row[k].is_word else None
    after = row[k + 1].low if k + 1 < len(row) else "."
    ends = form is not None and form.tag in ("pastpart", "part") and form.lemma in cues().sets["endings"]
    if k and row[k - 1].low in HAVE:
        return ""
    return row[k].text if ends and after in (".", ",", ";", "in", "by", "since", "last", "and") else ""
