#!/bin/bash
# Runs a command as the container image would: as its user, with a root that is read-only but for /data, and with
# nothing in it but the tree of the image, the program "node", and the libraries of the system.
#   image-root.sh TREE NODE DATA COMMAND...      as root, in mount and process namespaces of its own
set -euo pipefail
tree=$1 node=$2 data=$3
shift 3
mount --make-rprivate /
top=$(mktemp -d)
mount -t tmpfs -o mode=755 tmpfs "$top"
cd "$top"
mkdir -p app data proc dev etc usr/lib usr/lib64 nodejs/bin
for lib in lib lib64; do
  ln -s "usr/$lib" "$lib"
  [ ! -d "/usr/$lib" ] || mount -o bind,ro "/usr/$lib" "usr/$lib"
done
mount --bind "$tree" app
mount -o remount,bind,ro app
touch nodejs/bin/node dev/null dev/urandom
mount --bind "$node" nodejs/bin/node
for device in null urandom; do mount --bind "/dev/$device" "dev/$device"; done
echo '127.0.0.1 localhost' > etc/hosts
chown 65532:65532 "$data"
mount --bind "$data" data
mount -t proc proc proc
mount -o remount,ro "$top"
chroot=$(command -v chroot)
exec env -i PATH=/nodejs/bin NODE_ENV=production CHORD_DATA_DIR=/data/node CHORD_LOG_FORMAT=json \
  "$chroot" --userspec=65532:65532 "$top" "$@"
