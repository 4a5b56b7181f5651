// Makes the ring anew of what is left, when a majority of the copies of an arc is gone for good: every node that is
// left keeps its records and forgets the views that wait for the lost ones.
import { hostOf } from '@chord-dht/chord';
import { RESTORED_NOTE } from '@chord-dht/engine-lmdb';
import { folderOf, MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { rmSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_CONFIG } from '../config/config.token';
import type { NodeConfig } from '../config/options';
import type { RingDto } from '../dht/dto/ring.dto';
import { RingView } from '../dht/view/ring-view';
import { HttpError } from '../http/problem/http-error';
import { LOGGER, type Logger } from '../log/logger';
import type { RecoveryDto } from './dto';

@Injectable()
export class Recovery {
  constructor(
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(RingView) private readonly ring: RingView,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Notes on the disk that the next start begins anew. Every node that is left has to have the note before one stops.
   * @param lost the nodes that are given up, `host:port`: all that an arc waits for, and no others, so that nobody
   *   gives up what was not meant; none: the note is taken back
   * @throws HttpError `NO_RECOVERY`
   */
  async begin(lost: readonly string[]): Promise<RecoveryDto> {
    const { config, holder, log } = this;
    if (lost.length === 0) return this.takeBack();
    if (config.store === 'memory')
      throw new HttpError('NO_RECOVERY', 'This node keeps its keys in memory: a start begins anew');
    const missing = missingOf(await this.ring.read());
    if (missing.length === 0)
      throw new HttpError('NO_RECOVERY', 'No arc waits for nodes that are not there');
    const given = [...new Set(lost.map((name) => name.toLowerCase()))].sort();
    if (given.join() !== missing.join())
      throw new HttpError(
        'NO_RECOVERY',
        `Arcs wait for ${missing.join(', ')}; give up exactly these, or start them again`,
      );
    const { address } = holder.current.chord.self;
    const note = { node: address, takenAt: new Date().toISOString(), lost: missing };
    for (const position of holder.all.keys())
      await leaveNote(folderOf(config.dataDir, position), note);
    const { keys, bytes } = holder.figures();
    log.warn('recovery', {
      lost: missing,
      keys,
      bytes,
      message: `${MAY_BE_LOST} At its next start this node begins anew with its ${keys} copies of keys.`,
    });
    return { lost: missing, keys, bytes, message: MAY_BE_LOST };
  }

  private takeBack(): RecoveryDto {
    const { config, holder, log } = this;
    for (const position of holder.all.keys())
      rmSync(join(folderOf(config.dataDir, position), RESTORED_NOTE), { force: true });
    log.warn('recovery', { lost: [], message: 'Nothing is given up: the next start is as any.' });
    const { keys, bytes } = holder.figures();
    return { lost: [], keys, bytes, message: 'Nothing is given up.' };
  }
}

const MAY_BE_LOST =
  'Lost are writes and deletions that only the nodes had which are given up; for every key the latest version stays ' +
  'that a node has which is left.';

/** Those that an arc without a majority counts on and that do not answer. */
function missingOf({ unserved, members }: RingDto): string[] {
  const isThere = new Set(
    members
      .filter(({ state }) => state !== 'unreachable')
      .map(({ node }) => hostOf(node.address).toLowerCase()),
  );
  const homes = unserved.flatMap((arc) => arc.members.map((name) => hostOf(name).toLowerCase()));
  return [...new Set(homes.filter((home) => !isThere.has(home)))].sort();
}

async function leaveNote(folder: string, note: object): Promise<void> {
  const text = `${JSON.stringify(note)}\n`;
  await writeFile(join(folder, RESTORED_NOTE), text, { mode: 0o600, flush: true });
  const entry = await open(folder, 'r');
  try {
    await entry.sync();
  } finally {
    await entry.close();
  }
}
