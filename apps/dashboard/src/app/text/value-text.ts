// Shows the bytes of a value as text.
import { visible } from '@chord-dht/ring-view';

/** The text of bytes that are UTF-8, null for others. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The displayed text: line ends and tabs stay, hidden characters are escaped. */
export const shownText = (text: string): string => visible(text, '\n\t');

/** Eight bytes a row fit a narrow panel. */
const ROW = 8;

/** Rows of offset, hexadecimal bytes and printable letters. */
export function hexDump(bytes: Uint8Array, bytesMax = 4096): string {
  const rows: string[] = [];
  const end = Math.min(bytes.length, bytesMax);
  for (let offset = 0; offset < end; offset += ROW) {
    const row = [...bytes.subarray(offset, Math.min(offset + ROW, end))];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = row
      .map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '·'))
      .join('');
    rows.push(`${offset.toString(16).padStart(6, '0')}  ${hex.padEnd(ROW * 3 - 1)}  ${letters}`);
  }
  if (bytes.length > end) rows.push(`… ${bytes.length - end} more bytes`);
  return rows.join('\n');
}

/** JSON with line breaks, null for text that is none (plain strings and numbers count as none). */
export function prettyJson(text: string): string | null {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** The browser's reason why a text is no JSON; null when it is. */
export function jsonFaultOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
