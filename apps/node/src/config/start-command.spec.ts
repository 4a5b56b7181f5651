import { startCommand } from './start-command';

describe('the command that starts a further node', () => {
  it.each([
    ['/home/ann/app/node_modules/.bin/chord-dht', 'npx chord-dht serve'],
    ['/home/ann/app/node_modules/chord-dht/bin/chord-dht.mjs', 'npx chord-dht serve'],
    [String.raw`C:\app\node_modules\chord-dht\bin\chord-dht.mjs`, 'npx chord-dht serve'],
    ['/home/ann/chord-dht/dist/apps/node/main.mjs', 'npx nx serve node'],
    ['', 'npx nx serve node'],
  ])('of %s is %s', (program, command) => {
    expect(startCommand(program)).toBe(command);
  });
});
