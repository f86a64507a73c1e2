"""The one shape of every list: search, filters, sorting, pages, export of exactly what is shown."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import Any, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from erp.clock import date_in, now
from erp.errors import Refused
from portals.components import formats
from portals.components.badges import Text
from portals.components.columns import Cell, Column, cell, file_header, file_row
from portals.components.exports import Format, export_response
from portals.components.figures import Action
from portals.components.filters import Control, Filter

ROWS_PER_PAGE = 50
ROWS_COUNTED_MAX = 10_000
ROWS_EXPORTED_MAX = 100_000
RESULTS_ID = "list-results"
ANY_ID = str(UUID(int=0))


@dataclass(frozen=True, slots=True)
class ListSpec:
    """
    What a list is: its columns, what the search looks into, its filters and its words when empty.

    `default_sort` is a column name, with a minus for descending; it must be one that has `sort`.
    `row_url` is the name of an address that takes the row's public id, or a function of the row.
    """

    columns: tuple[Column, ...]
    default_sort: str
    export_name: Text
    search_fields: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    row_url: str | Callable[[Any], str] | None = None
    empty_title: Text = ""
    empty_text: Text = ""
    empty_action: Action | None = None

    def parameters(self) -> frozenset[str]:
        """Return every parameter of the address that the list reads."""
        return frozenset({"q", "sort", "page"}.union(*(each.names() for each in self.filters)))

    def order(self, sort: str) -> tuple[str, ...]:
        """Return the fields to order by; an unknown or forbidden column falls back to the default."""
        fields = {column.name: column.sort for column in self.columns if column.sort}
        wanted = sort if sort.removeprefix("-") in fields else self.default_sort
        sign = "-" if wanted.startswith("-") else ""
        return (f"{sign}{fields[wanted.removeprefix('-')]}", f"{sign}pk")


class TooManyRows(Refused):
    """An export is larger than a file should be."""

    code = "too_many_rows"


@dataclass(frozen=True, slots=True)
class Header:
    """The head of one column: the address that sorts by it, and how it sorts now ("" is not at all)."""

    column: Column
    url: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row written out, with the address it opens."""

    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One narrowing in force, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, ready to be shown."""

    spec: ListSpec
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    controls: tuple[Control, ...]
    chips: tuple[Chip, ...]
    given: Mapping[str, str]
    page: int
    count: int
    previous_url: str
    next_url: str
    export_urls: Mapping[str, str]

    @property
    def count_text(self) -> str:
        """The number of rows found; beyond the counted limit only that there are more."""
        if self.is_capped:
            return f"{formats.number(ROWS_COUNTED_MAX)}+"
        return formats.number(self.count)

    @property
    def is_narrowed(self) -> bool:
        """True when a search or a filter is in force."""
        return bool(self.chips or self.given.get("q"))

    @property
    def is_capped(self) -> bool:
        """True when there are more rows than pages lead to."""
        return self.count > ROWS_COUNTED_MAX

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1."""
        return (self.page - 1) * ROWS_PER_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return self.first + len(self.rows) - 1


