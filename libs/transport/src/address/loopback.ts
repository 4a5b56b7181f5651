/** Names and addresses of this machine, recognised without a resolver. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    bare === 'localhost' ||
    bare === 'localhost.localdomain' ||
    bare === '::1' ||
    /^127(\.\d{1,3}){3}$/.test(bare)
  );
}
