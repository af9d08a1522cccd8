import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
application = get_wsgi_application()

from troubleshooter.checks import refuse_to_start  # noqa: E402  needs settings that are read

refuse_to_start()
