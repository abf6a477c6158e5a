"""The words around a name that say whether it is a place: tables, one for each kind of evidence."""

from __future__ import annotations

import re


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Class words that stand behind a place's name ("Idlib province", "Qayyarah airbase"); the value is the
# kind of place that they say the name is of.
_AFTER = {
    "village": "village villages hamlet hamlets settlement settlements locality",
    "town": "town towns townlet",
    "city": "city cities",
    "quarter": "quarter quarters neighbourhood neighborhood neighbourhoods neighborhoods suburb suburbs",
    "district": "district districts municipality county counties subdistrict sub-district raion rayon commune prefecture "
    "cercle regency woreda department locality canton ward payam boma parish borough township",
    "province": "province provinces governorate governorates oblast state states countryside wilaya wilayah vilayet republic "
    "krai prefecture muhafazah",
    "region": "region regions area areas territory territories zone sector axis triangle belt pocket enclave "
    "corridor crescent strip heartland hinterland borderlands basin delta plain plains steppe highlands lowlands",
    "site": "terminal terminals landfill quarry ranch camp camps airport airbase airfield airstrip base bases barracks checkpoint checkpoints crossing crossings "
    "junction intersection roundabout bridge dam port harbour harbor refinery oilfield gasfield field mine prison hospital "
    "mosque church monastery market square industrial citadel castle fortress garrison outpost station "
    "compound complex school university park stadium cemetery",
    "road": "highway road roads motorway street avenue route railway pipeline",
    "physical": "forest forests mountain mountains mountainside range hills hill heights gorge valley valleys river "
    "lake island islands peninsula desert oasis cave caves pass plateau ridge massif bay gulf coast marsh marshes wadi creek "
    "reserve jungle escarpment canyon",
    "border": "border frontier borders line",
}
AFTER: dict[str, str] = {word: kind for kind, words in _AFTER.items() for word in words.split()}
# Capitalised, these belong to the name (GUIDELINES 1.2); not so the ones that are as often the class of an organisation.
IN_NAME_AFTER = frozenset(word.capitalize() for word in AFTER) - _words(
    "State States Base School Department Station Hospital Field Sector Market Ward Prison"
)
# Capitalised class words that begin a name ("Lake Chad", "Jabal al-Zawiya", "Camp Speicher", "Mount Agri").
IN_NAME_BEFORE = _words(
    "Mount Mt Lake River Cape Gulf Port Fort Camp Jabal Jebel Jabel Djebel Gebel Wadi Tell Tall Tel Kafr Kfar Khirbet Khirbat "
    "Deir Dayr Ayn Ain Ras Bir Beit Bayt Burj Qasr Sheikh Shaykh Umm Abu Bab Saint St San Santa Sao São Los Las El La Le Isle "
    "Ile Island Puerto Rio Villa Kampung Kampong Desa Barangay Sitio Gunung Tanjung Teluk Pulau Koh Novo Nova Nueva New Upper "
    "Lower Greater Great Little North South East West Central Southeast Southwest Northeast Northwest Inner Outer Old Mid "
    "Strait Bay Valley Mazraat Mazra'at Tal Sahl Hawija Masaken Madinat Hayy Nahr Djebel Oued Oum Beni Bani Ad Dar Hajj Haji"
)
DIRECTIONS = _words(
    "north south east west northern southern eastern western north-east north-west south-east south-west northeast "
    "northwest southeast southwest northeastern northwestern southeastern southwestern north-eastern north-western "
    "south-eastern south-western central upper lower greater rural"
)
# Class words that stand before a name: "the village of X", "the town X".
BEFORE_OF = _words(
    "village villages hamlet town towns city cities district districts province provinces governorate governorates "
    "region regions area areas county state territory municipality suburb suburbs neighbourhood neighborhood quarter "
    "quarters settlement settlements outskirts countryside island islands port capital environs surroundings vicinity edge "
    "edges centre center north south east west north-east north-west south-east south-west northeast northwest southeast "
    "southwest periphery coast mountains mountain hills forest forests valley gorge desert suburbs republic kingdom emirate "
    "part parts half side streets stronghold strongholds camp camps siege battle battles fall liberation capture "
    "all most much rest half portions control seizure recapture storming takeover bombardment shelling defence defense bank banks mouth shores shore loss inhabitants residents people population governor mayor locality commune prefecture oasis plains plain garrison "
    "airport base east west miles kilometres kilometers km"
)
BEFORE = _words("village town city capital district province governorate region suburb neighbourhood hamlet townlet port")
PLURAL_PLACES = _words(
    "villages towns cities districts provinces governorates regions areas settlements suburbs neighbourhoods neighborhoods "
    "quarters places hamlets counties countries states islands camps localities communes localities departments towns"
)

