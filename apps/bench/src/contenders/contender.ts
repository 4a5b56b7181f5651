// The interface of every contender in a comparison.
import type { Dialect } from '../load/requests';
import type { Child } from '../system/children';
import type { Secure } from '../system/secure';

/** Where a run may put things, and what it may listen on. */
export interface Place {
  /** The folder of the workspace. */
  readonly root: string;
  /** A folder of this start alone. */
  readonly folder: string;
  /** Always the same four, so that every ring has the same ids. */
  readonly ringPorts: readonly number[];
  /** Seven more. */
  readonly otherPorts: readonly number[];
}

export interface Contender {
  readonly name: string;
  readonly about: string;
  /** Why it cannot take part on this machine, with what to do about it; `undefined`: it can. */
  readonly missing?: string;
  /** Takes part only where it is named. */
  readonly onlyNamed?: boolean;
  start(place: Place): Promise<Instance>;
}

/** A contender that runs. */
export interface Instance {
  readonly dialect: Dialect;
  /** Where clients connect. */
  readonly ports: readonly number[];
  readonly children: readonly Child[];
  /** What clients need to be let in; nothing: they are, in clear. */
  readonly secure?: Secure;
}

/** Stops what was started when the start did not succeed. */
export async function started(
  children: readonly Child[],
  ready: () => Promise<void>,
): Promise<void> {
  try {
    await ready();
  } catch (error) {
    const words = children.map((child) => `--- pid ${child.pid}\n${child.lastWords}`).join('\n');
    await Promise.all(children.map((child) => child.stop()));
    throw new Error(`${String(error)}\n${words}`, { cause: error });
  }
}

/** For a probe: an ended process will never become ready. */
export function alive(children: readonly Child[]): true | string {
  const ended = children.find(({ ending }) => ending !== undefined);
  return ended ? `process ${ended.pid} has ended: ${ended.ending}` : true;
}
