"""How names are put in order, whatever their letters."""

import unicodedata


def sort_name_of(name: str) -> str:
    """Return the key by which a name is sorted: small letters, no accents, single blanks."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join(plain.split())[:200]
