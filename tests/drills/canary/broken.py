"""The portal, in which a search and a text for support can fail in the midst, with what was typed
in the error."""

from helpdesk.wsgi import application
from troubleshooter.views import home
from troubleshooter.visits import services

WORD = "canary-broken"


def _failing(function):
    def failing(*args: object, **kwargs: object) -> object:
        typed = [one for one in (*args, *kwargs.values()) if isinstance(one, str | dict)]
        if WORD in str(typed):
            raise ValueError(f"cannot do it with {typed}")
        return function(*args, **kwargs)

    return failing


home.search = _failing(home.search)
services.keep_handoff = _failing(services.keep_handoff)
__all__ = ["application"]
