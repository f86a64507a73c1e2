"""Rows of the bench: what was measured, beside what, and whether the goal is met."""

from dataclasses import dataclass

PER_SECOND = "/s"


@dataclass(frozen=True, slots=True)
class Row:
    """
    One figure: `value` beside `limit`, both in `unit`; `goal` bounds their ratio.

    A unit that ends in "/s" is a speed, and the ratio must reach the goal. Everything else (times,
    statements, gaps) is a cost, and the ratio must not exceed it. `cpu_ms` is what one piece of work
    took of this process, where that was measured.
    """

    name: str
    goal: float
    unit: str
    value: float
    limit: float
    cpu_ms: float | None = None

    @property
    def ratio(self) -> float:
        """How `value` stands to `limit`."""
        return self.value / self.limit

    @property
    def is_met(self) -> bool:
        """Say whether the goal is reached."""
        return self.ratio >= self.goal if self.unit.endswith(PER_SECOND) else self.ratio <= self.goal

    def figures(self) -> dict[str, str | float]:
        """Return the row as it is written to a file."""
        return {
            "name": self.name,
            "ratio": round(self.ratio, 4),
            "goal": self.goal,
            "unit": self.unit,
            "value": round(self.value, 4),
            "limit": round(self.limit, 4),
        }


HEAD = f"{'':2}{'work':44}{'value':>12}{'limit':>12} {'unit':12}{'ratio':>9}{'goal':>11}{'CPU ms':>9}"


def line(row: Row) -> str:
    """Return the row as a line of the table under `HEAD`."""
    sign = ">=" if row.unit.endswith(PER_SECOND) else "<="
    cpu = "" if row.cpu_ms is None else f"{row.cpu_ms:.2f}"
    return (
        f"{' ' if row.is_met else '!':2}{row.name:44}{row.value:12,.2f}{row.limit:12,.2f} {row.unit:12}"
        f"{row.ratio:9.3f}{sign:>5}{row.goal:6.3g}{cpu:>9}"
    )
