"""What is asked for is pinned, by version and hash, and from no address."""

import re

import pytest

from tests.house.source import ROOT

LISTS = ("requirements", "requirements-dev")
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==", re.MULTILINE)


def asked_for(name: str) -> set[str]:
    """Return the packages a list asks for, those of the lists it includes too."""
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    included = [line.removeprefix("-r ").removesuffix(".in") for line in lines if line.startswith("-r ")]
    own = {match.group().lower() for line in lines if (match := NAME.match(line))}
    return own.union(*(asked_for(other) for other in included))


def pins(name: str) -> list[str]:
    """Return each pinned package with its lines."""
    text = (ROOT / f"{name}.txt").read_text()
    return re.split(r"\n(?=[a-z0-9])", text.strip())


@pytest.mark.parametrize("name", LISTS)
def test_everything_asked_for_is_pinned(name: str) -> None:
    pinned = set(PIN.findall((ROOT / f"{name}.txt").read_text()))

    assert asked_for(name) - pinned == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_has_its_hashes(name: str) -> None:
    assert [pin.splitlines()[0] for pin in pins(name) if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_pin_names_an_address(name: str) -> None:
    assert re.findall(r"\S*://\S*|--(?:index|extra|find)\S*", (ROOT / f"{name}.txt").read_text()) == []