# Prepositions before a name, and how much each says for a place.
PREPOSITIONS = {
    "in": 2.0, "near": 3.0, "at": 1.5, "from": 1.2, "to": 0.8, "towards": 1.8, "toward": 1.8, "into": 1.8, "outside": 2.5,
    "inside": 2.0, "around": 1.5, "across": 1.8, "throughout": 2.2, "through": 1.2, "via": 1.0, "within": 1.5, "over": 0.7,
    "on": 0.2, "of": 0.2, "off": 1.2, "between": 0.8, "along": 1.2, "beyond": 1.2, "above": 0.8, "below": 0.6, "by": -0.3,
    "for": 0.2, "with": -0.4, "against": -0.6, "entering": 2.0, "reaching": 1.5, "leaving": 1.2, "entered": 2.0,
    "reached": 1.5, "left": 0.8, "fled": 1.2, "including": 0.8, "namely": 1.0, "seized": 1.2, "captured": 1.0, "besieged": 1.5, "visited": 1.2,
    "raided": 1.5, "stormed": 1.5, "torched": 2.0, "burnt": 1.5, "burned": 1.2, "looted": 1.8, "attacked": 1.0,
    "holds": 1.6, "hold": 1.6, "held": 1.2, "control": 1.0, "controls": 1.2, "controlled": 1.0, "took": 0.8, "occupied": 1.5,
    "abandoned": 1.0, "evacuated": 1.5, "liberated": 1.5, "attacking": 1.0, "lost": 0.5, "hit": 0.8, "targeted": 0.6,
    "outskirts": 2.0, "retook": 1.5, "recaptured": 1.5, "overran": 1.5, "bombed": 1.0, "shelled": 1.5, "invaded": 1.5,
    "surrounding": 1.2, "bordering": 2.0, "neighbouring": 2.0, "neighboring": 2.0, "nearby": 2.5, "besieging": 1.5,
}  # fmt: skip

# Before a preposition: movement, fighting, being somewhere. What follows is more likely a place.
MOVES = re.compile(
    r"\b(?:withdr[ae]w\w*|retreat\w*|fled|flee\w*|flown|arriv\w+|mov(?:ed|es|ing|e)|advanc\w+|cross(?:ed|es|ing)|travel\w*|drove|"
    r"driven|flew|sent|deployed|pushed|heading|headed|transferred|return\w*|went|gone|came|come|march\w*|relocat\w+|roads?|way|"
    r"path|track|route|highway|convoy|stationed|based|born|captured|killed|arrested|wounded|injured|located|situated|hid|hide|hiding|"
    r"hidden|seen|attack(?:ed|s)?|raid(?:ed|s)?|assaults?|offensives?|clash(?:ed|es)?|fighting|fought|shell(?:ed|ing)|strikes?|struck|"
    r"bomb(?:ed|ing|s)?|blast|explo(?:sion|ded)|ambush(?:ed|es)?|battles?|escaped?|expelled|evacuated|displaced|smuggled|"
    r"infiltrat\w+|spread|stronghold|bases?|camps?|checkpoints?|positions|presence|held|gathered|settled|living|lives?|operat\w+|"
    r"fell|descended|entered|entry|access|somewhere|halfway|midway|marsh|hills?|area|forest|frontline|front line|buses|trucks|airport|"
    r"refugees|families|civilians|villagers|people|rebels|fighters|militants|troops|soldiers|gunmen|massacre)\s+$"
)
# Behind a name: where it lies ("X, north of Y", "X, near Y", "X and two other villages").
LOCATED_AFTER = re.compile(
    r",? (?:\(|– )?(?:which (?:is|lies) |located |situated |lying |just |about |some |around |roughly |nearly |almost )*"
    r"(?:\d[\d.,]* ?(?:km|kilomet|mile|m)\w* (?:or so )?)?(?:to the )?"
    r"(?:north|south|east|west)(?:-?(?:east|west))? (?:of|from) |, (?:near|close to|outside|next to|opposite|not far from) (?:the |[A-Z])|"
    r",? where |, which borders|"
    r" and (?:\w+ ){0,2}?(?:other|nearby|neighbou?ring|surrounding) (?:villages?|towns?|places|areas|districts?|provinces)"
)
# A capitalised name that begins with one of these is a place, known or not.
BEGINS_A_PLACE = _words(
    "Mount Mt Lake Jabal Jebel Jabel Djebel Gebel Wadi Khirbet Khirbat Kafr Kfar Tell Tall Barangay Sitio Kampung Kampong Desa "
    "Gunung Tanjung Pulau Camp Fort Deir Dayr Ayn Ain Bir Qasr Cape River Beit Bayt Burj Mazraat Nahr Hawija Hawijat Jazirat "
    "Oued Koh Kuh Kotal Qala Tora Shahr Puerto Villa Barrio Vereda Cerro Rio"
)
# "Transition Mission in Somalia": with one of these before "in", "for" or "to", the place is part of an office's name.
OFFICE_IN = _words("Mission Force Forces Office Envoy Assistance Support Coordinator Institute Council Operation Command Delegation")

