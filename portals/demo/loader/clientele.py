"""The names of the demo's customers; all of them are invented."""

from dataclasses import dataclass

from portals.demo.loader.tempers import Temper


@dataclass(frozen=True, slots=True)
class Client:
    """
    Somebody who buys: address, language, habit of paying, and how much (1 to 3).

    With `orders` they buy so many times a month, evenly spread; otherwise as it comes.
    """

    name: str
    street: str
    postal_code: str
    city: str
    temper: Temper = Temper.PUNCTUAL
    size: int = 1
    country: str = "DE"
    language: str = "de"
    contact: str = ""
    term: str = "NET14"
    tax: str = ""
    tax_number: str = ""
    is_person: bool = False
    orders: int = 0

    @property
    def email(self) -> str:
        """An address of a domain that nobody can own (RFC 2606)."""
        letters = "".join(each for each in self.name.lower() if each.isascii() and each.isalnum())
        return f"orders@{letters or 'customer'}.example"


_T = Temper
BELLINI = Client(
    "Bar Bellini", "Lange Reihe 21", "20099", "Hamburg", _T.LATE, 3, language="en",
    contact="Marco Bellini", term="NET30", orders=3,
)  # fmt: skip
VOGT = Client(
    "Kontor Vogt", "Mühlenkamp 40", "22303", "Hamburg", _T.PARTIAL, 2,
    contact="Lena Vogt", term="NET30", orders=2,
)  # fmt: skip
UFERBAR = Client(
    "Uferbar Coffee", "Eppendorfer Baum 8", "20249", "Hamburg", _T.PUNCTUAL, 3,
    contact="Jonas Behr", term="NET14", tax_number="DE298713641",
)  # fmt: skip

