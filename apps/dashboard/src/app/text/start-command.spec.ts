import { startCommand } from './start-command';

function pageWith(command: string): Document {
  const page = document.implementation.createHTMLDocument();
  const meta = page.createElement('meta');
  meta.setAttribute('name', 'start-command');
  meta.setAttribute('content', command);
  page.head.append(meta);
  return page;
}

describe('the command that starts a node again', () => {
  it('names the host and the port of any of its positions', () => {
    expect(startCommand('db1.example:5001#2')).toBe(
      'npx nx serve node --host db1.example --port 5001',
    );
  });

  it('is that of the package where the node came from it', () => {
    expect(startCommand('localhost:5001', pageWith('npx chord-dht serve'))).toBe(
      'npx chord-dht serve --host localhost --port 5001',
    );
  });

  it.each(['%START_COMMAND%', 'rm -rf /'])('is never %s', (content) => {
    expect(startCommand('localhost:5001', pageWith(content))).toBe(
      'npx nx serve node --host localhost --port 5001',
    );
  });
});
