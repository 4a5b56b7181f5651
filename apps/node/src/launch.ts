// Starts the program of the node in the same folder.
import { fileURLToPath } from 'node:url';
import { Compiled } from './compiled';

await new Compiled(fileURLToPath(new URL('.', import.meta.url))).run().running;
