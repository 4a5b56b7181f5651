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
  ['layer:ui', ['layer:ui']],
  [
    'layer:app',
    [
      ...['layer:protocol', 'layer:adapter', 'layer:host', 'layer:sim', 'layer:ui'],
      ...['layer:client', 'layer:app'],
    ],
  ],
  ['layer:e2e', ['layer:e2e', 'layer:protocol', 'layer:client']],
  ['layer:tool', ['layer:tool', 'layer:protocol', 'layer:adapter']],
].map(([sourceTag, onlyDependOnLibsWithTags]) => ({ sourceTag, onlyDependOnLibsWithTags }));
