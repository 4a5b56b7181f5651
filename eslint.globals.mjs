// The names that the linter knows or refuses.

/** What the rooms of one protocol for three hosts have to ask a port for. */
export const restrictedGlobals = [
  ['Date', 'ask the Clock port'],
  ['performance', 'ask the Clock port'],
  ['setTimeout', 'use Clock.after'],
  ['setInterval', 'use Clock.after'],
  ['setImmediate', 'use Clock.after'],
  ['clearTimeout', 'use the Cancel that Clock.after returns'],
  ['clearInterval', 'use the Cancel that Clock.after returns'],
  ['clearImmediate', 'use the Cancel that Clock.after returns'],
  ['requestAnimationFrame', 'use Clock.after'],
  ['queueMicrotask', 'use Clock.after or a promise'],
  ['crypto', 'use the Random or Hasher port'],
  ['fetch', 'use the Transport port'],
  ['XMLHttpRequest', 'use the Transport port'],
  ['WebSocket', 'use the Transport port'],
  ['EventSource', 'use the Transport port'],
  ['console', 'emit an event; the host writes the log'],
  ['process', 'take it as a parameter; the host knows the process'],
  ['Buffer', 'use Uint8Array'],
  ['TextEncoder', 'it is no part of ES2022'],
  ['TextDecoder', 'it is no part of ES2022'],
  ['structuredClone', 'it is no part of ES2022'],
  ['navigator', 'the host knows the browser'],
  ['window', 'the host knows the browser'],
  ['document', 'the host knows the browser'],
  ['self', 'the host knows the worker'],
  ['localStorage', 'the host knows the browser'],
  ['indexedDB', 'the host knows the browser'],
  ['globalThis', 'it leads round these rules'],
  ['require', 'import what you need'],
].map(([name, message]) => ({ name, message }));

/** What asks a server, or works beside a page. */
export const httpGlobals = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'Worker',
  'SharedWorker',
].map((name) => ({ name, message: 'ring-view takes data in and gives events out' }));

/** What Node gives to every file. */
export const nodeGlobals = Object.fromEntries(
  (
    'process console Buffer URL URLSearchParams TextEncoder TextDecoder fetch performance ' +
    'AbortController AbortSignal setTimeout clearTimeout setInterval clearInterval setImmediate structuredClone'
  )
    .split(' ')
    .map((name) => [name, 'readonly']),
);
