"""The registry of actors: laws over the whole table, and what a wrong file is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.curated import demonyms, fold, load_countries
from geo.errors import DataError, ReadError
from layers.actor_files import read_actors
from layers.registry import ACTORS, Actor, Registry, key, load

ARTICLES = frozenset("al el ash as ad an ar at az the".split())
# Words that, alone, name no organisation.
COMMON = frozenset(
    """army armies front dawn brigade brigades battalion division movement party group forces force state
    province emirate coalition government regime police military security council committee commission
    organisation organization union league network resistance opposition rebels insurgents militants
    fighters jihadists militia militias guardian guardians times post independent punch today vanguard
    monitor observer star nation leader general president emir sheikh press news agency television radio
    soldiers sons lions hawks falcons martyrs knights supporters partisans strangers freedom victory glory
    justice unity support conquest revolution martyr north south east west northern southern western
    eastern""".split()
)
LOOK_ALIKES = tuple(
    tuple(line.split())
    for line in """
    ansar-al-islam ansar-al-din-syria ansar-al-tawhid ansar-dine ansaroul-islam ansar-al-sham ansaru
    ansar-al-sharia-yemen ansar-al-sharia-libya ansar-al-sharia-tunisia ansar-bait-al-maqdis
    ahrar-al-sham hayat-tahrir-al-sham junud-al-sham jund-al-sham-lebanon ajnad-al-sham-islamic-union
    ghuraba-al-sham faylaq-al-sham suqour-al-sham jaysh-al-sham jaysh-al-ahrar ahrar-al-sharqiya
    jaysh-al-islam army-of-islam-gaza lashkar-e-islam islamic-army-in-iraq
    islamic-state islamic-state-of-iraq al-qaeda-in-iraq islamic-state-sinai islamic-state-libya iswap
    islamic-state-khorasan islamic-state-mozambique islamic-state-somalia islamic-state
    al-nusra-front jabhat-fatah-al-sham hayat-tahrir-al-sham hurras-al-din
    taliban ttp
    quds-force liwa-al-quds-syria al-quds-brigades
    syrian-national-army syrian-arab-army somali-armed-forces
    la-familia-michoacana nueva-familia-michoacana knights-templar-cartel
    karenni-army kndf karen-national-liberation-army kawthoolei-army
    chin-national-army chinland-defense-force kndf bpla peoples-defence-force-myanmar
    g9-family-and-allies g-pep viv-ansanm
    islamic-state-khorasan islamic-state-pakistan-province
    eln comuneros-del-sur autodefensas-unidas-de-narino auc clan-del-golfo
    """.strip().splitlines()
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bare(name: str) -> str:
    """Return a name without its articles, as tolerant matching sees it."""
    return " ".join(word for word in key(name).split() if word not in ARTICLES)


# ---- laws over the table


def test_every_actor_has_a_source_that_names_where_to_look(registry: Registry) -> None:
    known = re.compile(
        r"https?://[\w.-]+\.\w+(/\S*)?|UCDP actor \d+|UCDP conflict data, .+|UN sanctions list QDe\.\d{3}"
    )
    wrong = {a.id: s for a in registry.actors.values() for s in a.sources if not known.fullmatch(s)}
    assert not wrong
    assert all(a.sources for a in registry.actors.values())


def test_the_table_covers_groups_states_persons_and_media(registry: Registry) -> None:
    kinds = [actor.kind for actor in registry.actors.values()]
    assert kinds.count("group") >= 400
    assert kinds.count("state") >= 200
    assert kinds.count("person") >= 100
    assert kinds.count("media") >= 80


def test_no_name_is_a_country_a_people_or_a_common_word(registry: Registry) -> None:
    countries = {
        fold(name) for row in load_countries() for name in (row.place.name, *(n for _, n in row.names))
    }
    people = set(demonyms())
    wrong = [
        (actor.id, name)
        for name, form, actor in registry.names()
        if form != "acronym"
        and (
            {fold(name), fold(bare(name))} & (countries | people)
            or key(name).removeprefix("the ") in COMMON
            or len(bare(name)) < 3
        )
    ]
    assert not wrong


def test_acronyms_are_short_and_carry_capitals(registry: Registry) -> None:
    shape = re.compile(r"(?=.*\w.*\w)(?=.*[^\W\d_])[\w()/ -]{2,20}")
    wrong = [
        (actor.id, name)
        for name, form, actor in registry.names()
        if form == "acronym"
        and not (shape.fullmatch(name) and sum(c.isupper() or c.isdigit() for c in name) >= 2)
    ]
    assert not wrong


def test_no_actor_repeats_a_name(registry: Registry) -> None:
    for actor in registry.actors.values():
        names = [key(name) for name, form in actor.names() if form != "acronym"]
        assert len(names) == len(set(names)), actor.id


def test_native_names_are_in_another_script(registry: Registry) -> None:
    latin = re.compile(r"[A-Za-z]{3,}")
    wrong = [(a.id, name) for a in registry.actors.values() for name in a.native if latin.search(name)]
    assert not [(i, name) for i, name in wrong if not re.search(r"[ʻ’]", name)]  # Uzbek is written in Latin


def test_dates_run_forward(registry: Registry) -> None:
    for actor in registry.actors.values():
        spans = [(actor.founded, actor.dissolved), *((f.start, f.end) for f in actor.former),
                 *((r.since, r.until) for r in actor.relations)]  # fmt: skip
        for start, end in spans:
            if start and end:
                width = min(len(start), len(end))
                assert start[:width] <= end[:width], (actor.id, start, end)


def test_only_persons_die_and_every_person_belongs_to_an_organisation(registry: Registry) -> None:
    for actor in registry.actors.values():
        if actor.kind == "person":
            assert actor.group is not None, actor.id
            assert registry.actors[actor.group].kind in ("group", "state"), actor.id
            assert actor.founded is None and actor.dissolved is None, actor.id
        else:
            assert actor.died is None, actor.id


def test_roles_and_countries_belong_to_states(registry: Registry) -> None:
    for actor in registry.actors.values():
        if actor.role is not None:
            assert actor.kind == "state" and actor.country is not None, actor.id


def test_every_country_with_armed_forces_at_war_has_its_army_first(registry: Registry) -> None:
    expected = {
        "SY": "Syrian Arab Army", "TR": "Turkish Armed Forces", "RU": "Russian Armed Forces",
        "IQ": "Iraqi Armed Forces", "LB": "Lebanese Armed Forces", "NG": "Nigerian Armed Forces",
        "TD": "Chadian Armed Forces", "ML": "Malian Armed Forces", "BF": "Burkina Faso Armed Forces",
        "SO": "Somali National Army", "MZ": "Mozambique Defence Armed Forces", "RW": "Rwanda Defence Force",
        "CD": "Armed Forces of the Democratic Republic of the Congo", "PH": "Armed Forces of the Philippines",
        "IL": "Israel Defense Forces", "UA": "Armed Forces of Ukraine", "IR": "Iranian Armed Forces",
        "US": "United States Armed Forces", "GE": "Defense Forces of Georgia", "MM": "Tatmadaw",
    }  # fmt: skip
    assert {c: registry.by_country(c, "armed forces")[0].name for c in expected} == expected
    assert all(registry.by_country(country, "government") for country in expected)


def test_every_region_has_its_main_groups_forces_and_outlets(registry: Registry) -> None:
    """Of each country at war: at least these many groups, an army, an outlet or monitor of its own."""
    groups = {
        "HT": 5,
        "MX": 10,
        "CO": 8,
        "MM": 20,
        "CD": 20,
        "SD": 8,
        "UA": 10,
        "PK": 20,
        "ML": 8,
        "NG": 6,
        "ET": 5,
    }
    for country, least in groups.items():
        actors = [a for a in registry.actors.values() if country in a.theatres]
        assert sum(a.kind == "group" for a in actors) >= least, country
        assert registry.by_country(country, "armed forces"), country
        assert any(a.kind == "media" for a in actors), country


def test_a_state_without_theatres_acts_at_home(registry: Registry) -> None:
    assert registry.actors["government-of-iraq"].theatres == ("IQ",)
    assert registry.actors["turkish-armed-forces"].theatres == ("TR", "SY", "IQ")


def test_every_shared_name_is_shared_and_every_everyday_name_exists(registry: Registry) -> None:
    owners: dict[str, set[str]] = {}
    for name, _, actor in registry.names():
        owners.setdefault(key(name), set()).add(actor.id)
    assert [name for name in registry.ambiguous if len(owners.get(key(name), ())) < 2] == []
    assert registry.everyday <= {name for name, _, _ in registry.names()}


@pytest.mark.parametrize("family", LOOK_ALIKES)
def test_look_alikes_stay_apart(registry: Registry, family: tuple[str, ...]) -> None:
    shared = {key(name) for name in registry.ambiguous}
    seen: dict[str, str] = {}
    for actor_id in family:
        for name, form in registry.actors[actor_id].names():
            said = name if form == "acronym" else key(name)
            assert seen.setdefault(said, actor_id) == actor_id or key(name) in shared, name


NAMES = {
    "islamic-state": ("Daesh", "ISIL", "داعش", "ИГИЛ", "Islamic State of Iraq and al-Sham"),
    "islamic-state-of-iraq": ("Islamic State of Iraq",),
    "iswap": ("ISWAP",),
    "islamic-state-khorasan": ("ISIS-K", "Islamic State Khorasan Province"),
    "islamic-state-sinai": ("Wilayat Sinai",),
    "al-nusra-front": ("Jabhat al-Nusra", "Nusra Front"),
    "jabhat-fatah-al-sham": ("Jabhat Fateh al-Sham",),
    "hayat-tahrir-al-sham": ("Hay’at Tahrir al-Sham", "Levant Liberation Committee"),
    "hurras-al-din": ("Guardians of Religion", "Horas al-Din"),
    "junud-al-sham": ("Soldiers of the Levant",),
    "ajnad-al-kavkaz": ("Soldiers of the Caucasus",),
    "katibat-al-tawhid-wal-jihad": ("Tavhid vo Jihad",),
    "turkistan-islamic-party": ("East Turkestan Islamic Movement", "TIP"),
    "umar-al-shishani": ("Tarkhan Batirashvili",),
    "abdullah-qardash": ("Abu Ibrahim al-Hashimi al-Qurashi",),
    "abu-muhammad-al-julani": ("Ahmed al-Sharaa", "al-Julani"),
    "popular-mobilization-forces": ("Hashd al-Shaabi",),
    "caucasus-emirate": ("Imarat Kavkaz", "Имарат Кавказ"),
    "taliban": ("Taleban",),
    "ttp": ("Pakistani Taliban",),
    "sohr": ("SOHR",),
    "voice-of-america": ("VOA",),
    "viv-ansanm": ("Viv Ansanm",),
    "g9-family-and-allies": ("Revolutionary Forces of the G9 Family and Allies", "G9"),
    "kndf": ("KNDF", "Karenni Nationalities Defense Force"),
    "chinland-defense-force": ("CDF",),
    "clan-del-golfo": ("AGC", "EGC"),
    "knights-templar-cartel": ("Caballeros Templarios",),
    "al-bara-ibn-malik-battalion": ("كتيبة البراء بن مالك",),
    "badri-313": ("Badri 313",),
}


@pytest.mark.parametrize(("actor_id", "name"), [(i, name) for i, names in NAMES.items() for name in names])
def test_a_name_leads_to_its_actor(registry: Registry, actor_id: str, name: str) -> None:
    assert {actor.id for said, _, actor in registry.names() if key(said) == key(name)} == {actor_id}


def test_a_persons_group_is_the_one_the_field_gives(registry: Registry) -> None:
    groups = {
        i: registry.actors[i].group
        for i in ("umar-al-shishani", "muslim-al-shishani", "abdul-hakim-al-shishani")
    }
    assert groups == {
        "umar-al-shishani": "islamic-state",
        "muslim-al-shishani": "junud-al-sham",
        "abdul-hakim-al-shishani": "ajnad-al-kavkaz",
    }


def test_the_shipped_file_is_read_once(registry: Registry) -> None:
    assert load() is registry
    assert read_actors([ACTORS]).actors == registry.actors


# ---- a file of one's own

OWN = """
[[actor]]
id = "orchard-guard"
name = "Orchard Guard"
kind = "group"
acronyms = ["OG"]
former = [{name = "Orchard Watch", from = "2019-05", to = "2021"}]
group = "syrian-national-army"
relations = [{type = "splinter", of = "levant-front", since = "2021-03-07"}]
sources = ["https://example.org/orchard"]
"""


def test_a_file_of_ones_own_adds_an_actor(tmp_path: Path, registry: Registry) -> None:
    mine = load([write(tmp_path, OWN)])
    actor = mine.actors["orchard-guard"]
    assert list(actor.names()) == [("Orchard Guard", "name"), ("OG", "acronym"), ("Orchard Watch", "former")]
    assert (actor.former[0].start, actor.former[0].end) == ("2019-05", "2021")
    assert (actor.relations[0].type, actor.relations[0].since) == ("splinter", "2021-03-07")
    assert len(mine.actors) == len(registry.actors) + 1


def test_a_table_with_an_id_only_adds_names_to_a_known_actor(tmp_path: Path, registry: Registry) -> None:
    path = write(
        tmp_path,
        '[[actor]]\nid = "hurras-al-din"\naliases = ["Hourras el-Dine"]\nsources = ["https://a.fr"]\n',
    )
    before, after = registry.actors["hurras-al-din"], load([path]).actors["hurras-al-din"]
    assert after.aliases == (*before.aliases, "Hourras el-Dine")
    assert after.name == "Hurras al-Din" and after.founded == before.founded
    assert after.sources[-1] == "https://a.fr"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, OWN)
    assert "orchard-guard" in load([path]).actors
    write(tmp_path, OWN.replace("orchard-guard", "orchard-guards"))
    assert "orchard-guards" in load([path]).actors


def test_an_empty_file_adds_nothing(tmp_path: Path, registry: Registry) -> None:
    assert load([write(tmp_path, "")]).actors == registry.actors


def test_a_name_may_be_shared_where_the_file_says_so(tmp_path: Path) -> None:
    text = OWN.replace('"OG"', '"OG", "HTS"')
    with pytest.raises(DataError, match=r"acronym 'HTS' also belongs to 'hayat-tahrir-al-sham'.*`ambiguous`"):
        load([write(tmp_path, text)])
    shared = load([write(tmp_path, 'ambiguous = ["HTS"]\n' + text)])
    assert {a.id for n, _, a in shared.names() if n == "HTS"} == {"hayat-tahrir-al-sham", "orchard-guard"}


CIRCLE = """
[[actor]]
id = "a"
name = "Aa Bb"
kind = "group"
sources = ["x"]
group = "b"

