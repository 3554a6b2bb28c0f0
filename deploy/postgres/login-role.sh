#!/bin/sh
# Runs once, when PostgreSQL's volume is empty. The hub's login may do what intelshare_app may (deploy/schema.sql, at its
# end) and nothing else; the role exists before the first migration, which then only grants.
set -eu
password=$(cut -d: -f5- /run/secrets/hub.pgpass)
psql -v ON_ERROR_STOP=1 -v password="$password" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role intelshare_app nologin;
create role intelshare_hub login password :'password';
grant intelshare_app to intelshare_hub;
revoke all on schema public from public;
SQL
