// Makes certificates for a test by openssl: an authority, and certificates that it signs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const DAYS = '3';

export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'chord-ca-'));
  readonly file = join(this.folder, 'ca.pem');
  private readonly key = join(this.folder, 'ca.key');

  constructor(name = 'authority of a test') {
    this.openssl(
      'req',
      '-x509',
      ...KEY,
      '-keyout',
      this.key,
      '-out',
      this.file,
      '-days',
      DAYS,
      '-subj',
      `/CN=${name}`,
    );
  }

  get certificate(): Buffer {
    return readFileSync(this.file);
  }

  /** @param names as `DNS:localhost` or `IP:127.0.0.1`; issued again under the same label it replaces the files at once */
  issue(label: string, ...names: readonly string[]): CertificateFiles {
    const at = (end: string): string => join(this.folder, `${label}${end}`);
    writeFileSync(at('.ext'), `subjectAltName=${names.join(',')}\n`);
    this.openssl(
      'req',
      ...KEY,
      '-keyout',
      at('.key.new'),
      '-out',
      at('.csr'),
      '-subj',
      `/CN=${label}`,
    );
    this.openssl(
      ...[
        'x509',
        '-req',
        '-in',
        at('.csr'),
        '-CA',
        this.file,
        '-CAkey',
        this.key,
        '-CAcreateserial',
      ],
      ...['-out', at('.pem.new'), '-days', DAYS, '-extfile', at('.ext')],
    );
    renameSync(at('.key.new'), at('.key'));
    renameSync(at('.pem.new'), at('.pem'));
    return { cert: at('.pem'), key: at('.key') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
