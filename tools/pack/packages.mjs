// What is published: a table, from which manifests, bundles and types are made.

/** The names of all packages begin with it. */
export const SCOPE = '@chord-dht/';

/**
 * @typedef {object} Library
 * @property {string} name of its folder below `libs`, and of the package within the scope
 * @property {string} about
 * @property {readonly string[]} keywords
 * @property {readonly string[]} [inlined] libraries of the workspace that are no packages of their own
 * @property {Record<string, { optional: boolean }>} [peers] what the program that uses it brings
 * @property {boolean} [forNode] it needs Node; the others run in browsers as well
 * @property {boolean} [hasComponents] of Angular, which its own compiler has to see first
 */

/** @type {readonly Library[]} Each only uses those before it. */
export const LIBRARIES = [
  {
    name: 'chord',
    about:
      'A Chord ring: who owns an id and how to get there. Runs in Node, in browsers and in simulations.',
    keywords: ['chord', 'dht', 'distributed-hash-table', 'consistent-hashing', 'peer-to-peer'],
    peers: { 'fast-check': { optional: true } },
  },
  {
    name: 'store',
    about:
      'Replicated, linearizable values on top of a Chord ring, over any transport and storage engine.',
    keywords: ['chord', 'dht', 'key-value', 'replication', 'linearizable'],
    peers: { 'fast-check': { optional: true } },
  },
  {
    name: 'transport',
    about:
      'How the members of a Chord ring talk to each other on Node: multiplexed connections, or HTTP.',
    keywords: ['chord', 'dht', 'transport', 'multiplexing', 'rpc'],
    peers: { fastify: { optional: true } },
    forNode: true,
  },
  {
    name: 'engine-lmdb',
    about: 'Durable records of a Chord ring on disk, by LMDB.',
    keywords: ['chord', 'dht', 'lmdb', 'storage-engine', 'durable'],
    forNode: true,
  },
  {
    name: 'nest',
    about:
      'A member of a Chord ring inside a NestJS application: DhtModule, DbModule and RingService.',
    keywords: ['chord', 'dht', 'nestjs', 'nest', 'key-value'],
    peers: {
      '@nestjs/common': { optional: false },
      '@nestjs/core': { optional: false },
      'reflect-metadata': { optional: false },
      rxjs: { optional: false },
      fastify: { optional: true },
    },
    forNode: true,
  },
  {
    name: 'client',
    about:
      'A client of a Chord ring for Node and browsers: conditions, retries, listings and watches.',
    keywords: ['chord', 'dht', 'key-value', 'client'],
    inlined: ['api-client'],
  },
  {
    name: 'ring-client',
    about:
      'A client of a Chord ring for Node that asks the owner of a key directly and follows the ring as it changes.',
    keywords: ['chord', 'dht', 'key-value', 'client', 'partition-aware'],
    forNode: true,
  },
  {
    name: 'ring-view',
    about:
      'Angular components that draw a Chord ring, the path of a key, and charts: data in, events out.',
    keywords: ['chord', 'dht', 'angular', 'd3', 'visualization'],
    peers: { '@angular/core': { optional: false } },
    hasComponents: true,
  },
  {
    name: 'simulator',
    about:
      'Chord rings of thousands of nodes in virtual time, with faults; a seed decides each run.',
    keywords: ['chord', 'dht', 'simulation', 'deterministic', 'fault-injection'],
  },
];
