"""Learning a guide's numbers from what visits showed. Pure, like the rest of the engine."""

from troubleshooter.engine.learning.fitting import Fit, fit, log_likelihood
from troubleshooter.engine.learning.history import History, Record, Tally, faded_by

__all__ = ["Fit", "History", "Record", "Tally", "faded_by", "fit", "log_likelihood"]
