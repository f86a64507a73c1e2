"""What is handed in about companies and people is checked whole, and each problem named."""

import re
import zoneinfo
from collections.abc import Callable, Iterable
from typing import Protocol

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NotANumber

from erp.errors import Invalid

COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class Checklist:
    """Collects what is wrong with one form; `close` refuses it when there is anything."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def close(self) -> None:
        """
        End the check.

        :raises Invalid: naming each problem found
        """
        if self.problems:
            raise Invalid(self.problems)

    def filled(self, value: str, label: str) -> None:
        """Require a text."""
        if not value.strip():
            self.problems.append(_("%(label)s is missing.") % {"label": label})

    def email(self, value: str) -> None:
        """Require an e-mail address, or none."""
        self._valid(validate_email, value, _("%(value)s is not an e-mail address."))

    def website(self, value: str) -> None:
        """Require an address of the web, or none."""
        self._valid(URLValidator(["http", "https"]), value, _("%(value)s is not a web address."))

    def country(self, value: str) -> None:
        """Require an ISO 3166 code of two letters."""
        if len(value) != 2 or value not in Locale("en").territories:
            self._no(_("%(value)s is not a country's code of two letters."), value)

    def currency(self, value: str) -> None:
        """Require an ISO 4217 code."""
        if value not in Locale("en").currencies:
            self._no(_("%(value)s is not a currency's code of three letters."), value)

    def language(self, value: str) -> None:
        """Require one of the languages spoken here."""
        if value not in dict(settings.LANGUAGES):
            self._no(_("The language %(value)s is not spoken here."), value)

    def time_zone(self, value: str) -> None:
        """Require an IANA time zone."""
        if value not in zoneinfo.available_timezones():
            self._no(_("%(value)s is not a time zone."), value)

    def color(self, value: str) -> None:
        """Require a color such as #2f5bea."""
        if not COLOR.fullmatch(value):
            self._no(_("%(value)s is not a color such as #2f5bea."), value)

    def choice(self, value: str, known: Iterable[str]) -> None:
        """Require one of the stored choices."""
        if value not in set(known):
            self._no(_("%(value)s is not among the choices."), value)

    def _valid(self, validate: Callable[[str], object], value: str, words: str) -> None:
        if not value:
            return
        try:
            validate(value)
        except ValidationError:
            self._no(words, value)

    def _no(self, words: str, value: str) -> None:
        self.problems.append(words % {"value": value or "-"})


class Checkable(Protocol):
    """Facts that can tell what is wrong with them."""

    def check(self, checklist: Checklist) -> None:
        """Note what is wrong."""


def check_all(*facts: Checkable) -> None:
    """
    Let all facts of one form be checked.

    :raises Invalid: naming each problem found
    """
    checklist = Checklist()
    for each in facts:
        each.check(checklist)
    checklist.close()


def checked_tax_number(country: str, number: str) -> str:
    """
    Return a tax number as it is kept: compact, in the European Union with the country's letters.

    Proves form and check digits where the country's rules are known (python-stdnum).

    :raises Invalid: if it cannot be a number of that country
    """
    compact = re.sub(r"[\s.\-/]", "", number).upper()
    try:
        if country.lower() in eu_vat.MEMBER_STATES:
            letters = "EL" if country == "GR" else country
            return str(eu_vat.validate(letters + compact.removeprefix(letters)))
        module = get_cc_module(country.lower(), "vat")
        return str(module.validate(compact)) if module else compact
    except NotANumber:
        raise Invalid(
            [_("%(value)s is not a tax number of %(country)s.") % {"value": number, "country": country}]
        ) from None


def checked_iban(iban: str, bic: str = "") -> tuple[str, str]:
    """
    Return an IBAN and its BIC as they are kept; without a BIC the bank's own, where it is known.

    :raises Invalid: if one of them has a wrong form or check digit
    """
    try:
        account = IBAN(iban)
        bank = BIC(bic) if bic else account.bic
    except (SchwiftyException, ValueError):
        raise Invalid([_("%(value)s is not an IBAN with a right BIC.") % {"value": iban}]) from None
    return account.compact, bank.compact if bank else ""
