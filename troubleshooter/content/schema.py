"""What a guide file holds, key by key: frozen values that mirror `docs/guide-format.md`.

Building a model settles the shape only: the keys, and the kind of every value. Whether the values
are in range and fit together is judged by `troubleshooter.content.checks.check`, which reports all
that is wrong at once. Content that came through `read_guide` has passed both.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from .fields import (
    Caption,
    CauseName,
    Confidence,
    Day,
    FactNames,
    Flag,
    Interrupts,
    Key,
    Line,
    Minutes,
    Number,
    OptionKey,
    PathNames,
    Pinned,
    PlatformName,
    Probability,
    Prose,
    Sources,
    StepKind,
    StepName,
    TestName,
    Whole,
)
from .part import NO_TEXT, Content
from .rules import (
    Address,
    Between,
    Count,
    Exactly,
    Language,
)
from .schema_pictures import Pictures
from .schema_translations import Translations
from .schema_words import AftercareContent, FactContent, HandoffItemContent, MessageContent


class DisruptionMinutes(Content):
    """What a step costs beyond its minutes, for each level of disruption."""

    level_1: Minutes = Field(0, alias="1", description="Minutes added for looking only.")
    level_2: Minutes = Field(2, alias="2", description="Minutes added at level 2.")
    level_3: Minutes = Field(8, alias="3", description="Minutes added at level 3.")
    level_4: Minutes = Field(20, alias="4", description="Minutes added at level 4.")
    level_5: Minutes = Field(60, alias="5", description="Minutes added for days of tidying.")

    def levels(self) -> tuple[float, float, float, float, float]:
        """The minutes for levels 1 to 5, in that order."""
        return (self.level_1, self.level_2, self.level_3, self.level_4, self.level_5)

    def __getitem__(self, level: int) -> float:
        """The minutes for one level, 1 to 5."""
        return self.levels()[level - 1]


class PlatformContent(Content):
    """A kind of device, with the versions of its system."""

    key: Key = Field(description="Name of the platform within the guide.")
    name: Caption = Field(description="What people call it.")
    versions: Annotated[tuple[Line, ...], Count(1)] = Field(description="Versions, oldest first.")


class CauseContent(Content):
    """A reason for the problem. Several can hold at once."""

    key: Key = Field(description="Name of the cause within the guide.")
    name: Caption = Field(description="The cause in a few words.")
    share: Probability = Field(
        description="Share of cases in which it is involved; shares may add up to more than 1."
    )
    explanation: Prose = Field(NO_TEXT, description="What is going on, in Markdown.")
    unfixable: Flag = Field(False, description="No step can fix it; only support can.")
    facts: FactNames = ()


class OptionContent(Content):
    """One possible answer to a question."""

    key: OptionKey = Field(description="Name of the option within its question; not `unsure`.")
    label: Caption = Field(description="The answer as people read it.")
    usual: Probability = Field(
        description="Probability of this answer when none of the causes named below is present."
    )
    likelihood: Mapping[CauseName, Probability] = Field(
        {}, description="Probability of this answer for each cause that the question is about."
    )


class QuestionContent(Content):
    """Something that a person can observe."""

    key: Key = Field(description="Name of the question within the guide, and its address.")
    text: Caption = Field(description="The question as people read it.")
    minutes: Minutes = Field(description="How long answering takes.")
    options: Annotated[tuple[OptionContent, ...], Count(2, 6)] = Field(
        description="The answers to choose from. “Not sure” is always added."
    )
    help: Prose = Field(
        NO_TEXT, description="Where to look and what it may be mistaken for, in Markdown."
    )
    unsure: Probability = Field(0.05, description="How often people cannot tell.")
    gate: Flag = Field(False, description="Asked before any step is offered.")
    paths: PathNames = ()
    facts: FactNames = ()


class VariantContent(Content):
    """A settings path as it is on one platform, over a range of versions."""

    platform: PlatformName = Field(description="Key of the platform.")
    from_: str = Field(
        NO_TEXT, alias="from", description="First version, included; without it, from the oldest."
    )
    to: str = Field(NO_TEXT, description="Last version, included; without it, to the newest.")
    segments: Annotated[tuple[Line, ...], Count(1)] = Field(description="What to tap, in order.")
    confidence: Confidence = Field("unverified", description="How sure we are that it is so.")
    source: Prose = Field(NO_TEXT, description="Where it was read.")
    checked: Day = Field(NO_TEXT, description="The day it was last checked, as year-month-day.")


class PathContent(Content):
    """A place in the settings."""

    key: Key = Field(description="Name of the settings path within the guide.")
    name: Caption = Field(description="What the place is called.")
    variants: Annotated[tuple[VariantContent, ...], Count(1)] = Field(
        description="One for each platform and range of versions; together they cover them all."
    )
    pictures: Pictures = ()


class StepContent(Content):
    """Something to do about the problem."""

    key: Key = Field(description="Name of the step within the guide, and its address.")
    title: Caption = Field(description="The step in a few words.")
    minutes: Minutes = Field(description="Hands-on minutes.")
    disruption: Annotated[Whole, Between(1, 5)] = Field(
        description="What it does to a person's day: 1 is looking only, 5 is days of tidying."
    )
    kind: StepKind = Field(
        "fix",
        description="fix; check (looks only); safety (a safeguard that fixes nothing); workaround "
        "(gets people what they need another way).",
    )
    instructions: Prose = Field(NO_TEXT, description="What to do, in numbered Markdown.")
    wait_minutes: Minutes = Field(0, description="Minutes until one can know whether it worked.")
    check_minutes: Minutes | None = Field(
        None, description="What testing costs; without it, as the guide says; 0: it shows at once."
    )
    test: TestName = Field(
        NO_TEXT, description="Steps that name one test are tested together; else the guide's own."
    )
    irreversible: Flag = Field(False, description="What it does cannot be undone.")
    interrupts: Interrupts = Field(
        "none", description="What it does to the device that the step is being read on."
    )
    other_device: Flag = Field(False, description="It needs a computer or a second device.")
    at_risk: Prose = Field(NO_TEXT, description="What may be lost, in one sentence.")
    before: tuple[Line, ...] = Field((), description="What to have ready, one thing on a line.")
    requires: tuple[StepName, ...] = Field(
        (), description="Keys of the steps to be done, or knowingly declined, first."
    )
    skip: Probability = Field(0, description="How often people cannot or will not do it.")
    fixes: Mapping[CauseName, Probability] = Field(
        {}, description="Probability that the step, done properly, clears each cause."
    )
    paths: PathNames = ()
    pictures: Pictures = ()
    check: Prose = Field(NO_TEXT, description="How to know whether it worked, in Markdown.")
    pinned: Pinned = Field("none", description="first: offered before all others.")
    facts: FactNames = ()
    sources: Sources = ()
    edition: Annotated[Whole, Between(1)] = Field(
        1, description="Raised when the text changes what people do: older results count less."
    )
    review_by: Day = Field(NO_TEXT, description="The day by which someone should read it again.")


class GuideContent(Content):
    """One guide: what a person with one kind of problem is asked, shown and told."""

    format: Annotated[Whole, Exactly(1)] = Field(description="The version of this format: 1.")
    key: Key = Field(description="Name of the guide for ever: addresses and statistics use it.")
    title: Caption = Field(description="The problem, as people would put it.")
    summary: Prose = Field(description="One or two sentences that a visitor reads first.")
    language: Annotated[str, Language()] = Field(
        description="Language of the guide, as in HTML: en, de, pt-BR."
    )
    support_minutes: Minutes = Field(
        description="What handing over costs: the visitor's and the organisation's minutes."
    )
    status_page: Annotated[str, Address()] = Field(
        NO_TEXT, description="Address where outages are announced."
    )
    contact: Annotated[str, Address(("https", "http", "mailto"))] = Field(
        NO_TEXT, description="Address that the hand-over leads to."
    )
    version_paths: PathNames = ()
    support_weight: Minutes = Field(
        1,
        description="How many minutes of work one minute of support counts; above 1 tries longer.",
    )
    waiting_weight: Minutes = Field(
        0.02, description="Cost of one minute of waiting, in hands-on minutes."
    )
    disruption_minutes: DisruptionMinutes = Field(
        DisruptionMinutes.model_validate({}),
        description="Minutes added to a step's cost for disruption 1 to 5.",
    )
    tie_band: Minutes = Field(
        0, description="Steps this close to the best keep the order of the file."
    )
    ask_margin: Minutes = Field(0, description="Minutes that a question must save to be asked.")
    check_minutes: Minutes = Field(
        0, description="What one slow test costs, where several steps are tested by it together."
    )
    trip_minutes: Minutes = Field(
        0, description="Minutes saved when the next step is behind the same settings path."
    )
    shadow: Flag = Field(
        False, description="The editor's order is shown; the engine's move is recorded beside it."
    )
    hold_out: Probability = Field(
        0, description="Share of visits that are kept on the editor's order, for comparison."
    )
    review_by: Day = Field(NO_TEXT, description="The day by which all of it is to be read again.")
    explore: Annotated[Number, Between(0, 0.1)] = Field(
        0, description="Share of visits in which the two best steps may be swapped; 0.1 at most."
    )
    adopt_band: Annotated[Number, Between(1, or_zero=True)] = Field(
        0, description="Learnt odds within this factor of the editor's are adopted; 0: none are."
    )
    platforms: Annotated[tuple[PlatformContent, ...], Count(1)] = Field(
        description="The devices that the guide is for."
    )
    causes: Annotated[tuple[CauseContent, ...], Count(1)] = Field(
        description="The reasons for the problem."
    )
    questions: tuple[QuestionContent, ...] = Field((), description="What can be observed.")
    messages: tuple[MessageContent, ...] = Field((), description="What the device says.")
    paths: tuple[PathContent, ...] = Field((), description="Where to tap.")
    steps: Annotated[tuple[StepContent, ...], Count(1)] = Field(description="What to try.")
    handoff: tuple[HandoffItemContent, ...] = Field((), description="What support will ask.")
    aftercare: tuple[AftercareContent, ...] = Field((), description="What keeps it working.")
    facts: tuple[FactContent, ...] = Field((), description="Corrections and background.")
    translations: Translations = {}


def json_schema() -> dict[str, Any]:
    """The guide file as JSON Schema (draft 2020-12), for editors' tools."""
    schema = GuideContent.model_json_schema(by_alias=True)
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**dialect, **schema, "title": "Guide file"}
