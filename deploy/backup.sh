#!/bin/sh
# A physical backup of the hub's database, whole by itself: the cluster's files and the WAL that makes them consistent.
# Usage: deploy/backup.sh FOLDER STAMP
#   FOLDER  where backups stand; each becomes FOLDER/<moment>
#   STAMP   the file that `intelshare doctor` looks at (IntelShare:BackupStamp), touched when the backup is verified
# The connection is libpq's (PGHOST, PGPORT, PGUSER, PGPASSFILE); the login needs REPLICATION.
# Exit code 0 only where the backup was verified against its manifest.
set -eu
folder=${1:?FOLDER} stamp=${2:?STAMP}
umask 077
target="$folder/$(date -u +%Y-%m-%dT%H%M%SZ)"
mkdir -p "$folder"
pg_basebackup --pgdata="$target.part" --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256 --no-password
pg_verifybackup --quiet "$target.part"
mv "$target.part" "$target"
mkdir -p "$(dirname "$stamp")"
date -u +%Y-%m-%dT%H:%M:%SZ > "$stamp"
echo "$target"
