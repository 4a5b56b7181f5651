// The public interface for tests and simulations of other projects: members with stores in the virtual world, and the
// histories of their clients with their checkers. The conformance suite of the engines is not here: it needs a test
// runner (`@chord-dht/store/testing/record-store-conformance`).
export { findAnomaly, type ReadRecord, type WriteRecord } from './histories/atomicity';
export { History, printEntry, type Entry, type Reading } from './histories/history';
export { keyModel, type KeyCall, type KeyCondition, type KeyReply } from './histories/key-model';
export {
  checkLinearizable,
  type Operation,
  type SequentialModel,
  type Verdict,
} from './histories/linearizability';
export { checkRegisters, type RegisterVerdict } from './histories/register-histories';
export { StoreHistory, type HistoryOptions } from './store-history';
export { StoreRing, type StoreRingOptions, type TestMember } from './store-ring';
