// Runs at the build: starts the node that lies beside it once, and keeps what the engine has compiled for it. The first
// argument says where both will lie.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODE, Compiled } from './compiled';

const folder = fileURLToPath(new URL('.', import.meta.url));
const [home = folder] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'chord-precompile-'));
process.on('exit', () => rmSync(data, { recursive: true, force: true }));
process.argv.splice(2, Infinity, '--port', '0', '--data-dir', data);

const compiled = new Compiled(folder, home);
await compiled.run().running;
writeFileSync(join(folder, CODE), compiled.codeNow());
process.kill(process.pid, 'SIGTERM');
