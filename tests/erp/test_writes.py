"""Statements whose answer nobody reads go to the database at once, or together."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from erp.organization.models import Group
from erp.writes import ask, in_one_go, rows_of, write

ADD = "INSERT INTO erp_group (name) VALUES (%s)"


def names() -> list[str]:
    return sorted(Group.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_a_statement_by_itself_is_sent_at_once() -> None:
    write(ADD, ["A 100 % group"])

    assert names() == ["A 100 % group"]


@pytest.mark.django_db
def test_statements_of_a_block_and_of_blocks_inside_go_together_at_its_end() -> None:
    with CaptureQueriesContext(connection) as sent, in_one_go():
        write(ADD, ["first; it's quoted"])
        with in_one_go():
            write(ADD, ["second, 5 %s"])
        assert len(sent) == 0

    assert len(sent) == 1
    assert names() == ["first; it's quoted", "second, 5 %s"]


@pytest.mark.django_db
def test_what_is_asked_in_a_block_sees_what_was_written_before_it() -> None:
    with CaptureQueriesContext(connection) as sent, in_one_go():
        write(ADD, ["first"])
        found = ask("SELECT name FROM erp_group WHERE name <> %s", ["other"])
        write(ADD, ["second"])

    assert found == [("first",)]
    assert len(sent) == 2
    assert names() == ["first", "second"]


def test_rows_keep_amounts_exact_and_days_as_days() -> None:
    rows = [{"amount": Decimal("0.1000"), "day": datetime.date(2026, 3, 31), "none": None}]

    assert rows_of(rows) == '[{"amount":"0.1000","day":"2026-03-31","none":null}]'


@pytest.mark.django_db
def test_a_block_that_fails_sends_nothing() -> None:
    def fail() -> None:
        with in_one_go():
            write(ADD, ["never"])
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()

    assert names() == []
    write(ADD, ["afterwards"])
    assert names() == ["afterwards"]


@pytest.mark.django_db
def test_one_that_is_refused_takes_all_of_its_block_with_it() -> None:
    def add_twice() -> None:
        with transaction.atomic(), in_one_go():
            write(ADD, ["twice"])
            write(ADD, ["twice"])

    with pytest.raises(IntegrityError, match="unique"):
        add_twice()

    assert names() == []
