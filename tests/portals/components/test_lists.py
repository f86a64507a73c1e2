import datetime
import io
from decimal import Decimal

import pytest
from django.db.models import Q
from python_calamine import load_workbook

from erp.parties.models import Party
from portals.components import lists
from portals.components.columns import Column, Due, Link
from portals.components.filters import BooleanFilter, ChoiceFilter, DateRangeFilter
from portals.components.lists import ListSpec, TooManyRows, render_list

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 31)
SPEC = ListSpec(
    columns=(
        Column("name", "Name", sort="name"),
        Column("legal_kind", "Kind", kind="badge"),
        Column("due", "Due", kind="due", source=lambda row: Due(TODAY, is_open=row.is_active)),
        Column(
            "open", "Open", kind="money", source=lambda _: Decimal("12.50"), currency=lambda _: "EUR"
        ),
        Column("site", "Site", kind="link", source=lambda row: Link("Site", f"/{row.name}/")),
    ),
    default_sort="name",
    export_name="Parties",
    search_fields=("name", "email"),
    filters=(
        ChoiceFilter("kind", "Kind", Party.LegalKind.choices, field="legal_kind"),
        BooleanFilter("active", "Active", Q(is_active=True)),
        DateRangeFilter("created", "Created", field="created_at__date"),
    ),
    row_url=lambda row: f"/parties/{row.name}/",
)


@pytest.fixture(autouse=True)
def parties(group):
    Party.objects.bulk_create(
        Party(
            group=group,
            name=f"P{number:03}",
            email=f"p{number}@x.test",
            legal_kind=("BUSINESS", "PUBLIC")[number % 2],
            is_active=number % 3 > 0,
        )
        for number in range(120)
    )


@pytest.fixture
def answer(rf):
    def ask(query="", *, rows=None, **headers):
        request = rf.get(f"/list/{query}", headers=headers)
        request.today = TODAY
        found = Party.objects.order_by() if rows is None else rows
        return render_list(request, SPEC, found, template="shared/list/list.html")

    return ask


@pytest.fixture
def listing(answer, monkeypatch):
    def ask(query=""):
        seen = {}
        monkeypatch.setattr(lists, "render", lambda _request, _name, context: seen.update(context) or {})
        answer(query)
        return seen["listing"]

    return ask


def names(found):
    return [row.cells[0].text for row in found.rows]


def test_a_page_costs_two_statements(answer, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer("?q=p&kind=PUBLIC&page=2")


def test_pages_are_in_order_and_know_their_neighbors(listing):
    second = listing("?page=2")

    assert names(second) == [f"P{number:03}" for number in range(50, 100)]
    assert (second.first, second.last, second.count_text) == (51, 100, "120")
    assert (second.previous_url, second.next_url) == ("?", "?page=3")
    assert listing("?page=3").next_url == ""


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "9999999999999"])
def test_a_page_that_does_not_exist_is_the_nearest_one(listing, page):
    assert listing(f"?page={page}").page in (1, 3)


def test_every_word_of_a_search_must_be_found_somewhere(listing):
    assert names(listing("?q=P01+p11")) == ["P011"]
    assert listing("?q=nothing").rows == ()


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "P000"), ("-name", "P119"), ("email", "P000"), ("-pk;--", "P000")]
)
def test_only_listed_columns_sort(listing, sort, first):
    assert names(listing(f"?sort={sort}"))[0] == first


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?kind=PUBLIC", 60),
        ("?kind=NONSENSE", 120),
        ("?active=yes", 80),
        ("?active=no", 40),
        ("?kind=PUBLIC&active=no", 20),
        ("?created_until=2000-01-01", 0),
        ("?created_from=2000-01-01", 120),
        ("?created_from=2000-02-30", 120),
    ],
)
def test_filters_narrow_and_nonsense_asks_nothing(listing, query, count):
    assert listing(query).count == count


def test_a_chip_takes_off_its_own_filter_only(listing):
    chips = listing("?kind=PUBLIC&active=no&q=p&page=2").chips

    assert [chip.words for chip in chips] == ["Kind: Public body", "Active: No"]
    assert chips[0].url == "?active=no&q=p"


def test_counting_stops_at_its_limit(listing, monkeypatch):
    monkeypatch.setattr(lists, "ROWS_COUNTED_MAX", 100)

    found = listing("?page=9")

    assert found.count_text == "100+"
    assert (found.page, found.next_url, found.is_capped) == (2, "", True)


def test_htmx_gets_the_results_and_a_clean_address(answer):
    part = answer("?q=p01&kind=&page=1", **{"HX-Request": "true", "HX-Target": "list-results"})
    whole = answer("?q=p01", **{"HX-History-Restore-Request": "true", "HX-Target": "list-results"})

    assert part["HX-Push-Url"] == "/list/?q=p01"
    assert part.content.decode().strip().startswith('<div id="list-results">')
    assert "HX-Push-Url" not in whole
    assert 'id="list-form"' in whole.content.decode()


def test_a_file_holds_exactly_what_is_shown(answer):
    response = answer("?q=P00&sort=-name&export=csv")

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Kind,Due,Open,Currency,Site"
    assert lines[1] == "P009,Public body,2026-03-31,12.50,EUR,Site"
    assert len(lines) == 11


def test_a_workbook_has_figures_and_days(answer):
    response = answer("?q=P001&export=xlsx")

    rows = load_workbook(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["P001", "Public body", TODAY, 12.5, "EUR", "Site"]


def test_a_file_too_large_is_refused_in_words(answer, monkeypatch):
    monkeypatch.setattr(lists, "ROWS_EXPORTED_MAX", 119)

    with pytest.raises(TooManyRows, match="up to 119 rows"):
        answer("?export=csv")


def test_only_what_is_open_is_late(listing):
    late = listing().rows[1].cells[2]
    paid = listing().rows[0].cells[2]  # number 0 is not active

    assert (late.text, late.note) == ("31 Mar 2026", "due today")
    assert (paid.text, paid.note) == ("31 Mar 2026", "")


def test_what_people_wrote_is_shown_as_text(answer, group):
    Party.objects.create(group=group, name="<script>alert(1)</script>", sort_name="a")

    page = answer("?q=script").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_list_says_why(answer):
    nothing = answer(rows=Party.objects.none()).content.decode()
    narrowed = answer("?q=zzz").content.decode()

    assert "Nothing here yet." in nothing
    assert "Nothing matches." in narrowed
