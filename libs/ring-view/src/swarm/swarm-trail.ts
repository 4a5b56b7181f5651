// The path of one lookup in the picture of very many nodes: its duration and its painting.
import { pointAt, type Point } from '../geometry/turns';
import { paintCurve, type Palette } from './swarm-brush';
import type { SwarmTrail } from './swarm-model';

/** In milliseconds of virtual time after its last hop. */
const TRAIL_MS = 6_000;

export function isSeen({ hops }: SwarmTrail, nowMs: number): boolean {
  const last = hops[hops.length - 1];
  return last === undefined || nowMs - last.atMs <= TRAIL_MS;
}

/** True when the trail will not change any more. */
export const isOver = ({ hops, outcome }: SwarmTrail): boolean =>
  outcome !== null && hops.every(({ state }) => state !== 'open');

/** Equal for trails with the same appearance. */
export const lookOf = ({ key, turn, hops }: SwarmTrail): string =>
  `${key} ${turn} ${hops.map(({ from, to, state }) => `${from}-${to}${state}`).join()}`;

/** @param at returns the position of a node; null for one that is absent */
export function paintTrail(
  context: CanvasRenderingContext2D,
  { hops, turn, key }: SwarmTrail,
  at: (number: number) => Point | null,
  radius: number,
  palette: Palette,
): void {
  context.lineCap = 'round';
  for (const [index, hop] of hops.entries()) {
    const from = at(hop.from);
    const to = at(hop.to);
    if (!from || !to) continue;
    context.strokeStyle = hop.state === 'failed' ? palette.lost : palette.hop;
    context.lineWidth = 2.5;
    context.setLineDash(hop.state === 'answered' ? [] : [5, 5]);
    const middle = paintCurve(context, from, to);
    context.setLineDash([]);
    paintBadge(context, middle, String(index + 1), context.strokeStyle, palette.surface);
  }
  const mark = pointAt(turn, radius);
  context.fillStyle = palette.key;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.25;
  context.beginPath();
  context.moveTo(mark.x, mark.y - 8);
  context.lineTo(mark.x + 6, mark.y);
  context.lineTo(mark.x, mark.y + 8);
  context.lineTo(mark.x - 6, mark.y);
  context.closePath();
  context.fill();
  context.stroke();
  const inside = pointAt(turn, radius - 20);
  context.fillStyle = palette.ink;
  context.font = 'italic 12px monospace';
  context.textAlign = 'center';
  context.fillText(key.slice(0, 16), inside.x, inside.y + 4);
}

function paintBadge(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  text: string,
  fill: string | CanvasGradient | CanvasPattern,
  ink: string,
): void {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, 8, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = ink;
  context.font = '600 10px sans-serif';
  context.textAlign = 'center';
  context.fillText(text, x, y + 3.5);
}
