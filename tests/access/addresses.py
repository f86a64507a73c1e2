"""Every address of the house, read from the resolver, and how to write one that names a record."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.rules import Cell
from tests.access.world import Side

ABSENT = {
    "account": "0000",
    "period": "1900-02",
    "closed period": "1900-01",
    "year": "1900",
    "token": "absent00",
}
ABSENT_ID = "00000000-0000-4000-8000-000000000000"
# Records that are named behind the one they belong to.
BEHIND = {
    "contact": "customer",
    "supplier contact": "supplier",
    "bank account": "supplier",
    "grant": "user",
}
# What stands in the addresses that name no record of ours.
PLAIN = {
    "account_switch": ["staff"],
    "account_confirm_email": ["absent"],
    "account_reset_password_from_key": ["1", "absent"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
    "openid_connect_login": ["absent"],
    "openid_connect_callback": ["absent"],
    "demo_become": ["accountant"],
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address by its name, or by its route where it has none."""

    name: str
    route: str


def every_address(patterns: list | None = None, route: str = "", space: str = "") -> Iterator[Address]:
    """Return every address that the resolver knows."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{route}{each.pattern}"
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from every_address(each.url_patterns, here, inner)
        elif isinstance(each, URLPattern):
            yield Address(f"{space}{each.name}" if each.name else here, here)


def written(cell: Cell, named: str, inner: str = "") -> str:
    """Return the address of a cell; `named` is how the record is called in it, `inner` one behind it."""
    line = cell.line
    if "/" in line.name:
        return f"/{line.name}"
    if line.query:
        return f"{reverse(line.name)}?{line.query.format(named)}"
    if line.kind in BEHIND:
        return reverse(line.name, args=[named, inner])
    arguments = [named] if line.kind else PLAIN.get(line.name, [])
    return reverse(line.name, args=arguments)


def names(cell: Cell, sides: dict[str, Side], own: str, token_keys: dict[str, str]) -> tuple[str, str]:
    """Return how the record of a cell is called in an address, and the one behind it."""
    kind, which = cell.line.kind, cell.which
    if not kind:
        return "", ""
    if which == "absent":
        return ABSENT.get(kind, ABSENT_ID), ABSENT_ID
    side = own if which == "own" else which.removeprefix("foreign ")
    if kind == "token":
        return token_keys[which], ""
    records = sides[side].records
    if kind in BEHIND:
        return records[BEHIND[kind]], records[kind]
    foreign = records.get(f"foreign {kind}") if which != "own" else None
    return foreign or records[kind], ""
