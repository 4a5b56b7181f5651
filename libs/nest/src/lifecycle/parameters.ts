// Derives the parameters of ring and store from the options of the node.
import { DEFAULT_PARAMETERS, type ChordParameters } from '@chord-dht/chord';
import type { StoreParameters } from '@chord-dht/store';
import type { MembershipOptions } from '../options/member-options';

export function parametersOf(config: MembershipOptions): Partial<ChordParameters> {
  return {
    successorsMax: config.successors,
    // One more than a key needs beside its owner, so that a list that begins at the owner names all of them.
    successorHostsMin: config.replicas,
    stabiliseMs: config.stabilizeMs,
    fixFingersMs: config.fixFingersMs,
    probeLostMs: config.probeLostMs,
    callTimeoutMs: config.callTimeoutMs,
    callTimeoutMsMin: Math.min(config.callTimeoutMs, DEFAULT_PARAMETERS.callTimeoutMsMin),
    operationTimeoutMs: config.operationTimeoutMs,
    uniteTimeoutMs: config.joinDeadlineMs,
    hopsMax: config.hopsMax,
  };
}

export function storeParametersOf(config: MembershipOptions): Partial<StoreParameters> {
  return {
    replicas: config.replicas,
    valueBytesMax: config.valueBytesMax,
    tombstoneGraceMs: config.tombstoneGraceMs,
    handOffTimeoutMs: config.leaveDeadlineMs,
  };
}
