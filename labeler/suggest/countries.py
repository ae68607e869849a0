"""States by their names, demonyms and capitals: a compact table for newspaper English.

One line per state: ISO 3166 alpha-3 code; names, longest usual one first;
demonyms and their plurals; capital. ``!`` before a capital marks one that is
as often the town itself as the government in it, or shares its name with
something else, so it never joins the state's chain.
"""

from dataclasses import dataclass
from typing import Literal

_TABLE = """\
USA; United States, United States of America, U.S., U.S.A., America; American, Americans; Washington
GBR; United Kingdom, U.K., Britain, Great Britain, England; British, Briton, Britons; London
RUS; Russia, Russian Federation; Russian, Russians; Moscow
FRA; France; French; Paris
DEU; Germany; German, Germans; Berlin
ITA; Italy; Italian, Italians; Rome
ESP; Spain; Spanish, Spaniards; Madrid
PRT; Portugal; Portuguese; Lisbon
NLD; Netherlands, Holland; Dutch; !The Hague
BEL; Belgium; Belgian, Belgians; !Brussels
LUX; Luxembourg; Luxembourgish
IRL; Ireland; Irish; Dublin
AUT; Austria; Austrian, Austrians; Vienna
CHE; Switzerland; Swiss; Bern
DNK; Denmark; Danish, Danes; Copenhagen
NOR; Norway; Norwegian, Norwegians; Oslo
SWE; Sweden; Swedish, Swedes; Stockholm
FIN; Finland; Finnish, Finns; Helsinki
ISL; Iceland; Icelandic; Reykjavik
EST; Estonia; Estonian, Estonians; Tallinn
LVA; Latvia; Latvian, Latvians; Riga
LTU; Lithuania; Lithuanian, Lithuanians; Vilnius
POL; Poland; Polish, Poles; Warsaw
CZE; Czech Republic, Czechia; Czech, Czechs; Prague
SVK; Slovakia; Slovak, Slovaks; Bratislava
HUN; Hungary; Hungarian, Hungarians; Budapest
ROU; Romania; Romanian, Romanians; Bucharest
BGR; Bulgaria; Bulgarian, Bulgarians; Sofia
GRC; Greece; Greek, Greeks; Athens
CYP; Cyprus; Cypriot, Cypriots; Nicosia
MLT; Malta; Maltese; Valletta
SRB; Serbia; Serbian, Serbians, Serbs; Belgrade
HRV; Croatia; Croatian, Croatians, Croats; Zagreb
SVN; Slovenia; Slovenian, Slovenians; Ljubljana
BIH; Bosnia, Bosnia and Herzegovina; Bosnian, Bosnians; Sarajevo
MKD; North Macedonia, Macedonia; Macedonian, Macedonians; Skopje
ALB; Albania; Albanian, Albanians; Tirana
XKX; Kosovo; Kosovar, Kosovars; Pristina
MNE; Montenegro; Montenegrin, Montenegrins; Podgorica
UKR; Ukraine; Ukrainian, Ukrainians; Kyiv, Kiev
BLR; Belarus; Belarusian, Belarusians; Minsk
MDA; Moldova; Moldovan, Moldovans; Chisinau
GEO; Georgia; Georgian, Georgians; Tbilisi
ARM; Armenia; Armenian, Armenians; Yerevan
AZE; Azerbaijan; Azerbaijani, Azerbaijanis; Baku
KAZ; Kazakhstan; Kazakh, Kazakhs; Astana
UZB; Uzbekistan; Uzbek, Uzbeks; Tashkent
TKM; Turkmenistan; Turkmen; Ashgabat
KGZ; Kyrgyzstan; Kyrgyz; Bishkek
TJK; Tajikistan; Tajik, Tajiks; Dushanbe
TUR; Turkey, Türkiye; Turkish, Turks; Ankara
SYR; Syria; Syrian, Syrians; Damascus
IRQ; Iraq; Iraqi, Iraqis; Baghdad
IRN; Iran; Iranian, Iranians; Tehran
ISR; Israel; Israeli, Israelis; !Jerusalem
PSE; Palestine, Palestinian Authority; Palestinian, Palestinians; !Ramallah
LBN; Lebanon; Lebanese; Beirut
JOR; Jordan; Jordanian, Jordanians; Amman
SAU; Saudi Arabia; Saudi, Saudis, Saudi Arabian; Riyadh
ARE; United Arab Emirates, U.A.E.; Emirati, Emiratis; Abu Dhabi
QAT; Qatar; Qatari, Qataris; Doha
KWT; Kuwait; Kuwaiti, Kuwaitis
BHR; Bahrain; Bahraini, Bahrainis; Manama
OMN; Oman; Omani, Omanis; Muscat
YEM; Yemen; Yemeni, Yemenis; Sanaa
EGY; Egypt; Egyptian, Egyptians; Cairo
LBY; Libya; Libyan, Libyans; Tripoli
TUN; Tunisia; Tunisian, Tunisians; Tunis
DZA; Algeria; Algerian, Algerians; Algiers
MAR; Morocco; Moroccan, Moroccans; Rabat
SDN; Sudan; Sudanese; Khartoum
SSD; South Sudan; South Sudanese; Juba
ETH; Ethiopia; Ethiopian, Ethiopians; Addis Ababa
ERI; Eritrea; Eritrean, Eritreans; Asmara
SOM; Somalia; Somali, Somalis; Mogadishu
KEN; Kenya; Kenyan, Kenyans; Nairobi
UGA; Uganda; Ugandan, Ugandans; Kampala
RWA; Rwanda; Rwandan, Rwandans; Kigali
BDI; Burundi; Burundian, Burundians; Gitega
TZA; Tanzania; Tanzanian, Tanzanians; Dodoma
COD; Democratic Republic of Congo, Congo, DRC; Congolese; Kinshasa
CAF; Central African Republic; Central African; Bangui
CMR; Cameroon; Cameroonian, Cameroonians; Yaounde
TCD; Chad; Chadian, Chadians; N'Djamena
NER; Niger; Nigerien, Nigeriens; Niamey
NGA; Nigeria; Nigerian, Nigerians; Abuja
MLI; Mali; Malian, Malians; Bamako
BFA; Burkina Faso; Burkinabe; Ouagadougou
SEN; Senegal; Senegalese; Dakar
GIN; Guinea; Guinean, Guineans; Conakry
CIV; Ivory Coast; Ivorian, Ivorians; Yamoussoukro
GHA; Ghana; Ghanaian, Ghanaians; Accra
LBR; Liberia; Liberian, Liberians; Monrovia
SLE; Sierra Leone; Sierra Leonean; Freetown
AGO; Angola; Angolan, Angolans; Luanda
ZMB; Zambia; Zambian, Zambians; Lusaka
ZWE; Zimbabwe; Zimbabwean, Zimbabweans; Harare
MOZ; Mozambique; Mozambican, Mozambicans; Maputo
ZAF; South Africa; South African, South Africans; Pretoria
AFG; Afghanistan; Afghan, Afghans; Kabul
PAK; Pakistan; Pakistani, Pakistanis; Islamabad
IND; India; Indian, Indians; New Delhi, Delhi
BGD; Bangladesh; Bangladeshi, Bangladeshis; Dhaka
LKA; Sri Lanka; Sri Lankan, Sri Lankans; Colombo
NPL; Nepal; Nepali, Nepalese; Kathmandu
MMR; Myanmar, Burma; Burmese; Naypyidaw
THA; Thailand; Thai, Thais; Bangkok
VNM; Vietnam; Vietnamese; Hanoi
KHM; Cambodia; Cambodian, Cambodians; Phnom Penh
LAO; Laos; Laotian, Laotians; Vientiane
MYS; Malaysia; Malaysian, Malaysians; Kuala Lumpur
SGP; Singapore; Singaporean, Singaporeans
IDN; Indonesia; Indonesian, Indonesians; Jakarta
PHL; Philippines; Philippine, Filipino, Filipinos; Manila
CHN; China, People's Republic of China, PRC; Chinese; Beijing
TWN; Taiwan; Taiwanese; Taipei
JPN; Japan; Japanese; Tokyo
KOR; South Korea, Republic of Korea; South Korean, South Koreans; Seoul
PRK; North Korea, DPRK; North Korean, North Koreans; Pyongyang
MNG; Mongolia; Mongolian, Mongolians; Ulaanbaatar
AUS; Australia; Australian, Australians; Canberra
NZL; New Zealand; New Zealanders; Wellington
CAN; Canada; Canadian, Canadians; Ottawa
MEX; Mexico; Mexican, Mexicans; !Mexico City
GTM; Guatemala; Guatemalan, Guatemalans
HND; Honduras; Honduran, Hondurans; Tegucigalpa
SLV; El Salvador; Salvadoran, Salvadorans; San Salvador
NIC; Nicaragua; Nicaraguan, Nicaraguans; Managua
CRI; Costa Rica; Costa Rican, Costa Ricans
PAN; Panama; Panamanian, Panamanians
CUB; Cuba; Cuban, Cubans; Havana
HTI; Haiti; Haitian, Haitians; Port-au-Prince
DOM; Dominican Republic; Dominican, Dominicans; Santo Domingo
COL; Colombia; Colombian, Colombians; Bogota
VEN; Venezuela; Venezuelan, Venezuelans; Caracas
ECU; Ecuador; Ecuadorian, Ecuadorians; Quito
PER; Peru; Peruvian, Peruvians; Lima
BOL; Bolivia; Bolivian, Bolivians; La Paz
CHL; Chile; Chilean, Chileans; !Santiago
ARG; Argentina; Argentine, Argentinian, Argentines; Buenos Aires
URY; Uruguay; Uruguayan, Uruguayans; Montevideo
PRY; Paraguay; Paraguayan, Paraguayans; Asuncion
BRA; Brazil; Brazilian, Brazilians; Brasilia
"""

