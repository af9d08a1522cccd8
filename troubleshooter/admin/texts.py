"""How texts are typed: kept as they were written, with one kind of line break."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget


class ProseField(forms.CharField):
    """Text of many lines. Spaces stay: in Markdown they have a meaning.

    A browser sends every line break as two characters. Stored like that, a text would differ from
    its guide file after a mere look at the form.
    """

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def to_python(self, value: object) -> str:
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""


class LinesField(ProseField):
    """A list, one entry on each line; empty lines are no entries."""

    def to_python(self, value: object) -> str:
        return "\n".join(line for line in super().to_python(value).split("\n") if line.strip())


class WideTextInput(AdminTextInputWidget):
    """One long line. A browser would glue lines together; here a space stays between them."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "vLargeTextField"})

    def format_value(self, value: object) -> str | None:
        text = super().format_value(value)
        return text and " ".join(text.split("\n"))


def textarea(rows: int) -> AdminTextareaWidget:
    return AdminTextareaWidget(attrs={"rows": rows})
