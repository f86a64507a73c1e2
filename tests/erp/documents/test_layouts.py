"""Layouts take plain values, all of them, and write them in the reader's language."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings

from erp.documents import layouts
from erp.documents.layouts import MissingValue, OpenValue, render_layout
from erp.money import Money
from erp.organization.models import Group


@pytest.fixture
def layout(tmp_path, monkeypatch):
    """Write a layout and return how it is rendered."""
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    layouts._engine.cache_clear()

    def render(source, values, *, language="en", escapes=True):
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates" / "letter").write_text(source)
        layouts._engine.cache_clear()
        return render_layout("letter", values, language=language, escapes=escapes)

    yield render
    layouts._engine.cache_clear()


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "€1,234.50 on 31 Mar 2026"), ("de", "1.234,50\xa0€ on 31.03.2026")],
)
def test_figures_and_days_are_written_for_the_reader(layout, language, written):
    values = {"total": Money(Decimal("1234.5"), "EUR"), "due": datetime.date(2026, 3, 31)}

    assert layout("{{ total|money }} on {{ due|day }}", values, language=language) == written


def test_values_that_came_as_text_are_written_alike(layout):
    values = {"total": "1234.5", "due": "2026-03-31", "rate": "19", "count": "2.500"}
    source = "{{ total|money:'EUR' }} {{ due|day }} {{ rate|percent }} {{ count|quantity }}"

    assert layout(source, values) == "€1,234.50 31 Mar 2026 19% 2.5"


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ party.nothing }}", "{{ nothing|day }}"])
def test_a_value_that_is_missing_stops_the_letter(layout, source):
    with pytest.raises(MissingValue):
        layout(source, {"party": {"name": "Blue"}})


def test_what_stands_in_the_database_is_never_run(layout):
    name = "{{ settings.SECRET_KEY }}{% load x %}<script>alert(1)</script>"

    assert layout("{{ name }}", {"name": name}) == (
        "{{ settings.SECRET_KEY }}{% load x %}&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    assert layout("{{ name }}", {"name": name}, escapes=False) == name


@pytest.mark.parametrize("wrap", [lambda row: row, lambda row: [row], lambda row: {"a": {"b": row}}])
def test_a_row_is_not_a_plain_value(layout, wrap):
    with pytest.raises(OpenValue):
        layout("{{ value }}", {"value": wrap(Group(name="x"))})
