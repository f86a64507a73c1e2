"""
Where one can go in a door: declared by the door's own urls, filtered by what the reader may do.

A door calls `declare("staff", (Section(...), ...))` once, beside its addresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from portals.components.badges import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One place, for holders of `permission` ("" is everybody); reached by the keys g and `go_key`."""

    label: Text
    url_name: str
    icon: str
    permission: str = ""
    go_key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a common word; the word may be empty."""

    label: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry with its address, and whether the reader is there now."""

    entry: Entry
    url: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section as one reader sees it."""

    label: Text
    places: tuple[Place, ...]


_declared: dict[str, tuple[Section, ...]] = {}


def declare(door: str, sections: Sequence[Section]) -> None:
    """Set the navigation of a door; a second call replaces the first."""
    _declared[door] = tuple(sections)


def navigation(door: str, permissions: frozenset[str], path: str) -> tuple[Part, ...]:
    """Return the sections of `door` for the holder of `permissions`, with the place of `path` marked."""
    allowed = [
        (section.label, [each for each in section.entries if each.permission in {"", *permissions}])
        for section in _declared.get(door, ())
    ]
    urls = {each: reverse(each.url_name) for _, entries in allowed for each in entries}
    active = _nearest(list(urls.values()), path, home=f"/{door}/")
    return tuple(
        Part(str(label), tuple(_place(each, urls[each], active) for each in entries))
        for label, entries in allowed
        if entries
    )


def _place(entry: Entry, url: str, active: str) -> Place:
    """Put the label into words: it stands on the page several times."""
    return Place(replace(entry, label=str(entry.label)), url, url == active)


def _nearest(urls: list[str], path: str, home: str) -> str:
    """Return the longest address that `path` starts with; a door's home only counts for itself."""
    above = [url for url in urls if path == url or (url != home and path.startswith(url))]
    return max(above, key=len, default="")