# What may follow "X-": of a place, or of whatever the hyphen makes an attribute.
HYPHEN_PLACE = _words("based born native held controlled area bound area-based raised administered")
MODIFIER = _words(
    "led backed linked allied supported funded sponsored trained built made speaking language supplied brokered "
    "designated affiliated style friendly trained owned educated mediated imposed run listed aligned dominated"
)

# A name that ends in one of these names an organisation, a unit, an outlet, an operation, a work.
ORGANISATION_LAST = _words(
    "Brigade Brigades Battalion Battalions Division Divisions Regiment Army Armies Forces Force Front Movement Party Militia "
    "Militias Units Unit Group Groups Corps Guard Guards Legion Command Commands Coalition Alliance Union Network Council "
    "Committee Commission Congress Assembly Parliament Government Ministry Agency Authority Bureau Service Services Police "
    "Times Post News Newspaper Journal Herald Tribune Gazette Gazeta Chronicle Observer Monitor Telegraph Guardian Mail "
    "Radio TV Television Press Media Review Magazine Today Daily Weekly Online Broadcasting Channel Network Observatory "
    "Institute Foundation Centre Center Association Society Federation Organisation Organization Company Corporation Bank "
    "Inc Ltd Group Club League United Airlines Airways Museum Academy College University Church Fund Trust Initiative "
    "Program Programme Project Plan Accord Accords Agreement Treaty Protocol Convention Declaration Process Summit "
    "Conference Communique Operation Operations Room Martyrs Fighters Mujahideen Resistance Insurgency Brotherhood Emirate "
    "Caliphate Jamaat Sharia Court Tribunal Act Law Constitution War Wars Spring Revolution Uprising Massacre Cup Games "
    "Championship Festival Awards Award Prize Day Week Shield Storm Sun Mission Headquarters Office Department State Branch "
    "Watch Rights Relief Workers Communities Administration Secretariat Board Party's Defence Defense Intelligence Navy "
    "Airforce Military Cartel Gang Crew Faction Cell Clan Tribe Partnership Consortium Forum Fellows"
)
# A name that begins with one of these is an organisation or an undertaking.
ORGANISATION_FIRST = _words(
    "Liwa Liwaa Katibat Katiba Katibah Kataib Kata'ib Jaysh Jaish Jeish Jaich Harakat Haraket Ansar Jund Junud Jabhat "
    "Jabha Saraya Firqat Firqa Faylaq Failaq Tanzim Jamaat Jamaa Jemaah Hizb Hezb Asaib Vilayat Wilayat Wilayah Velayat "
    "Ahrar Fatah Lashkar Sipah Tehrik Tehreek Hayat Hay'at Hay’at Usbat Majlis Ajnad Quwat Quwwat Frente Ansaroul Ansarul "
    "Operation Jamiat Harkat Hizbul Jaish-e Radio Bank Task Exercise Battle Jamia Ahlu Firqah Suqour Suqur"
)
# "X of Y" with one of these before "of" names an organisation, a work or an office, not the place Y.
ORGANISATION_OF = _words(
    "Army Brigade Brigades Battalion Soldiers Martyrs Lions Sons Partisans Supporters Guardians Movement Front Union Council "
    "Companions Knights Swords Falcons Defenders Emirate Followers Servants Liberation State Voice University Bank Church "
    "Committee League Organisation Organization Party House Association Ministry Parliament Battle Treaty Institute Court "
    "Bishop Archbishop Patriarch Academy College Society Caliphate Shield Division Group Radio Echo News Institute Province "
    "Vilayat Wilayat Wilayah Mujahideen Students Government"
)
# Behind a place's name and in lower case, these make it the name of a group ("the Makhachkala group").
GROUP_NOUN = _words(
    "group cell cells gang gangs brigade battalion wing branch section faction clan network jamaat crew detachment regiment "
    "division unit front cartel"
)
GROUP_MIDDLE = _words("rebel militant jihadi jihadist insurgent terrorist armed Islamist militia so-called guerrilla")
# Behind a country's or a region's name, these make it the state that acts ("Puntland troops", "Niger government").
STATE_NOUN = _words(
    "troops forces army soldiers government military regime authorities officials police warplanes jets aircraft navy gendarmes "
    "gendarmerie commandos peacekeepers contingent intelligence administration parliament delegation ambassador embassy "
    "diplomats diplomat envoy ministry presidency foreign defence defense security bombers helicopters special"
)
OUTLET_NOUN = _words("newspaper newspapers daily magazine television broadcaster weekly")
# Behind "St. Paul's" these make it a building or an office, not the town.
OF_A_SAINT = _words("Hospital Church Cathedral College School University Mosque Clinic Chapel Academy Bridge Station")
# Behind a town's name: its people, services and parts.
TOWN_NOUN = _words(
    "resident residents native natives man woman men women couple family mother father teenager teen boy girl student students "
    "police mayor officials hospital hospitals office offices streets home homes house court branch market markets schools "
    "neighbourhood suburb suburbs campus headquarters store stores factory plant firefighters paramedics prosecutors lawyer "
    "lawyers judge jail businessman businesswoman locals shop restaurant hotel hotels theatre doctor doctors council "
    "councillors councillor voters lawmakers residence riots protests attacks attack bombing bombings blast explosion siege"
)
# Faiths and peoples of many countries: adjectives, whatever village bears the word.
PEOPLES = _words(
    "shiite shiites shia shias shi'ite shi'ites shi’ite sunni sunnis alawite alawites alawi druze yazidi yazidis yezidi yezidis "
    "muslim muslims christian christians coptic copt copts jewish jew jews salafi salafis sufi sufis ismaili ismailis houthi "
    "houthis islamic islamist islamists arab arabs kurd kurds kurdish turkmen turkoman turkomans turkmens assyrian assyrians "
    "circassian circassians pashtun pashtuns hazara hazaras baluch baloch tuareg tuaregs fulani peul hausa dogon berber berbers "
    "amazigh toubou tubu zaghawa dinka nuer bedouin bedouins tatar tatars cossack cossacks slav slavs rohingya uighur uighurs "
    "uyghur uyghurs moro moros tamil tamils sikh sikhs hindu hindus buddhist buddhists catholic catholics orthodox protestant "
    "western westerner westerners european europeans african africans asian asians american americans soviet soviets "
    "christianity judaism buddhism hinduism wahhabi wahhabis nazi nazis crusader crusaders"
)

