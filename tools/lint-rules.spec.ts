// The walls between the rooms are real: each forbidden thing is refused, each allowed one passes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A file of each room. The rules look at the path; the text on disk does not matter. */
const ROOMS = {
  chord: 'libs/chord/src/base/errors.ts',
  'chord spec': 'libs/chord/src/id/id-space.spec.ts',
  'chord lookup': 'libs/chord/src/lookup/next-hop.ts',
  store: 'libs/store/src/index.ts',
  'store record': 'libs/store/src/record/version.ts',
  'store view': 'libs/store/src/view/view.ts',
  'store client': 'libs/store/src/client/listing.ts',
  simulator: 'libs/simulator/src/index.ts',
  'ring-view': 'libs/ring-view/src/index.ts',
  'api-client': 'libs/api-client/src/index.ts',
  client: 'libs/client/src/index.ts',
  'ring-client': 'libs/ring-client/src/index.ts',
  transport: 'libs/transport/src/create-transport.ts',
  'transport mux': 'libs/transport/src/mux/mux-transport.ts',
  'transport peer': 'libs/transport/src/peer/codec.ts',
  'engine-lmdb': 'libs/engine-lmdb/src/open-lmdb.ts',
  nest: 'libs/nest/src/dht.module.ts',
  'nest member': 'libs/nest/src/member/member.ts',
  'nest lifecycle': 'libs/nest/src/lifecycle/way-in.ts',
  node: 'apps/node/src/main.ts',
  'node http': 'apps/node/src/http/query.ts',
  'node db dto': 'apps/node/src/db/dto/keys.dto.ts',
  'node dht view': 'apps/node/src/dht/view/health.ts',
  chordctl: 'apps/chordctl/src/run.ts',
  dashboard: 'apps/dashboard/src/main.ts',
  'dashboard page': 'apps/dashboard/src/app/pages/node/node-page.ts',
  'dashboard template': 'apps/dashboard/src/app/app.html',
  e2e: 'apps/node-e2e/src/harness/node-process.ts',
  'e2e spec': 'apps/node-e2e/src/ring.e2e.ts',
  bench: 'apps/bench/src/system/proc.ts',
  tools: 'tools/start.mjs',
} as const;
type Room = keyof typeof ROOMS;

interface Case {
  readonly room: Room;
  readonly text: string;
  /** The rule that must refuse it; `null`: nothing may. */
  readonly rule: string | null;
}

let texts = 0;
/** Names of its own, because texts about one room are read by the linter as one file. */
const use = (module: string) =>
  `import * as it${(texts += 1)} from '${module}';\nexport const used${texts} = it${texts};\n`;
const say = (expression: string) => `export const used${(texts += 1)} = () => ${expression};\n`;
const each = (rooms: readonly Room[], texts: readonly string[], rule: string | null): Case[] =>
  rooms.flatMap((room) => texts.map((text) => ({ room, text, rule })));

const IMPORTS = 'no-restricted-imports';
const GLOBALS = 'no-restricted-globals';
const BOUNDARIES = '@nx/enforce-module-boundaries';
const ORDER = 'rooms/order';
const PURE: readonly Room[] = ['chord', 'store', 'simulator'];

