// The base path of this page, which the node writes into it: behind a proxy it is not the root.

/** Empty at the root, else for example `/chord`. */
export function basePath(page: Document = document): string {
  const content = page.querySelector('meta[name="base-path"]')?.getAttribute('content') ?? '';
  // Served by a development server, the mark is still in place.
  return /^(?:\/[\w.~-]+)+$/.test(content) ? content : '';
}
