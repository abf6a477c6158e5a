"""A state or its capital stands for those who govern it, or for the land: the words around it tell."""

import pytest

from geo import Gazetteer
from geo.documents import Document
from geo.recognizers import recognize

GOVERNMENTS = {
    # what it says and does
    "Moscow shrugged off the complaint.": ["Moscow"],
    "Ankara predicted a short campaign.": ["Ankara"],
    "Paris, which pulled its soldiers out in August, has kept silent.": ["Paris"],
    "Tehran has never hidden its sympathy for the movement.": ["Tehran"],
    "On Sunday Riyadh floated the idea of a truce.": ["Riyadh"],
    "Cairo brokers the exchange of prisoners.": ["Cairo"],
    "Kampala and Kigali traded accusations.": ["Kampala", "Kigali"],
    "Russia, Iran and Turkey agreed on a map.": ["Russia", "Iran", "Turkey"],
    "Chad would not let the column pass.": ["Chad"],
    "Neither Doha nor Abu Dhabi paid the ransom.": ["Doha", "Abu Dhabi"],
    "Baku may yet reconsider.": ["Baku"],
    "Eritrea armed the rebels for years.": ["Eritrea"],
    # what it owns
    "Ankara's envoy left without a word.": ["Ankara"],
    "He distrusted Moscow's growing influence.": ["Moscow"],
    "The commander rejected Tehran's offer.": ["Tehran"],
    "Kabul's soldiers deserted the hills.": ["Kabul"],
    "Rwanda's support for the rebels is an open secret.": ["Rwanda"],
    "Nobody believed Khartoum's denials.": ["Khartoum"],
    # dealt with
    "Relations with Ankara were poor.": ["Ankara"],
    "The brigade lives on money from Doha.": ["Doha"],
    "Support from Moscow arrived late.": ["Moscow"],
    "The clan fell out with Asmara.": ["Asmara"],
    "They kept contact with Iran.": ["Iran"],
    "It was a war between Ethiopia and Eritrea.": ["Ethiopia", "Eritrea"],
    "The militia is paid by Tehran.": ["Tehran"],
    "The pact was torn up by Kigali and Kinshasa.": ["Kigali", "Kinshasa"],
    "He acted on behalf of Damascus.": ["Damascus"],
    "The front depends on Ankara for its salaries.": ["Ankara"],
    "Elders put pressure on Islamabad.": ["Islamabad"],
    "They work for Tehran.": ["Tehran"],
    "The letter was addressed to Washington.": ["Washington"],
    "The government of Burundi asked for time.": ["Burundi"],
    # made an attribute
    "Ankara-armed fighters crossed the stream.": ["Ankara"],
    "A Moscow-appointed judge read the sentence.": ["Moscow"],
    "Two Uganda-backed columns met.": ["Uganda"],
    # of two minds
    "Berlin is hesitant and Rome is under growing pressure.": ["Berlin", "Rome"],
    "Washington and Beijing are at odds over tariffs.": ["Washington", "Beijing"],
    "The vote worried Riyadh and angered Tehran's diplomats.": ["Riyadh", "Tehran"],
    "Doha mediated between Kabul and Islamabad.": ["Doha", "Kabul", "Islamabad"],
    "Tehran pays, Damascus signs.": ["Tehran", "Damascus"],
    # clubs
    "Barcelona beat Sevilla 3-1 and stay top of the table.": ["Barcelona", "Sevilla"],
    "Napoli face Marseille in the semi-final on Tuesday.": ["Napoli", "Marseille"],
    "They signed the striker from Porto for 60 million euros.": ["Porto"],
    # figures of speech
    "She drank a Bordeaux and left.": ["Bordeaux"],
    "They feared that the valley would be the next Somalia.": ["Somalia"],
    "The quarter was called the Kandahar of the north.": ["Kandahar"],
    "Nobody wanted another Srebrenica.": ["Srebrenica"],
    "The camp is no Srebrenica.": ["Srebrenica"],
}

LAND = {
    "Barcelona and Sevilla were flooded on Saturday.": ["Barcelona", "Sevilla"],
    "The semi-final was played in Madrid.": ["Madrid"],
    "Rebels beat back the army near Bukavu and lost Goma.": ["Bukavu", "Goma"],
    "He owns a Berlin hotel.": ["Berlin"],
    "Talks in Oslo and Geneva ended without an agreement.": ["Oslo", "Geneva"],
    "Moscow lies far from the front.": ["Moscow"],
    "Ankara, where the talks were held, is cold in March.": ["Ankara"],
    "Two shells hit Damascus.": ["Damascus"],
    "Damascus was shelled again.": ["Damascus"],
    "Kabul suffered a blackout.": ["Kabul"],
    "Baghdad fell to the invaders in April.": ["Baghdad"],
    "Troops in Cairo fired into the air.": ["Cairo"],
    "He was born in Khartoum and died in Chad.": ["Khartoum", "Chad"],
    "Refugees from Eritrea and Ethiopia arrived.": ["Eritrea", "Ethiopia"],
    "The border with Turkey was closed.": ["Turkey"],
    "The frontier between Chad and Sudan is open.": ["Chad", "Sudan"],
    "Sudan has seen three wars.": ["Sudan"],
    "Mali's north is a desert.": ["Mali"],
    "Chechnya's capital Grozny was rebuilt.": ["Chechnya", "Grozny"],
    "The governor of Helmand was killed.": ["Helmand"],
    "Shops in Tehran and Tabriz stayed shut.": ["Tehran", "Tabriz"],
    "They marched on Sanaa.": ["Sanaa"],
    "Convoys left for Kinshasa.": ["Kinshasa"],
    "The road to Tripoli is mined.": ["Tripoli"],
    "A bomb killed four people in central Kabul.": ["Kabul"],
    "The Nairobi-based commander was seen in Somalia.": ["Nairobi", "Somalia"],
    "A man from Hamilton, Ontario, denied it.": ["Hamilton", "Ontario"],
    "The plane flew over Iran.": ["Iran"],
    "Lebanon is surrounded by Syria on two sides.": ["Lebanon", "Syria"],
    "Rebels attacked Juba at dawn.": ["Juba"],
    "They smuggled weapons into Niger.": ["Niger"],
    "Iraq's Anbar province was quiet.": ["Iraq", "Anbar"],
    "The siege of Sarajevo lasted years.": ["Sarajevo"],
    "The battle for Khartoum began.": ["Khartoum"],
}


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize("text", GOVERNMENTS)
def test_a_government_or_a_figure_of_speech_is_no_place(world: Gazetteer, text: str) -> None:
    mentions, refusals = recognize(Document("t", text), world)
    assert [m.text for m in mentions] == []
    told = {r.text: r.reason.partition(":")[0] for r in refusals}
    for name in GOVERNMENTS[text]:
        assert told[name] in ("metonym", "figurative")


def test_an_agreement_is_called_after_where_it_was_made(world: Gazetteer) -> None:
    mentions, refusals = recognize(Document("t", "The Oslo process and the Minsk accords failed."), world)
    assert mentions == []
    assert [r.reason for r in refusals] == [
        "inside a name: the Oslo process", "inside a name: the Minsk accords"
    ]  # fmt: skip


@pytest.mark.parametrize("text", LAND)
def test_land_and_towns_stay_places(world: Gazetteer, text: str) -> None:
    assert [m.text for m in recognize(Document("t", text), world)[0]] == LAND[text]
