"""What surrounds every page of a door: navigation, who is signed in, for whom, and the ways out."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from portals.components.brand import Brand, brand_of
from portals.components.navigation import Part, navigation


@dataclass(frozen=True, slots=True)
class Choice:
    """A company or an account one may switch to."""

    key: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The values of a page's frame; `name` is the company's, whose house this is."""

    door: str
    name: str
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...]
    brand: Brand | None
    initials: str
    palette_url: str
    is_demo: bool

    @property
    def home_url(self) -> str:
        """The door's own home."""
        return f"/{self.door}/" if self.door not in ("", "account") else "/"

    @property
    def current(self) -> Choice | None:
        """The company or account that is chosen now."""
        return next((choice for choice in self.choices if choice.is_current), None)


def shell_of(request: HttpRequest, door: str = "") -> Shell:
    """Return the frame of the page that answers `request`, from what the gate prepared."""
    scope = getattr(request, "scope", None)
    at = door or (scope.door if scope else _door_outside(request))
    company = getattr(request, "company", None)
    return Shell(
        door=at,
        name=str(company) if company else "Counterpart",
        parts=navigation(at, scope.permissions if scope else frozenset(), request.path),
        choices=_choices(request, at),
        brand=brand_of(getattr(company, "color", "") or ""),
        initials=_initials(getattr(request, "user", None)),
        palette_url=_palette_url(at),
        is_demo=settings.DEMO,
    )


def _door_outside(request: HttpRequest) -> str:
    """Return "account" for one's own pages, which no gate prepares; else no door."""
    user = getattr(request, "user", None)
    is_own = request.path.startswith("/account/") and user is not None and user.is_authenticated
    return "account" if is_own else ""


def _choices(request: HttpRequest, door: str) -> tuple[Choice, ...]:
    if door in ("customer", "supplier"):
        chosen, every = getattr(request, "account", None), getattr(request, "accounts", ())
        names = [f"{each.party} · {each.company}" for each in every]
    else:
        chosen, every = getattr(request, "company", None), getattr(request, "companies", ())
        names = [str(each) for each in every]
    return tuple(
        Choice(str(each.public_id), name, each == chosen)
        for each, name in zip(every, names, strict=True)
    )


def _initials(user: Any) -> str:
    if user is None or not user.is_authenticated:
        return ""
    words = str(user).replace("@", " ").split()
    return "".join(word[0] for word in words[:2]).upper()


def _palette_url(door: str) -> str:
    """Return the address that answers the palette, where the door has one."""
    try:
        return reverse(f"{door}:search")
    except NoReverseMatch:
        return ""
