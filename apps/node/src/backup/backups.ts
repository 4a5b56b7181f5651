// The backup that this node makes, one at a time, and the result of the last one.
import { CodedError } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { NODE_CONFIG } from '../config/config.token';
import type { NodeConfig } from '../config/options';
import { VERSION } from '../config/version';
import { HttpError } from '../http/problem/http-error';
import { Defects } from '../log/defects';
import { LOGGER, type Logger } from '../log/logger';
import type { BackupDto } from './dto';
import { writeBackup, type Copyable } from './write-backup';

const NONE: BackupDto = {
  ...{ state: 'none', folder: null, startedAt: null, endedAt: null },
  ...{ keys: null, bytes: null, message: null },
};

@Injectable()
export class Backups {
  private last = NONE;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(Defects) private readonly defects: Defects,
  ) {}

  get state(): BackupDto {
    return this.last;
  }

  /**
   * Begins a backup of all positions of this node; `state` returns its progress.
   * @throws HttpError `NO_BACKUP` when there is no folder for backups, nothing on disk, or one is running already
   */
  begin(): BackupDto {
    const { backupDir } = this.config;
    if (backupDir === null)
      throw new HttpError(
        'NO_BACKUP',
        'This node has no folder for backups; start it with --backup-dir',
      );
    if (this.running) throw new HttpError('NO_BACKUP', 'A backup is being made already');
    const stores: object[] = this.holder.all.map(({ records }) => records);
    const positions = stores.filter(isCopyable);
    if (positions.length < stores.length)
      throw new HttpError('NO_BACKUP', 'This node keeps its keys in memory, without a disk');
    const now = new Date();
    this.last = { ...NONE, state: 'running', startedAt: now.toISOString() };
    this.running = this.run(backupDir, positions, now).finally(() => (this.running = undefined));
    return this.last;
  }

  private async run(backupDir: string, positions: Copyable[], now: Date): Promise<void> {
    const { self } = this.holder.current.chord;
    const { bits } = this.config;
    try {
      const { folder, manifest } = await writeBackup({
        ...{ folder: backupDir, node: self.address, bits, version: VERSION, now, positions },
      });
      const sum = (of: 'keys' | 'bytes'): number =>
        manifest.positions.reduce((all, each) => all + each[of], 0);
      this.end({ state: 'done', folder, keys: sum('keys'), bytes: sum('bytes') });
      this.log.info('backup-made', { folder, keys: sum('keys'), bytes: sum('bytes') });
    } catch (error) {
      const { message } = error as Error;
      this.end({ state: 'failed', message });
      if (error instanceof CodedError) this.log.warn('backup-failed', { message });
      else this.defects.report(error, { where: 'background' });
    }
  }

  private end(change: Partial<BackupDto>): void {
    this.last = { ...this.last, endedAt: new Date().toISOString(), ...change };
  }
}

function isCopyable(records: object): records is Copyable {
  return 'copier' in records;
}