[[actor]]
id = "b"
name = "Cc Dd"
kind = "group"
sources = ["x"]
parent = "a"
"""
ADDITION = '[[actor]]\nid = "hezbollah"\nkind = "group"\n'


def own(old: str, new: str) -> str:
    assert old in OWN
    return OWN.replace(old, new)


WRONG = [
    (own("kind", "sort"), 5, "'sort', an unknown key; the keys are id, name, kind"),
    (own("acronyms", "acronym"), 6, "'acronym', an unknown key; did you mean 'acronyms'?"),
    (own('"group"', '"militia"'), 5, "`kind` is 'militia'; expected one of group, state, person, media"),
    (own('"Orchard Guard"', '" Orchard Guard"'), 4, "without blanks at its ends"),
    (own('"Orchard Guard"', r'"Orchard\u0007Guard"'), 4, r"`name` is 'Orchard\x07Guard'"),
    (own('["OG"]', '"OG"'), 6, "expected a list of names in quotes"),
    (own("2019-05", "2019-13"), 7, "`former` is"),
    (own("2021-03-07", "7 March 2021"), 9, "`relations` is"),
    (own('"splinter"', '"offspring"'), 9, "type one of ally, affiliate, splinter, merger, rival"),
    (own('"levant-front"', '"levantfront"'), 9, "an unknown id; did you mean 'levant-front'?"),
    (own('"syrian-national-army"', '"zzz"'), 8, "`group` names 'zzz', an unknown id; add it, or use one of"),
    (own('"syrian-national-army"', '"orchard-guard"'), 8, "`group` names the actor itself; take it out"),
    (own('sources = ["https://example.org/orchard"]', ""), 2, "`sources` is missing; add sources = "),
    (own('"orchard-guard"', '"Orchard Guard"'), 3, "an id in lower case with hyphens"),
    (own('"orchard-guard"', '"hezbollah"'), 3, "the id is taken in actors.toml; choose another"),
    (OWN + 'aliases = ["Hizbullah"]\n', 11, "alias 'Hizbullah' also belongs to 'hezbollah'"),
    (OWN + "founded = 2020-01-01\n", 11, "expected a date in quotes"),
    (OWN + 'theatres = ["Syria"]\n', 11, "ISO 3166 codes of two capitals"),
    (OWN + 'role = "army"\n', 11, "expected one of armed forces, police, government, intelligence"),
    (own("[[actor]]", "[actor]"), 2, "two brackets"),
    (OWN + "[[actr]]\n", 11, "'actr', an unknown key"),
    (OWN + '["(*"]\n', 11, "'(*', an unknown key; the keys are [[actor]], ambiguous, everyday"),
    ('ambiguous = "HTS"\n' + OWN, 1, "`ambiguous` must be a list of names"),
    ("[[actor]]\nid = \n", 2, "not TOML"),
    ("x = " + "[" * 5000, None, "not TOML"),
    (ADDITION, 3, "a table that adds to an actor has lists only; take out kind"),
    (CIRCLE, 7, "in a circle through 'a'"),
]


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_a_wrong_file_is_told_file_line_and_remedy(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataError) as caught:
        load([path])
    assert caught.value.source == str(path)
    assert (caught.value.line, words in str(caught.value)) == (line, True), str(caught.value)


def test_a_missing_file_is_told_apart_from_a_wrong_one(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.toml: .*give the path of a TOML file of actors"):
        load([tmp_path / "none.toml"])
    path = tmp_path / "cp1252.toml"
    path.write_bytes('[[actor]]\nname = "Séléka"\n'.encode("cp1252"))
    with pytest.raises(DataError, match=r"not UTF-8 at byte 19; save the file as UTF-8"):
        load([path])


def test_names_of_any_kind_come_from_one_place() -> None:
    actor = Actor("x", "X Front", "group", aliases=("X Army",), acronyms=("XF",), native=("جبهة",))
    assert [form for _, form in actor.names()] == ["name", "alias", "acronym", "native"]
