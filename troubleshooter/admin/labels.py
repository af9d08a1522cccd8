"""What editors read of a field or a row, where the name of its column or table would not tell them.

The words are given to the models themselves once, when the pages are set up: so forms, lists,
filters, problems and the audit trail all call a thing the same.
"""

from django.apps import apps
from django.db import models

from troubleshooter.editing.field_words import WORDS

STYLED = (
    "Begin lines with “1.” or “-” for a list; put **two stars** around words to make them bold."
)

PLACE = ("Place", "Lower numbers come first. Leave it empty to put it last.")
TAKEN_OUT = ("Taken out", "Left out of the next revision, and kept for history.")
KEY = ("Name in addresses", "")
BY_NAME: dict[str, tuple[str, str]] = {"order": PLACE, "retired": TAKEN_OUT, "key": KEY}

# By model and field: the label, and the help where the column's own is not enough.
LABELS: dict[str, tuple[str, str]] = {
    "guide.title": ("Title", "The problem, as a person would say it."),
    "guide.status_page": (
        "Status page",
        "The web address where outages are announced. Visitors see it with an outage.",
    ),
    "guide.contact": (
        "Contact",
        "Where visitors reach support: a web address, or a mail address.",
    ),
    "guide.order": ("Place among the guides", "Lower numbers come first on visitors’ first page."),
    "cause.share": (
        "Share of cases",
        "How often it is part of the problem: choose a word, or write a number. The shares of a "
        "guide may add up to a little more than 1.",
    ),
    "cause.unfixable": (
        "Only support can help",
        "No step can clear it. Visitors for whom it is likely go on to support.",
    ),
    "question.text": ("Question", "Visitors read it as the heading of its page."),
    "question.help": ("Where to look", ""),
    "question.gate": ("Ask before any step", "Every visitor gets it first."),
    "question.minutes": ("Minutes to find out", "The longer it takes, the later it is asked."),
    "question.unsure": (
        "Not sure",
        "How often people cannot tell. “Not sure” is always offered, so it is no answer of yours.",
    ),
    "option.label": ("Answer", "What the visitor taps."),
    "option.usual": (
        "Usual",
        "You may leave it empty: the answers then share what is left. How often people give this "
        "answer when none of the causes that it tells apart is there.",
    ),
    "likelihood.probability": (
        "How often",
        "How often people say this when the cause is there. For one cause, all answers of the "
        "question add up to 1.",
    ),
    "variant.from_version": ("From version", "Empty: from the first version."),
    "variant.to_version": ("To version", "Empty: to the newest version."),
    "variant.segments": (
        "Labels to tap",
        "One on each line, exactly as the device writes them. [Your Name] is the account row at "
        "the top.",
    ),
    "variant.confidence": ("How sure are you", "Visitors are told where it is not verified."),
    "variant.checked": ("Last checked", "The day on which someone looked on a device."),
    "variant.source": ("Where it was read", ""),
    "step.kind": ("What it is for", "Decides when it is offered."),
    "step.instructions": ("", "One action each, numbered. " + STYLED),
    "step.minutes": ("Minutes of work", "The longer it takes, the later it is offered."),
    "step.wait_minutes": ("Minutes of waiting", "Until one can know whether it worked."),
    "step.how_to_know": ("How to know", "How visitors see whether it worked. " + STYLED),
    "step.before": ("Have ready", ""),
    "step.other_device": ("Needs another device", "A computer, or a second device."),
    "step.irreversible": ("Cannot be undone", "A visitor must confirm first."),
    "step.at_risk": ("What may be lost", "In one sentence. Visitors read it before they begin."),
    "step.interrupts": ("What it cuts", ""),
    "step.skip": ("Left out", "How often people cannot or will not do it."),
    "step.pinned": ("When it comes", "“Always first” is for what must be looked at in any case."),
    "step.check_minutes": ("Minutes of a test", ""),
    "step.test": ("Tested together with", ""),
    "step.edition": ("Edition", ""),
    "stepeffect.probability": ("How often", "How often it clears the cause, done properly."),
    "steprequirement.required": ("Step", ""),
    "message.text": ("What the device says", "Exactly as it stands on the screen."),
    "message.also": ("Other wordings", ""),
    "handoffitem.label": ("What support will ask", ""),
    "handoffitem.kind": ("Who fills it in", "The version is known from the visit."),
    "aftercare.title": ("Habit", "As an instruction, for example Charge overnight."),
    "fact.title": ("Title", "The question that it answers."),
}


# Costs and switches of a guide: called as where revisions are compared.
OF_GUIDES = (
    *("support_minutes", "support_weight", "waiting_weight", "tie_band", "ask_margin"),
    *("check_minutes", "trip_minutes", "hold_out", "explore", "adopt_band"),
)
LABELS |= {f"guide.{name}": (WORDS[name].capitalize(), "") for name in OF_GUIDES}
# What a row is called: one of them, and several.
KINDS: dict[str, tuple[str, str]] = {
    "aftercare": ("habit", "habits"),
    "aftercarepath": ("settings path of a habit", "settings paths of habits"),
    "causefact": ("fact of a cause", "facts of causes"),
    "delivery": ("hand-over on its way", "hand-overs on their way"),
    "guidepath": ("path that shows the version", "paths that show the version"),
    "handoffitem": ("thing that support asks", "things that support asks"),
    "likelihood": ("how often an answer is given", "how often answers are given"),
    "messageanswer": ("answer of a message", "answers of messages"),
    "option": ("answer", "answers"),
    "parameters": ("set of numbers", "sets of numbers"),
    "pathpicture": ("picture of a settings path", "pictures of settings paths"),
    "platformversion": ("version", "versions"),
    "questionfact": ("fact of a question", "facts of questions"),
    "questionpath": ("settings path of a question", "settings paths of questions"),
    "stepeffect": ("cause that a step clears", "causes that steps clear"),
    "stepfact": ("fact of a step", "facts of steps"),
    "steppath": ("settings path of a step", "settings paths of steps"),
    "steppicture": ("picture of a step", "pictures of steps"),
    "steprequirement": ("step before another", "steps before others"),
}


def call_by_their_names() -> None:
    """Give the models the words above. Migrations go by the models’ own, and stay as they are."""
    for model in apps.get_app_config("troubleshooter").get_models():
        name, meta = model._meta.model_name, model._meta
        if name in KINDS:
            meta.verbose_name, meta.verbose_name_plural = KINDS[name]
        for field in meta.concrete_fields:
            label, _ = LABELS.get(f"{name}.{field.name}") or BY_NAME.get(field.name, ("", ""))
            if label:
                field.verbose_name = label[0].lower() + label[1:]


def words_for(field: models.Field) -> dict[str, str]:
    """The label and help of the form's field, where they differ from the column's."""
    name = f"{field.model._meta.model_name}.{field.name}"
    label, help_text = LABELS.get(name) or BY_NAME.get(field.name, ("", ""))
    help_text = help_text or field.help_text
    help_text = str(help_text).replace("Markdown.", STYLED)
    return {"help_text": help_text} | ({"label": label} if label else {})
