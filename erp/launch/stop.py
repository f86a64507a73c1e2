"""Stops the servers of one data folder: `python -m erp.launch.stop FOLDER`."""

import sys
from pathlib import Path

from erp.launch import postgres, valkey
from erp.launch.folders import Folders


def stop_servers(folders: Folders) -> None:
    """Stop PostgreSQL and Valkey of these folders where they run; their files stay."""
    postgres.stop(folders)
    valkey.stop(folders)


if __name__ == "__main__":
    stop_servers(Folders(Path(sys.argv[1]).resolve()))