Form = Literal["name", "demonym", "capital", "town"]
_FORMS: tuple[Form, ...] = ("name", "demonym", "capital")


@dataclass(frozen=True, slots=True)
class StateName:
    """One way to name a state.

    ``form`` is ``name``, ``demonym`` or ``capital``; ``town`` for a capital
    whose name does not stand for its government.
    """

    code: str
    form: Form


def _read(table: str) -> tuple[dict[str, StateName], dict[str, str]]:
    names: dict[str, StateName] = {}
    usual: dict[str, str] = {}
    for line in table.strip().splitlines():
        code, *columns = (part.strip() for part in line.split(";"))
        usual[code] = columns[0].split(",")[0]
        # Not every line has a capital.
        for form, column in zip(_FORMS, columns, strict=False):
            for word in column.split(","):
                name = word.strip()
                kind: Form = "town" if name.startswith("!") else form
                names.setdefault(plain_name(name.removeprefix("!")), StateName(code, kind))
    return names, usual


def plain_name(text: str) -> str:
    """Return a name without article, possessive and abbreviation stops, for comparing.

    Upper case stays upper: ``US`` the state is not ``us`` the pronoun.
    """
    words = " ".join(text.split())
    for ending in ("'s", "’s", "'", "’"):
        words = words.removesuffix(ending)
    first, _, rest = words.partition(" ")
    if rest and first.lower() in {"the", "a", "an"}:
        words = rest
    if "." in words and all(len(part) <= 1 for part in words.split(".")):
        words = words.replace(".", "")
    return words


_NAMES, _USUAL = _read(_TABLE)


def state_named(text: str) -> StateName | None:
    """Return the state a text names, ``None`` where it names none."""
    return _NAMES.get(plain_name(text))


def usual_name(code: str) -> str:
    """Return what the state is usually called."""
    return _USUAL[code]
