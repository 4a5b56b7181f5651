// The observations of clients while members of a ring with many keys come and go, and the check at the end that
// everything is where it belongs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { away } from './away';
import { death } from './death';
import { grow } from './grow';
import { checkFolders } from './holdings';
import { Load } from './load';
import { merge } from './merge';
import { Stage, type StoryOptions } from './stage';
import { tenth } from './tenth';

/** What is told of a ring; the members that it leaves behind, and how many keys there are. */
export interface Story {
  readonly members: number;
  /** Of all keys there are, so many times those of one ring. */
  readonly rings?: number;
  readonly play: (stage: Stage) => Promise<void>;
}

export const STORIES = { grow, tenth, death, away, merge };
export type StoryName = keyof typeof STORIES;

/** @returns whether nothing is lost, and all copies of a key are the same */
export async function tellStory(
  name: StoryName,
  given: Omit<StoryOptions, 'members'> & { readonly members?: number },
): Promise<boolean> {
  const story: Story = STORIES[name];
  const options = { ...given, members: given.members ?? story.members };
  const { valueBytes, pace, print, folders } = options;
  const keys = options.keys * (story.rings ?? 1);
  const folder = mkdtempSync(join(tmpdir(), 'chord-scale-'));
  const load = new Load({ keys, valueBytes, pace, print, keyOf: folders.keyOf, writeShare: 0.2 });
  const stage = new Stage(options, folder, load);
  try {
    load.start();
    await story.play(stage);
    const running = stage.nodes.filter((node) => node.isRunning);
    await load.rest();
    await stage.settle(running, keys);
    await load.end();
    // All at once: those that are left would take over what the others had.
    await Promise.all(running.map((node) => node.stop('SIGKILL')));
    return await checkFolders({ nodes: running, keys, print, folders }, load.acknowledged);
  } finally {
    for (const node of stage.nodes) await node.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
