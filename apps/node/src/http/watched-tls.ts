// The certificates in use: read again when their files change. Open connections keep theirs.
import { X509Certificate } from 'node:crypto';
import type { Server } from 'node:https';
import {
  faultOfTime,
  readTlsFiles,
  TlsFault,
  type TlsMaterial,
  type TlsPaths,
} from '../config/tls-files';
import { watchFiles, type Watching } from '../config/watch-files';
import type { Logger } from '../log/logger';

export const TLS_MIN_VERSION = 'TLSv1.2';

export class WatchedTls {
  private material: TlsMaterial;
  private readonly watching: Watching;
  private server: Pick<Server, 'setSecureContext'> | undefined;

  /** @throws TlsFault when the files cannot be used at the start */
  constructor(
    private readonly paths: TlsPaths,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
    private readonly nowMs: () => number = Date.now,
  ) {
    const { cert, key, ca } = paths;
    // Watched before they are read, so that no change is missed in between.
    this.watching = watchFiles([cert, key, ...(ca === null ? [] : [ca])], () => this.reload());
    this.material = readTlsFiles(paths);
    // A fault here is only reported: the clock of a starting machine may be wrong, and peers check by their own.
    const fault = faultOfTime(this.material.cert, this.nowMs());
    if (fault !== undefined) log.warn('certificate-not-valid', { message: `${fault}.` });
  }

  /** The same object until the files change. */
  get current(): TlsMaterial {
    return this.material;
  }

  /** The end of this node's certificate, in milliseconds of the wall clock. */
  get endsAtMs(): number {
    return Date.parse(new X509Certificate(this.material.cert).validTo);
  }

  /** True when peers authenticate by certificate. */
  get isMutual(): boolean {
    return this.paths.ca !== null;
  }

  /** Keeps this server's credentials for new connections current. */
  serve(server: Pick<Server, 'setSecureContext'>): void {
    this.server = server;
  }

  close(): void {
    this.watching.close();
  }

  private reload(): void {
    try {
      const material = readTlsFiles(this.paths);
      const fault = faultOfTime(material.cert, this.nowMs());
      if (fault !== undefined) throw new TlsFault(fault);
      this.material = material;
      this.server?.setSecureContext({ ...this.material, minVersion: TLS_MIN_VERSION });
      this.log.info('certificates-reloaded');
    } catch (error) {
      if (!(error instanceof TlsFault)) throw error;
      this.log.warn('certificates-not-reloaded', {
        message: `${error.message}. The certificates from before stay in force.`,
      });
    }
  }
}
