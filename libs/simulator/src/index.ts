// A world in virtual time for the product's own classes: every run is decided by its seed.
export type { Host } from './ports/host';
export { EventLog } from './log/event-log';
export { VirtualClock } from './time/virtual-clock';
export { NodeClock } from './time/node-clock';
export { EventLoop, type EventLoopOptions } from './time/event-loop';
export { exponential, latencyOf, type Latency, type LatencySpec } from './network/latency';
export { LinkFaults, type LinkNoise } from './network/link-faults';
export { VirtualNetwork, type VirtualNetworkOptions } from './network/virtual-network';
export { RingMap } from './cluster/ideal-pointers';
export { Cluster, type ClusterOptions } from './cluster/cluster';
