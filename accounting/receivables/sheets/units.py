"""Units of measure as printed, by their UN/ECE Recommendation 20 code."""

from django.utils.translation import gettext_lazy as _

# Symbols are the same in every language, words are not.
PRINTED = {
    "C62": _("pcs"),
    "PR": _("pairs"),
    "SET": _("sets"),
    "DZN": _("dozen"),
    "XPK": _("packs"),
    "XBX": _("boxes"),
    "XCT": _("cartons"),
    "XBG": _("bags"),
    "XBO": _("bottles"),
    "XPX": _("pallets"),
    "GRM": "g",
    "KGM": "kg",
    "TNE": "t",
    "MLT": "ml",
    "LTR": "l",
    "MTR": "m",
    "CMT": "cm",
    "MTK": "m²",
    "MTQ": "m³",
    "MIN": "min",
    "HUR": "h",
    "DAY": _("days"),
    "MON": _("months"),
    "KWH": "kWh",
}


def printed_unit(code: str) -> str:
    """Return a unit in the active language; a code that is not on the list stands for itself."""
    return str(PRINTED.get(code, code))
