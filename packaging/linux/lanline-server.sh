#!/bin/sh
exec /usr/lib/lanline-server/node /usr/lib/lanline-server/server/index.js "$@"
