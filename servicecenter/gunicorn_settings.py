"""How gunicorn serves: threads in one process, or in two when Redis holds the cache they share.

Neither log names a person: no address, no query string, no user agent.
"""

import os
from pathlib import Path

wsgi_app = "servicecenter.wsgi:application"
worker_class = "gthread"
# The embedded cache lives in one process; limits counted in it hold only while there is one.
workers = 2 if os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE") else 1
threads = 8
timeout = 60
graceful_timeout = 8
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = ""  # whom to believe is settled in Django, by TRUSTED_PROXIES
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat must not wait for a disk
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s, %(B)s bytes, %(M)s ms"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "servicecenter.redaction.RedactFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
