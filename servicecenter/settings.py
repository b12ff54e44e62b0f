"""Every knob, in one flat file, read from the environment; it runs with nothing set.

Nothing set: SQLite, no Redis, loopback only, secrets in a file of its own.
DATABASE_URL moves to PostgreSQL, REDIS_URL moves the rounds to Celery; nothing else changes.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from servicecenter import api_chapters
from servicecenter.secrets_file import read_or_make

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """The variable, or the content of the file NAME_FILE points to (container secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(name, default)


def env_bool(name: str, default: bool = False) -> bool:
    value = env(name, str(default)).lower()
    if value not in {"true", "false", "1", "0", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")
    return value in {"true", "1", "yes"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


# What is kept on disk: the embedded database, files customers send, collected static files.
DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "var")))

_own = {} if env("SECRET_KEY") and env("FIELD_KEYS") and env("INDEX_KEY") else read_or_make(DATA_DIR / "secrets.json")
SECRET_KEY = env("SECRET_KEY") or _own["secret_key"]
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# "id:base64,id2:base64": the first encrypts, all decrypt. INDEX_KEY makes the blind indexes.
FIELD_KEYS = env("FIELD_KEYS") or _own["field_keys"]
INDEX_KEY = env("INDEX_KEY") or _own["index_key"]

DEBUG = env_bool("DEBUG")
# The address customers see, used in links we send. https:// switches on every secure-transport setting.
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
# Loopback always: a health check beside us asks by that name, whatever customers call us.
ALLOWED_HOSTS = [*env_list("ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL, *env_list("CSRF_TRUSTED_ORIGINS")]
# Proxies in front of us whose X-Forwarded-For may be believed; 0 = believe none.
TRUSTED_PROXIES = int(env("TRUSTED_PROXIES", "0"))

# Who we are. Names are shown on every page; both languages are needed.
UTILITY_NAMES = {
    "en": env("UTILITY_NAME", "Alderport Utilities"),
    "zh-hans": env("UTILITY_NAME_ZH", "云溪公用事业"),
}
UTILITY_PHONE = env("UTILITY_PHONE", "0163 555 0100")
EMERGENCY_PHONE = env("EMERGENCY_PHONE", "112")
# Where a place is shown to the staff who press "Map": %s stands for it. Empty: no such link.
MAP_URL = env("MAP_URL", "https://www.openstreetmap.org/search?query=%s")

INSTALLED_APPS = [
    "servicecenter",
    "customers",
    "complaints",
    "channels_hub",
    "quality",
    "servicecenter.administration_app.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "servicecenter.requests.RequestIdMiddleware",
    "servicecenter.requests.QueryWithoutNulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "servicecenter.urls"
WSGI_APPLICATION = "servicecenter.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "servicecenter.requests.house",
            ],
        },
    },
]

# Nobody else's database, nobody else's data: the only place where a demo may be put.
EMBEDDED = not env("DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'servicecenter.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction takes the write lock when it begins, so two writers wait instead of failing.
    # synchronous stays FULL: what was acknowledged survives a power cut, not only a crash.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES: dict[str, dict] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "servicecenter.forgiving_cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }

# The rounds: what is done again and again, each a function of `now`, with the seconds between two looks.
ROUNDS = {
    "servicecenter.outbox.relay": 1,
    "complaints.rounds.sweep_clocks": 1,
    "channels_hub.delivery.deliver": 1,
    "complaints.rounds.resume_held": 30,
    "complaints.desk.unsigned.alarm": 30,
    "complaints.stages.emergency_over.log_left": 60,
    "complaints.aftercare.after_rounds.ask_after_silence": 60,
    "complaints.aftercare.after_rounds.file_settled": 60,
    "complaints.aftercare.surveys.ask_due": 60,
    "complaints.aftercare.long_open.write_letters": 600,
    "servicecenter.rounds.tidy": 3600,
    "complaints.attachments.drop_orphans": 3600,
    "complaints.calling.drafts.forget_old": 3600,
    "channels_hub.intake.forget_codes": 60,
}
# Those that wait for servers outside: beside the others, so that no alarm waits with them.
ROUNDS_APART = ("channels_hub.delivery.deliver",)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a Redis that is away for an hour comes back to workers still waiting
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5, "socket_keepalive": True}
CELERY_TASK_PUBLISH_RETRY = False  # the next second says it again
# A message only says "look now": one that waited longer than its interval has nothing to say.
CELERY_TASK_ACKS_LATE = False

