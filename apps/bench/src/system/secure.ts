// Makes what a ring needs that others on a network reach: an authority with one certificate for all nodes, a peer
// secret, and a token of a client. For one run on loopback, by openssl.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a client needs to be let in. */
export interface Secure {
  /** The certificate of the authority, PEM. */
  readonly ca: string;
  readonly token: string;
}

export interface SecureFiles extends Secure {
  /** The options of a node. */
  readonly args: readonly string[];
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const OWNER_ALONE = { mode: 0o600 };

/** @param parent a folder of this run */
export function makeSecureFiles(parent: string): SecureFiles {
  const folder = join(parent, 'secure');
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const authority = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '3'];
  openssl('req', '-x509', ...KEY, ...authority, '-subj', '/CN=authority of a benchmark');
  openssl('req', ...KEY, '-keyout', at('node.key'), '-out', at('node.csr'), '-subj', '/CN=node');
  writeFileSync(at('node.ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '3'];
  const request = ['-in', at('node.csr'), '-out', at('node.pem'), '-extfile', at('node.ext')];
  openssl('x509', '-req', ...request, ...signed);
  const token = randomBytes(32).toString('hex');
  const digest = createHash('sha256').update(token).digest('hex');
  writeFileSync(at('tokens'), `bench admin ${digest}\n`, OWNER_ALONE);
  writeFileSync(at('peer-secret'), randomBytes(32).toString('hex'), OWNER_ALONE);
  return {
    ca: readFileSync(at('ca.pem'), 'utf8'),
    token,
    args: [
      ...['--tls-cert', at('node.pem'), '--tls-key', at('node.key'), '--tls-ca', at('ca.pem')],
      ...['--tokens-file', at('tokens'), '--peer-secret-file', at('peer-secret')],
    ],
  };
}
