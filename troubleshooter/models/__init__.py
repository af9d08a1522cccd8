from .cause import Cause, CauseFact, Fact
from .guide import Guide, Platform, PlatformVersion
from .link import LinkCheck
from .path import Confidence, GuidePath, SettingsPath, Variant
from .picture import PathPicture, Picture, StepPicture
from .publication import PlannedPublication, PublicationState
from .question import Likelihood, Option, Question, QuestionFact, QuestionPath
from .revision import Origin, Parameters, Revision
from .step import (
    Interrupts,
    Pinned,
    Step,
    StepEffect,
    StepFact,
    StepKind,
    StepPath,
    StepRequirement,
)
from .visit import Arm, Event, EventKind, Node, Outcome, Visit
from .words import Aftercare, AftercarePath, HandoffItem, HandoffKind, Message, MessageAnswer

__all__ = [
    "Aftercare",
    "AftercarePath",
    "Arm",
    "Cause",
    "CauseFact",
    "Confidence",
    "Event",
    "EventKind",
    "Fact",
    "Guide",
    "GuidePath",
    "HandoffItem",
    "HandoffKind",
    "Interrupts",
    "Likelihood",
    "LinkCheck",
    "Message",
    "MessageAnswer",
    "Node",
    "Option",
    "Origin",
    "Outcome",
    "Parameters",
    "PathPicture",
    "Picture",
    "Pinned",
    "PlannedPublication",
    "Platform",
    "PlatformVersion",
    "PublicationState",
    "Question",
    "QuestionFact",
    "QuestionPath",
    "Revision",
    "SettingsPath",
    "Step",
    "StepEffect",
    "StepFact",
    "StepKind",
    "StepPath",
    "StepPicture",
    "StepRequirement",
    "Variant",
    "Visit",
]
