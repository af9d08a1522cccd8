"""A portal whose risky steps stand open: a control."""

from helpdesk.wsgi import application
from troubleshooter.visits import entries

entries.open_gate = lambda here, step: None
__all__ = ["application"]
