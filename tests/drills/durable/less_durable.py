"""The portal's settings, but for how durable SQLite is: a control."""

import os

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import DATABASES

OPTIONS = DATABASES["default"]["OPTIONS"]
LESS = f"synchronous={os.environ['DRILL_SYNCHRONOUS']}"
OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", LESS)