AUTH_USER_MODEL = "servicecenter.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "servicecenter.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_FORMS = {
    "login": "servicecenter.account_forms.SignInForm",
    "change_password": "servicecenter.account_forms.NewPasswordForm",
    "reauthenticate": "servicecenter.account_forms.OnceMoreForm",
}
ACCOUNT_SESSION_REMEMBER = False  # desks are shared
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
# Failed sign-ins are counted in the database by axes; the cache would forget them.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "servicecenter.account_forms.SecondStepForm",
    "reauthenticate": "servicecenter.account_forms.SecondStepOnceMoreForm",
    "activate_totp": "servicecenter.account_forms.FirstCodeForm",
}
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_HTTP_RESPONSE_CODE = 429
AXES_USERNAME_CALLABLE = "servicecenter.accounts.signing_in_as"
AXES_CLIENT_IP_CALLABLE = "servicecenter.requests.client_address"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "api"]
FORMAT_MODULE_PATH = "servicecenter.formats"
TIME_ZONE = env("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
# The country whose numbers are written without a prefix, for reading phone numbers (ISO 3166).
PHONE_REGION = env("PHONE_REGION", "CN")

# Written before every amount of money.
CURRENCY_SIGN = env("CURRENCY_SIGN", "¥")
CURRENCY = env("CURRENCY", "CNY")  # ISO 4217

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(DATA_DIR / "static")))
MEDIA_ROOT = DATA_DIR / "files"  # never served from a path; see complaints/attachments.py
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "servicecenter.uploads.NoFlood",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
ATTACHMENT_MAX_BYTES = int(env("ATTACHMENT_MAX_BYTES", str(10 * 1024 * 1024)))
ATTACHMENT_MAX_FILES = 5

# Mail: a real SMTP server when EMAIL_HOST is set, else the console.
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.console.EmailBackend"
)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "service@utility.invalid")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "servicecenter.errors.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A ceiling for one API key, against a program gone wild; a large importer may need more.
API_CALLS_PER_MINUTE = {
    "reads": int(env("API_READS_PER_MINUTE", "60000")),
    "writes": int(env("API_WRITES_PER_MINUTE", "60000")),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "servicecenter.api.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["servicecenter.api.Deny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["servicecenter.json_bodies.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "servicecenter.problem_details.problem",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Service centre",
    "DESCRIPTION": "Create, follow and move tickets. Errors are problem details (RFC 9457) in the language asked for.",
    "VERSION": "1",
    "TAGS": api_chapters.TAGS,
    # Not 3.1: Swagger UI takes six times as long over it, and more tools read 3.0.
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Closed chapters: whoever opens one waits for its few operations, not for all of them and every model.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "none", "defaultModelsExpandDepth": -1},
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "NatureEnum": "complaints.choices.Nature",
        "PriorityEnum": "complaints.choices.Priority",
        "ChannelEnum": "complaints.choices.Channel",
        "StageEnum": "complaints.choices.Stage",
        "MoveEnum": "complaints.api.serializers.MOVE_NAMES",
        "ClockStateEnum": "complaints.models.clocks.Clock.State",
        "SortEnum": "complaints.models.policies.Target.Sort",
        "MilestoneEnum": "complaints.promises.milestones.Milestone",
        "ProposalEnum": "complaints.models.proposals.Proposal.Kind",
        "QuestionEnum": "complaints.models.questions.Question.Kind",
        "CalendarDayEnum": "servicecenter.models.calendars.CalendarDay.Kind",
        "RoleEnum": "servicecenter.roles.ROLES.items",
        "RecourseEnum": "complaints.models.promised.Recourse.Kind",
        "SatisfactionEnum": "complaints.choices.Satisfaction",
        "MetEnum": "complaints.choices.Met",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "servicecenter.redaction.RedactFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "ERROR"}},
}
