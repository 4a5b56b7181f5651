// Knows which arc every member says that it owns: (predecessor, itself].
import { arc } from 'd3';
import type { RingMember } from '../model';
import { angleOf, arcEnd } from './turns';

export interface Ownership {
  readonly address: string;
  /** Turns; `to` lies after `from` and may pass 1. */
  readonly from: number;
  readonly to: number;
  /** False when the member did not name a predecessor and the arc is guessed from the order of the members. */
  readonly reported: boolean;
}

/**
 * The arcs of all members that own something, in their order. Members that do not answer own nothing here: what
 * their heirs report counts. Arcs that overlap are shown so; it is what the members believe.
 * @param members clockwise
 */
export function ownerships(members: readonly RingMember[]): Ownership[] {
  const owners = members.filter(({ state }) => OWNING.has(state));
  return owners.map(({ node, predecessor }, index) => {
    const before = owners[(index + owners.length - 1) % owners.length]?.node ?? node;
    const from = (predecessor ?? before).position;
    return {
      address: node.address,
      from,
      to: arcEnd(from, node.position),
      reported: predecessor !== null || owners.length === 1,
    };
  });
}

const OWNING: ReadonlySet<RingMember['state']> = new Set(['alone', 'member', 'leaving']);

/**
 * The outline of an arc as SVG path data.
 * @param gap pixels left free at both ends, so that neighbours are told apart
 */
export function arcPath(from: number, to: number, inner: number, outer: number, gap = 0): string {
  const whole = to - from >= 1;
  const spare = whole ? 0 : Math.min(gap / inner, angleOf(to - from) / 4);
  const outline = arc()({
    innerRadius: inner,
    outerRadius: outer,
    startAngle: angleOf(from) + spare,
    endAngle: angleOf(to) - spare,
  });
  return shorten(outline ?? '');
}

/** d3 writes three and more decimals; one is enough and keeps the page small. */
export function shorten(pathData: string): string {
  return pathData.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) =>
    String(Math.round(Number(number) * 10) / 10 || 0),
  );
}
