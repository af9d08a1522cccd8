"""The portal's settings, but for writing over what is deleted: a control."""

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import DATABASES

OPTIONS = DATABASES["default"]["OPTIONS"]
OPTIONS["init_command"] = OPTIONS["init_command"].replace("secure_delete=ON", "secure_delete=OFF")
