"""What a field of a file may hold, and how its text becomes a value."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

type Parser = Callable[[str], Any]

NUMBER = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,6})?")
RATE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,8})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES = frozenset({"1", "true", "t", "yes", "y"})
NO = frozenset({"0", "false", "f", "no", "n"})
NAMES_OF_COUNTRIES = {"uk": "GB", "usa": "US"}


class Unreadable(Exception):
    """Raised when a text is not what its field may hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name: how it is read, whether each row must fill it, what it is if not filled."""

    name: str
    parse: Parser
    is_required: bool = False
    default: Any = None


def text(length_max: int) -> Parser:
    """Return a parser of text up to a length; line breaks become commas."""

    def parse(value: str) -> str:
        flat = ", ".join(part.strip() for part in value.splitlines() if part.strip())
        if len(flat) > length_max:
            raise Unreadable(_("Longer than %(length)s characters.") % {"length": length_max})
        return flat

    return parse


def decimal(value: str) -> Decimal:
    """Read a number with a point and at most six decimals, without separators of thousands."""
    if not NUMBER.fullmatch(value):
        raise Unreadable(_("%(value)s is no number such as 1234.50.") % {"value": value[:40]})
    return Decimal(value)


def amount(value: str) -> Decimal:
    """Read a number that is not below zero."""
    found = decimal(value)
    if found < 0:
        raise Unreadable(_("Below zero."))
    return found


def positive(value: str) -> Decimal:
    """Read a number above zero."""
    found = decimal(value)
    if found <= 0:
        raise Unreadable(_("Not above zero."))
    return found


def rate(value: str) -> Decimal:
    """Read a rate of exchange: above zero, with at most eight decimals."""
    if not RATE.fullmatch(value):
        raise Unreadable(_("%(value)s is no rate such as 1.1172.") % {"value": value[:40]})
    found = Decimal(value)
    if not found:
        raise Unreadable(_("Not above zero."))
    return found


def fraction(value: str) -> Decimal:
    """Read a number from 0 to 1, such as 0.15 for 15 percent."""
    found = amount(value)
    if found > 1:
        raise Unreadable(_("Above 1: a fraction such as 0.15 is meant."))
    return found


def percent(value: str) -> Decimal:
    """Read a number from 0 to 100."""
    found = amount(value)
    if found > 100:
        raise Unreadable(_("Above 100."))
    return found


def date(value: str) -> datetime.date:
    """Read a day as 2026-03-31."""
    try:
        if not DAY.fullmatch(value):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise Unreadable(_("%(value)s is no day such as 2026-03-31.") % {"value": value[:40]}) from None


def boolean(value: str) -> bool:
    """Read yes or no, in letters or as 1 and 0."""
    folded = value.lower()
    if folded not in YES | NO:
        raise Unreadable(_("Neither yes nor no."))
    return folded in YES


def email(value: str) -> str:
    """Read an e-mail address."""
    try:
        validate_email(value)
    except ValidationError:
        raise Unreadable(_("%(value)s is no e-mail address.") % {"value": value[:80]}) from None
    return value


def currency(value: str) -> str:
    """Read an ISO 4217 code."""
    code = value.upper()
    if code not in Locale("en").currencies:
        raise Unreadable(_("%(value)s is no currency such as EUR.") % {"value": value[:40]})
    return code


def country(value: str) -> str:
    """Read an ISO 3166 code of two letters, or a country's English name."""
    code = _countries().get(value.casefold())
    if code is None:
        raise Unreadable(_("%(value)s is no country.") % {"value": value[:80]})
    return code


@cache
def _countries() -> dict[str, str]:
    names = {
        name.casefold(): code
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code not in {"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"}
    }
    codes = {code.casefold(): code for code in names.values()}
    return names | codes | NAMES_OF_COUNTRIES
