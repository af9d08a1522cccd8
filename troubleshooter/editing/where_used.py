"""What shows a settings path, a cause, a fact or a step: known before it is changed or deleted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from troubleshooter.models import (
    Aftercare,
    Cause,
    Fact,
    Guide,
    Message,
    Option,
    Question,
    SettingsPath,
    Step,
)


@dataclass(frozen=True, kw_only=True)
class Use:
    """One row that names another. `how` says in which way, after the row's title."""

    model: type[Model]
    pk: int
    title: str
    how: str
    retired: bool


Found = Iterator[tuple[QuerySet, str]]


def where_used(row: Model) -> tuple[Use, ...]:
    """What refers to the row, the kinds in the order of work. As many queries as kinds."""
    finder = FINDERS.get(type(row))
    if finder is None:
        return ()
    return tuple(_use(user, how) for users, how in finder(row) for user in users)


def _use(user: Model, how: str) -> Use:
    retired = getattr(user, "retired", False)
    return Use(model=type(user), pk=user.pk, title=str(user), how=how, retired=retired)


def _of_path(path: SettingsPath) -> Found:
    shows = "shows where to tap"
    yield Guide.objects.filter(guidepath__path=path), "shows it where visitors look up the version"
    yield Question.objects.filter(questionpath__path=path), shows
    yield Step.objects.filter(steppath__path=path), shows
    yield Aftercare.objects.filter(aftercarepath__path=path), shows


def _of_cause(cause: Cause) -> Found:
    questions = Question.objects.filter(options__likelihoods__cause=cause)
    yield questions.distinct(), "its answers speak for or against it"
    yield Step.objects.filter(effects__cause=cause), "may clear it"


def _of_fact(fact: Fact) -> Found:
    links = "links to it"
    yield Cause.objects.filter(causefact__fact=fact), links
    yield Question.objects.filter(questionfact__fact=fact), links
    yield Step.objects.filter(stepfact__fact=fact), links


def _of_step(step: Step) -> Found:
    yield Step.objects.filter(requirements__required=step), "asks for it first"


def _of_question(question: Question) -> Found:
    messages = Message.objects.filter(messageanswer__option__question=question)
    yield messages.distinct(), "answers it, when a visitor picks the message"


def _of_option(option: Option) -> Found:
    messages = Message.objects.filter(messageanswer__option=option)
    yield messages, "gives this answer, when a visitor picks the message"


FINDERS: dict[type[Model], Callable[..., Found]] = {
    SettingsPath: _of_path,
    Cause: _of_cause,
    Fact: _of_fact,
    Step: _of_step,
    Question: _of_question,
    Option: _of_option,
}
