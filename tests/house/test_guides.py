"""What the guides tell people to press stands on the pages, and the links between documents hold."""

import re
from itertools import chain
from pathlib import Path

from erp.management.commands.messages import APPS, found_messages
from tests.house.source import ROOT, text, tracked

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)\)")
FORMATS = {"CSV", "XLSX"}  # the same in every language


def documents(folder: str = "") -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md" and str(path).startswith(folder)]


def test_every_page_and_button_that_a_guide_names_exists() -> None:
    known = {message.singular for message in chain.from_iterable(map(found_messages, APPS))}

    named = [
        (str(path), " ".join(bold.split()))
        for path in documents("docs/guide/")
        for bold in BOLD.findall(text(path))
    ]

    assert len(named) > 100
    assert [each for each in named if each[1] not in known | FORMATS] == []


def test_every_link_of_a_document_leads_somewhere() -> None:
    links = [
        (str(path), link)
        for path in documents()
        for link in LINK.findall(text(path))
        if not link.startswith("http")
    ]

    assert len(links) > 10
    assert [
        (path, link) for path, link in links if not (ROOT / path).parent.joinpath(link).exists()
    ] == []
