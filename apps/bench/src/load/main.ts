// The process that makes the load: one specification in, one result out, over the channel of its parent.
import { runLoad, type LoadSpec } from './run-load';

process.on('disconnect', () => process.exit());
process.on('message', (spec: LoadSpec) => {
  runLoad(spec).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
