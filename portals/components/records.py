"""The shape of a record's page: header, facts, chain of documents, timeline."""

import datetime
from dataclasses import dataclass

from portals.components.badges import Badge, Text, Tone
from portals.components.figures import Action


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to this page."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class PageHeader:
    """Title, status and what can be done; the primary action comes last and stands on the right."""

    title: Text
    above: Text = ""
    below: Text = ""
    badges: tuple[Badge, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One labeled value of a record; `value` is written out already. An empty one is not shown."""

    label: Text
    value: Text
    url: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One document of a chain (order, delivery, invoice, payment); without `url` it is only named."""

    kind: Text
    title: str
    url: str = ""
    badge: Badge | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing said or done: when, by whom, in words."""

    at: datetime.datetime
    title: Text
    text: Text = ""
    actor: str = ""
    url: str = ""
    icon: str = "circle-dot"
    tone: Tone = "gray"
