// The state of a small world that no host knows and the checkers use.
import { sameView } from '../../view/view';
import type { Note } from './work';
import type { Ghost, Host } from './world';

/** @param index the host that has changed; all of them at the beginning */
export function follow(
  ghost: Ghost,
  hosts: readonly Host[],
  notes: readonly Note[],
  index?: number,
): Ghost {
  let after = ghost;
  for (const [at, host] of hosts.entries())
    if (index === undefined || at === index) after = seen(after, at, host);
  for (const note of notes) after = noted(after, note);
  return after;
}

/** Where it is synced, a view has begun, and it counts. */
function seen(ghost: Ghost, index: number, { member }: Host): Ghost {
  let after = ghost;
  for (const { state } of member.parts) {
    const { view, synced } = state;
    if (!view || !synced) continue;
    if (!after.begun.some((one) => sameView(one, view)))
      after = { ...after, begun: [...after.begun, view].sort((a, b) => a.epoch - b.epoch) };
    const { epoch, lineage } = view;
    const counted = after.counted[index] ?? [];
    const { disk } = member;
    const isKnown = counted.some(
      (one) => one.epoch === epoch && one.lineage === lineage && one.disk === disk,
    );
    if (isKnown) continue;
    after = {
      ...after,
      counted: after.counted.map((all, at) =>
        at === index ? [...all, { epoch, lineage, disk }] : all,
      ),
    };
  }
  return after;
}

function noted(ghost: Ghost, note: Note): Ghost {
  if (note.type === 'broken') return { ...ghost, broken: [...ghost.broken, note.sentence] };
  const { type: _, ...acknowledged } = note;
  return { ...ghost, acknowledged: [...ghost.acknowledged, acknowledged] };
}
