"""What every source of the palette needs: words that match, items and their groups."""

from functools import reduce

from django.db.models import Model, Q
from django.urls import reverse

from portals.components.badges import Text

FOUND_MAX = 5

type Item = dict[str, str]
type Group = dict[str, object]


def matches(text: str, fields: tuple[str, ...]) -> Q:
    """Return the condition that every word is in one of the fields."""
    condition = Q()
    for word in text.split()[:5]:
        condition &= reduce(Q.__or__, (Q(**{f"{field}__icontains": word}) for field in fields))
    return condition


def item(title: str, name: str, row: Model, icon: str, subtitle: str) -> Item:
    """Return a record that was found, with its page."""
    public_id = getattr(row, "public_id")  # noqa: B009  every record with a page has one
    url = reverse(f"staff:{name}", args=[public_id])
    return {"title": title, "url": url, "icon": icon, "subtitle": subtitle.strip(" ·")}


def group(label: Text, items: list[Item]) -> Group:
    """Return what was found of one kind, under its name."""
    return {"label": str(label), "items": items}
