"""What the columns of a gazetteer are for, read from their headers as people write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geo.names import fold

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A name column is made of these words only: what it names, the language, what sort of name.
_NAMED = _set(
    """
    name names nam nom nombre nome village settlement locality community toponym place town city
    location site camp
    """
)
_LANGUAGES = {
    word: code
    for code, words in {
        "en": "en eng english", "ar": "ar ara arabic", "ru": "ru rus russian", "ku": "ku kur kurdish kmr ckb",
        "tr": "tr tur turkish", "fr": "fr fra french", "fa": "fa fas persian dari", "he": "he heb hebrew",
        "ka": "ka kat georgian", "uk": "uk ukr ukrainian", "ps": "ps pashto", "ur": "ur urdu",
        "so": "so somali",
        "hy": "hy armenian", "az": "az azerbaijani", "pt": "pt", "es": "es", "de": "de", "sw": "sw",
    }.items()
    for word in words.split()
}  # fmt: skip
_SORTS = _set(
    """
    bare ref reference ascii asciiname full official local native latin common standard feature in the
    of int shape ro nd
    """
)
_OTHERS = _set(
    """
    alt altname altnames alternate alternative alternatenames aliases alias other variant variants old
    former aka
    """
)
_AROUND_NUMBERS = _set(
    """
    dd wgs84 wgs 84 gps point pnt centroid center deg degree degrees decimal n e x y village place
    location site
    """
)
_AXES = {
    "lat": _set("lat latitude latitud lati"),
    "lon": _set("lon lng long longitude longitud longi"),
}
_PLAIN = {
    "lat": _set("y pointy ycoord coordy ycoordinate latdd"),
    "lon": _set("x pointx xcoord coordx xcoordinate londd longdd"),
    "area": _set("wkt geomwkt geometry thegeom geom shapewkt"),
    "geonameid": _set("geonameid geonamesid gnid geonames"),
    "wikidata": _set("wikidata wikidataid qid item"),
    "key": _set("id placeid villageid locationid siteid settlementid featureid uuid fid gid objectid"),
    "country": _set(
        """
        country countrycode countryname cc iso iso2 isoa2 iso3 isoa3 isocode isincountry isincountrycode
        shapegroup
        """
    ),
    "admin_code": _set("admincode gna1code geonamesadmin1code"),
    "level": _set("adminlevel"),
    "admin1": _set(
        "governorate governoratename province provincename republic state statename oblast mohafaza wilaya"
    ),
    "admin2": _set("district districtname county rayon raion qada kaza mantika lganame cercle"),
    "admin3": _set("subdistrict subdistrictname nahia nahiya nahya municipality commune wardname"),
    "population": _set("population pop inhabitants populationtotal poptotal"),
    "kind": _set(
        """settlementtype placetype featureclass featuretype fclass type typeen shapetype featuretyp
        kind category class"""
    ),
    "code": _set("featurecode fcode dsg desigcd"),
    "pcode": _set("pcode placepcode villagepcode communitypcode settlementpcode locationpcode featurepco"),
}  # fmt: skip
# Headers in other languages, folded: use, or the language of a column of names.
_FOREIGN = {
    fold(form): use
    for use, forms in {
        "name ru": "название|наименование|населенный пункт|село",
        "name ar": "الاسم|اسم|القرية|اسم القرية|البلدة",
        "name tr": "ad|adi|isim|koy|koy adi", "name uk": "назва", "name fa": "نام",
        "name de": "ort|ortsname|dorf", "name fr": "localite|lieu", "name es": "localidad|lugar",
        "lat": "широта|خط العرض|دائرة العرض|enlem|breite|breitengrad|عرض جغرافیایی",
        "lon": "долгота|خط الطول|boylam|lange|langengrad|طول جغرافیایی",
        "admin1": "область|республика|край|регион|المحافظة|محافظة|il|vilayet|bundesland|provincia",
        "admin2": "район|القضاء|المنطقة|ilce|kreis|departement|departamento",
        "admin3": "الناحية|ناحية|bucak|gemeinde|municipio",
        "country": "страна|البلد|الدولة|ulke|land|pays|pais",
        "population": "население|численность населения|عدد السكان|nufus|einwohner|poblacion",
    }.items()
    for form in forms.split("|")
}  # fmt: skip
_PLAINLY_NAMED = 2  # the rank of a name in English or in no language
_FOREIGN_NAME = 5
_LEVEL = re.compile(r"adm(?:in)?(?:istrative)?([0-5])(name|pcode|pcod|code)?")
_OF_LEVEL = {0: "country", 1: "admin1", 2: "admin2", 3: "admin3"}


@dataclass(frozen=True)
class Headers:
    """The columns of a table by use; `names` are (language, column), the place's own name first.

    `level` is the deepest administrative level that is named: what contains the places, or the places
    themselves in a table of units.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()
    alternates: tuple[str, ...] = ()
    level: int | None = None

    def says(self) -> dict[str, str]:
        """Return use -> columns, to show what was taken for what."""
        named = {
            "name": ", ".join(column for _, column in self.names),
            "other names": ", ".join(self.alternates),
        }
        return {use: column for use, column in {**named, **self.columns}.items() if column}


