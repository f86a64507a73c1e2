"""Companies that take over old books, and the files they take over."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

HOUSE = Path(__file__).parents[3]
SAMPLES = Path(os.environ.get("ERP_SAMPLE_DATA", HOUSE / ".." / "shared" / "data"))
OWN = HOUSE / "tests" / "data"


def folder(name: str, own: str) -> Path:
    """Return the folder of real data where it is there, else that of our own sample."""
    return SAMPLES / name if (SAMPLES / name).is_dir() else OWN / own


@pytest.fixture
def run(capsys):
    """Import a file as on the command line and return what the command said."""

    def make(*words, **options):
        call_command("import_csv", *(str(word) for word in words), **options)
        return capsys.readouterr().out.strip()

    return make
