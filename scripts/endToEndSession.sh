#!/bin/sh
# Runs a command in a throw-away desktop session: a virtual display, a D-Bus of its own and an unlocked, empty keyring.
# Nothing of the user's real session is touched: not the display, not the keyring, not the settings of other programs.
set -eu

if [ "${1:-}" != --inside ]; then
  session=$(mktemp -d)
  trap 'rm -rf "$session"' EXIT
  mkdir "$session/data" "$session/config"
  mkdir -m 700 "$session/runtime"
  export XDG_RUNTIME_DIR="$session/runtime" XDG_DATA_HOME="$session/data" XDG_CONFIG_HOME="$session/config"
  unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
  # The daemons chat on standard error; the command alone gets ours.
  dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24" sh "$0" --inside "$@" 3>&2 2>/dev/null
  exit $?
fi

shift
# The daemon goes into the background once the keyring is open, and ends with the session's D-Bus.
printf 'end-to-end' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
exec "$@" 2>&3 3>&-