# Verbs that a state does and a stretch of land does not: what stands before them is a government.
_ACTS = (
    "say|said|tell|told|accus|warn|threat|alleg|claim|deni|deny|denounc|condemn|announc|agreed|agrees|refus|reject|insist|"
    "demand|call|urg|ask|list(?:s|ed)|designat|back(?:s|ed)|support|oppos|bann|bans|impos|interven|deploy|send|sent|launch|"
    "order|approv|sign|vow|pledg|promis|want|hope|fear|believ|consider|saw|sees|view|regard|plans|planned|offer|supplie|"
    "fund|financ|arms|armed|train|recogni[sz]|withdr[ae]w|respond|retaliat|admit|acknowledg|confirm|blam|critici|welcom|"
    "favou?r|tries|tried|seeks|sought|joins|joined|help|provid|mediat|broker|negotiat|allow|permit|expel|recall|summon|"
    "escalat|boycott|sanction|veto|ratif|suspend|declar|stress|argu|express|decid|propos|appeal|hint|suggest|assur|invit|"
    "prais|hail|disput|back|accept|dismiss|downplay|sever|push|pressur|lobb|extradit|intend|attempt|hold responsible|insinuat|protest|"
    "attack|struck|strikes|bomb|shell|invad|annex|occup|sponsor|know|thinks|thought|disagree|object|ignor|punish|reopen|"
    "expects|expected|prefer|pull|commit|assert|contend|concede|caution|react|reiterat|remain (?:committed|opposed|silent)"
)
ACTS = re.compile(
    r"[”\"]?,?\s(?:also |now |not |then |still |reportedly |formally |officially |both |each |jointly |all |publicly |later |earlier |itself |too |"
    r"and (?:the )?[A-Z]\w+ (?:[A-Z]\w+ )?|in turn |meanwhile |, meanwhile, |again |repeatedly |recently )*"
    rf"(?:(?:{_ACTS})[a-z]*\b"
    r"|(?:ha[sd]|have)(?:n['’]t)? (?:not |also |now |already |repeatedly |long |never |since |so far |always |consistently )*"
    rf"(?:{_ACTS}|given|taken|made|shown|been (?:trying|seeking|arming|back|support|accus|fund|supply|push|pressing))[a-z]*\b"
    r"|(?:will|would|should|must|may|might|can|could|does|did|do)(?:n['’]t)? (?:not |also |now |never |soon )*"
    rf"(?:(?:{_ACTS})[a-z]*|do|take|give|make|continue|stop|act|not)\b"
    r"|(?:opened|opens|closed|closes|took|takes|gave|gives|made|makes|began|does|did|wants|uses|used)\b"
    r"|(?:is|was|are|were) (?:not |also |now |already |still )*"
    r"(?:accus|back|support|arm(?:ing|ed by)|fund|seek|try|trying|seeking|determined|willing|ready|committed|opposed|"
    r"unwilling|reluctant|keen|eager|concerned|worried|demanding|calling|considering|planning|sending|providing)[a-z]*\b)"
)
# Only people and governments say: a town's name before these is neither a dot nor an area.
SAYS = re.compile(
    r"\s(?:also |now |still |has |have |had |officially |repeatedly |already |later |and [A-Z]\w+ )*(?:says?|said|claim(?:s|ed)|denie[sd]|deny|"
    r"accuse[sd]?|agreed?|rejects?|rejected|warn(?:s|ed)|announce[sd]|insist(?:s|ed)|allege[sd]|denounce[sd]|condemn(?:s|ed)|blame[sd]|"
    r"wants?|refuse[sd]?|demand(?:s|ed)?|dispute[sd]|hopes?|fears|believes)\b"
)
# Before a state's name these make it a party: "relations with Ankara", "talks between Moscow and Kyiv".
DEALT_WITH = re.compile(
    r"\b(?:relations?|ties|talks?|alliance|allied|negotiat\w+|dialogue|deals?|agree\w*|treaty|tensions?|disput\w+|disagree\w*|"
    r"contacts?|summit|rapprochement|rift|row|feud|cooperation|coordination|pact|accord|understanding|standoff|war|conflict|"
    r"rivalry|friction|quarrel\w*|diplomacy|differences|split)\s+(?:\w+ ){0,2}?(?:with|between|of)\s+(?:the\s+)?"
    r"(?:[A-Z][\w.]+(?:,| and| or)\s+(?:the\s+)?)*$"
    r"|\b(?:accus\w+|warn\w*|urg\w+|blam\w+|told|asked?|pressur\w+|condemn\w*|criticis\w+|criticiz\w+|thank\w*|allied (?:with|to)|"
    r"loyal to|hostile to|answerable to|revolution against|rebellion against|war against|war on|sanctions (?:on|against)|"
    r"fight against|spies for|spy for|spying for|agents? of|puppets? of|allies of|ally of|proxy of|proxies of|"
    r"(?:backed|supported|funded|armed|financed|trained|sponsored|designated|listed|recogni[sz]ed|brokered|mediated|sent|ordered|"
    r"approved|imposed|condemned|denied|rejected|supplied|provided|accused|banned|signed) by|"
    r"(?:back(?:ed|ing)|support|aid|help|weapons|arms|money|funding|funds|pressure|approval|permission|orders|assurances) from|"
    r"according to)\s+(?:both\s+|the\s+)?(?:[A-Z][\w.]+(?:,| and| or)\s+(?:the\s+)?)*$"
)
# "as Turkey does", "like Russia did".
AS_DOES = re.compile(r"\s(?:does|did|do|has|had|have|would|will)\b")
FIGURE = re.compile(r"\b(?:second|third|another|new|next|own|mini|modern|little)\s*[-“\"‘']?\s*$", re.I)

