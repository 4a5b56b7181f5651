// Draws who imports whom: npm run graph writes docs/images/rooms.svg and the table of docs/architecture.md anew.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMade } from './lib/room-page.mjs';
import { root } from './lib/root.mjs';

for (const [file, text] of Object.entries(readMade())) writeFileSync(join(root, file), text);
