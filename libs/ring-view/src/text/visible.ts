// Makes text of unknown origin safe to show: invisible characters, and those that reverse text, are escaped.

/**
 * Controls, soft hyphen, zero-width and bidirectional characters, line separators, tags, lone surrogates,
 * noncharacters.
 */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/**
 * The text with every hidden character written as `\u{202e}`. `keep` lists characters that may stay, for example line
 * ends.
 */
export function visible(text: string, keep = ''): string {
  return text.replace(HIDDEN, (sign) =>
    keep.includes(sign) ? sign : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
