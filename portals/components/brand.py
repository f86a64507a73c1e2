"""A company's color, made readable: it keeps a contrast of 4.5:1 in both themes (WCAG 1.4.3)."""

import re
from dataclasses import dataclass
from fractions import Fraction

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS = 20
SOFT_SHARE = Fraction(14, 100)  # as in theme.js
CONTRAST_MIN = Fraction(9, 2)


@dataclass(frozen=True, slots=True)
class Brand:
    """Colors as #rrggbb: for surfaces under white text, for text on light and on dark pages."""

    surface: str
    hover: str
    text_on_dark: str


def brand_of(color: str) -> Brand | None:
    """Return the readable colors nearest to `color`; None for a text that is no color."""
    if not _HEX.fullmatch(color):
        return None
    surface = _mixed_until(_parts(color), (0, 0, 0), against=(255, 255, 255))
    text_on_dark = _mixed_until(_parts(color), (255, 255, 255), against=(23, 30, 41))
    return Brand(_hex(surface), _hex(_mix(surface, (0, 0, 0), Fraction(3, 20))), _hex(text_on_dark))


type Color = tuple[int, int, int]


def contrast(one: Color, other: Color) -> Fraction:
    """Return the contrast ratio of two colors, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + Fraction(1, 20)) / (darker + Fraction(1, 20))


def _luminance(color: Color) -> Fraction:
    weights = (Fraction(2126, 10_000), Fraction(7152, 10_000), Fraction(722, 10_000))
    return sum((w * _linear(part) for w, part in zip(weights, color, strict=True)), start=Fraction(0))


def _linear(part: int) -> Fraction:
    value = part / 255
    linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return Fraction(linear)


def _mixed_until(color: Color, toward: Color, *, against: Color) -> Color:
    shades = (_mix(color, toward, Fraction(step, _STEPS)) for step in range(_STEPS + 1))
    return next(each for each in shades if contrast(each, _soft(each, against)) >= CONTRAST_MIN)


def _soft(color: Color, page: Color) -> Color:
    """Return what `--accent-soft` is on a page: the color itself, thinly laid over it."""
    return _mix(page, color, SOFT_SHARE)


def _mix(color: Color, toward: Color, share: Fraction) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(color, toward, strict=True))
    return red, green, blue


def _parts(color: str) -> Color:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(color: Color) -> str:
    return "#" + "".join(f"{part:02x}" for part in color)
