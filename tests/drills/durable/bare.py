"""The portal without its refusal to start where the database keeps less than it promises."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
