"""Fills an empty house with the demo company."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from erp import clock
from erp.launch import valkey
from erp.launch.folders import Folders
from portals.demo.loader.loading import load
from portals.demo.personas import PASSWORD, PERSONAS


class Command(BaseCommand):
    """This will make the demo company, unless there is a company already."""

    help = "Makes the demo company with its history; does nothing where a company is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the history be shorter."""
        parser.add_argument("--months", type=int, default=24, help="how many months of history")

    def handle(self, *args: Any, months: int = 24, **options: Any) -> None:
        """Do it, and say who can sign in."""
        if not settings.REDIS_URL:  # what outsiders hand in is put into the workers' queue
            valkey.ensure_running(Folders(settings.DATA_DIR))
        load(now=clock.now(), months=months)
        for persona in PERSONAS:
            self.stdout.write(f"{persona.email:<32} {PASSWORD}   {persona.role}, {persona.door} door")
