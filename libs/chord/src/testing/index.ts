// The virtual world of tests and simulations, this project's and others': time, network, chance. The conformance
// suites are not here: they need a test runner (`@chord-dht/chord/testing/transport-conformance`).
export { ManualClock } from './manual-clock';
export { exponential, latencyOf, type Latency, type LatencySpec } from './network/latency';
export { LinkFaults, type LinkNoise } from './network/link-faults';
export { VirtualNetwork, type Death, type VirtualNetworkOptions } from './network/virtual-network';
export { NumberedHasher } from './numbered-hasher';
export { SeededRandom } from './seeded-random';
export { Sha1Hasher } from './sha1-hasher';
export { takeTurns } from './take-turns';
export { TestRing, type TestRingOptions } from './test-ring';
export { EventLoop, type EventLoopOptions } from './time/event-loop';
export type { Host } from './time/host';
export { NodeClock } from './time/node-clock';
export { VirtualClock } from './time/virtual-clock';
