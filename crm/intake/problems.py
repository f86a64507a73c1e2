"""What is wrong with a file, place by place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from erp.errors import Invalid


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the line of the file as an editor counts, the column by its name, the reason."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return _("%(file)s, line %(line)s, column %(column)s: %(reason)s") % {
            "file": self.file,
            "line": self.line,
            "column": self.column or "-",
            "reason": self.reason,
        }


class ImportRefused(Invalid):
    """The file is not as it must be; nothing was written. `found` names each place."""

    code = "import_refused"

    def __init__(self, found: list[Problem]) -> None:
        super().__init__([str(problem) for problem in found])
        self.found = tuple(found)
