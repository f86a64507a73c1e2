"""The currencies of ISO 4217 (list one): codes, decimals and names; units without decimals left out."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("iso4217.csv")


@dataclass(frozen=True, slots=True)
class ListedCurrency:
    """One row of the list."""

    code: str
    numeric_code: str
    minor_units: int
    name: str


def listed_currencies() -> Iterator[ListedCurrency]:
    """Return every row of the list, by code."""
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield ListedCurrency(row["code"], row["numeric_code"], int(row["minor_units"]), row["name"])