# Words that stand before a person's name.
TITLES = _words(
    "president prime minister general gen col colonel maj major capt captain lt lieutenant sgt sergeant brig brigadier "
    "commander emir amir sheikh shaykh sheik mullah maulvi mawlawi imam ayatollah sayyid haji hajji leader warlord king "
    "prince princess queen admiral marshal spokesman spokeswoman spokesperson governor gov senator sen rep representative "
    "congressman congresswoman mayor deputy chief chairman chairwoman secretary mufti qari ustaz mr mrs ms miss dr prof "
    "professor sir lord lady judge justice attorney sheriff officer detective inspector constable pastor rev reverend bishop "
    "archbishop cardinal pope father sister brother coach journalist activist analyst researcher reporter resident "
    "correspondent photographer editor expert ambassador envoy foreign cpl corporal pvt private adm cmdr saint director "
    "manager author writer actor actress singer councilman councilwoman councillor councilor commissioner superintendent "
    "principal fighter militant rebel lawyer economist historian engineer cleric preacher ideologue founder jihadist "
    "comrade nurse doctor student teacher farmer trooper deputies sgt. wife husband son daughter"
)
KUNYA = _words("Abu Abou Umm Oum Abul Ibn Bin Bint Ould Abd Abdul Abdel Mohammed Muhammad Mohamed Ahmed Ali Hassan Hussein")
# Behind a name: it was a person's.
PERSON_AFTER = re.compile(
    r"(?:[”\"]|,[”\"])?\s(?:said|says|told|tells|added|adds|asked|explained|recalled|replied|laughed|died|smiled|tweeted|wrote|"
    r"writes|testified|pleaded|graduated|was born|was arrested|was charged|was sentenced|was appointed|was elected|married|"
    r"himself|herself|insisted|argued|believes|thinks|noted|notes|commented|concluded|confessed|nodded)\b|[”\"]?,\s\d{2},|[”\"]?,?[”\"]?\swho\b"
)
# A name before these belongs to a person or a firm.
PERSON_END = re.compile(r",?\s(?:Jr|Sr|III|II|Inc|Ltd|LLC|Corp|Co)\b")
APPOSITION = re.compile(
    r"[”\"]?\s?[,(–-]\s?(?:which is |now |once |itself |formerly )?(?:an?|the|another|its|their|two|one of the)\s+"
    r"(?:(?!group|man|woman|member|commander|leader|militia)[\w’'-]+\s+){0,4}?"
    r"(?:village|town|city|hamlet|suburb|district|province|governorate|region|area|neighbou?rhood|quarter|island|port|"
    r"settlement|camp|municipality|county|state|country|valley|mountain|river|capital|enclave|territory|stronghold|"
    r"crossing|checkpoint|base|airport|oasis|nation|community|locality|republic)\b"
)
OFFICE_OF = re.compile(
    r"\b(?:governor|mayor|president|presidents|wali|emir|amir|king|bishop|archbishop|ruler|premier|police chief|"
    r"capital|people|residents?|inhabitants|natives?|citizens?)\s+of\s+(?:the\s+)?$", re.I
)

