// The arc that every member reports as its own: (predecessor, itself].
import { arc, pathRound } from 'd3';
import type { RingMember } from '../model/model';
import { angleOf, arcEnd, tenth } from './turns';

export interface Ownership {
  readonly address: string;
  /** Turns; `to` lies after `from` and may pass 1. */
  readonly from: number;
  readonly to: number;
  /** False when the member did not name a predecessor and the arc is guessed from the order of the members. */
  readonly reported: boolean;
}

/**
 * The arcs of all members that own one, in their order. Members that do not answer own nothing here: the reports of
 * their heirs count. Overlapping arcs stay, as they show what the members report.
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
 * The outline of an arc as SVG path data. Not rounded: the centre of a half circle moves by pixels when its ends are
 * rounded to a tenth.
 * @param gap pixels left free at both ends, so that neighbours are distinguishable
 */
export function arcPath(from: number, to: number, inner: number, outer: number, gap = 0): string {
  const whole = to - from >= 1;
  const spare = Math.min(gap / inner, angleOf(to - from) / 4);
  const ends = whole
    ? { startAngle: 0, endAngle: 2 * Math.PI }
    : { startAngle: angleOf(from) + spare, endAngle: angleOf(to) - spare };
  return arc()({ innerRadius: inner, outerRadius: outer, ...ends }) ?? '';
}

/** A line along the circle as SVG path data. Turns, clockwise; `to` lies after `from`. */
export function arcLine(from: number, to: number, radius: number): string {
  const pen = pathRound(3);
  const quarter = Math.PI / 2;
  pen.arc(0, 0, radius, angleOf(from) - quarter, angleOf(Math.min(to, from + 0.9999)) - quarter);
  return pen.toString();
}

/**
 * Rounds to one decimal where no other point depends on the value; d3 writes three, which would make the page larger.
 */
export function shorten(pathData: string): string {
  return pathData.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(tenth(Number(number))));
}
