"""The one family of errors a user may read."""

from collections.abc import Sequence


class Refused(Exception):
    """
    A rule of the business said no. Its text is translated and written for the person who asked.

    `code` is stable and machine-readable: the API answers 409 with it.
    """

    code = "refused"


class Invalid(Refused):
    """What was handed in cannot be understood; `problems` names each place and the way out."""

    code = "invalid"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)
