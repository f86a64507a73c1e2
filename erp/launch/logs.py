"""How log lines look: words and values for people, JSON for machines, one line each."""

from typing import Any

import structlog
from structlog.typing import Processor

CHAIN: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(level: str, *, as_json: bool) -> dict[str, Any]:
    """Return Django's LOGGING, and have structlog write through the same handler."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *CHAIN,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    words = structlog.processors.KeyValueRenderer(key_order=["event"])
    line = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "foreign_pre_chain": CHAIN,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if as_json else words,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
    }
