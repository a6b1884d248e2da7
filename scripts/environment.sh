# What ./run and ./check share: finding Python, and an environment with exactly the packages of a lock file.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "Feil: $*"
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# Install Debian packages where we may; 1 where we may not.
debian_packages() {
  command -v apt-get >/dev/null 2>&1 || return 1
  as_root true || return 1
  say "Henter med apt-get: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_python() {
  local candidate
  for candidate in ${STYRING_PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

# The address of uv, which installs in seconds; 1 when there is none and no pip to fetch it with.
find_uv() { # PYTHON: one that may have pip
  if [ ! -x .tools/bin/uv ] && "$1" -m pip --version >/dev/null 2>&1; then
    "$1" -m pip install -qq --disable-pip-version-check --root-user-action ignore --no-input \
      --require-hashes --upgrade --target .tools -r requirements-uv.lock >/dev/null 2>&1 || true
  fi
  if [ -x .tools/bin/uv ]; then
    echo .tools/bin/uv
  else
    command -v uv
  fi
}

# Make .venv with the packages of a lock file; nothing is done when they are there already.
environment() {
  local lock=$1 mark uv
  [ -L .venv ] && return 0 # borrowed from another folder, which looks after it
  mark="$lock $(cksum <"$lock")"
  if grep -qxF "$mark" .venv/installed 2>/dev/null && .venv/bin/python -c '' 2>/dev/null; then
    return 0
  fi
  python=$(find_python) || fail "Fant ikke Python 3.11 eller nyere. Installer python3 (på Debian: apt install python3 python3-venv), eller sett STYRING_PYTHON."
  say "Setter opp Python-miljøet i .venv …"
  .venv/bin/python -c '' 2>/dev/null || new_environment
  if uv=$(find_uv "$python") || uv=$(find_uv .venv/bin/python); then
    "$uv" pip install -q --require-hashes -p .venv/bin/python -r "$lock"
  else
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$lock"
  fi || fail "Fikk ikke hentet pakkene i $lock. Er maskinen på nett?"
  place_ourselves
  case $lock in requirements-dev.lock) echo "requirements.lock $(cksum <requirements.lock)" >>.venv/installed ;; esac
  echo "$mark" >>.venv/installed
}

# An empty .venv: by uv, else by Python's own venv, which Debian keeps in a package of its own.
new_environment() {
  local uv
  rm -rf .venv
  if uv=$(find_uv "$python"); then
    UV_PYTHON_DOWNLOADS=never "$uv" venv -q --python "$python" .venv && return 0
  fi
  "$python" -m venv .venv >/dev/null 2>&1 && return 0
  rm -rf .venv
  debian_packages python3-venv ||
    fail "Python mangler både pip og venv. Installer dem (på Debian: apt install python3-venv) og prøv igjen."
  "$python" -m venv .venv || fail "Fikk ikke laget .venv."
}

# Let the environment find this folder's own package and give it the command styring, without building anything.
place_ourselves() {
  local packages
  packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo ../../../../src >"$packages/styring.pth"
  cat >.venv/bin/styring <<'COMMAND'
#!/bin/sh
exec "$(dirname -- "$(readlink -f -- "$0")")/python" -m styring "$@"
COMMAND
  chmod +x .venv/bin/styring
}
