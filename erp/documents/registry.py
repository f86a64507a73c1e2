"""Which kinds of document there are. The package that owns the record registers how it is printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from erp.documents.models import StoredDocument

type Compose = Callable[[int, str], Sheet]


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One document, ready to be printed: its record, its layout below templates/documents/ and the values.

    The record tells company, branch and party, and who may have the document.
    """

    record: Model
    template: str
    values: Mapping[str, object]
    filename: str
    retention_class: StoredDocument.RetentionClass = StoredDocument.RetentionClass.VOUCHER


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind: how it is composed, and which permission on the record it takes to have it."""

    code: str
    compose: Compose
    permission: str


_kinds: dict[str, Kind] = {}


def register(code: str, *, compose: Compose, permission: str) -> None:
    """
    Make a kind of document known, such as "INVOICE"; called once, from `subscriptions.py`.

    `compose` takes the id of the record and a language, with which it also fills in words that are not
    in the layout.
    """
    _kinds[code] = Kind(code, compose, permission)


def kind(code: str) -> Kind:
    """Return a registered kind."""
    return _kinds[code]
