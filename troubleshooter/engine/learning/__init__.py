"""Learning a guide's numbers from what visits showed. Pure, like the rest of the engine."""

from troubleshooter.engine.learning.changes import Change, places
from troubleshooter.engine.learning.choosing import with_chosen, within_band
from troubleshooter.engine.learning.fitting import Fit, fit, log_likelihood
from troubleshooter.engine.learning.groups import Groups, group_shares
from troubleshooter.engine.learning.history import History, Record, Tally, faded_by
from troubleshooter.engine.learning.lesson import HeldOut, Lesson, learn

__all__ = [
    "Change",
    "Fit",
    "Groups",
    "HeldOut",
    "History",
    "Lesson",
    "Record",
    "Tally",
    "faded_by",
    "fit",
    "group_shares",
    "learn",
    "log_likelihood",
    "places",
    "with_chosen",
    "within_band",
]
