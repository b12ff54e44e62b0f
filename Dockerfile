# The service centre in one image: web, rounds and migrations differ only in their command.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app

COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r requirements/run.txt

COPY . .
# Static files and translations are part of the image; the keys made for this one step stay out of it.
RUN DATA_DIR=/tmp/build python manage.py translations --quiet \
    && DATA_DIR=/tmp/build STATIC_ROOT=/app/staticfiles python manage.py collectstatic --noinput -v 0 --ignore redoc \
    && rm -rf /tmp/build \
    && useradd --system --uid 10001 --home-dir /data service \
    && install -d -o service -g service -m 0700 /data

ENV STATIC_ROOT=/app/staticfiles
USER service
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "-c", "python:servicecenter.gunicorn_settings", "-b", "0.0.0.0:8000"]
