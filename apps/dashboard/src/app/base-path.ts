// The base path of this page, which the node writes into it: behind a proxy it is not the root.

/** Empty at the root, else for example `/chord`. */
export function basePath(page: Document = document): string {
  const content = page.querySelector('meta[name="base-path"]')?.getAttribute('content') ?? '';
  // A development server leaves the placeholder in place.
  return /^(?:\/[\w.~-]+)+$/.test(content) ? content : '';
}
