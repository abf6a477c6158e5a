"""Clauses: verb groups and what their auxiliaries say, subjects, passives, relative clauses, causatives."""

import pytest

from layers.clauses import clauses, verbs
from tests.layers.marked import clauses_of, row_of, said

FLAGS = ("perfect", "pluperfect", "progressive", "passive", "past", "infinitive", "gerund", "reduced")


def wrong(*values, reason):
    """Mark a case that the reading still gets wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True))


def verb_of(sentence, n=0):
    return verbs(row_of(sentence)[0])[n]


def flags(verb):
    return {flag for flag in FLAGS if getattr(verb, flag)}


def subjects(sentence):
    """Return (verb, subjects) of each clause; a place as subject stands in brackets."""
    row, places = row_of(sentence)
    return [
        (c.verb.lemma, [a.name for a in c.subjects] + [f"[{places[i].text}]" for i in c.place_subjects])
        for c in clauses(row)
    ]


@pytest.mark.parametrize(
    ("sentence", "lemma", "expected"),
    [
        ("{Herons} hold [Baga].", "hold", set()),
        ("{Herons} attacked [Baga].", "attack", {"past"}),
        ("{Herons} have attacked [Baga].", "attack", {"perfect"}),
        ("{Herons} had attacked [Baga].", "attack", {"perfect", "pluperfect", "past"}),
        ("{Herons} are attacking [Baga].", "attack", {"progressive"}),
        ("{Herons} were attacking [Baga].", "attack", {"progressive", "past"}),
        ("{Herons} have been attacking [Baga].", "attack", {"perfect", "progressive"}),
        ("[Baga] was attacked.", "attack", {"passive", "past"}),
        ("[Baga] has been attacked.", "attack", {"passive", "perfect"}),
        ("[Baga] is being attacked.", "attack", {"passive"}),
        ("{Herons} did enter [Baga].", "enter", {"past"}),
        ("{Herons} have, it seems, attacked [Baga].", "have", set()),
        ("They saw the town held by {Herons}.", "see", {"past"}),
    ],
)
def test_verb_groups(sentence, lemma, expected):
    verb = verb_of(sentence)
    assert (verb.lemma, flags(verb)) == (lemma, expected)


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("{Herons} did not attack [Baga].", "not"),
        ("{Herons} didn't attack [Baga].", "n't"),
        ("{Herons} didn’t attack [Baga].", "n't"),
        ("{Herons} have never attacked [Baga].", "never"),
        ("{Herons} never attacked [Baga].", "never"),
        ("{Herons} cannot attack [Baga].", "cannot"),
        ("{Herons} are no longer in [Baga].", "no longer"),
        ("{Herons} no longer hold [Baga].", "no longer"),
        ("{Herons} attacked [Baga].", ""),
        wrong(
            "{Herons} no longer control [Baga].",
            "no longer",
            reason="a base form that is also a noun (control) is no verb behind an adverb",
        ),
    ],
)
def test_negation_of_a_verb_group(sentence, negated):
    assert [verb.negated for verb in verbs(row_of(sentence)[0])] == [negated]


@pytest.mark.parametrize(
    ("sentence", "modal"),
    [
        ("{Herons} will attack [Baga].", "will"),
        ("{Herons} might have attacked [Baga].", "might"),
        ("{Herons} could not attack [Baga].", "could"),
        ("{Herons} won't attack [Baga].", "won't"),
        ("{Herons} are to leave [Baga].", "to"),
        ("{Herons} attacked [Baga].", ""),
    ],
)
def test_modals(sentence, modal):
    assert verb_of(sentence).modal == modal


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("{Herons} attacked [Baga] on Monday.", 1),
        ("{Herons} attacked [Baga] in May.", 1),
        ("In May {Herons} attacked [Baga].", 1),
    ],
)
def test_a_month_is_no_verb(sentence, count):
    assert len(verbs(row_of(sentence)[0])) == count


@pytest.mark.parametrize(
    "sentence",
    [
        "the attack on [Baga]",
        "control of [Baga]",
        "{Herons}' base in [Baga]",
        "the fighting in [Baga]",
        "a village called [Baga]",
        "the attacks by {Herons}",
        "the Nusra-held town",
    ],
)
def test_nouns_and_adjectives_are_no_verbs(sentence):
    assert verbs(row_of(sentence)[0]) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{Herons} hold [Baga].", [("hold", ["Herons"])]),
        ("{Herons} and {Falcons} hold [Baga].", [("hold", ["Herons", "Falcons"])]),
        ("Clashes between {Herons} and {Falcons} broke out.", [("break", ["Herons", "Falcons"])]),
        ("[Baga] was attacked by {Herons}.", [("attack", ["[Baga]"])]),
        ("[Baga] and [Kukawa] fell.", [("fall", ["[Baga]", "[Kukawa]"])]),
        ("{Herons} took [Baga] and burned it.", [("take", ["Herons"]), ("burn", ["Herons"])]),
        ("{Herons} took [Baga] but lost [Kukawa].", [("take", ["Herons"]), ("lose", ["Herons"])]),
        ("{Herons} took [Baga], killing two.", [("take", ["Herons"]), ("kill", ["Herons"])]),
        ("{Herons} want to take [Baga].", [("want", ["Herons"]), ("take", ["Herons"])]),
        ("{Herons} said that {Falcons} left.", [("say", ["Herons"]), ("leave", ["Falcons"])]),
        ("{Herons} said {Falcons} left.", [("say", ["Herons"]), ("leave", ["Falcons"])]),
        ("After {Falcons} left, {Herons} came.", [("leave", ["Falcons"]), ("come", ["Herons"])]),
        ("{Herons}, who hold [Baga], came.", [("hold", ["Herons"]), ("come", ["Herons"])]),
        ("{Herons} fear {Falcons}, who hold [Baga].", [("fear", ["Herons"]), ("hold", ["Falcons"])]),
        ("Neither {Herons} nor {Falcons} hold [Baga].", [("hold", ["Herons", "Falcons"])]),
        wrong(
            "{Herons} do not claim the attacks they carry out.",
            [("claim", ["Herons"]), ("carry", ["Herons"])],
            reason="a relative clause without a relative word",
        ),
    ],
)
def test_subjects(sentence, expected):
    assert subjects(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{Herons} let {Falcons} leave [Baga].", ["Falcons"]),
        ("{Herons} helped {Falcons} to take [Baga].", ["Falcons"]),
        ("{Herons} ordered {Falcons} to leave [Baga].", ["Falcons"]),
        ("{Herons} asked {Falcons} to leave [Baga].", ["Falcons"]),
        ("{Herons} promised to leave [Baga].", ["Herons"]),
        ("{Herons} made {Falcons} leave [Baga].", ["Falcons"]),
        wrong(
            "{Herons} kept {Falcons} from entering [Baga].", ["Falcons"], reason="keep somebody from doing"
        ),
        ("{Herons} accused {Falcons} of entering [Baga].", ["Falcons"]),
    ],
)
def test_whom_somebody_lets_or_orders_to_do_it_does_it(sentence, expected):
    """The object of a causative verb is the subject of the verb that follows."""
    assert [a.name for a in clauses_of(sentence)[1].subjects] == expected


def test_somebody_else_is_the_subject():
    clause = clauses_of("The people of [Baga] hate {Herons}.")[0]
    assert clause.subjects == [] and clause.other_subject


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{Herons}' commander lives in [Baga].", []),
        ("The {Herons} commander lives in [Baga].", []),
        (
            "The commander of {Herons} was killed in [Baga].",
            [("Herons", "Baga", "casualty_or_arrest", "affirmed")],
        ),
        ("{Herons} commanders live in [Baga].", [("Herons", "Baga", "presence", "affirmed")]),
        (
            "{Musa Ali}, the leader of {Herons}, lives in [Baga].",
            [("Musa Ali", "Baga", "presence", "affirmed")],
        ),
        ("The commander of {Herons} lives in [Baga].", []),
        wrong(
            "The {Herons} leader, {Musa Ali}, lives in [Baga].",
            [("Musa Ali", "Baga", "presence", "affirmed")],
            reason="a name in an apposition behind a role is not the subject",
        ),
    ],
)
def test_where_one_officer_is_his_party_is_not_said_to_be(sentence, expected):
    assert said(sentence) == expected


def test_clauses_cover_the_sentence_and_do_not_share_items():
    row = row_of("After {Falcons} left [Baga], {Herons}, who held [Kukawa], took the town and burned it.")[0]
    found = clauses(row)
    assert [c.verb.lemma for c in found] == ["leave", "hold", "take", "burn"]
    taken = [k for c in found for k in (*range(c.verb.first, c.verb.last + 1), *c.right)]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[Baga] was captured by {Herons}.", [("Herons", "Baga", "control", "affirmed")]),
        ("The town of [Baga], held by {Herons}, is quiet.", [("Herons", "Baga", "control", "affirmed")]),
        ("{Herons} are based in [Baga].", [("Herons", "Baga", "base_or_camp", "affirmed")]),
        ("[Baga] is a stronghold of {Herons}.", [("Herons", "Baga", "base_or_camp", "affirmed")]),
        ("[Baga] fell to {Herons}.", [("Herons", "Baga", "control", "affirmed")]),
        (
            "{Herons}, who hold [Baga], attacked [Kukawa].",
            [("Herons", "Baga", "control", "affirmed"), ("Herons", "Kukawa", "activity", "affirmed")],
        ),
        (
            "While {Herons} hold [Baga], {Falcons} hold [Kukawa].",
            [("Herons", "Baga", "control", "affirmed"), ("Falcons", "Kukawa", "control", "affirmed")],
        ),
        (
            "{Herons} clashed with {Falcons} in [Baga].",
            [("Herons", "Baga", "activity", "affirmed"), ("Falcons", "Baga", "activity", "affirmed")],
        ),
        (
            "{Herons} killed two {Falcons} in [Baga].",
            [
                ("Herons", "Baga", "activity", "affirmed"),
                ("Falcons", "Baga", "casualty_or_arrest", "affirmed"),
            ],
        ),
        (
            "{Falcons} were driven out of [Baga] by {Herons}.",
            [("Falcons", "Baga", "presence", "former"), ("Herons", "Baga", "activity", "affirmed")],
        ),
        (
            "{Herons} took [Baga] from {Falcons}.",
            [("Herons", "Baga", "control", "affirmed"), ("Falcons", "Baga", "control", "former")],
        ),
        ("{Amina} was born in [Baga].", [("Amina", "Baga", "origin", "affirmed")]),
        ("The people of [Baga] hate {Herons}.", []),
        ("{Herons} now control [Baga].", [("Herons", "Baga", "control", "affirmed")]),
        wrong(
            "{Herons} gave up [Baga].",
            [("Herons", "Baga", "control", "former")],
            reason="give up is not read",
        ),
    ],
)
def test_what_a_sentence_links(sentence, expected):
    """Passives, participles, relative and subordinate clauses give each place its own party."""
    assert said(sentence) == expected
