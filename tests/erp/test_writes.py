"""Statements whose answer nobody reads go to the database at once, or together."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from erp.organization.models import Group
from erp.writes import in_one_go, write

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
            write(ADD, ["second"])
        assert len(sent) == 0

    assert len(sent) == 1
    assert names() == ["first; it's quoted", "second"]


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
