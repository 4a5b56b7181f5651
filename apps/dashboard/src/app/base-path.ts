// Knows where this page lives, as the node wrote it into the page: behind a proxy not at the root.

/** Empty at the root, else for example `/chord`. */
export function basePath(page: Document = document): string {
  const content = page.querySelector('meta[name="base-path"]')?.getAttribute('content') ?? '';
  // Served by a development server, the mark is still in place.
  return /^(?:\/[\w.~-]+)+$/.test(content) ? content : '';
}
