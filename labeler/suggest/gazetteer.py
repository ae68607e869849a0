"""Names and head nouns of organisations, for what the schema's own word lists leave open.

By the last part of a type's name; used only where the schema has such a type.
Head nouns decide on names the entity recogniser found; full names are looked
up in the text, because small models miss many of them.
"""

from collections.abc import Mapping

from labeler.suggest.wordlist import words

HEADS: Mapping[str, frozenset[str]] = {
    "Government": words(
        "ministry department agency administration court parliament senate congress cabinet "
        "government council assembly commission bureau office house treasury legislature "
        "embassy consulate authority tribunal presidency committee fbi cia nsa duma knesset "
        "bundestag pentagon kremlin authorities"
    ),
    "IGO": words("nations union nato osce opec asean un eu u.n. e.u. imf iaea"),
    "Military": words(
        "army navy force forces military corps marines guard guards brigade battalion regiment "
        "division police troops command fleet gendarmerie operations"
    ),
    "Media": words(
        "times post news newspaper magazine journal tribune agency press television tv radio "
        "herald guardian bbc cnn afp nbc abc cbs npr reuters xinhua tass"
    ),
    "Party": words("party democrats republicans labour tories campaign bloc"),
    "Company": words(
        "inc inc. corp corp. ltd ltd. llc plc co. company group bank airlines airways motors "
        "holdings industries partners systems energy oil gas telecom"
    ),
    "NGO": words(
        "foundation institute association society watch international university church "
        "federation trust charity observatory cross crescent borders"
    ),
    "ArmedGroup": words(
        "taliban hamas hezbollah isis isil qaeda front militia brigades rebels fighters "
        "militants insurgents"
    ),
    "Coalition": words("coalition alliance"),
}

NAMES: Mapping[str, tuple[str, ...]] = {
    "Government": (
        "White House",
        "Kremlin",
        "Pentagon",
        "State Department",
        "Supreme Court",
        "House of Representatives",
        "House of Commons",
        "Downing Street",
        "Security Council",
        "Foreign Ministry",
        "Defense Ministry",
        "Defence Ministry",
        "Interior Ministry",
    ),
    "IGO": (
        "United Nations",
        "European Union",
        "European Commission",
        "NATO",
        "U.N.",
        "African Union",
        "Arab League",
        "World Bank",
        "International Monetary Fund",
        "World Health Organization",
        "World Trade Organization",
    ),
    "ArmedGroup": (
        "Islamic State",
        "Boko Haram",
        "al-Qaeda",
        "al-Qaida",
        "Al Qaeda",
        "al-Shabab",
        "al-Shabaab",
        "al-Nusra Front",
        "Nusra Front",
        "Taliban",
        "Hezbollah",
        "Hamas",
        "ISIS",
        "ISIL",
    ),
    "Media": (
        "Associated Press",
        "Reuters",
        "Agence France-Presse",
        "New York Times",
        "Washington Post",
        "Wall Street Journal",
        "Financial Times",
        "Al Jazeera",
        "Xinhua",
        "Interfax",
    ),
    "NGO": ("Red Cross", "Red Crescent", "Amnesty International", "Human Rights Watch"),
    "Party": ("Democratic Party", "Republican Party", "Labour Party", "Conservative Party"),
}
