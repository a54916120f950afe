#!/bin/sh
# Lanline's window. Says in a sentence what Chromium says in ten lines, or not at all.
case "${1-}" in
  --version) echo "@VERSION@"; exit ;;
  --help | -h) echo "Usage: lanline [lanline://link]"; exit ;;
esac
if [ "$(id -u)" = 0 ]; then
  echo "lanline: not as root: start it as the person who uses it" >&2
  exit 1
fi
if [ -z "${DISPLAY-}" ] && [ -z "${WAYLAND_DISPLAY-}" ]; then
  echo "lanline: there is no display here (DISPLAY and WAYLAND_DISPLAY are empty); the package lanline-server hosts a team without one" >&2
  exit 1
fi
exec /usr/lib/lanline/lanline "$@"
