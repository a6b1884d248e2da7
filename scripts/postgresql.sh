# A throwaway PostgreSQL cluster for tests: own folder, own port, own user, gone afterwards.
# shellcheck shell=bash

cluster=

start_postgresql() {
  local programs user=
  programs=$(postgresql_programs) || { debian_packages postgresql && programs=$(postgresql_programs); } || return 1
  cluster=$(mktemp -d /tmp/styring-postgresql.XXXXXX)
  cluster_programs=$programs
  cluster_user=
  if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    for user in postgres styring-check; do
      id "$user" >/dev/null 2>&1 && break
      [ "$user" = postgres ] || useradd --system "$user" || return 1
    done
    cluster_user=$user
    chown "$user" "$cluster"
  fi
  local port
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  as_cluster_user "$programs/initdb" -D "$cluster/data" -U app --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null || return 1
  as_cluster_user "$programs/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w -o \
    "-p $port -k $cluster -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
    start >/dev/null || { cat "$cluster/log"; return 1; }
  database=postgres://app@127.0.0.1:$port/postgres
}

stop_postgresql() {
  [ -n "$cluster" ] || return 0
  as_cluster_user "$cluster_programs/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$cluster"
  cluster=
}

as_cluster_user() {
  if [ -n "$cluster_user" ]; then
    (cd "$cluster" && setpriv --reuid="$cluster_user" --regid="$(id -g "$cluster_user")" --clear-groups -- "$@")
  else
    "$@"
  fi
}

# The folder with initdb: the newest that Debian has, else where the path finds it.
postgresql_programs() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] || found=$(command -v initdb) || return 1
  dirname "$found"
}
