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
const LOOK_MS = 60_000;
/** How long before its end a certificate is reported, unless a third of its life is shorter. */
const SOON_MS = 14 * 86_400_000;

export class WatchedTls {
  private material: TlsMaterial;
  private readonly watching: Watching;
  private server: Pick<Server, 'setSecureContext'> | undefined;
  private readonly timer = setInterval(() => this.reportEnd(), LOOK_MS).unref();
  /** What has been reported of the certificate in force. */
  private reported: 'soon' | 'ended' | undefined;

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
    if (fault === undefined) return;
    log.warn('certificate-not-valid', { message: `${fault}.` });
    if (this.endsAtMs < this.nowMs()) this.reported = 'ended';
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
    clearInterval(this.timer);
    this.watching.close();
  }

  /** Reports once that the certificate in force ends soon, and once that it has ended. */
  private reportEnd(): void {
    const { cert } = this.material;
    const { validFrom, validTo } = new X509Certificate(cert);
    const leftMs = this.endsAtMs - this.nowMs();
    const isSoon = leftMs <= Math.min(SOON_MS, (this.endsAtMs - Date.parse(validFrom)) / 3);
    const state = leftMs < 0 ? 'ended' : isSoon ? 'soon' : undefined;
    if (state === undefined || this.reported === 'ended' || this.reported === state) return;
    this.reported = state;
    const event = state === 'soon' ? 'certificate-ends-soon' : 'certificate-not-valid';
    const what =
      faultOfTime(cert, this.nowMs()) ??
      `--tls-cert: the certificate ends at ${validTo}; nobody who checks it connects after that`;
    this.log.warn(event, {
      message: `${what}. Replace the files of --tls-cert and --tls-key; the node reads them by itself.`,
    });
  }

  private reload(): void {
    try {
      const material = readTlsFiles(this.paths);
      const fault = faultOfTime(material.cert, this.nowMs());
      if (fault !== undefined) throw new TlsFault(fault);
      this.material = material;
      this.reported = undefined;
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
