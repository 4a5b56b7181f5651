// A world in virtual time for the product's own classes: every run is decided by its seed.
export {
  EventLoop,
  exponential,
  latencyOf,
  LinkFaults,
  NodeClock,
  VirtualClock,
  VirtualNetwork,
  type EventLoopOptions,
  type Host,
  type Latency,
  type LatencySpec,
  type LinkNoise,
  type VirtualNetworkOptions,
} from '@chord-dht/chord/testing';
export { EventLog } from './log/event-log';
export { RingMap } from './cluster/ideal-pointers';
export { Cluster, type ClusterOptions } from './cluster/cluster';
export {
  EXPERIMENTS,
  settingsOf,
  type ExperimentName,
  type ExperimentSettings,
} from './experiments/settings';
export { readPaperArguments, type PaperArguments } from './experiments/read-arguments';
export { runExperiment } from './experiments/run-experiment';
export type { ExperimentResult } from './experiments/result';
export type { SetUp } from './experiments/set-up';
export { summaryOf, type Summary } from './experiments/statistics';
export { InvariantWatch, type BrokenInvariant } from './checkers/invariant-watch';
export {
  checkLinearizable,
  keyModel,
  type KeyCall,
  type KeyReply,
  type Operation,
  type SequentialModel,
  type Verdict,
} from '@chord-dht/store/testing';
export { BaseRule } from './checkers/base-rule';
export { drawPlan, type Fault, type FaultPlan, type FuzzMode } from './fuzz/fault-plan';
export type { PlanFailure, PlanOutcome } from './fuzz/plan-outcome';
export { runPlan, type RunOptions } from './fuzz/run-plan';
export { drawValuePlan, type ValueFault, type ValuePlan } from './fuzz/value-plan';
export { runValuePlan, type ValueRunOptions } from './fuzz/run-value-plan';
export {
  FAULT_CLASSES,
  judgeReadingModes,
  type FaultClass,
  type ReadingModesRow,
} from './fuzz/reading-modes';
export { shrinkPlan } from './fuzz/shrink';
export { MUTANTS, type Mutant } from './mutants/mutants';
export { STORE_MUTANTS, type StoreMutant } from './mutants/store-mutants';
export { drawAnyPlan, MODES, runAnyPlan, type AnyMode, type AnyPlan } from './fuzz/any-plan';
export {
  fuzz,
  playgroundLink,
  replayCommand,
  type FuzzFinding,
  type FuzzReport,
} from './fuzz/fuzz';
export { readScenario, type Scenario, type Step } from './scenarios/scenario';
export { playScenario, type Play } from './scenarios/play';
export { strandedNodes } from './checkers/stranded';
export { PlaygroundWorld } from './playground/world';
export { PlanWorld, readPlan } from './playground/plan-world';
export type { World } from './playground/view';
export {
  NODES_MAX,
  printRun,
  readRun,
  type Deed,
  type NodeDeed,
  type Run,
  type TimedDeed,
} from './playground/script';
export { deedWords } from './playground/deed-words';
export {
  NODE_STATES,
  type Lamp,
  type LogLine,
  type NodeDetail,
  type Trail,
  type TrailHop,
  type WorldNodeState,
  type WorldPicture,
} from './playground/picture';
export { isMet, TOUR, type Expectation, type TourStep } from './playground/tour';
