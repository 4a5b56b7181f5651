// The meaning of a search: nodes by address or by prefix of their id, and always a key.

export interface Searchable {
  readonly node: { readonly address: string; readonly id: string; readonly printedId: string };
}

/** The addresses of the members that match a text, exact matches first. None for an empty text. */
export function matches(text: string, members: readonly Searchable[]): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const id = wanted.replace(/^0x/, '');
  const exact = members.filter(
    ({ node }) => node.address === wanted || node.printedId === wanted || node.id === id,
  );
  const near = members.filter(
    ({ node }) =>
      node.address.includes(wanted) ||
      node.printedId.startsWith(wanted) ||
      (id !== wanted && node.id.startsWith(id)),
  );
  return [...new Set([...exact, ...near].map(({ node }) => node.address))];
}
