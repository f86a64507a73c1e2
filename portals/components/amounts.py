"""Amounts as people type them: 1,234.50 and 1.234,50 and 100 + 25,5 are all understood."""

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import get_decimal_symbol

# Spaces of every width and both apostrophes part thousands somewhere in the world.
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'\u2019]")
_TERM = re.compile(r"[+\-\u2212]?[.,]?\d[\d.,]*")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,"}


class NotAnAmount(ValueError):
    """Raised when a text cannot be read as an amount without guessing."""


def parse_amount(text: str, locale: Locale) -> Decimal:
    """
    Return the sum that `text` says; one mark that could be either reads as `locale` writes it.

    :raises NotAnAmount: when it is no number, or its thousands are not groups of three
    """
    compact = _BLANKS.sub("", text)
    terms = _TERM.findall(compact)
    if not terms or "".join(terms) != compact:
        raise NotAnAmount(text)
    return sum((_term(term, get_decimal_symbol(locale)) for term in terms), start=Decimal(0))


def _term(term: str, decimal_symbol: str) -> Decimal:
    sign, digits = (-1, term[1:]) if term[0] in "-\u2212" else (1, term.lstrip("+"))
    mark = _decimal_mark(digits, decimal_symbol)
    whole, _, fraction = digits.rpartition(mark) if mark else (digits, "", "")
    return sign * Decimal(f"{_without_groups(whole)}.{_plain(fraction) or '0'}")


def _decimal_mark(digits: str, decimal_symbol: str) -> str:
    """Return the mark before the decimals: the last of two, or the only one if it parts no thousands."""
    marks = [mark for mark in ".," if mark in digits]
    if len(marks) == 2:
        return max(marks, key=digits.rfind)
    if not marks or digits.count(marks[0]) > 1:
        return ""
    is_group = marks[0] != decimal_symbol and _GROUPED[marks[0]].fullmatch(digits)
    return "" if is_group else marks[0]


def _without_groups(whole: str) -> str:
    for mark in ".,":
        if mark in whole:
            if not _GROUPED[mark].fullmatch(whole):
                raise NotAnAmount(whole)
            return whole.replace(mark, "")
    return whole or "0"


def _plain(fraction: str) -> str:
    if fraction and not fraction.isdigit():
        raise NotAnAmount(fraction)
    return fraction
