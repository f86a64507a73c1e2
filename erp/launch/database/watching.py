"""Triggers that note when something changes which documents take from their company."""

from collections.abc import Mapping

TRANSITIONS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def watching(tables: Mapping[str, str]) -> str:
    """
    Return the triggers that give companies a new `facts_version` when rows of these tables change.

    Each table names the query that finds the companies of the rows `changed`.
    """
    return "".join(
        f"CREATE TRIGGER facts_changed_{act.lower()} AFTER {act} ON {table}"
        f" REFERENCING {side} TABLE AS changed"
        f" FOR EACH STATEMENT EXECUTE FUNCTION facts_changed('{companies}');\n"
        for table, companies in tables.items()
        for act, side in TRANSITIONS.items()
    )
