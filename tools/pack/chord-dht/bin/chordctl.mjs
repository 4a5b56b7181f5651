#!/usr/bin/env node
await import('../chordctl/main.mjs');
