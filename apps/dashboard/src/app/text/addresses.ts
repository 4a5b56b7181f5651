// Reads addresses from pasted text: lines, commas, spaces and links.

/** The distinct addresses in their order; the node checks their form. */
export function addressesIn(text: string): string[] {
  const words = text
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^https?:\/\//i, '').replace(/\/+$/, ''));
  return [...new Set(words.filter((word) => word !== ''))];
}

/** The address with the next port, for the node to start next. */
export function neighbour(address: string): { readonly address: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  const port = Number(address.slice(colon + 1)) + 1;
  return { address: `${address.slice(0, colon)}:${port}`, port };
}
