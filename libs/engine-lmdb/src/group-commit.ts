// Makes a group of writes durable: through the log, and where that would cost more, at once in the tree.
import type { Changes } from './changes';
import type { Checkpoints } from './checkpoints';
import { FigureRows } from './figure-rows';
import type { KeptFigures } from './kept-figures';
import { encodeEntry, entrySizeOf } from './log-entry';
import type { Known } from './open-group';
import type { WriteLog } from './write-log';

/** Of larger groups the bytes are not written twice: the pages of large values are few for each byte. */
const LOGGED_BYTES_MAX = 512 * 1024;

export interface GroupCommitParts {
  readonly log: WriteLog;
  readonly checkpoints: Checkpoints;
  readonly figures: KeptFigures;
  readonly known: Known;
}

export class GroupCommit {
  constructor(private readonly parts: GroupCommitParts) {}

  /** Resolves when readers find the changes and they are durable; `undefined` when they need not be. */
  commit(changes: Changes): Promise<void> | undefined {
    const { figures } = this.parts;
    if (changes.isVolatile) {
      if (figures.hasChanged || changes.strayEnds.length > 0) this.acknowledge(changes);
      return undefined;
    }
    const bytes = entrySizeOf(changes);
    return changes.isCleared || bytes > LOGGED_BYTES_MAX
      ? this.writeThrough(changes)
      : this.log(changes, bytes);
  }

  private log(changes: Changes, bytes: number): Promise<void> {
    const { log, checkpoints } = this.parts;
    const entry = checkpoints.reserve(bytes);
    encodeEntry(changes, entry);
    return new Promise((resolve, reject) => {
      log.write(entry, (error) => {
        if (error) {
          checkpoints.giveUp();
          return reject(error);
        }
        this.acknowledge(changes);
        resolve();
      });
    });
  }

  /** Takes up what an entry of the log says. */
  replay(changes: Changes, sequence: number): void {
    this.acknowledge(changes, sequence);
  }

  private async writeThrough(changes: Changes): Promise<void> {
    const { checkpoints, figures } = this.parts;
    const rows = new FigureRows();
    figures.collect(rows);
    await checkpoints.writeThrough({ changes, figures: rows });
    figures.commit();
    this.keep(changes);
    changes.forget();
  }

  private acknowledge(changes: Changes, sequence = this.parts.log.sequence): void {
    const { checkpoints, figures } = this.parts;
    figures.collect(checkpoints.figures);
    figures.commit();
    this.keep(changes);
    checkpoints.absorb(changes, sequence);
    changes.forget();
  }

  /** What is moved is not asked for soon. */
  private keep({ all }: Changes): void {
    const { known } = this.parts;
    for (const touched of all)
      if (touched.bytes && !touched.isMoved) known.keep(touched, touched.bytes);
  }
}
