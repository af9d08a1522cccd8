"""Hypothesis measures no time here: a slow machine is not a wrong engine."""

from hypothesis import settings

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")
