"""What questions, steps, paths and causes are called, those that a later revision left out too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from troubleshooter.content.catalogue import PublishedGuide, published
from troubleshooter.content.schema import PathContent, QuestionContent, StepContent
from troubleshooter.models import Node, Revision


@dataclass(frozen=True, kw_only=True)
class Named:
    """A question or a step. `here`: the revision that is looked at still has it."""

    node: str
    key: str
    title: str
    kind: str
    minutes: float
    here: bool


class Names:
    """Names as one revision has them; what it has no more is called as it was called last.

    An older revision is read only where a key asks for it.
    """

    def __init__(self, content: PublishedGuide, revisions: Sequence[Revision]) -> None:
        self.content = content
        self._older = [r.pk for r in revisions if r.pk != content.revision_id]

    def node(self, node: str, key: str) -> Named:
        for guide in self._all():
            found = (guide.steps if node == Node.STEP else guide.questions).get(key)
            if found is not None:
                return _named(node, found, here=guide is self.content)
        return Named(node=node, key=key, title=key, kind="", minutes=0, here=False)

    def step(self, key: str) -> StepContent | None:
        return next((g.steps[key] for g in self._all() if key in g.steps), None)

    def cause(self, key: str) -> str:
        return next((g.causes[key].name for g in self._all() if key in g.causes), key)

    def path(self, key: str) -> PathContent | None:
        return next((g.paths[key] for g in self._all() if key in g.paths), None)

    def option(self, question: str, key: str) -> str:
        """An answer's words."""
        for guide in self._all():
            asked = guide.questions.get(question)
            for option in asked.options if asked else ():
                if option.key == key:
                    return option.label
        return key

    def platform(self, key: str) -> str:
        return next((g.platforms[key].name for g in self._all() if key in g.platforms), key)

    @cached_property
    def order(self) -> dict[tuple[str, str], int]:
        """The editors' order of questions and steps."""
        content = self.content.content
        keys = [(Node.QUESTION.value, one.key) for one in content.questions]
        keys += [(Node.STEP.value, one.key) for one in content.steps]
        return {key: place for place, key in enumerate(keys)}

    def _all(self) -> Iterable[PublishedGuide]:
        yield self.content
        for pk in self._older:
            yield published(pk)


def _named(node: str, found: StepContent | QuestionContent, *, here: bool) -> Named:
    step = isinstance(found, StepContent)
    return Named(
        node=node,
        key=found.key,
        title=found.title if step else found.text,
        kind=found.kind if step else "question",
        minutes=found.minutes,
        here=here,
    )
