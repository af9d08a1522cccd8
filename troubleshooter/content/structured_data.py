"""A guide in the words of schema.org, for search engines: what to try, and what is good to know.

The vocabulary: https://schema.org/HowTo and https://schema.org/FAQPage. Only what is published is
in it. It is kept short, since it travels with a page that is read on a phone.
"""

import re
from collections.abc import Sequence
from math import ceil

from .plain_text import plain_text
from .schema import FactContent, GuideContent, StepContent

# Of each text its first sentences, as far as they fit into so many characters.
LONGEST = 160
SENTENCE_ENDS = re.compile(r"(?<=[.!?؟。])\s+")
LIST_NUMBER = re.compile(r"^(?:\d+\.|-)\s+", re.MULTILINE)
QUESTION_MARKS = ("?", "؟", "？")

Data = dict[str, object]


def structured_data(
    content: GuideContent,
    *,
    steps: Sequence[StepContent],
    address: str,
    language: str,
    minutes: float | None,
) -> Data:
    """JSON-LD: a HowTo of those steps and a FAQPage of the facts that answer a question, each only
    if there is something in it; empty if there is neither.

    The steps are for the caller to choose: a risky one without its warnings would do harm.
    """
    told = {"inLanguage": language, "url": address}
    graph = [*_how_to(content, steps, told, minutes), *_questions(content, told)]
    return {"@context": "https://schema.org", "@graph": graph} if graph else {}


def _how_to(
    content: GuideContent, steps: Sequence[StepContent], told: Data, minutes: float | None
) -> list[Data]:
    if not steps:
        return []
    how_to: Data = {"@type": "HowTo", "name": content.title, **told}
    how_to["description"] = plain_text(content.summary)
    if minutes:
        how_to["totalTime"] = f"PT{ceil(minutes)}M"
    return [{**how_to, "step": [_step(step) for step in steps]}]


def _step(step: StepContent) -> Data:
    text = beginning(step.instructions) or str(step.title)
    return {"@type": "HowToStep", "name": step.title, "text": text}


def _questions(content: GuideContent, told: Data) -> list[Data]:
    asked = [fact for fact in content.facts if fact.title.rstrip().endswith(QUESTION_MARKS)]
    if not asked:
        return []
    return [{"@type": "FAQPage", **told, "mainEntity": [_question(fact) for fact in asked]}]


def _question(fact: FactContent) -> Data:
    answer = {"@type": "Answer", "text": beginning(fact.text)}
    return {"@type": "Question", "name": fact.title, "acceptedAnswer": answer}


def beginning(markdown: str) -> str:
    """The first sentences of a text that fit into `LONGEST` characters, without the numbers of its
    lists. A first sentence that is longer is cut after a word, and an ellipsis says so."""
    text = " ".join(LIST_NUMBER.sub("", plain_text(markdown)).split())
    kept = ""
    for sentence in SENTENCE_ENDS.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept or (f"{text[:LONGEST].rsplit(' ', 1)[0]} …" if text else "")