CLIENTELE = (
    BELLINI,
    VOGT,
    Client("Café Lindenhof", "Osterstraße 88", "20259", "Hamburg", _T.PUNCTUAL, 2),
    Client("Pension Deichblick", "Am Deich 5", "27476", "Cuxhaven", _T.EARLY),
    Client("Büro Nord Coworking", "Hammerbrookstraße 47", "20097", "Hamburg", _T.EARLY, 2),
    Client("Backhaus Sievers", "Hauptstraße 12", "21465", "Reinbek", _T.PUNCTUAL, 3),
    Client("Elbkiosk", "Övelgönne 30", "22605", "Hamburg", _T.VERY_LATE),
    Client("Hotel Drei Möwen", "Strandpromenade 3", "23683", "Scharbeutz", _T.ON_ACCOUNT, 3),
    Client("Kantine am Kai", "Versmannstraße 16", "20457", "Hamburg", _T.DISPUTES, 2),
    Client("Bistro Krähennest", "Schanzenstraße 70", "20357", "Hamburg", _T.LATE),
    Client("Goldfuchs Patisserie", "Große Straße 9", "24937", "Flensburg", _T.PUNCTUAL, 2),
    Client("Café Wendeltreppe", "Wahmstraße 31", "23552", "Lübeck", _T.EARLY),
    Client("Radlager Café", "Kieler Straße 110", "22769", "Hamburg", _T.VERY_LATE, 2),
    Client("Studio Segeltuch", "Holstenwall 8", "20355", "Hamburg", _T.PUNCTUAL),
    Client("Seminarhaus Heideblick", "Waldweg 2", "21385", "Amelinghausen", _T.PARTIAL),
    Client("Gasthof Zur Linde", "Dorfstraße 17", "21376", "Salzhausen", _T.LATE, 2),
    Client("Caffè Trombetta", "Via dei Mulini 14", "40121", "Bologna", _T.LATE, 3, "IT", "it",
           contact="Paolo Trombetta", term="NET30", tax="INTRA", tax_number="04287150017"),
    Client("Torrefazione del Porto", "Calata Sud 3", "16126", "Genova", _T.PUNCTUAL, 2, "IT", "it",
           term="NET30", tax="INTRA", tax_number="05193420014"),
    Client("Kaffeehaus Amsel", "Neubaugasse 19", "1070", "Wien", _T.PUNCTUAL, 2, "AT", "de",
           term="NET30", tax="INTRA", tax_number="ATU48271935"),
    Client("The Copper Kettle", "12 Quay Street", "EH6 6AB", "Edinburgh", _T.LATE, 2, "GB", "en",
           contact="Isla Craig", term="NET30", tax="EXPORT"),
    Client("北岸咖啡", "滨江路 66 号", "200120", "上海", _T.PUNCTUAL, 3, "CN", "zh-hans",
           contact="林 晓", term="NET30", tax="EXPORT"),
    Client("Praxisklinik Alstertal", "Wellingsbüttler Weg 4", "22391", "Hamburg", _T.PUNCTUAL),
    Client("Buchhandlung Seitenwind", "Grindelallee 55", "20146", "Hamburg", _T.EARLY),
    Client("Theaterkantine Vorhang", "Kirchenallee 39", "20099", "Hamburg", _T.VERY_LATE),
    Client("Eismanufaktur Polar", "Weidenallee 10", "20357", "Hamburg", _T.LATE),
    Client("Yogaloft Ottensen", "Bahrenfelder Straße 80", "22765", "Hamburg", _T.PUNCTUAL),
    Client("Werft 7 Restaurant", "Fischmarkt 7", "22767", "Hamburg", _T.ON_ACCOUNT, 2),
    Client("Mensa Campus Süd", "Schwarzenbergstraße 95", "21073", "Hamburg", _T.PUNCTUAL, 3),
    Client("Feinkost Petersen", "Eppendorfer Landstraße 60", "20249", "Hamburg", _T.EARLY, 2),
    Client("Café Zweitakt", "Wilstorfer Straße 44", "21073", "Hamburg", _T.LATE),
    Client("Hofladen Brandes", "Alte Dorfstraße 3", "21256", "Handeloh", _T.PUNCTUAL),
    Client("Golfclub Sachsenwald", "Am Riesenbett 1", "21521", "Dassendorf", _T.EARLY, 2),
    Client("Agentur Rotklee", "Gaußstraße 190", "22765", "Hamburg", _T.LATE),
    Client("Kino Lichtspiel Nord", "Steindamm 45", "20099", "Hamburg", _T.PARTIAL),
    Client("Waffelhaus Timm", "Möllner Landstraße 20", "21509", "Glinde", _T.VERY_LATE),
    Client("Bäckerei Kornblume", "Tarpenbekstraße 50", "20251", "Hamburg", _T.PUNCTUAL, 2),
    Client("Sportpark Osterbek", "Saarlandstraße 69", "22303", "Hamburg", _T.PUNCTUAL),
    Client("Museumscafé Speicher", "Am Bullerdeich 8", "20537", "Hamburg", _T.EARLY),
    Client("Strandbude 54 Grad", "Am Bad 54", "25826", "Sankt Peter-Ording", _T.DISPUTES, 2),
    Client("Weinbar Korkenzieher", "Poelchaukamp 8", "22301", "Hamburg", _T.LATE),
)  # fmt: skip

_PEOPLE = (
    ("Miriam Falk", "Hegestraße 11", "20251", "Hamburg"),
    ("Tobias Ehlers", "Rosenweg 4", "28203", "Bremen"),
    ("Greta Sommer", "Lutherplatz 2", "30169", "Hannover"),
    ("Hannes Wolter", "Uferstraße 19", "24105", "Kiel"),
    ("Nadia Rahimi", "Kastanienallee 33", "10435", "Berlin"),
    ("Ole Petersen", "Norderstraße 70", "24939", "Flensburg"),
    ("Clara Jensen", "Mozartstraße 6", "50674", "Köln"),
    ("Ruben Hart", "Isarweg 12", "80469", "München"),
)
WEB_CUSTOMERS = tuple(Client(*person, term="IMMEDIATE", is_person=True) for person in _PEOPLE)
