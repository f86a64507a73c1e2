"""What a cell must answer, derived from the line of its address and from who asks."""

from dataclasses import dataclass
from enum import Enum

from tests.access.expectations import GET, OF_THE_COMPANY, POST, SEEN_BY, SHARED, Line
from tests.access.personas import Persona

METHODS = (GET, POST)
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")


class Outcome(Enum):
    """What becomes of a request."""

    SIGN_IN = "sent to the sign-in page (API: 401)"
    DENIED = "denied: 403"
    NOT_OFFERED = "no such method: 405"
    NOTHING = "nothing there: 404"
    OPEN = "opened"
    ANYTHING = "anything but an error of ours"


ANSWERS = {
    Outcome.SIGN_IN: {302, 401},
    Outcome.DENIED: {403},
    Outcome.NOT_OFFERED: {405},
    Outcome.NOTHING: {404},
}
# A page opens, leads on, or shows what is wrong with a form that came back empty.
OPENED = {GET: {200, 302}, POST: {200, 302, 422}}
OPENED_API = {GET: {200}, POST: {201, 202, 400}, "HEAD": {200}}


@dataclass(frozen=True, slots=True)
class Cell:
    """One request: an address by one method, naming one's own, somebody's, or nobody's record."""

    line: Line
    method: str
    which: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.line.name} {self.which}".strip()


def cells(persona: Persona, line: Line, methods: tuple[str, ...] = METHODS) -> list[Cell]:
    """
    Return the cells of an address for somebody: on a record of theirs, of each other side, and on none.

    Who is turned away at the door is so before any record is looked for: there one record is enough.
    """
    if not line.kind:
        return [Cell(line, method) for method in methods]
    comes_in = line.door == "own" or (persona.held and persona.permissions(line.door) is not None)
    others = (*(f"foreign {side}" for side in persona.others), "absent") if comes_in else ()
    return [Cell(line, method, which) for method in methods for which in ("own", *others)]


def outcome(persona: Persona, cell: Cell) -> Outcome:
    """Return what must become of a cell."""
    line = cell.line
    if line.door in {"public", "closed"}:
        return Outcome.NOTHING if line.door == "closed" else Outcome.ANYTHING
    if not persona.is_signed_in:
        return Outcome.SIGN_IN
    if line.door == "own":
        return Outcome.ANYTHING
    held = persona.permissions(line.door)
    if held is None:
        return Outcome.DENIED
    return _inside(persona, cell, held)


def _inside(persona: Persona, cell: Cell, held: frozenset[str]) -> Outcome:
    line, is_api = cell.line, cell.line.door == "api"
    method = GET if is_api and cell.method == "HEAD" else cell.method
    rights = line.opened_by(method)
    if rights is None and is_api:
        return Outcome.NOT_OFFERED
    asked = rights or line.looks or line.acts or ()
    if "" not in asked and held.isdisjoint(asked):
        return Outcome.DENIED
    if persona.place == "branch" and line.name in OF_THE_COMPANY and rights is not None:
        return Outcome.DENIED
    if rights is None:
        return Outcome.NOT_OFFERED
    if line.kind and not line.query and not _sees(persona, cell, held):
        return Outcome.NOTHING
    return Outcome.DENIED if line.also and line.also not in held else Outcome.OPEN


def _sees(persona: Persona, cell: Cell, held: frozenset[str]) -> bool:
    kind = cell.line.kind
    return cell.which == "own" and (persona.owns or kind in SHARED) and SEEN_BY[kind] in held


def is_as_expected(expected: Outcome, cell: Cell, status: int) -> bool:
    """Say whether an answer is what must become of the cell."""
    if expected is Outcome.ANYTHING:
        return status < 500 or (status == 503 and cell.line.name == "healthz")
    if expected is Outcome.OPEN:
        opened = OPENED_API if cell.line.door == "api" else OPENED
        # a record named in the query that is not one's own counts as not named
        return status in opened[cell.method] | (
            {404} if cell.line.query and cell.which != "own" else set()
        )
    if cell.line.door == "closed":
        return status in {404, 405}
    return status in ANSWERS[expected]