# Words that begin a sentence or a heading with a capital and are no names, and ordinary words that are villages
# somewhere: a name of this table needs a strong sign of a place.
ORDINARY = _words(
    "a about above across after again against ago all almost alone along already also although always am among amid an and "
    "another any anyone anything are around as ask at away back bad base be because been before behind being below best "
    "better between big bill black blue both boys bring brown but by call came camp can case center central centre "
    "chance change chief child children church city civil clear close club coast cold college come common company conflict "
    "corner could council country court cross crown date day days dear death did do does done door down due each early "
    "earth east eastern edge eight either eleven else end energy enough even ever every evidently face fact fair faith "
    "fall families family far father few field fifth fifty fire first five food foot for force forest forty foundation "
    "founded four free freedom friend from front full further game garden gas gate general gift girl give glory go gold good "
    "grand great green ground group grove had half hall hand happy hard has have hay he head health heart heavy help her here "
    "high hill his history holiday holy home honor hope hospital host hot hotel house how however human hundred i if in "
    "independence indeed industry inside into iron is island it its job join just justice keep key king kings kind know "
    "lady lake land lands large last late later law lead leader least left less let liberty life light like likewise "
    "line list little local long look lord love low made main major make man many mark market mass may maybe me mean "
    "meanwhile media men mercy middle might mile military mill million mine minister model money month moon more moreover "
    "morning most mostly mother mount mountain move much museum must my name nation national natural near nearby nearly "
    "never new news next night nine no nobody none nor normal north northern not note nothing now number oak of off office "
    "old on once one only open opposite or orange order other others our out over own page paper parade park part parts party past "
    "path pay peace people perhaps person place plain plan play please point police poor port post power present president press pride "
    "prison private problem progress prospect protest public queen question quite race rain rather ready real red republic rest "
    "review rich right rise river road rock rocks room rose round royal rule run sacred said same save saw say says school "
    "sea second security see senior service set settlement seven several shall she shore short should show side since sir "
    "six sixty small so some soon south southern speaker special spring square staff star stars start state states station "
    "still stone stop story street strong student students such summer summit sun sunrise support sure system table take team "
    "tell ten test than thank that the their them then there therefore these they thing think third thirty this those though "
    "three through thus time times to today together tomorrow too top total tower town trade trail train tree tribune true trust "
    "turn twelve twenty two under union unique unit united until up upon us use valley very victory view village vision "
    "visit voice war was watch water way we week weeks welcome well were west western what when where whether which while "
    "white who whole whom why wide wife will wind winter with within without woman women wonder wood woods word work "
    "world would year years yellow yes yesterday yet you young your youth ah oh mr mrs ms dr st sgt gen "
    "mission union male female page son sons daughter van von dan sam max mary eve ana sandy hope grace faith charity "
    "battle victor van santa bar hit split vice nice worth reading sale mobile bath sky tours angers cork lens essen "
    "rape eye cave bay cape imam islam muslim christian quran koran allah ramadan eid god sharia jihad shura emir amir "
    "abu ali ahmed muhammad mohammed hassan hussein ibrahim yusuf omar osama abdul abdullah mustafa mahmoud khalid fatima "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mon tue wed thu fri sat jan feb mar apr jun jul aug sept oct nov dec "
    "english arabic french russian turkish spanish kurdish german italian chinese hebrew persian latin "
    "internet facebook twitter google youtube telegram reuters yiddish senate congress democrat republican labor labour "
    "senator secretary chairman director manager officer commander captain colonel sergeant detective sheriff mayor governor "
    "army navy marine marines airport university academy institute assembly parliament committee commission agency "
    "interview correspondent annex note caution background losses scene charges source sources update incident report "
    "reports editing reporting writing former late overall additional senior olympic euro christmas easter analysis editor editorial comment advertisement copyright photo photos video image map figure table click share "
    "follow subscribe read similar related download correction summary introduction conclusion chapter section appendix"
)
# Only these may be a place though written in a few capitals.
CAPITALS_PLACES = _words("US U.S. USA U.S.A. UK U.K. UAE U.A.E. DRC CAR DPRK USSR D.R.C. C.A.R. PRC ROK FATA KRI KPK D.C. DC NYC")
# Abbreviations that a full stop may follow inside a name.
ABBREVIATED = _words("St Mt Ft Pt Gen Col Lt Maj Capt Sgt Dr Mr Mrs Ms Gov Sen Rep Rev Jr Sr Prof")
# Lower-case parts inside a capitalised name.
ARTICLES = _words("al el as ash an ad ar at az adh ath ul il ed es er et ez ech edh en l")
SPACED = frozenset({"al", "el", "az", "ez", "ash", "esh", "ar", "adh", "edh", "ad", "ed"})  # also without a hyphen
PARTICLES = _words("ibn bin ben ould wa wal vo da de do dos das del della di du des la le les los las van von y ag ou sur sous")
