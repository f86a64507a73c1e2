"""The cells of a list's row as HTML: hundreds of them stand on a page, so no template draws each."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portals.components.columns import Cell, Kind

NOTHING = "–"


def cells_html(cells: Sequence[Cell], url: str) -> SafeString:
    """Return the cells of one row; the first leads to `url`, where the row opens something."""
    first, *others = cells
    html = _cell(first, url, first=True) + "".join(_cell(cell, "", first=False) for cell in others)
    return mark_safe(html)  # noqa: S308 - every text in it is escaped below


def _cell(cell: Cell, row_url: str, *, first: bool) -> str:
    column = cell.column
    classes = _classes(column.kind, first, bool(cell.text) and column.on_phone, column.is_strong)
    label = ""
    if column.has_phone_label and not first:
        label = f' data-label="{escape(column.label)}"'
    return f'<td class="{classes}"{label}>{_inside(cell, row_url)}{_note(cell)}</td>'


@lru_cache
def _classes(kind: Kind, first: bool, on_phone: bool, strong: bool) -> str:  # noqa: FBT001 - cached
    """Return the classes of a cell: they depend on little, and there are hundreds of cells."""
    named = {
        "num": kind in ("money", "number"),
        "at-end": kind in ("money", "number", "badge"),
        "is-title": first,
        "off-phone": not on_phone,
        "fw-bold": strong,
    }
    return " ".join(name for name, holds in named.items() if holds)


def _inside(cell: Cell, row_url: str) -> str:
    text = escape(cell.text)
    if cell.column.kind == "badge" and text:
        return f'<span class="tone tone-{cell.tone}">{text}</span>'
    if row_url:
        return f'<a href="{escape(row_url)}">{text or NOTHING}</a>'
    return f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text


def _note(cell: Cell) -> str:
    if not cell.note:
        return ""
    ink = "ink-red" if cell.is_late else "text-secondary"
    return f' <span class="due-note {ink}">{escape(cell.note)}</span>'
