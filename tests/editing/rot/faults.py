"""Faults to plant in the iCloud guide's rows, each with the code and the place to be named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from troubleshooter.models import (
    Cause,
    Fact,
    Guide,
    HandoffItem,
    Likelihood,
    Message,
    MessageAnswer,
    Option,
    Picture,
    PlatformVersion,
    Question,
    Step,
    StepEffect,
    StepPath,
    StepPicture,
    StepRequirement,
    Translation,
    Variant,
)

TODAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Fault:
    code: str
    place: str
    plant: Callable[[Guide], object]

    @property
    def name(self) -> str:
        return f"{self.code} {self.place}"


def edit(model, key, **fields):
    """An editor who opens the entry, types into it and saves."""

    def plant(guide):
        assert model.objects.filter(guide=guide, key=key).update(**fields) == 1

    return plant


def edit_guide(**fields):
    return lambda guide: Guide.objects.filter(pk=guide.pk).update(**fields)


def translated(place, source, text):
    def plant(guide):
        where = {"guide": guide, "language": "de", "place": place}
        made = {"source": source, "text": text}
        Translation.objects.update_or_create(**where, defaults=made)

    return plant


def usual(question, **by_option):
    """How often people give each answer, typed anew."""

    def plant(guide):
        for key, chance in by_option.items():
            option = option_of(guide, question, key)
            Option.objects.filter(pk=option.pk).update(usual=chance)

    return plant


def option_of(guide, question, key):
    return Option.objects.get(question__guide=guide, question__key=question, key=key.strip("_"))


def same_under_all(question):
    """Every cause gets the numbers of `usual`, as after copying one column over all others."""

    def plant(guide):
        for option in Option.objects.filter(question__guide=guide, question__key=question):
            option.likelihoods.update(probability=option.usual)

    return plant


def named_for_all_causes(question, **by_option):
    """The question names every cause of the guide, all with the same numbers."""

    def plant(guide):
        for key, chance in by_option.items():
            option = option_of(guide, question, key)
            option.likelihoods.all().delete()
            for cause in guide.causes.all():
                Likelihood.objects.create(option=option, cause=cause, probability=chance)

    return plant


def variant(path, at, **fields):
    def plant(guide):
        row = Variant.objects.filter(path__guide=guide, path__key=path).order_by("order", "pk")[at]
        Variant.objects.filter(pk=row.pk).update(**fields)

    return plant


def without_last_variant(path):
    def plant(guide):
        Variant.objects.filter(path__guide=guide, path__key=path).last().delete()

    return plant


def picture(step, alt):
    def plant(guide):
        row = Picture.objects.create(
            guide=guide, light="0" * 32 + ".webp", alt=alt, width=60, height=40
        )
        StepPicture.objects.create(step=Step.objects.get(guide=guide, key=step), picture=row)

    return plant


def answers_also(message, question, option):
    def plant(guide):
        row = Message.objects.get(guide=guide, key=message)
        MessageAnswer.objects.create(message=row, option=option_of(guide, question, option))

    return plant


def all_shares(factor):
    def plant(guide):
        for cause in guide.causes.all():
            Cause.objects.filter(pk=cause.pk).update(share=min(1, cause.share * factor))

    return plant


def effects(step, chance, cause=""):
    def plant(guide):
        rows = StepEffect.objects.filter(step__guide=guide, step__key=step)
        (rows.filter(cause__key=cause) if cause else rows).update(probability=chance)

    return plant


def effects_on(cause, chance):
    return lambda guide: StepEffect.objects.filter(step__guide=guide, cause__key=cause).update(
        probability=chance
    )


def twin_cause(key):
    """A cause copied with all that answers and steps say of it."""

    def plant(guide):
        old = Cause.objects.get(guide=guide, key=key)
        new = Cause.objects.create(
            guide=guide, key="twin", name="A twin", explanation="It is.", share=0.01, order=999
        )
        for model in (Likelihood, StepEffect):
            for row in model.objects.filter(cause=old):
                row.pk, row.cause, row._state.adding = None, new, True
                row.save()

    return plant


def worse_copy(key):
    """A step copied under another title, and made to take longer."""

    def plant(guide):
        old = Step.objects.get(guide=guide, key=key)
        new = Step.objects.get(pk=old.pk)
        new.pk, new.key, new.title, new.minutes = None, "worse", "Another way", old.minutes + 5
        new.order, new._state.adding = 999, True
        new.save()
        for row in old.effects.all():
            StepEffect.objects.create(step=new, cause=row.cause, probability=row.probability)

    return plant


def unlinked(path):
    return lambda guide: StepPath.objects.filter(step__guide=guide, path__key=path).delete()


def versions_swapped(platform, one, other):
    def plant(guide):
        first, second = (
            PlatformVersion.objects.get(platform__guide=guide, platform__key=platform, name=name)
            for name in (one, other)
        )
        first.order, second.order = second.order, first.order
        first.save()
        second.save()

    return plant


def requires(step, required):
    def plant(guide):
        rows = [Step.objects.get(guide=guide, key=key) for key in (step, required)]
        StepRequirement.objects.create(step=rows[0], required=rows[1])

    return plant


HARD = 2 * (
    "Notwithstanding the aforementioned considerations regarding synchronisation, individuals "
    "experiencing intermittent connectivity deterioration should systematically investigate "
    "alternative configuration possibilities before contemplating irreversible modifications. "
)
LONG = "\n".join(f"{n}. Open the page and look at line {n}." for n in range(1, 10))

FAULTS = (
    # What blocks publishing.
    Fault("empty-text", "title", edit_guide(title=" ")),
    Fault("bad-address", "status_page", edit_guide(status_page="status page of Apple")),
    Fault("bad-language", "language", edit_guide(language="British English")),
    Fault("columns-do-not-sum", "questions[account-prompt].options", usual("account-prompt", yes=0.5)),
    Fault("cause-without-step", "causes[outage]", effects("check-system-status", 0)),
    Fault("step-fixes-nothing", "steps[finish-restore].fixes", effects("finish-restore", 0)),
    Fault("risk-not-named", "steps[delete-old-backups].at_risk", edit(Step, "delete-old-backups", at_risk="")),
    Fault("variant-missing", "paths[about].variants", without_last_variant("about")),
    Fault("requires-cycle", "steps[local-backup].requires", requires("local-backup", "sign-out")),
    Fault("text-too-long", "steps[restart].instructions", edit(Step, "restart", instructions="x" * 20_001)),
    # Where to tap.
    Fault("path-check-old", "paths[icloud-storage].variants[0].checked", variant("icloud-storage", 0, checked=date(2025, 11, 24))),
    Fault("check-in-future", "paths[icloud-storage].variants[0].checked", variant("icloud-storage", 0, checked=date(2027, 1, 1))),
    Fault("confirmed-without-date", "paths[icloud-storage].variants[0].checked", variant("icloud-storage", 0, checked=None)),
    Fault("path-not-confirmed", "paths[low-power].variants", variant("low-power", 0, confidence="unverified")),
    Fault("path-unused", "paths[date-time]", unlinked("date-time")),
    Fault("label-misspelt", "steps[turn-on-backup].instructions", edit(Step, "turn-on-backup", instructions="1. Open **iCloud Backups**.")),
    Fault("versions-out-of-order", "platforms[iphone].versions[4]", versions_swapped("iphone", "18", "26")),
    # Days.
    Fault("review-due", "review_by", edit_guide(review_by=date(2026, 11, 24))),
    Fault("review-due", "steps[restart].review_by", edit(Step, "restart", review_by=date(2026, 1, 1))),
    # Words.
    Fault("no-instructions", "steps[restart].instructions", edit(Step, "restart", instructions="")),
    Fault("no-check", "steps[restart].check", edit(Step, "restart", how_to_know=" ")),
    Fault("no-explanation", "causes[outage].explanation", edit(Cause, "outage", explanation="")),
    Fault("no-contact", "contact", edit_guide(contact="")),
    Fault("no-handoff", "handoff", lambda guide: HandoffItem.objects.filter(guide=guide).delete()),
    Fault("hard-to-read", "steps[restart].instructions", edit(Step, "restart", instructions=HARD)),
    Fault("hard-to-read", "facts[plans].text", edit(Fact, "plans", text=HARD)),
    Fault("step-too-long", "steps[turn-on-backup].instructions", edit(Step, "turn-on-backup", instructions=LONG)),
    Fault("step-too-long", "steps[finish-restore].instructions", edit(Step, "finish-restore", instructions="1. Wait a bit.\n" * 5 + "So it is. " * 50)),
    Fault("same-words", "steps[update-ios].title", edit(Step, "update-ios", title="Restart the  iPhone or iPad")),
    Fault("same-words", "causes[outage].name", edit(Cause, "outage", name="iCloud storage is full")),
    # Translations.
    Fault("translation-stale", "translations.de", translated("title", "An older title", "Ein Titel")),
    Fault("translation-loses-parts", "translations.de.steps/restart/instructions", translated("steps/restart/instructions", "1. Hold it.\n2. Let go.", "Drück lange.")),
    Fault("translation-missing", "translations.de", translated("title", "An older title", "Ein Titel")),
    # Pictures.
    Fault("picture-in-text", "steps[restart].check", edit(Step, "restart", how_to_know="Look: ![](https://example.org/a.png)")),
    Fault("alt-says-nothing", "steps[restart].pictures[0].alt", picture("restart", "IMG_0042.PNG")),
    # Causes.
    Fault("cause-impossible", "causes[outage].share", edit(Cause, "outage", share=0)),
    Fault("shares-too-low", "causes", all_shares(0.5)),
    Fault("shares-too-high", "causes", all_shares(2)),
    Fault("cause-hardly-cleared", "causes[small-setting]", effects_on("small-setting", 0.02)),
    Fault("causes-alike", "causes[twin]", twin_cause("restoring")),
    # Answers.
    Fault("question-says-nothing", "questions[connection].options", same_under_all("connection")),
    Fault("question-hard", "questions[last-backup].unsure", edit(Question, "last-backup", unsure=0.6)),
    Fault("question-never-asked", "questions[connection].minutes", edit(Question, "connection", minutes=90)),
    Fault("answer-impossible", "questions[account-prompt].options[yes]", lambda guide: (usual("account-prompt", yes=0, no=1)(guide), Likelihood.objects.filter(option=option_of(guide, "account-prompt", "yes")).update(probability=0), Likelihood.objects.filter(option=option_of(guide, "account-prompt", "no")).update(probability=1))),
    Fault("answer-fits-no-cause", "questions[account-prompt].options[yes]", lambda guide: (usual("account-prompt", yes=0.4, no=0.6)(guide), named_for_all_causes("account-prompt", yes=0.01, no=0.99)(guide))),
    Fault("message-contradicts-itself", "messages[bought-but-still-full].answers.back-up-now", answers_also("bought-but-still-full", "back-up-now", "completes")),
    Fault("message-against-its-words", "messages[new-terms].answers.account-prompt", lambda guide: (usual("account-prompt", yes=0, no=1)(guide), Likelihood.objects.filter(option=option_of(guide, "account-prompt", "yes")).update(probability=0), Likelihood.objects.filter(option=option_of(guide, "account-prompt", "no")).update(probability=1))),
    # Steps.
    Fault("step-dominated", "steps[worse].fixes", worse_copy("finish-restore")),
    Fault("step-never-reached", "steps[small-settings].minutes", edit(Step, "small-settings", minutes=5_000)),
    Fault("step-always-skipped", "steps[restart].skip", edit(Step, "restart", skip=1)),
    Fault("step-takes-no-time", "steps[restart].minutes", edit(Step, "restart", minutes=0)),
    Fault("safeguard-unused", "steps[temporary-storage].kind", edit(Step, "temporary-storage", kind="safety")),
    Fault("risky-step-first", "steps[sign-out].pinned", edit(Step, "sign-out", pinned="first")),
)  # fmt: skip
