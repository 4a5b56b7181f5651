#!/bin/sh
# Makes what the ring of compose.yaml needs before its first start: an authority and a certificate for each node, the
# peer secret, and a token of each role. Run it once; what is there already is kept.
#   sh deploy/compose/prepare.sh [FOLDER]      by default "secrets" beside this script
set -eu
folder=${1:-$(dirname "$0")/secrets}
umask 077
mkdir -p "$folder"
cd "$folder"

if [ ! -f ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem \
    -days 3650 -subj "/CN=chord of compose" 2>/dev/null
fi
for node in node-1 node-2 node-3 node-4 node-5; do
  [ -f "$node.pem" ] && continue
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$node.key" -out "$node.csr" \
    -subj "/CN=$node" 2>/dev/null
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\n' "$node" > "$node.ext"
  openssl x509 -req -in "$node.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -out "$node.pem" -days 365 \
    -extfile "$node.ext" 2>/dev/null
  rm "$node.csr" "$node.ext"
done
[ -f peer-secret ] || openssl rand -hex 32 > peer-secret
if [ ! -f tokens ]; then
  for role in read write admin; do
    openssl rand -hex 32 > "token-$role"
    printf '%s %s %s\n' "$role" "$role" "$(tr -d '\n' < "token-$role" | openssl dgst -sha256 | sed 's/.*= *//')" >> tokens
  done
fi
# The user of the image reads them, by their names; ca.key and the tokens themselves stay with you.
chmod 711 .
chmod 644 ca.pem node-?.pem
if [ "$(id -u)" = 0 ]; then chown 65532:65532 peer-secret tokens node-?.key; fi
echo "Ready: $(pwd). The token for the dashboard and chordctl is in token-admin, the authority in ca.pem."
