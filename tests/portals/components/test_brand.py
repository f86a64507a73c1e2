from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portals.components.brand import brand_of, contrast


def parts(color):
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))


def test_black_on_white_has_the_greatest_contrast():
    assert contrast((0, 0, 0), (255, 255, 255)) == 21  # WCAG 2.2, definition of contrast ratio


@given(st.integers(0, 0xFFFFFF))
def test_every_color_of_a_company_is_readable(number):
    brand = brand_of(f"#{number:06x}")

    assert contrast(parts(brand.surface), (255, 255, 255)) >= Fraction(9, 2)
    assert contrast(parts(brand.text_on_dark), (23, 30, 41)) >= Fraction(9, 2)
    for color, page in ((brand.surface, (255, 255, 255)), (brand.text_on_dark, (23, 30, 41))):
        soft = tuple(round(p + (c - p) * 0.14) for p, c in zip(page, parts(color), strict=True))
        assert contrast(parts(color), soft) >= Fraction(44, 10)  # as text of avatars and chips


def test_a_readable_color_stays_as_it_is():
    assert brand_of("#7a4a1e").surface == "#7a4a1e"


@pytest.mark.parametrize("text", ["", "red", "#12345", "#12345g", "#123456;x"])
def test_what_is_no_color_gives_no_brand(text):
    assert brand_of(text) is None
