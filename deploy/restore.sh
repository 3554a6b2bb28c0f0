#!/bin/sh
# Puts a backup of deploy/backup.sh in the place of a cluster, closed: hubs answer nothing from it before `intelshare db reopen`.
# Usage: deploy/restore.sh BACKUP CLUSTER DATABASE
#   BACKUP    FOLDER/<moment>, verified again here
#   CLUSTER   the data directory; must not exist: move the old one away first, with every hub and the server stopped
#   DATABASE  the hub's database
# Run as the server's own user, with its programs (postgres, psql, pg_verifybackup) on the PATH.
set -eu
backup=${1:?BACKUP} cluster=${2:?CLUSTER} database=${3:?DATABASE}
[ ! -e "$cluster" ] || { echo "$cluster exists: move it away first." >&2; exit 3; }
pg_verifybackup --quiet "$backup"
umask 077
cp -a "$backup" "$cluster.part"
chmod 700 "$cluster.part"
# Closed before anybody can connect: in single-user mode there is no listener. It replays the WAL of the backup itself, and no archive:
# to restore to a later moment, recover by PostgreSQL's own means and close the hub by the same statement before a hub can connect.
echo "update intelshare.opening set closed = true returning closed" | postgres --single -D "$cluster.part" "$database" > "$cluster.part.log" 2>&1
grep -q 'closed = "t"' "$cluster.part.log" || { cat "$cluster.part.log" >&2; echo "Not closed: $cluster.part is left as it is." >&2; exit 1; }
rm "$cluster.part.log"
mv "$cluster.part" "$cluster"
echo "Restored, and closed. Start the server; then two administrators: intelshare db reopen --list FILE --token FILE"
