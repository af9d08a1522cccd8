"""What one person sent, put on top of what another saved meanwhile.

A field that only they changed is theirs. A field that both changed is yours, until you say
otherwise. Both are told, so that nothing of either is lost without a word.
"""

from dataclasses import dataclass, field

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict

from .differences_shown import Difference, difference, in_words
from .opened import State, canonical, compared, digest, place_of, stored, unseen

ADDED, CHANGED, REMOVED, TO_BE_REMOVED = "added", "changed", "removed", "to be removed"
Entry = dict[str, list[str]]


@dataclass(kw_only=True)
class Rebase:
    """One form on its way. `opened` is None where nobody knows how things stood."""

    data: QueryDict
    opened: State | None
    told: list[Difference] = field(default_factory=list)

    def fields(
        self, form: forms.BaseForm, prefix: str = "", place: str = "", row: str = ""
    ) -> None:
        """Merge the fields of a form that were sent with names beginning with `prefix`."""
        for name, one in compared(form):
            theirs, mine = stored(form, name), self._sent(one, prefix + name)
            was = self._was(f"{place}.{name}" if place else name)
            if mine == theirs or was == digest(theirs):
                continue
            yours = self._changed(was, mine)
            if not yours:
                self._put(one, prefix + name, theirs)
            label = str(form[name].label)
            words = in_words(one, theirs), in_words(one, mine)
            self.told.append(difference(row, label, *words, yours=yours))

    def rows(self, formset: BaseInlineFormSet, called: str) -> None:
        """Merge inline rows. What they added comes in. What they removed comes back only where you
        had changed it. Your own new rows stay."""
        known, new = self._taken_out(formset)
        now = [(form, known.pop(str(form.instance.pk), None)) for form in formset.initial_forms]
        back = [e for pk, e in known.items() if self._comes_back(formset, pk, e, called)]
        entries = [*(entry or {} for _, entry in now), *back, *new]
        self._put_in(formset, entries, len(now))
        for number, (form, entry) in enumerate(now):
            prefix, name = f"{formset.prefix}-{number}-", f"{called}: {form.instance}"
            if entry is None:
                self._take_theirs(form, prefix, name)
            else:
                self._merge(formset, form, prefix, name)

    def _taken_out(self, formset: BaseInlineFormSet) -> tuple[dict[str, Entry], list[Entry]]:
        """What was sent of rows that were there, by primary key, and of new ones."""
        known, new = {}, []
        for number in range(_whole(self.data.get(f"{formset.prefix}-TOTAL_FORMS"))):
            prefix = f"{formset.prefix}-{number}-"
            names = [name for name in self.data if name.startswith(prefix)]
            entry = {name.removeprefix(prefix): self.data.pop(name) for name in names}
            pk = "".join(entry.get(formset.model._meta.pk.name, [])[-1:])
            if pk:
                known[pk] = entry
            else:
                new.append(entry)
        return known, new

    def _put_in(self, formset: BaseInlineFormSet, entries: list[Entry], initial: int) -> None:
        for number, entry in enumerate(entries):
            for name, values in entry.items():
                self.data.setlist(f"{formset.prefix}-{number}-{name}", values)
        self.data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(entries))
        self.data[f"{formset.prefix}-INITIAL_FORMS"] = str(initial)

    def _merge(
        self, formset: BaseInlineFormSet, form: forms.ModelForm, prefix: str, name: str
    ) -> None:
        place = place_of(formset, form.instance)
        if not self.data.get(f"{prefix}DELETE"):
            self.fields(form, prefix, place, name)
            changed, mine = self._was(place) not in (None, digest(unseen(form))), ""
        else:
            pairs = [(f"{place}.{n}", stored(form, n)) for n, _ in compared(form)]
            changed, mine = any(self._was(k) != digest(v) for k, v in pairs), TO_BE_REMOVED
        if changed:
            self.told.append(difference(name, "", CHANGED, mine, yours=bool(mine)))

    def _take_theirs(self, form: forms.ModelForm, prefix: str, name: str) -> None:
        self.data[prefix + form.instance._meta.pk.name] = str(form.instance.pk)
        for field_name, one in compared(form):
            self._put(one, prefix + field_name, stored(form, field_name))
        self.told.append(difference(name, "", ADDED, "", yours=False))

    def _comes_back(self, formset: BaseInlineFormSet, pk: str, entry: Entry, called: str) -> bool:
        """Whether you had changed a row that they removed; it will then be a new row."""
        if entry.get("DELETE"):
            return False
        sent, place = QueryDict(mutable=True), f"{formset.prefix}.{pk}"
        for name, values in entry.items():
            sent.setlist(name, values)
        fields = list(compared(formset.empty_form))
        mine = {n: canonical(f, f.widget.value_from_datadict(sent, {}, n)) for n, f in fields}
        changed = any(self._was(f"{place}.{n}") != digest(text) for n, text in mine.items())
        words = ", ".join(filter(None, (in_words(f, mine[n]) for n, f in fields)))
        self.told.append(difference(called, "", REMOVED, words, yours=changed))
        entry.pop(formset.model._meta.pk.name, None)
        return changed

    def _changed(self, was: str | None, mine: str) -> bool:
        """Whether you changed a field. One that was not on your page you cannot have changed."""
        return self.opened is None or (was is not None and digest(mine) != was)

    def _was(self, key: str) -> str | None:
        return None if self.opened is None else self.opened.get(key)

    def _sent(self, one: forms.Field, name: str) -> str:
        return canonical(one, one.widget.value_from_datadict(self.data, {}, name))

    def _put(self, one: forms.Field, name: str, text: str) -> None:
        self.data.pop(f"{name}_word", None)  # a chance can be sent as a word
        if isinstance(one, forms.BooleanField) and text != "True":
            self.data.pop(name, None)
        else:
            self.data[name] = text


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0
