"""The decision engine: what a guide is, what is believed about a problem, and what to do next.

Standard library only, and pure: no clock, no randomness, no input or output.
"""

from troubleshooter.engine.belief import Belief, believe
from troubleshooter.engine.evidence import UNSURE, Evidence, Result
from troubleshooter.engine.exploring import swapped_move
from troubleshooter.engine.guide import Guide, Question, Step, StepKind
from troubleshooter.engine.move import Move, MoveKind, editors_move, next_move
from troubleshooter.engine.outlook import Outlook, look_ahead, still_to_try
from troubleshooter.engine.parameters import Parameters
from troubleshooter.engine.ranking import Ranked, Standing, rank_steps
from troubleshooter.engine.reason import Reason
from troubleshooter.engine.testing import tested_together

__all__ = [
    "UNSURE",
    "Belief",
    "Evidence",
    "Guide",
    "Move",
    "MoveKind",
    "Outlook",
    "Parameters",
    "Question",
    "Ranked",
    "Reason",
    "Result",
    "Standing",
    "Step",
    "StepKind",
    "believe",
    "editors_move",
    "look_ahead",
    "next_move",
    "rank_steps",
    "still_to_try",
    "swapped_move",
    "tested_together",
]
