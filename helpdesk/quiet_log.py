"""Our own log holds no secret of an address, whatever a request was answered with."""

import logging
import re

# Links that do something for whoever has them: to another device, and to name the cause.
SECRET = re.compile(r"(/(?:go-on|support/cause)/)[^/\s'\"]+")


class WithoutSecrets(logging.Filter):
    """Writes an ellipsis in place of what such a link holds."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through. What it says is put together here, once."""
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
        return True
