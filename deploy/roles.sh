#!/bin/sh
# Runs once, on an empty cluster. `owner` changes tables; `app` serves and can neither change what
# happened nor switch the guards off (servicecenter/guards.py grants it what it needs).
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$(cat /run/secrets/owner_password)" -v app="$(cat /run/secrets/app_password)" \
    --username postgres --dbname postgres <<'SQL'
CREATE ROLE owner LOGIN PASSWORD :'owner';
CREATE ROLE app LOGIN PASSWORD :'app';
CREATE DATABASE service OWNER owner;
SQL
