// Reads another member's view from the network.
import { ChordError, readNodeRef, type IdSpace } from '@chord-dht/chord';
import { nodeRefDto, type NodeRefDto } from '../../dto/node-ref.dto';
import { isMemberName } from '@chord-dht/transport';
import { LOSS_REASONS, type LostMemberDto } from '../dto/lost-member.dto';
import type { UnservedArcDto } from '../dto/unserved-arc.dto';
import {
  MEMBER_STATES,
  type FingerDto,
  type MovementDto,
  type MovingDto,
  type NodeViewDto,
} from '../dto/node-view.dto';

const LIST_MAX = 1_024;
const TEXT_MAX = 200;

/** @throws ChordError `MALFORMED` */
export function readNodeView(value: unknown, space: IdSpace): NodeViewDto {
  const view = fields(value);
  const store = fields(view['store']);
  const parameters = Object.entries(fields(view['parameters'])).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return {
    self: node(view['self'], space),
    state: oneOf(view['state'], MEMBER_STATES),
    predecessor: isNothing(view['predecessor']) ? null : node(view['predecessor'], space),
    successors: list(view['successors'], (item) => node(item, space)),
    fingers: list(view['fingers'], (item) => finger(item, space)),
    store: {
      engine: text(store['engine']),
      keys: number(store['keys']),
      ownKeys: number(store['ownKeys']),
      // Missing from a member of an earlier version.
      ownBytes: number(store['ownBytes'] ?? 0),
      bytes: number(store['bytes']),
      pendingRanges: number(store['pendingRanges']),
      // Missing from a member of an earlier version.
      fewestHomeReplicas: isNothing(store['fewestHomeReplicas'])
        ? null
        : number(store['fewestHomeReplicas']),
      movement: movement(store['movement']),
    },
    // Missing from a member of an earlier version.
    unserved: list(view['unserved'] ?? [], unservedArc),
    lost: list(view['lost'] ?? [], (item) => lostMember(item, space)),
    bits: number(view['bits']),
    hash: text(view['hash']),
    transport: text(view['transport']),
    version: text(view['version']),
    uptimeSeconds: number(view['uptimeSeconds']),
    parameters: Object.fromEntries(parameters.slice(0, LIST_MAX)),
  };
}

/** Missing from a member of an earlier version. */
function movement(value: unknown): MovementDto {
  const moved = fields(value ?? {});
  const { underWay } = moved;
  return {
    receivedRecords: number(moved['receivedRecords'] ?? 0),
    receivedBytes: number(moved['receivedBytes'] ?? 0),
    sentRecords: number(moved['sentRecords'] ?? 0),
    sentBytes: number(moved['sentBytes'] ?? 0),
    underWay: isNothing(underWay) ? null : moving(fields(underWay)),
  };
}

function moving(read: Record<string, unknown>): MovingDto {
  return {
    records: number(read['records']),
    done: number(read['done']),
    recordsPerSecond: number(read['recordsPerSecond']),
    secondsLeft: isNothing(read['secondsLeft']) ? null : number(read['secondsLeft']),
  };
}

function finger(value: unknown, space: IdSpace): FingerDto {
  const entry = fields(value);
  return {
    firstIndex: number(entry['firstIndex']),
    lastIndex: number(entry['lastIndex']),
    start: text(entry['start']),
    startPosition: number(entry['startPosition']),
    node: node(entry['node'], space),
    ageMs: isNothing(entry['ageMs']) ? null : number(entry['ageMs']),
  };
}

function unservedArc(value: unknown): UnservedArcDto {
  const arc = fields(value);
  return {
    from: text(arc['from']),
    to: text(arc['to']),
    share: number(arc['share']),
    keys: number(arc['keys']),
    members: list(arc['members'], (item) => memberName(item)),
  };
}

function lostMember(value: unknown, space: IdSpace): LostMemberDto {
  const lost = fields(value);
  return {
    node: node(lost['node'], space),
    reason: oneOf(lost['reason'], LOSS_REASONS),
    ageMs: number(lost['ageMs']),
  };
}

function memberName(value: unknown): string {
  if (typeof value !== 'string' || !isMemberName(value)) throw malformed('the name of a member');
  return value;
}

/** @throws ChordError `MALFORMED` */
export function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('an object');
  return value as Record<string, unknown>;
}

/** @throws ChordError `MALFORMED` */
export function node(value: unknown, space: IdSpace): NodeRefDto {
  const ref = readNodeRef(value, space);
  if (!ref) throw malformed('a node');
  return nodeRefDto(ref, space);
}

/** @throws ChordError `MALFORMED` */
export function list<T>(value: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value) || value.length > LIST_MAX) throw malformed('a list');
  return value.map(read);
}

/** @throws ChordError `MALFORMED` */
export function number(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw malformed('a number');
  return value;
}

/** @throws ChordError `MALFORMED` */
export function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > TEXT_MAX) throw malformed('a short text');
  return value;
}

/** @throws ChordError `MALFORMED` */
export function oneOf<W extends string>(value: unknown, words: readonly W[]): W {
  if (!words.includes(value as W)) throw malformed(`one of ${words.join(', ')}`);
  return value as W;
}

export function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function malformed(expected: string): ChordError {
  return new ChordError('MALFORMED', `A member's answer lacks ${expected} where one has to be.`);
}
