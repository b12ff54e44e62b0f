"""The web's way in: `gunicorn servicecenter.wsgi`. WSGI only (README, "Why it is so")."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servicecenter.settings")
application = get_wsgi_application()
