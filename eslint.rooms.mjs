// The order of rooms: which project may use which, and which folder of a project which other.

/** Tests, and the suites that tests share: they may use Jest, Node and long tables of cases, and import what they like. */
export const tests = ['**/*.spec.ts', '**/*.long.ts', '**/*.e2e.ts', '**/*conformance.ts'];

/** @param {string} file @returns {boolean} whether it is one of them */
export const isTest = (file) => /(\.(spec|long|e2e)|conformance)\.ts$/.test(file);

/**
 * The folders of each place: a folder imports only those before it. Those with a comma between them stand side by side
 * and know nothing of each other; `.` stands for the files beside the folders.
 *
 * A place that is not here has the usual order: its folders side by side, above them the files beside them, and
 * `testing` above all.
 */
const PLACES = {
  'libs/chord/src/testing': 'time < network < .',
  'libs/chord/src': `id < base < ports < invariants < ring < messages < context < lookup <
    members < merge < maintenance < . < testing`,
  'libs/store/src': `base < collections < record < arc < changes < view < messages < replica < driver < primary < client <
    . < testing`,
  'libs/transport/src': 'address, system < peer < frames < mux, http < client < . < testing',
  'libs/nest/src': 'base < ports, options, member < records, transport, lifecycle < services < .',
  'libs/simulator/src': `log < disk < cluster < checkers < values < experiments, fuzz <
    mutants < scenarios < playground < . < testing`,
  'libs/ring-view/src': `model, size < geometry < text < scene < charts, ring, key-path, swarm, table < . <
    testing`,
  'apps/node/src': `config < log < http < access, tracing, dto, openapi < clients, db, lifecycle, testing-hooks, events <
    dht, watch, web, shortcut < backup, insights, ops < app < docs < . < testing`,
  'apps/node/src/http': 'exchange < problem < overload < .',
  'apps/node/src/dht': 'dto < peer-messages < view < .',
  'apps/node/src/testing': '. < fuzz',
  'apps/chordctl/src': 'base < output < backups, records < commands < . < testing',
  'apps/dashboard/src/app': 'data < text < ui < value, membership < shell < pages < routing < .',
  'apps/dashboard/src/app/data': 'answers < live < .',
  'apps/dashboard/src/app/pages':
    'events, insights, key-path, missing, node, playground, ring < keys, tour',
  'apps/bench/src': `system < load < contenders, measure, tables < stand <
    compare, clients, large, micro, gate < report < testing`,
  'apps/node-e2e/src': 'harness < faults < hostile, scale',
  'apps/node-e2e/src/faults': 'arena < inject < .',
};

/** @type {ReadonlyMap<string, readonly (readonly string[])[]>} the layers of each of them, the lowest first */
export const folders = new Map(
  Object.entries(PLACES).map(([place, order]) => [
    place,
    order.split('<').map((layer) => layer.split(',').map((name) => name.trim())),
  ]),
);

/** Two axes: where code may run, and how near to the protocol it is. */
export const boundaries = [
  ['platform:any', ['platform:any']],
  ['platform:node', ['platform:any', 'platform:node']],
  ['platform:web', ['platform:any', 'platform:web']],
  ['layer:protocol', ['layer:protocol']],
  ['layer:adapter', ['layer:protocol']],
  ['layer:host', ['layer:protocol', 'layer:adapter']],
  ['layer:sim', ['layer:protocol', 'layer:sim']],
  ['layer:client', ['layer:client']],
  ['layer:ring-client', ['layer:protocol', 'layer:adapter', 'layer:client', 'layer:ring-client']],
  ['layer:ui', ['layer:ui']],
  [
    'layer:app',
    [
      ...['layer:protocol', 'layer:adapter', 'layer:host', 'layer:sim', 'layer:ui'],
      ...['layer:client', 'layer:ring-client', 'layer:app'],
    ],
  ],
  ['layer:e2e', ['layer:e2e', 'layer:protocol', 'layer:client', 'layer:ring-client']],
  ['layer:tool', ['layer:tool', 'layer:protocol', 'layer:adapter', 'layer:ring-client']],
].map(([sourceTag, onlyDependOnLibsWithTags]) => ({ sourceTag, onlyDependOnLibsWithTags }));