const CASES: readonly Case[] = [
  // One protocol, three hosts.
  ...each(
    PURE,
    [
      'node:fs',
      'fs',
      'crypto',
      'timers/promises',
      '@nestjs/common',
      '@angular/core',
      'ws',
      'lmdb',
      'd3',
    ].map(use),
    IMPORTS,
  ),
  ...each(
    PURE,
    [
      ...[
        'Date.now()',
        'new Date()',
        'performance.now()',
        'setTimeout(() => 1, 1)',
        'setInterval(() => 1, 1)',
      ],
      ...[
        'setImmediate(() => 1)',
        'queueMicrotask(() => 1)',
        'crypto.randomUUID()',
        "fetch('http://a')",
      ],
      ...[
        'console.log(1)',
        'process.env',
        "Buffer.from('')",
        'new TextEncoder()',
        'structuredClone(1)',
      ],
      ...['globalThis', 'window', 'self', "require('node:fs')", 'new WebSocket("ws://a")'],
    ].map(say),
    GLOBALS,
  ),
  ...each(PURE, [say('Math.random()')], 'no-restricted-properties'),
  ...each(PURE, [say("import('node:fs')"), say('import.meta.url')], 'no-restricted-syntax'),
  ...each(PURE, [use('./other'), use('@noble/hashes/sha1'), say('Math.max(1, 2)')], null),
  ...each(['chord spec'], [use('node:fs'), use('fast-check'), say('Date.now()')], null),

  // Who may know whom.
  ...each(['chord'], [use('@chord-dht/store'), use('@chord-dht/simulator')], BOUNDARIES),
  ...each(
    ['chord', 'store'],
    [use('@chord-dht/ring-view'), use('@chord-dht/api-client')],
    BOUNDARIES,
  ),
  ...each(['store'], [use('@chord-dht/simulator')], BOUNDARIES),
  ...each(['store'], [use('@chord-dht/chord')], null),
  ...each(['simulator'], [use('@chord-dht/chord'), use('@chord-dht/store')], null),
  ...each(['simulator'], [use('@chord-dht/ring-view')], BOUNDARIES),
  ...each(['store', 'node'], [use('@chord-dht/chord/testing')], IMPORTS),
  ...each(
    ['chord', 'store', 'simulator'],
    [use('@chord-dht/engine-lmdb'), use('@chord-dht/transport')],
    BOUNDARIES,
  ),
  ...each(
    ['transport', 'transport mux'],
    ['@nestjs/common', '@nestjs/axios', 'rxjs', '@chord-dht/chord/testing'].map(use),
    IMPORTS,
  ),
  ...each(['transport'], [use('@chord-dht/engine-lmdb')], BOUNDARIES),
  ...each(
    ['transport'],
    ['@chord-dht/chord', 'axios', 'node:http', './mux/open-calls'].map(use),
    null,
  ),
  ...each(['transport mux'], [use('../http/http-client'), use('../create-transport')], ORDER),
  ...each(['transport mux'], [use('../frames/frames'), use('./mux-dial'), use('node:net')], null),
  ...each(['transport peer'], [use('../mux/handshake'), use('../frames/frames')], ORDER),
  ...each(['transport peer'], [use('../address/parse-address'), use('msgpackr')], null),
  ...each(
    ['engine-lmdb'],
    [
      ...['@nestjs/common', 'fastify', 'axios', 'node:http', 'rxjs', '@chord-dht/store/testing'],
    ].map(use),
    IMPORTS,
  ),
  ...each(['engine-lmdb'], [use('@chord-dht/simulator'), use('@chord-dht/client')], BOUNDARIES),
  ...each(
    ['engine-lmdb'],
    ['@chord-dht/chord', '@chord-dht/store', 'lmdb', 'node:fs', 'node:child_process'].map(use),
    null,
  ),
  ...each(
    ['nest', 'nest lifecycle'],
    ['@nestjs/swagger', '@nestjs/platform-fastify', '@chord-dht/store/testing'].map(use),
    IMPORTS,
  ),
  ...each(['nest'], [use('@chord-dht/simulator'), use('@chord-dht/client')], BOUNDARIES),
  ...each(
    ['nest'],
    [
      '@nestjs/common',
      '@chord-dht/engine-lmdb',
      '@chord-dht/transport',
      './services/db.service',
    ].map(use),
    null,
  ),
  ...each(['nest member'], [use('../lifecycle/way-in'), use('../dht.module')], ORDER),
  ...each(['nest lifecycle'], [use('../services/ring.service'), use('../dht.module')], ORDER),
  ...each(
    ['nest lifecycle'],
    [use('../member/phase'), use('../base/errors'), use('./way-out')],
    null,
  ),
  ...each(['transport', 'engine-lmdb', 'store', 'bench'], [use('@chord-dht/nest')], BOUNDARIES),
  ...each(['node'], [use('@chord-dht/nest')], null),
  ...each(
    ['node', 'bench'],
    [use('@chord-dht/engine-lmdb'), use('@chord-dht/transport/wire')],
    null,
  ),
  ...each(['ring-view'], [use('@chord-dht/simulator'), use('@chord-dht/chord')], BOUNDARIES),
  ...each(
    ['ring-view'],
    [use('@angular/common/http'), use('@chord-dht/api-client'), use('node:fs')],
    IMPORTS,
  ),
  ...each(
    ['ring-view'],
    [say("fetch('/')"), say("new Worker('a')"), say("new EventSource('/')")],
    GLOBALS,
  ),
  ...each(['ring-view'], [use('d3'), use('@angular/core')], null),
  ...each(['api-client'], [use('@chord-dht/chord'), use('@nestjs/common')], IMPORTS),
  ...each(
    ['client'],
    [use('@chord-dht/chord'), use('@nestjs/common'), use('@angular/core'), use('node:fs')],
    IMPORTS,
  ),
  ...each(['client'], [use('@chord-dht/api-client'), say("fetch('http://a')")], null),
  ...each(['ring-view', 'bench', 'simulator'], [use('@chord-dht/client')], BOUNDARIES),
  ...each(['api-client'], [use('@chord-dht/client')], IMPORTS),
  ...each(['chordctl'], [use('@chord-dht/store'), use('@chord-dht/api-client')], IMPORTS),
  ...each(['chordctl'], [use('@chord-dht/client'), use('commander'), use('node:fs')], null),
  ...each(['node'], [use('@chord-dht/ring-view')], BOUNDARIES),
  ...each(
    ['node'],
    [
      use('@chord-dht/simulator'),
      use('@chord-dht/api-client'),
      use('@chord-dht/client'),
      use('@angular/core'),
    ],
    IMPORTS,
  ),
  ...each(
    ['node'],
    [use('@chord-dht/chord'), use('@chord-dht/store'), use('node:fs'), use('@nestjs/common')],
    null,
  ),
  ...each(
    ['dashboard'],
    [use('node:fs'), use('@nestjs/common'), use('@chord-dht/store/testing')],
    IMPORTS,
  ),
  ...each(
    ['dashboard'],
    ['ring-view', 'api-client', 'simulator'].map((lib) => use(`@chord-dht/${lib}`)),
    null,
  ),
  ...each(['e2e'], [use('@chord-dht/chord'), use('../../../apps/node/src/main')], IMPORTS),
  ...each(['e2e', 'bench'], [use('@chord-dht/simulator')], BOUNDARIES),
  ...each(['bench'], [use('@chord-dht/api-client'), use('@chord-dht/store/testing')], IMPORTS),
  ...each(['bench'], [use('@chord-dht/store'), use('@nestjs/common')], null),
  ...each(['bench'], [use('../../../node/src/main')], BOUNDARIES),
  ...each(['e2e', 'bench', 'tools'], [use('node:child_process')], null),
  ...each(['e2e'], [use('@chord-dht/store/testing'), use('@chord-dht/client')], null),

  ...each(['e2e', 'bench'], [use('@chord-dht/ring-client')], null),
  ...each(['node'], [use('@chord-dht/ring-client')], IMPORTS),
  ...each(
    ['ring-client'],
    ['@chord-dht/store', '@chord-dht/engine-lmdb', '@nestjs/common'].map(use),
    IMPORTS,
  ),
  ...each(['ring-client'], [use('@chord-dht/nest'), use('@chord-dht/simulator')], BOUNDARIES),
  ...each(
    ['ring-client'],
    ['chord', 'transport', 'client', 'store/wire'].map((lib) => use(`@chord-dht/${lib}`)),
    null,
  ),
  ...each(['client', 'chordctl'], [use('@chord-dht/ring-client')], IMPORTS),

  // The order of folders.
  ...each(
    ['store record', 'store view'],
    ['../primary/primary', '../replica/sync', '../store-node', '../other-room/file'].map(use),
    ORDER,
  ),
  ...each(['store record'], [use('../view/view'), use('../arc/arcs')], ORDER),
  ...each(['store client'], [use('../store-parts')], ORDER),
  ...each(['store record'], [use('node:fs')], IMPORTS),
  ...each(['store client'], [use('@chord-dht/chord/testing')], IMPORTS),
  ...each(['store record'], [use('../base/errors'), use('./version-bytes')], null),
  ...each(['store view'], [use('../record/version'), use('../arc/arcs'), use('./machine')], null),
  ...each(['store client'], [use('../primary/failures'), use('../view/view')], null),
  ...each(['chord lookup'], [use('../maintenance/join'), use('../chord-node')], ORDER),
  ...each(
    ['chord lookup'],
    [
      "export { join } from '../maintenance/join';\n",
      "export * from '../maintenance/join';\n",
      "export type Join = import('../maintenance/join').Join;\n",
      "import type { Join } from '../maintenance/join';\nexport type It = Join;\n",
    ],
    ORDER,
  ),
  ...each(['chord lookup'], [use('../ring/ring-state'), use('../id/node-ref')], null),
  ...each(['node http'], [use('../access/access-control'), use('../app/create-app')], ORDER),
  ...each(['node http'], [use('../log/logger'), use('./problem/http-error')], null),
  ...each(['node db dto'], [use('../key'), use('../../dht/ids')], ORDER),
  ...each(['node db dto'], [use('../../dto/node-ref.dto')], null),
  ...each(['node dht view'], [use('../ring.controller'), use('../../app/core.module')], ORDER),
  ...each(['node dht view'], [use('../dto/ring.dto'), use('../peer-messages/read-view')], null),
  ...each(['dashboard page'], [use('../ring/ring-page'), use('../../app')], ORDER),
  ...each(['dashboard page'], [use('../../data/clock'), use('../../ui/curl-box')], null),

  // Nothing is decided by time.
  ...each(
    ['chord spec', 'e2e spec'],
    [
      "it('a', () => {}, 1_000);\n",
      "it.each([1])('a', () => {}, 1_000);\n",
      'beforeAll(() => {}, 1_000);\n',
      'jest.setTimeout(1_000);\n',
    ],
    'no-restricted-syntax',
  ),
  ...each(
    ['chord spec', 'e2e spec'],
    ["it('a', () => {});\nit.each([1])('a', () => {});\nbeforeAll(() => {});\n"],
    null,
  ),

  // Manners of plain JavaScript; those of TypeScript are in oxlint-rules.spec.ts.
  ...each(['tools'], ['export const same = (a, b) => a == b;\n'], 'eqeqeq'),
  ...each(['tools'], [lines(301)], 'max-lines'),
  ...each(['tools'], [`export function long() {\n${lines(71)}}\n`], 'max-lines-per-function'),
  ...each(['dashboard template'], ['<img src="a.png" />'], '@angular-eslint/template/alt-text'),
  ...each(
    ['dashboard template'],
    ['<div (click)="go()">Go</div>'],
    '@angular-eslint/template/click-events-have-key-events',
  ),
  ...each(['dashboard template'], ['<button (click)="go()">Go</button>'], null),
];

function lines(count: number): string {
  return 'void 0;\n'.repeat(count);
}

describe('the linter', () => {
  let broken: string[][] = [];

  beforeAll(() => {
    const input = JSON.stringify(CASES.map(({ room, text }) => ({ file: ROOMS[room], text })));
    const root = join(__dirname, '..');
    const args = [join(root, 'tools/lib/lint-text.mjs')];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      input,
      encoding: 'utf8',
    });
    try {
      broken = JSON.parse(stdout);
    } catch {
      throw new Error(`the linter did not run:\n${stderr}`);
    }
  });

  it.each(
    CASES.map(
      ({ room, text, rule }, index) =>
        [index, rule ?? 'passes', room, text.split('\n')[0], rule] as const,
    ),
  )('%i: %s in %s: %s', (index, _, __, ___, rule) => {
    if (rule === null) expect(broken[index]).toEqual([]);
    else expect(broken[index]).toContain(rule);
  });
});
