// What tests and simulations of other projects may use. The conformance suites are not here: they
// need a test runner (`@chord-dht/chord/testing/transport-conformance`).
export { deepCopy } from '../messages/deep-copy';
export { ManualClock, type ManualClockOptions } from './manual-clock';
export { MemoryNetwork, type Death, type MemoryNetworkOptions } from './memory-network';
export { takeTurns } from './take-turns';
export { SeededRandom } from './seeded-random';
export { Sha1Hasher } from './sha1-hasher';
export { TestRing, type TestRingOptions } from './test-ring';
export { NumberedHasher } from './numbered-hasher';
