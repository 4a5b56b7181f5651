// Starts the program of the node that lies beside it.
import { fileURLToPath } from 'node:url';
import { Compiled } from './compiled';

await new Compiled(fileURLToPath(new URL('.', import.meta.url))).run().running;
