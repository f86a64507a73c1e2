"""
Signed roots: what the chain of each company had come to, kept outside the database.

Whoever owns the database can take the guards off, change an entry and chain all seals anew. A root that
was signed before and lies elsewhere still shows it.
"""

import base64
import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from accounting.ledger.seals import Seal
from erp.launch.folders import own_folder
from erp.launch.secrets import kept_secret

FORMAT = "counterpart root 1"


@dataclass(frozen=True, slots=True)
class Root:
    """The last seal of a company on a day."""

    company_id: int
    day: str
    seal_number: int
    seal_hash: str

    def text(self) -> str:
        """Return what is signed: one value in each line."""
        values = (FORMAT, self.company_id, self.day, self.seal_number, self.seal_hash)
        return "\n".join(str(value) for value in values)

    @classmethod
    def of(cls, text: str) -> Self:
        """
        Return the root that a signed text holds.

        :raises ValueError: if it is of another format
        """
        form, company_id, day, seal_number, seal_hash = text.split("\n")
        if form != FORMAT:
            raise ValueError(f"{form} is not {FORMAT}")
        return cls(int(company_id), day, int(seal_number), seal_hash)

    def holds(self) -> bool:
        """Tell whether the chain still has this seal."""
        seals = Seal.objects.filter(company_id=self.company_id, number=self.seal_number)
        return seals.filter(hash=self.seal_hash).exists()


def write_roots(*, on: datetime.date) -> list[Path]:
    """
    Sign the last seal of every company and write one file for each; return those written.

    A file of the day that is there stays as it is, so running it twice changes nothing.
    """
    newest = Seal.objects.order_by("company_id", "-number").distinct("company_id")
    folder = own_folder(settings.ROOTS_DIR)
    written = []
    for seal in newest:
        path = folder / f"company-{seal.company_id}-{on}.json"
        if not path.exists():
            root = Root(seal.company_id, str(on), seal.number, seal.hash)
            part = path.with_suffix(".part")
            part.write_text(json.dumps(_signed(root), indent=1) + "\n")
            part.replace(path)
            written.append(path)
    return written


def broken_roots() -> Iterator[str]:
    """Find files of roots that are damaged or forged, or whose seal the chain no longer has."""
    for path in sorted(settings.ROOTS_DIR.glob("company-*.json")):
        try:
            root = _read(path)
        except (ValueError, KeyError):
            yield f"{path.name} cannot be read"
        except InvalidSignature:
            yield f"{path.name} is not signed by the key of this house"
        else:
            if not root.holds():
                yield f"seal {root.seal_number} of company {root.company_id} is not that of {path.name}"


def _signed(root: Root) -> dict[str, str]:
    key, text = _key(), root.text()
    return {
        "text": text,
        "signature": base64.b64encode(key.sign(text.encode())).decode(),
        "public_key": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
    }


def _read(path: Path) -> Root:
    kept = json.loads(path.read_text())
    signature = base64.b64decode(kept["signature"])
    _key().public_key().verify(signature, kept["text"].encode())
    return Root.of(kept["text"])


def _key() -> Ed25519PrivateKey:
    """Return the signing key, made of the secret text that the settings or the data folder keep."""
    secret = settings.ROOT_KEY or kept_secret(settings.DATA_DIR / "root_key")
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret.encode()).digest())
