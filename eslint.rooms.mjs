// The order of rooms: which project may use which, and within some libraries which folder which.

/** A room of the store imports only rooms before it; the root puts them together. */
export const storeRooms = [
  'base',
  'record',
  'arc',
  'changes',
  'view',
  'messages',
  'replica',
  'driver',
  'primary',
  'client',
];

/** The same of the transports: `mux` and `http` know nothing of each other, and both stand on what comes before. */
export const transportRooms = {
  address: [],
  peer: ['address'],
  system: [],
  frames: ['peer'],
  mux: ['address', 'peer', 'frames'],
  http: ['address', 'peer'],
  /** Programs that are no members: their connections are those of `mux`. */
  client: ['address', 'peer', 'frames', 'mux'],
};

/** Those of the modules for Nest; the root puts them together. */
export const nestRooms = {
  ports: [],
  options: [],
  member: [],
  records: ['options', 'ports'],
  transport: ['options', 'ports'],
  lifecycle: ['member', 'options', 'ports'],
  services: ['lifecycle', 'member', 'options'],
};

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

/** Beside the names of libraries: which of their entries a client of the binary protocol may use. */
export const ringClientImports = [
  '^@chord-dht/(?!(chord|transport|client|store/wire)$)',
  'this client knows what members say to it, and nothing of what they do',
];

/** Its files, but for tests. @param {readonly string[]} specs */
export const ringClient = (specs) => ({
  files: ['libs/ring-client/**/*.ts'],
  ignores: [...specs, '**/testing/**'],
});
