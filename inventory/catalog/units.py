"""Units of measure by their UN/ECE Recommendation 20 code, those a trading company meets."""

from django.utils.translation import gettext_lazy as _

from inventory.catalog.models import Unit

UNITS = {
    "C62": _("piece"),
    "PR": _("pair"),
    "SET": _("set"),
    "DZN": _("dozen"),
    "XPK": _("package"),
    "XBX": _("box"),
    "XCT": _("carton"),
    "XBG": _("bag"),
    "XBO": _("bottle"),
    "XPX": _("pallet"),
    "GRM": _("gram"),
    "KGM": _("kilogram"),
    "TNE": _("tonne"),
    "MLT": _("milliliter"),
    "LTR": _("liter"),
    "MTR": _("meter"),
    "CMT": _("centimeter"),
    "MTK": _("square meter"),
    "MTQ": _("cubic meter"),
    "MIN": _("minute"),
    "HUR": _("hour"),
    "DAY": _("day"),
    "MON": _("month"),
    "KWH": _("kilowatt hour"),
}


def unknown_units(codes: set[str]) -> list[str]:
    """Return those of `codes` that are not on the list, sorted."""
    return sorted(codes - UNITS.keys())


def keep_units(codes: set[str]) -> None:
    """Add the rows of `codes` that are missing; the English name is stored, people see their own."""
    known = set(Unit.objects.filter(code__in=codes).values_list("code", flat=True))
    missing = [Unit(code=code, name=str(UNITS[code])) for code in sorted(codes - known)]
    if missing:
        Unit.objects.bulk_create(missing, ignore_conflicts=True)
