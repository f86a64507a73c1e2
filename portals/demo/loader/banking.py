"""Numbers of bank accounts that pass every check and belong to nobody."""

BANK_CODE = "20050550"


def german_iban(number: int) -> str:
    """Return the IBAN of account `number`: check digits by ISO 13616, modulo 97."""
    account = f"{BANK_CODE}{number:010d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"
