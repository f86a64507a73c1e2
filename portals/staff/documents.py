"""Forms of documents with lines: they work without JavaScript, more lines are one press away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from portals.gate import ScopedRequest

LINES_ADDED = 3
LINES_MAX = 200


class LineForm(forms.Form):
    """One line of a document; one that stays empty is left out."""

    def __init__(self, *arguments: Any, request: ScopedRequest, **options: Any) -> None:
        """Take the request, so that choices are those the reader may see."""
        super().__init__(*arguments, **options)
        self.request = request
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            known = field.widget.attrs.get("class", "")
            look = "form-select" if is_choice else "form-control"
            field.widget.attrs["class"] = f"{look} {known}".strip()


class DocumentForm(forms.Form):
    """
    The head of a document with its `lines`; both must be in order, and at least one line filled in.

    The button "more" adds empty lines and takes nothing for done.
    """

    line_form: type[LineForm] = LineForm

    def __init__(
        self,
        request: ScopedRequest,
        filled: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        initial_lines: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Fill head and lines from what was typed, else from what is known already."""
        super().__init__(filled, initial=dict(initial or {}))
        self.wants_more = filled is not None and "more" in filled
        extra = LINES_ADDED if initial_lines else 2 * LINES_ADDED
        formset = forms.formset_factory(
            self.line_form, extra=extra, max_num=LINES_MAX, absolute_max=LINES_MAX, can_delete=True
        )
        self.lines = formset(
            _with_more(filled) if self.wants_more and filled is not None else filled,
            prefix="lines",
            initial=[*initial_lines],
            form_kwargs={"request": request},
        )
        if self.wants_more:
            self._forget_errors()

    def is_valid(self) -> bool:
        """Say whether head and lines are in order."""
        if self.wants_more:
            return False
        is_fine = super().is_valid() & self.lines.is_valid()
        if is_fine and not self.filled_lines():
            self.add_error(None, _("Fill in at least one line."))
            return False
        if not is_fine and self.is_bound and not self.errors:
            self.add_error(None, _("Look at the lines again."))
        return is_fine

    def filled_lines(self) -> list[dict[str, Any]]:
        """Return what was filled in, line by line; empty and deleted ones are left out."""
        return [
            line.cleaned_data
            for number, line in enumerate(self.lines.forms)
            if number < self.lines.initial_form_count() or line.has_changed()
            if not line.cleaned_data.get("DELETE")
        ]

    def _forget_errors(self) -> None:
        # Nothing was handed in yet, so nothing is wrong yet.
        self._errors = ErrorDict()
        for line in self.lines.forms:
            line._errors = ErrorDict()  # type: ignore[attr-defined]  # not in the stubs


def _with_more(filled: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: filled[name] for name in filled}
    total = values.get("lines-TOTAL_FORMS", "0")
    known = int(total) if str(total).isdecimal() else 0
    return values | {"lines-TOTAL_FORMS": str(min(LINES_MAX, known + LINES_ADDED))}
