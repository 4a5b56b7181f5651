// Shortens names: drops their common part, and cuts long ids.

/** `:5000` instead of `localhost:5000` when every address has the same host. */
export function shortAddresses(addresses: readonly string[]): (address: string) => string {
  const hosts = new Set(addresses.map(hostOf));
  return hosts.size > 1 ? (address) => address : (address) => address.slice(hostOf(address).length);
}

/**
 * `db1:5000` instead of `db1.eu.example.org:5000` when the hosts differ and have a common end. Numbers are not
 * shortened.
 */
export function withoutCommonSuffix(addresses: readonly string[]): (address: string) => string {
  const hosts = [...new Set(addresses.map(hostOf))];
  const isNumber = (host: string): boolean => /^[\d.]+$|:/.test(host);
  if (hosts.length < 2 || hosts.some(isNumber)) return (address) => address;
  const parts = hosts.map((host) => host.split('.').reverse());
  const lengthMax = Math.min(...parts.map(({ length }) => length)) - 1;
  let same = 0;
  while (same < lengthMax && parts.every((labels) => labels[same] === parts[0]?.[same])) same += 1;
  if (same === 0) return (address) => address;
  return (address) => {
    const host = hostOf(address);
    return host.split('.').slice(0, -same).join('.') + address.slice(host.length);
  };
}

function hostOf(address: string): string {
  const colon = address.lastIndexOf(':');
  return colon < 0 ? '' : address.slice(0, colon);
}

/** The first digits of an id that is too long to read. */
export function shortId(printedId: string, lettersMax: number): string {
  return printedId.length <= lettersMax ? printedId : `${printedId.slice(0, lettersMax - 1)}…`;
}

/** A text that is cut in its middle when it is longer than `lengthMax` characters. */
export function cut(text: string, lengthMax: number): string {
  const letters = [...text];
  if (letters.length <= lengthMax) return text;
  const head = Math.ceil((lengthMax - 1) * 0.6);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (lengthMax - 1 - head)).join('')}`;
}
