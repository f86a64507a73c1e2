"""Numbers that must be right are proved by their check digits."""

import pytest

from erp.administration.checking import Checklist, checked_iban, checked_tax_number
from erp.errors import Invalid
from erp.parties.names import sort_name_of


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("DE", "DE 123 456 788", "DE123456788"),
        ("DE", "123456788", "DE123456788"),
        ("IT", "IT 00743110157", "IT00743110157"),
        ("GR", "EL 094259216", "EL094259216"),
        ("CN", "91110000600037341L", "91110000600037341L"),
        ("GB", "GB 980 7806 84", "980780684"),
        ("US", "12-3456789", "123456789"),  # no rule is known: kept as typed, without blanks
    ],
)
def test_a_tax_number_is_kept_in_one_form(country, typed, kept):
    assert checked_tax_number(country, typed) == kept


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("DE", "DE123456789"),
        ("IT", "00743110158"),
        ("CN", "91110000600037342L"),
        ("DE", "IT00743110157"),
    ],
)
def test_a_tax_number_with_a_wrong_digit_is_refused(country, typed):
    with pytest.raises(Invalid, match="is not a tax number"):
        checked_tax_number(country, typed)


def test_an_iban_is_kept_compact_and_finds_its_bank():
    assert checked_iban("DE89 3704 0044 0532 0130 00") == ("DE89370400440532013000", "COBADEFFXXX")
    assert checked_iban("de89370400440532013000", "COBADEFF")[1] == "COBADEFF"


@pytest.mark.parametrize(
    ("iban", "bic"),
    [("DE88370400440532013000", ""), ("", ""), ("DE89370400440532013000", "NOT A BIC"), ("DE89", "")],
)
def test_an_iban_with_a_wrong_digit_is_refused(iban, bic):
    with pytest.raises(Invalid, match="is not an IBAN"):
        checked_iban(iban, bic)


def test_every_problem_is_named_at_once():
    checklist = Checklist()
    checklist.filled(" ", "Name")
    checklist.email("nobody")
    checklist.website("javascript:alert(1)")
    checklist.country("XX")
    checklist.currency("EURO")
    checklist.time_zone("Europe/Nowhere")
    checklist.language("tlh")
    checklist.color("red")
    checklist.choice("GOD", ["PERSON", "ORGANIZATION"])

    with pytest.raises(Invalid) as refused:
        checklist.close()

    assert len(refused.value.problems) == 9
    assert refused.value.problems[0] == "Name is missing."


def test_what_is_right_or_left_out_passes():
    checklist = Checklist()
    checklist.email("")
    checklist.email("a@b.test")
    checklist.website("")
    checklist.website("https://b.test/")
    checklist.country("DE")
    checklist.currency("JPY")
    checklist.time_zone("Asia/Shanghai")
    checklist.language("zh-hans")
    checklist.color("#2f5bea")
    checklist.close()


@pytest.mark.parametrize(
    ("name", "key"), [("Über  Kaffee", "uber kaffee"), ("ÉCOLE", "ecole"), ("Straße", "strasse")]
)
def test_names_are_put_in_order_whatever_their_letters(name, key):
    assert sort_name_of(name) == key
