// Reads another member's lookup from the network.
import type { IdSpace } from '@chord-dht/chord';
import { placeDto, type PlaceDto } from '../../dto/node-ref.dto';
import { HOP_OUTCOMES, VIA_KINDS, type HopDto, type LookupDto } from '../dto/lookup.dto';
import { fields, isNothing, list, node, number, oneOf, text } from './read-view';

/** @throws ChordError `MALFORMED` */
export function readLookup(value: unknown, key: string, space: IdSpace): LookupDto {
  const lookup = fields(value);
  const { found } = lookup;
  return {
    key,
    keyId: place(lookup['keyId'], space),
    start: node(lookup['start'], space),
    owner: node(lookup['owner'], space),
    replicas: list(lookup['replicas'], (item) => node(item, space)),
    found: typeof found === 'boolean' ? found : null,
    expiresAt: isNothing(lookup['expiresAt']) ? null : text(lookup['expiresAt']),
    hops: list(lookup['hops'], (item) => hop(item, space)),
    hopCount: number(lookup['hopCount']),
    members: number(lookup['members']),
    expectedHops: number(lookup['expectedHops']),
    milliseconds: number(lookup['milliseconds']),
    path: list(lookup['path'], (item) => node(item, space)),
  };
}

function hop(value: unknown, space: IdSpace): HopDto {
  const entry = fields(value);
  const via = fields(entry['via']);
  return {
    number: number(entry['number']),
    from: node(entry['from'], space),
    to: node(entry['to'], space),
    via: {
      kind: oneOf(via['kind'], VIA_KINDS),
      index: isNothing(via['index']) ? null : number(via['index']),
    },
    milliseconds: number(entry['milliseconds']),
    outcome: oneOf(entry['outcome'], HOP_OUTCOMES),
    code: isNothing(entry['code']) ? null : text(entry['code']),
  };
}

function place(value: unknown, space: IdSpace): PlaceDto {
  const { id } = fields(value);
  return placeDto(space.isId(id) ? id : space.fromNumber(0n), space);
}