def recognise(header: Iterable[str], given: Mapping[str, str] | None = None) -> Headers:
    """Return what each column is for; `given` (use -> column) goes before what is recognised.

    >>> recognise(["pcode", "name_en", "name_ar", "latitude", "longitude", "adm1_en"]).says()
    {'name': 'name_en, name_ar', 'pcode': 'pcode', 'lat': 'latitude', 'lon': 'longitude', 'admin1': 'adm1_en'}
    """
    given = dict(given or {})
    columns: dict[str, str] = {}
    names: list[tuple[int, str, str]] = []
    alternates: list[str] = []
    levels: dict[int, list[tuple[str, str]]] = defaultdict(list)
    codes: dict[int, str] = {}
    for column in header:
        if foreign := _FOREIGN.get(fold(column)):
            use, _, language = foreign.partition(" ")
            if language:
                names.append((_FOREIGN_NAME, language, column))
            else:
                columns.setdefault(use, column)
            continue
        words = [word.lower() for word in _CAMEL.split(column) if word]
        joined = "".join(words)
        if level := _level(words):
            nth, is_code, language = level
            if is_code:
                codes[nth] = column
            else:
                levels[nth].append((language, column))
        elif known := _use(words, joined):
            columns.setdefault(known, column)
        elif rank := _name_rank(words):
            names.append((rank, _language(words), column))
        elif _OTHERS & set(words) or joined.endswith(("altnames", "altname", "alternatenames")):
            alternates.append(column)
    if any(rank <= _PLAINLY_NAMED and "name" in column.lower() for rank, _, column in names):
        # Beside a name, a column called "place" says what kind of place it is, as in OpenStreetMap.
        bare_words = {column for _, _, column in names if column.lower() in _NAMED - {"name", "names"}}
        names = [named for named in names if named[2] not in bare_words]
        columns.setdefault("kind", next(iter(bare_words & {"place", "Place"}), ""))
    own = tuple((language, column) for _, language, column in sorted(names, key=lambda n: n[0]))
    deepest = max(levels, default=None)
    if "name" in given:
        first = given.pop("name")
        own = (("", first), *(pair for pair in own if pair[1] != first))
    elif not own and deepest:  # a table of units: the deepest level is what the rows are
        own = tuple(levels.pop(deepest))
        columns.setdefault("pcode", codes.pop(deepest, ""))
    for nth, found in levels.items():
        if nth in _OF_LEVEL:
            columns.setdefault(_OF_LEVEL[nth], dict(reversed(found)).get("en", found[0][1]))
    if codes:
        columns.setdefault("pcode" if max(codes) >= 4 else "unit", codes[max(codes)])
    columns.update(given)
    return Headers({k: v for k, v in columns.items() if v}, own, tuple(alternates), max(levels, default=None))


def _level(words: Sequence[str]) -> tuple[int, bool, str] | None:
    """Read "adm3_pcode", "admin1Name_en": level, whether it is a code, language."""
    text = "".join(words[:2]) if words[:1] in (["adm"], ["admin"]) else (words or [""])[0]
    found = _LEVEL.fullmatch(text)
    if found is None:
        return None
    rest = {found[2] or "", *words[1:]}
    if rest & {"a3", "sr", "label", "alt", "alt1", "alt2", "altname", "altname1", "altname2"}:
        return None
    return int(found[1]), bool(rest & {"pcode", "pcod", "code", "p"}), _language(words)


def _use(words: Sequence[str], joined: str) -> str | None:
    for use, plain in _PLAIN.items():
        if joined in plain:
            return use
    for use, axis in _AXES.items():
        if axis & set(words) and set(words) <= axis | _AROUND_NUMBERS:
            return use
    return None


def _name_rank(words: Sequence[str]) -> int:
    """Return how good a column is as the place's own name (1 is best), 0 where it is no name."""
    kinds = set(words)
    if not kinds & (_NAMED | {"asciiname"}) or not kinds <= _NAMED | set(_LANGUAGES) | _SORTS:
        return 0
    language = _language(words)
    if "bare" in kinds:
        return 1
    if language in ("", "en"):
        return 3 if kinds & _SORTS - {"in"} else 2
    return 4


def _language(words: Sequence[str]) -> str:
    return next((_LANGUAGES[word] for word in words if word in _LANGUAGES), "")
