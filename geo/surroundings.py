"""The words around a name that say whether it is a place: one table for each kind of evidence."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

_TABLES = tomllib.loads(resources.files("geo.data").joinpath("surroundings.toml").read_text("utf-8"))


def _words(table: str) -> frozenset[str]:
    return frozenset(_TABLES[table].split())


# Class word behind a name -> kind of place that it says the name is of.
AFTER: dict[str, str] = {word: kind for kind, words in _TABLES["after"].items() for word in words.split()}
# Capitalised, these belong to the name ("Macomia District"), but for those that organisations end in too.
IN_NAME_AFTER = frozenset(word.capitalize() for word in AFTER) - _words("not_in_name_after")
PREPOSITIONS: dict[str, float] = _TABLES["prepositions"]
IN_NAME_BEFORE = _words("in_name_before")
DIRECTIONS = _words("directions")
BEFORE_OF = _words("before_of")
BEFORE = _words("before")
OF_A_TOWN = _words("of_a_town")
TAKES = _words("takes")
FIGHTERS = _words("fighters") | _words("group_noun")
PLURAL_PLACES = _words("plural_places")
BEGINS_A_PLACE = _words("begins_a_place")
OFFICE_IN = _words("office_in")
HYPHEN_PLACE = _words("hyphen_place")
MODIFIER = _words("modifier")
ORGANISATION_LAST = _words("organisation_last")
ORGANISATION_FIRST = _words("organisation_first")
ORGANISATION_OF = _words("organisation_of")
GROUP_NOUN = _words("group_noun")
GROUP_MIDDLE = _words("group_middle")
STATE_NOUN = _words("state_noun")
OUTLET_NOUN = _words("outlet_noun")
DEALS = _words("deals")
CLUB_WORDS = _words("club_words")
MATCH_WORDS = _words("match_words")
LEAGUES: tuple[str, ...] = tuple(name.strip() for name in _TABLES["leagues"].split(","))
OF_A_SAINT = _words("of_a_saint")
TOWN_NOUN = _words("town_noun")
PEOPLES = _words("peoples")
TITLES = _words("titles")
KUNYA = _words("kunya")
ORDINARY = _words("ordinary")
CAPITALS_PLACES = _words("capitals_places")
ABBREVIATED = _words("abbreviated")
ARTICLES = _words("articles")
SPACED = _words("spaced")
PARTICLES = _words("particles")
CALENDAR = _words("calendar")
FUNCTION = _words("function")
LOCATING = _words("locating")
WEAK_CLASS = _words("weak_class")
STRONG_CLASS = _words("strong_class")
CLASS_BETWEEN = _words("class_between")

IN_NAME_AFTER |= _words("only_in_name_after")
LAND_VERBS = _words("land_verbs")
PAST = _words("past")
POSSESSED = _words("possessed")
CLAUSE_OPENERS = _words("clause_openers")
GOVERNMENTS: dict[str, str] = _TABLES["governments"]
CASELESS: dict[str, str] = _TABLES["caseless"]
RUSSIAN: dict[str, str] = _TABLES["russian"]
SEATS = frozenset(name.strip() for name in _TABLES["seats"].split(","))
STATES_SHORT: dict[str, str] = _TABLES["states_short"]

_ACTS = _TABLES["acts"].replace("\n", "")
_HAVE_BEEN = "trying|seeking|arming|back|support|accus|fund|supply|push|pressing"
_BEING = (
    "accus|back|support|arm(?:ing|ed by)|fund|seek|try|trying|determined|willing|ready|committed|opposed|"
    "unwilling|"
    "reluctant|keen|eager|silent|adamant|wary|concerned|worried|demanding|calling|considering|planning|sending|providing|"
    "hesitant|s[ck]eptical|furious|angry|optimistic|pessimistic|confident|hopeful|convinced|pleased|displeased|alarmed|"
    "cautious|uneasy|complicit|at odds|at loggerheads|in favou?r|to blame|in talks|"
    "under (?:(?:growing|heavy|increasing|fresh|intense|new) )?(?:pressure|fire (?:from|over|for))"
)
ADVERBS = (
    "also|now|not|then|still|reportedly|formally|officially|both|each|jointly|all|publicly|later|earlier|"
    "itself|too|"
    "in turn|meanwhile|again|repeatedly|recently|already|long|never|since|so far|always|consistently|soon"
)
_SHORT = "|".join(re.escape(short).replace(r"\.", r"\.\s?").removesuffix(r"\s?") for short in STATES_SHORT)
# "Lumpkin, Ga.": the place of a state's abbreviation behind a name.
STATE_BEHIND = re.compile(rf",\s({_SHORT})(?!\w)")
# Behind the name at the head of a report: "ERBIL, Iraq (Wire) –", "HOMS, Oct 3 -".
DATELINE = re.compile(
    r"[ \t]*(?:,[^\n]{1,40}?)?(?:\s\([^()\n]{2,40}\))?"
    r"(?:,?\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\w*\.?\s\d{1,2})?\s*(?:--|[-–—:])\s"
)
# Roads that have a number for a name: "Highway 101", "the M4 and M5 highways"; and a word that each has.
ROAD_WORDS = ("ighway", "Interstate", "Route", "otorway", "Auto", "Hwy", "road", "expressway")
NUMBERED_ROAD = re.compile(
    r"\b(?:Highway|Interstate|Route|Motorway|Autoroute|Autobahn|Hwy\.?) \d{1,4}\b"
    r"|\b[A-Z]{1,2}-?\d{1,3}(?=(?:(?:,? and|,| or) [A-Z]{1,2}-?\d{1,3}){0,3}"
    r" (?:international |coastal |desert )?(?:highway|motorway|road|expressway)s?\b)"
)
# Verbs that a state does and a stretch of land does not: what stands before them is a government.
ACTS = re.compile(
    r"(?!, (?:opened|closed|made|used|taken|given)\b)"
    rf"[”\"]?,?\s(?:(?:{ADVERBS}|and (?:the )?[A-Z]\w+(?: [A-Z]\w+)?) ){{0,4}}"
    rf"(?:(?:{_ACTS})[a-z]*\b"
    rf"|(?:ha[sd]|have)(?:n['’]t)? (?:(?:{ADVERBS}) )*(?:{_ACTS}|given|taken|made|shown|been "
    rf"(?:{_HAVE_BEEN}))[a-z]*\b"
    r"|(?:will|would|should|must|may|might|can|could|does|did|do)(?:n['’]t)? "
    rf"(?:(?:{ADVERBS}) )*(?:(?:{_ACTS})[a-z]*|do|take|give|make|continue|stop|act|not)\b"
    r"|(?:opened|opens|closed|closes|took|takes|gave|gives|made|makes|began|does|did|wants|uses|used)\b"
    rf"|(?:is|was|are|were) (?:(?:{ADVERBS}) )*(?:{_BEING})[a-z]*\b)"
)
# Behind a name: where it lies ("X, north of Y", "X, near Y", "X and two other villages").
LOCATED_AFTER = re.compile(
    r",? (?:\(|– )?(?:which (?:is|lies) |located |situated |lying |just |about |some |around |roughly |"
    r"nearly |almost )*"
    r"(?:\d[\d.,]* ?(?:km|kilomet|mile|m)\w* (?:or so )?)?(?:to the )?"
    r"(?:north|south|east|west)(?:-?(?:east|west))? (?:of|from) |, (?:near|close to|outside|next to|"
    r"opposite|not far from) (?:the |[A-Z])|"
    r",? where |, which borders|, (?:some |about |just |only |roughly )*\d[\d.,]* ?(?:km|kilomet|"
    r"miles?)\w* (?:or so )?(?:away )?(?:from|off|outside) |"
    r" and (?:\w+ ){0,2}?(?:other|nearby|neighbou?ring|surrounding) (?:villages?|towns?|places|areas|"
    r"districts?|provinces)"
)
# Before a preposition: movement, fighting, being somewhere. What follows is more likely a place.
MOVES = re.compile(
    r"\b(?:withdr[ae]w\w*|retreat\w*|fled|flee\w*|flown|arriv\w+|mov(?:ed|es|ing|e)|advanc\w+|cross(?:ed|"
    r"es|ing)|travel\w*|drove|"
    r"driven|flew|sent|deployed|pushed|heading|headed|transferred|return\w*|went|gone|came|come|march\w*|"
    r"relocat\w+|roads?|way|"
    r"path|track|route|highway|convoy|stationed|based|born|captured|killed|arrested|wounded|injured|"
    r"located|situated|hid|hide|hiding|"
    r"hidden|seen|attack(?:ed|s)?|raid(?:ed|s)?|assaults?|offensives?|clash(?:ed|es)?|fighting|fought|"
    r"shell(?:ed|ing)|strikes?|struck|"
    r"bomb(?:ed|ing|s)?|blast|explo(?:sion|ded)|ambush(?:ed|es)?|battles?|escaped?|expelled|evacuated|"
    r"displaced|smuggled|"
    r"infiltrat\w+|spread|stronghold|bases?|camps?|checkpoints?|positions|presence|held|gathered|settled|"
    r"living|lives?|operat\w+|"
    r"fell|descended|entered|entry|access|somewhere|halfway|midway|marsh|hills?|area|forest|frontline|"
    r"front line|buses|trucks|airport|"
    r"bus|truck|car|vehicle|flight|trucks|was|were|is|are|originally|comes|native|originates?|hails?|"
    r"refugees|families|civilians|villagers|people|rebels|fighters|militants|troops|soldiers|gunmen|"
    r"massacre|fell back)\s+$"
)
APPOSITION = re.compile(
    r"[”\"]?\s?[,(–-]\s?(?:which is |now |once |itself |formerly )?(?:an?|the|another|its|their|two|one "
    r"of the)\s+"
    r"(?:(?!group|man|woman|member|commander|leader|militia)[\w’'-]+\s+){0,4}?"
    r"(?:village|town|city|hamlet|suburb|district|province|governorate|region|area|neighbou?rhood|"
    r"quarter|island|port|"
    r"settlement|camp|municipality|county|state|country|valley|mountain|river|capital|enclave|territory|"
    r"stronghold|"
    r"crossing|checkpoint|base|airport|oasis|nation|community|locality|republic)\b"
)
OFFICE_OF = re.compile(
    r"\b(?:governor|mayor|president|presidents|wali|emir|amir|king|bishop|archbishop|ruler|premier|"
    r"police chief|"
    r"capital|people|residents?|inhabitants|natives?|citizens?)\s+of\s+(?:the\s+)?$",
    re.I,
)
# Behind a name: it was a person's.
PERSON_AFTER = re.compile(
    r"(?:[”\"]|,[”\"])?\s(?:said|says|told|tells|added|adds|asked|explained|recalled|replied|laughed|"
    r"died|smiled|tweeted|wrote|"
    r"writes|testified|pleaded|graduated|was born|was arrested|was charged|was sentenced|was appointed|"
    r"was elected|married|"
    r"himself|herself|insisted|argued|believes|thinks|noted|notes|commented|concluded|confessed|"
    r"nodded)\b|[”\"]?,\s\d{2},|[”\"]?,?[”\"]?\swho\b"
)
# Behind a name: what befalls towns, not persons ("X and Y had fallen", "X, besieged for long,", "X is calm").
_BEFALLEN = (
    r"besieged|encircled|surrounded|shelled|stormed|overrun|retaken|recaptured|liberated|occupied|looted|torched|"
    r"razed|flattened|depopulated|deserted|bombarded|fortified"
)
BEFALLS = re.compile(
    rf"(?:,? (?:and|or) [^\W\d_a-z][\w’'-]+(?: [A-Z][\w’'-]+)?)?(?:,[^,.;\n]{{3,60}},)?(?:"
    rf",? (?:(?:long|once|now|still|already) )?(?:{_BEFALLEN})\b"
    r"|(?: (?:has|had|have|is|are|was|were|be|been|being|also|again|now|still|soon|finally|already|remains?|"
    r"remained|stays|stayed|itself|may|might|will|would|could|later)){0,4} "
    rf"(?:{_BEFALLEN}|fell|fallen|falls|holds? out|held out|calm|quiet|empty|in ruins|changed hands|"
    r"under (?:siege|bombardment|shelling|curfew)|in (?:its|their|his|our|rebel|government|enemy) hands)\b)"
)
# Before "from", "to" or "into", with some words between: "withdrew in disorder from".
RETREATS = re.compile(
    r"\b(?:withdr[ae]w\w*|retreat\w*|fled|flee|moved|advanced|marched|driven|drove|pushed|escaped|returned|descended|"
    r"expelled|evacuated|flown|crossed)(?: [a-z]+){1,3} $"
)
# Before "from": a distance.
DISTANT = re.compile(
    r"\b(?:kms?|kilomet(?:er|re)s?|miles?|met(?:er|re)s|yards|hours?|minutes|days)(?:['’]? [a-z]+)? $"
)
# Behind a name: whom one holds responsible or takes hostage is no town.
HELD_PERSON = re.compile(
    r"[”\"]? (?:(?:and|or) [A-Z]\w+ )?(?:responsible|accountable|hostages?|captive|prisoner)\b"
)
# Only people and governments say: a town's name before these is neither a dot nor an area.
SAYS = re.compile(
    r"\s(?:also |now |still |has |have |had |officially |repeatedly |already |later |and [A-Z]\w+ "
    r"){0,4}(?:says?|said|claim(?:s|ed)|denie[sd]|deny|"
    r"accuse[sd]?|agreed?|rejects?|rejected|warn(?:s|ed)|announce[sd]|insist(?:s|ed)|allege[sd]|"
    r"denounce[sd]|condemn(?:s|ed)|blame[sd]|"
    r"wants?|refuse[sd]?|demand(?:s|ed)?|dispute[sd]|hopes?|fears|believes)\b"
)
# Before a state's name these make it a party: "relations with Ankara", "talks between Moscow and Kyiv".
DEALT_WITH = re.compile(
    r"\b(?:[Rr]elations?|[Tt]ies|[Tt]alks?|[Nn]egotiations|alliance|allied|negotiat\w+|dialogue|deals?|"
    r"agree\w*|treaty|[Tt]ensions?|disput\w+|disagree\w*|"
    r"contacts?|summit|rapprochement|rift|row|feud|cooperation|coordination|pact|accord|understanding|"
    r"standoff|war|conflict|"
    r"rivalry|friction|quarrel\w*|diplomacy|differences|split)\s+(?:\w+ ){0,2}?(?:with|between|"
    r"of)\s+(?:the\s+)?"
    r"(?:[A-Z][\w.]+(?:,| and| or)\s+(?:the\s+)?)*$"
    r"|\b(?:accus\w+|warn\w*|urg\w+|blam\w+|told|asked?|pressur\w+|condemn\w*|criticis\w+|criticiz\w+|"
    r"mediat\w+ between|worr(?:y|ies|ied)|anger(?:s|ed)|alarm(?:s|ed)|irritat\w+|infuriat\w+|embarrass\w*|"
    r"unsettl\w+|reassur\w+|provok\w+|antagoni[sz]\w+|"
    r"thank\w*|allied (?:with|to)|"
    r"loyal to|hostile to|answerable to|revolution against|rebellion against|war against|war on|"
    r"sanctions (?:on|against)|"
    r"fight against|spies for|spy for|spying for|agents? of|puppets? of|allies of|ally of|proxy of|"
    r"proxies of|"
    r"(?:backed|supported|funded|armed|financed|trained|sponsored|designated|listed|recogni[sz]ed|"
    r"brokered|mediated|sent|ordered|"
    r"approved|imposed|condemned|denied|rejected|supplied|provided|accused|banned|signed) by|"
    r"(?:back(?:ed|ing)|support|aid|help|weapons|arms|money|funding|funds|pressure|approval|permission|"
    r"orders|assurances) from|"
    r"according to)\s+(?:both\s+|the\s+)?(?:[A-Z][\w.]+(?:,| and| or)\s+(?:the\s+)?)*$"
)
# "as Turkey does", "like Russia did".
# "a baker, 34, of X".
AGED_OF = re.compile(r",? \(?\d{2}\)?,? (?:also |both )?(?:of|from) $")
# "the Palmyra-Deir Ezzor highway", "the Syria-Iraq border".
PAIR = re.compile(
    r"[-–—][A-Z][\w’']*(?:[ -][A-Z][\w’']*){0,3} (highway|road|border|axis|railway|motorway|frontier)s?\b"
)
# "Nairobi-Mogadishu ties".
PAIR_TALKS = re.compile(
    r"(?:[-–][A-Z]\w+)? (?:ties|relations|talks|tensions|deal|pact|agreement|alliance|rapprochement|row|"
    r"dispute|summit)\b"
)
AS_DOES = re.compile(r"\s(?:does|did|do|has|had|have|would|will)\b")
