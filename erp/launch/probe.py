"""Asks the web process of this container how it is: `python -m erp.launch.probe`, for health checks."""

import sys
from http.client import HTTPConnection

PORT = 8000


def answers(port: int = PORT) -> bool:
    """Tell whether the process answers at all; that others are down is no reason to restart this one."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status in (200, 503)
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not answers())
