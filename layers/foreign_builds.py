"""Groups known by their build in French, Spanish, Portuguese, Swahili, and in Cyrillic and Arabic script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from layers.builds import Built, builds
from layers.spotting import Word

_JOINT = r"(?:de\s+la|de\s+los|de\s+las|de|del|du|des|da|do|das|dos|d['’]|pour|para|por|pela|pelo)"
_ARTICLE = r"(?:(?:la|le|les|el|los|las|o|a|os|as)\s+|l['’])?"
# An adjective by its ending: "populaire", "nacional", "revolucionario", "islamique".
_ADJECTIVE = (
    r"[a-zà-ÿ]{2,}(?:aires?|a[lux]|ales?|aux|iques?|istes?|istas?|ica|ico|icas|icos|ive|if|ivo|iva|ario|aria"
    r"|ado|ada|ées?|és?|eux|euse|oso|osa|unie?s?|unid[oa]s?|armée?s?|armad[oa]s?|libre|jeune|nouvelle|nuevo|nueva)"
)
_CAPITAL = r"[A-ZÀ-Þ][\w’'-]*"
# Words that are a group's head in these languages alone.
_HEADS = (
    "Mouvement|Armée|Forces|Front|Frente|Rassemblement|Coalition|Groupe|Milice|Conseil|Coordination|Ejército"
    "|Bloque|Movimiento|Comando|Comandos|Fuerzas|Columna|Cartel|Cártel|Clan|Autodefensas|Exército|Forças|Movimento"
    "|Milícia|Primeiro\\s+Comando|Unión|Brigada|Guerrilla"
)
_ROMANCE = re.compile(
    rf"(?:{_HEADS})(?:\s+\d{{1,3}}º?)?(?:\s+{_ADJECTIVE})?(?:\s+{_CAPITAL})*"
    rf"(?:\s+{_JOINT}\s*{_ARTICLE}(?:[a-zà-ÿ]+|{_CAPITAL})(?:\s+(?:{_ADJECTIVE}|{_CAPITAL}))*"
    rf"|\s+(?:et|y|e)\s+{_JOINT}\s*{_ARTICLE}(?:[a-zà-ÿ]+|{_CAPITAL}))*"
)
_FIRST_WORDS = frozenset(
    {head.partition("\\")[0] for head in _HEADS.split("|")}
    | set("Kikosi Kundi Jeshi Chama Vikosi Harakati Muungano".split())
)
# These heads are English words too: their names must hold a French or Spanish joint.
_ENGLISH = frozenset("Forces Front Coalition Coordination Clan Cartel".split())
_SWAHILI = re.compile(
    rf"\b(?:Kikosi|Kundi|Jeshi|Chama|Vikosi|Harakati|Muungano)\s+[cklvwy]?h?[aey]+\s+{_CAPITAL}(?:\s+(?:[wylzc]?h?a\s+)?{_CAPITAL})*"
)
_CYRILLIC_HEAD = (
    r"(?:отряд|батальон|бригад|полк|рот|движени|группировк|джамаат|имарат|легион|дивизи|фронт|арми|корпус|организаци"
    r"|загін|батальйон|рух|угрупованн)\w{0,4}"
)
_CYRILLIC = re.compile(
    rf"\b(?i:{_CYRILLIC_HEAD})\s+(?:(?:имени|им\.|імені)\s+(?P<after>[А-ЯЁІЇЄҐ][\w-]+(?:\s+[А-ЯЁІЇЄҐ][\w-]+){{0,2}})"
    r"|[«„“\"](?P<name>[^»“”\"\n]{2,40})[»“”\"])"
)
_ARABIC_HEAD = (
    r"(?:كتيبة|كتائب|لواء|ألوية|جيش|حركة|جبهة|سرايا|فرقة|فيلق|عصائب|ميليشيا|مليشيا|تنظيم|أنصار|جماعة)"
)
_ARABIC_WORD = r"[\u0621-\u064a]{2,}"
# The name is a definite noun, or a noun and the definite one that it belongs to ("falcons of the mountain"),
# or a person's; what describes the first follows in the same form.
_ARABIC = re.compile(
    rf"(?<![\u0621-\u064a]){_ARABIC_HEAD}\s+(?:(?:ابن|بن|أبو|أبي|عبد|آل|سيف|نور|صلاح)\s+{_ARABIC_WORD}"
    rf"|{_ARABIC_WORD}\s+ال{_ARABIC_WORD}|ال{_ARABIC_WORD})(?:\s+ال{_ARABIC_WORD}ي[ةه]?(?![\u0621-\u064a]))?"
)
# Armies of states, and what these heads mean in everyday text (traffic, flight, import).
_ARABIC_OTHERS = re.compile(
    r"\s(?:النظام|الاحتلال|السوري|العراقي|المرور|النزوح|السير|الملاحة|الاستيراد|الطيران|الأسد)"
)


def foreign_names(text: str, words: Sequence[Word]) -> Iterator[Built]:
    """Yield groups known by a head of another language ("Mouvement ...", "отряд «...»", "لواء ...")."""
    for word in [word for word in words if word.text in _FIRST_WORDS]:
        if match := _ROMANCE.match(text, word.start):
            yield from _romance(text, match)
        elif match := _SWAHILI.match(text, word.start):
            yield Built(match.start(), match.end(), "group", match.group(), foreign=True)
    if not text.isascii():
        for match in _CYRILLIC.finditer(text):
            name = match["name"] or match.group()
            yield Built(match.start(), match.end(), "group", name.strip(), foreign=True)
        for match in _ARABIC.finditer(text):
            if not _ARABIC_OTHERS.search(match.group()):
                yield Built(match.start(), match.end(), "group", match.group(), foreign=True)


def _romance(text: str, match: re.Match[str]) -> Iterator[Built]:
    """Yield the name that a French, Spanish or Portuguese head begins, up to its last capital."""
    if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "-’'"):
        return
    said = match.group()
    capitals = [m.end() for m in re.finditer(r"(?<![\w’'-])(?:[ld]['’])?[A-ZÀ-Þ\d][\w’'-]*", said)]
    end = capitals[-1] if len(capitals) > 1 else 0
    name = said[:end]
    head = said.split()[0]
    joined = re.search(rf"\s{_JOINT}[\s\w]", name) is not None
    if not end or (head in _ENGLISH and not joined):
        return
    if not joined and head not in (
        "Bloque",
        "Frente",
        "Comando",
        "Columna",
        "Clan",
        "Movimiento",
        "Mouvement",
    ):
        return
    if name.split()[-1] in builds().media_heads:
        return
    yield Built(match.start(), match.start() + end, "group", name, foreign=True)
