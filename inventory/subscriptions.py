"""What inventory adds to the proof of the books."""

import inventory.purchasing.checks
import inventory.stock.checks  # noqa: F401  both register invariants
