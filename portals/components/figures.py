"""What a home page says: figures, and the worklist of what needs somebody now."""

from dataclasses import dataclass, field

from portals.components.badges import Badge, Text, Tone


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: a link, or a button that posts when `posts` is true; `confirm` asks first."""

    label: Text
    url: str
    icon: str = ""
    posts: bool = False
    is_primary: bool = False
    confirm: Text = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its meaning: `value` is written out, `hint` says against what to read it."""

    label: Text
    value: str
    hint: Text = ""
    url: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row of a worklist: what it is, why it waits, and the one action that moves it on."""

    title: Text
    text: Text = ""
    url: str = ""
    icon: str = "circle-dot"
    tone: Tone = "blue"
    amount: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Worklist:
    """What needs somebody now; an empty one says so in `empty_text`."""

    title: Text
    empty_text: Text
    items: tuple[WorkItem, ...] = field(default=())
    more: Action | None = None
