// Knows how large the circle may be so that it and the names around it fit the space.
import { shortAddresses, shortId } from '../text/names';

export interface Stage {
  readonly width: number;
  readonly height: number;
  /** Pixels from the centre to the middle of the band on which the nodes sit. */
  readonly radius: number;
  readonly labelRadius: number;
  /** True on narrow screens: names without the host that all share. */
  readonly compact: boolean;
}

/** A letter of the monospaced label font at 12 px, on the safe side. */
export const LETTER_PX = 7.4;
const COMPACT_PX = 600;
const RADIUS_MIN_PX = 70;
const RADIUS_MAX_PX = 320;
/** From the band to the names. */
const LABEL_GAP_PX = 34;
const EDGE_PX = 14;
const CROWD = 40;
const WIDE_PX = 960;

/** The stage for these nodes in a space of `width` pixels. `tallMax` bounds its height. */
export function stageFor(
  width: number,
  nodes: readonly { address: string; printedId: string }[],
  tallMax = width < WIDE_PX ? 640 : 760,
): Stage {
  const compact = width < COMPACT_PX;
  const name = compact
    ? shortAddresses(nodes.map(({ address }) => address))
    : (text: string) => text;
  const letters = Math.max(
    4,
    ...nodes.map(({ address, printedId }) =>
      Math.max(name(address).length, shortId(printedId).length),
    ),
  );
  const gap = compact ? LABEL_GAP_PX * 0.85 : LABEL_GAP_PX;
  const wide = width / 2 - Math.min(letters, LETTERS_MAX) * LETTER_PX - gap;
  const most = Math.min(
    nodes.length > CROWD ? RADIUS_MAX_PX + 40 : RADIUS_MAX_PX,
    tallMax / 2 - gap - EDGE_PX,
  );
  const radius = Math.round(Math.max(Math.min(wide, most), RADIUS_MIN_PX));
  return {
    width,
    height: Math.round(2 * (radius + gap + EDGE_PX)),
    radius,
    labelRadius: radius + gap,
    compact,
  };
}

/** Longer addresses are cut in labels; the whole one stands in the table and the details. */
export const LETTERS_MAX = 24;
