"""A portal in which nobody holds a visit while they write to it: a control for PostgreSQL."""

from helpdesk.wsgi import application
from troubleshooter.visits import queries

opened = queries.visit_opened_by
queries.visit_opened_by = lambda guide, token, lock: opened(guide, token, lock=False)
__all__ = ["application"]
