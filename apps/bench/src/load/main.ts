// The process that makes the load: one specification in, one result out, over the channel of its parent.
import { runLoad, type LoadSpec } from './run-load';

let servers: readonly number[] = [];

/** Whoever ended our parent by force left the servers without anybody who would stop them. */
process.on('disconnect', () => {
  for (const pid of servers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
  process.exit();
});

process.on('message', (message: { servers: readonly number[] } | LoadSpec) => {
  ({ servers } = message);
  if (!('dialect' in message)) return;
  runLoad(message).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
