// What tests and simulations of other projects may use. The conformance suite of the engines is not
// here: it needs a test runner (`@chord-dht/store/testing/record-store-conformance`).
export { findAnomaly, type ReadRecord, type WriteRecord } from './atomicity';
export { StoreHistory, type HistoryOptions } from './store-history';
export { StoreRing, type StoreRingOptions, type TestMember } from './store-ring';
