// The command lines that start a node, in the way in which the node that serves this page was started.

const OF_THE_PACKAGE = 'npx chord-dht serve';
const IN_A_CLONE = 'npx nx serve node';

/** `npx nx serve node` or `npx chord-dht serve`, as the node wrote it into the page. */
export function serveCommand(page: Document = document): string {
  const content = page.querySelector('meta[name="start-command"]')?.getAttribute('content');
  return content === OF_THE_PACKAGE ? OF_THE_PACKAGE : IN_A_CLONE;
}

/** The command that starts a node again, with the data that it has. */
export function startCommand(address: string, page?: Document): string {
  const [, host = 'localhost', port = '5000'] = /^(.*):(\d+)$/.exec(hostOf(address)) ?? [];
  return `${serveCommand(page)} --host ${host} --port ${port}`;
}

/** `localhost:5000#3` is a position of `localhost:5000`. */
export function hostOf(address: string): string {
  return address.replace(/#\d+$/, '');
}
