// Fills in the path of an endpoint: every parameter is percent-encoded exactly once.

type Query = Readonly<Record<string, string | number | undefined>>;

let base = '';

/** Behind a proxy the node is not at the root: every path begins with this from now on. */
export function useBasePath(path: string): void {
  base = path;
}

/** As `pathOf`, behind the base path. */
export function apiPath(
  template: string,
  parameters: Readonly<Record<string, string>> = {},
  query: Query = {},
): string {
  return base + pathOf(template, parameters, query);
}

/**
 * The path of an endpoint of openapi.json with its parameters filled in, for example
 * `pathOf('/api/v1/keys/{key}', { key: 'a/b' })` is `/api/v1/keys/a%2Fb`.
 * Query parameters that are undefined are left out.
 * @throws RangeError when a parameter of the template has no value.
 */
export function pathOf(
  template: string,
  parameters: Readonly<Record<string, string>> = {},
  query: Query = {},
): string {
  const path = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new RangeError(`no value for {${name}} of ${template}`);
    return encodeSegment(value);
  });
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Percent-encodes one path segment. Lone surrogates, which no UTF-8 can carry, become U+FFFD. */
export function encodeSegment(text: string): string {
  const wellFormed = text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
  return encodeURIComponent(wellFormed).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