def render_list[M: Model](
    request: HttpRequest,
    spec: ListSpec,
    queryset: QuerySet[M],
    *,
    template: str,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """
    Answer a list's address: the page, only its results when htmx asks for them, or a file.

    Two statements: a count that stops at its limit, and one page of rows.
    :raises TooManyRows: when a file would hold more than ROWS_EXPORTED_MAX rows
    """
    given = {name: request.GET[name].strip() for name in spec.parameters() if request.GET.get(name)}
    found = _narrowed(spec, queryset, given).order_by(*spec.order(given.get("sort", "")))
    wanted = request.GET.get("export", "")
    if wanted in get_args(Format.__value__):
        return _file(spec, found, cast("Format", wanted))
    listing = _listing(spec, found, given, today=_today(request))
    results_only = _asks_for_results(request)
    name = "shared/list/results.html" if results_only else template
    response = render(request, name, {**(context or {}), "listing": listing})
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    if results_only:
        response["HX-Push-Url"] = request.path + _query(given)
    return response


def _narrowed[M: Model](spec: ListSpec, queryset: QuerySet[M], given: Mapping[str, str]) -> QuerySet[M]:
    for each in spec.filters:
        condition = each.condition(given)
        if condition is not None:
            queryset = queryset.filter(condition)
    for word in given.get("q", "").split()[:8] if spec.search_fields else ():
        anywhere = (Q(**{f"{field}__icontains": word}) for field in spec.search_fields)
        queryset = queryset.filter(reduce(Q.__or__, anywhere))
    return queryset


def _file[M: Model](spec: ListSpec, found: QuerySet[M], kind: Format) -> HttpResponse:
    if found.order_by()[: ROWS_EXPORTED_MAX + 1].count() > ROWS_EXPORTED_MAX:
        limit = formats.number(ROWS_EXPORTED_MAX)
        raise TooManyRows(_("A file holds up to %(limit)s rows. Narrow the list.") % {"limit": limit})
    header = file_header(spec.columns, _("Currency"))
    rows = (file_row(spec.columns, row) for row in found.iterator(chunk_size=2000))
    return export_response(kind, str(spec.export_name), header, rows)


def _listing[M: Model](
    spec: ListSpec, found: QuerySet[M], given: Mapping[str, str], *, today: datetime.date
) -> Listing:
    count = found.order_by()[: ROWS_COUNTED_MAX + 1].count()
    last_page = max(1, -(-min(count, ROWS_COUNTED_MAX) // ROWS_PER_PAGE))
    page = min(max(1, _whole(given.get("page", ""))), last_page)
    start = (page - 1) * ROWS_PER_PAGE
    rows = found[start : start + ROWS_PER_PAGE]
    # Labels are put into words once, not once per row.
    spec = replace(spec, columns=tuple(replace(each, label=str(each.label)) for each in spec.columns))
    return Listing(
        spec=spec,
        headers=tuple(_header(spec, column, given) for column in spec.columns),
        rows=tuple(_row(spec, row, today) for row in rows),
        controls=tuple(each.control(given) for each in spec.filters),
        chips=tuple(_chips(spec, given)),
        given=given,
        page=page,
        count=count,
        previous_url=_query({**given, "page": str(page - 1)}) if page > 1 else "",
        next_url=_query({**given, "page": str(page + 1)}) if page < last_page else "",
        export_urls={kind: _query({**given, "export": kind}) for kind in get_args(Format.__value__)},
    )


def _header(spec: ListSpec, column: Column, given: Mapping[str, str]) -> Header:
    if not column.sort:
        return Header(column)
    now_sorted = given.get("sort") or spec.default_sort
    direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(now_sorted, "")
    following = f"-{column.name}" if direction == "ascending" else column.name
    kept = {name: value for name, value in given.items() if name != "page"}
    return Header(column, _query({**kept, "sort": following}), direction)


def _row(spec: ListSpec, row: Model, today: datetime.date) -> Row:
    return Row(_row_url(spec, row), tuple(cell(column, row, today) for column in spec.columns))


def _row_url(spec: ListSpec, row: Any) -> str:
    if isinstance(spec.row_url, str):
        return _address(spec.row_url).replace(ANY_ID, str(row.public_id))
    return spec.row_url(row) if spec.row_url else ""


@cache
def _address(name: str) -> str:
    """Return the address of that name with the place of the id marked: one search for all its rows."""
    return reverse(name, args=[ANY_ID])


def _chips(spec: ListSpec, given: Mapping[str, str]) -> Iterable[Chip]:
    for each in spec.filters:
        if each.condition(given) is not None:
            left_out = {*each.names(), "page"}
            rest = {name: value for name, value in given.items() if name not in left_out}
            yield Chip(each.words(given), _query(rest))


def _query(parameters: Mapping[str, str]) -> str:
    """Return the parameters as the tail of an address, in one order; page 1 needs no number."""
    kept = sorted(pair for pair in parameters.items() if pair[1] and pair != ("page", "1"))
    return "?" + urlencode(kept)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def _asks_for_results(request: HttpRequest) -> bool:
    """True for a swap of the results; not when the browser goes back, which needs the whole page."""
    headers = request.headers
    return headers.get("HX-Target") == RESULTS_ID and not headers.get("HX-History-Restore-Request")


def _today(request: HttpRequest) -> datetime.date:
    return getattr(request, "today", None) or date_in("UTC", now())
