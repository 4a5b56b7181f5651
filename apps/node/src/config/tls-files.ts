// The files of TLS: this node's certificate, its key, and the authority of the peers' certificates.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { shown } from './option';

const BEGIN_CERTIFICATE = '-----BEGIN CERTIFICATE-----';

export interface TlsPaths {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | null;
}

/** PEM texts. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
}

/** The fault of the files, and its correction. */
export class TlsFault extends Error {}

/** @throws TlsFault */
export function readTlsFiles({ cert, key, ca }: TlsPaths): TlsMaterial {
  const material: TlsMaterial = {
    cert: read('--tls-cert', cert),
    key: read('--tls-key', key),
    ...(ca === null ? {} : { ca: readAuthority(ca) }),
  };
  if (!isPair(material))
    throw new TlsFault(
      `--tls-key: ${shown(key)} does not belong to the certificate ${shown(cert)}; give the key that it was made for`,
    );
  try {
    createSecureContext(material);
  } catch (error) {
    throw new TlsFault(`--tls-cert, --tls-key, --tls-ca: ${(error as Error).message}`);
  }
  return material;
}

/** @returns the reason why the certificate is not valid at this time; `undefined` when it is */
export function faultOfTime(cert: Buffer, nowMs: number): string | undefined {
  const { validFrom, validTo } = new X509Certificate(cert);
  if (nowMs > Date.parse(validTo)) return `--tls-cert: the certificate has ended at ${validTo}`;
  if (nowMs < Date.parse(validFrom)) return `--tls-cert: the certificate begins at ${validFrom}`;
  return undefined;
}

function read(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new TlsFault(`${option}: ${shown(path)} cannot be read (${why})`);
  }
}

/** OpenSSL passes over what it cannot read of an authority; every peer would be refused then, without a reason. */
function readAuthority(path: string): Buffer {
  const pem = read('--tls-ca', path);
  const [, ...begun] = pem.toString('latin1').split(BEGIN_CERTIFICATE);
  if (begun.length === 0) throw new TlsFault(`--tls-ca: ${shown(path)} has no certificate in PEM`);
  for (const [at, text] of begun.entries())
    try {
      new X509Certificate(`${BEGIN_CERTIFICATE}${text}`);
    } catch (error) {
      throw new TlsFault(
        `--tls-ca: certificate ${at + 1} of ${begun.length} in ${shown(path)} is damaged or not complete (${(error as Error).message})`,
      );
    }
  return pem;
}

function isPair({ cert, key }: TlsMaterial): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw new TlsFault(
      `--tls-cert, --tls-key: these are not a certificate and a key in PEM (${(error as Error).message})`,
    );
  }
}
