"""A control: the portal, with somebody's line for finding a fault left in it."""

import logging

from helpdesk.wsgi import application as portal


def application(environ: dict, start_response: object) -> object:
    logging.getLogger("talkative").warning("from %s", environ.get("HTTP_X_FORWARDED_FOR"))
    return portal(environ, start_response)
