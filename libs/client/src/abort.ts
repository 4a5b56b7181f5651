// Hears a caller's signal for any number of calls at once.

interface Hearing {
  readonly tasks: Set<() => void>;
  readonly listener: () => void;
}

/** One listener a signal, as Node warns of a leak at the eleventh. */
const hearings = new WeakMap<AbortSignal, Hearing>();

/**
 * Calls `task` when the signal is aborted; nothing is called when it is already.
 * @param task one of its own for each call
 * @returns a function that has to be called at the end, as a signal may outlive many calls
 */
export function whenAborted(signal: AbortSignal | undefined, task: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const { tasks, listener } = hearings.get(signal) ?? hear(signal);
  tasks.add(task);
  return () => {
    tasks.delete(task);
    if (tasks.size > 0) return;
    signal.removeEventListener('abort', listener);
    hearings.delete(signal);
  };
}

function hear(signal: AbortSignal): Hearing {
  const tasks = new Set<() => void>();
  const listener = () => {
    for (const task of [...tasks]) task();
  };
  const hearing = { tasks, listener };
  signal.addEventListener('abort', listener, { once: true });
  hearings.set(signal, hearing);
  return hearing;
}
