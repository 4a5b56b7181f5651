import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../testing/test-node';
import { digestOf, findToken } from './bearer-token';
import { parseTokens, readTokensFile } from './tokens-file';
import { WatchedTokens } from '../access/watched-tokens';

const DIGEST = digestOf('secret').toString('hex');
const OTHER = digestOf('other').toString('hex');

describe('a file of tokens', () => {
  it('has a name, a role, a digest and perhaps a prefix on each line', () => {
    const text = `# who may do what\n\nida admin ${DIGEST}\r\n  app write ${OTHER.toUpperCase()}  users/ a \n`;
    expect(parseTokens(text)).toEqual([
      { name: 'ida', role: 'admin', digest: digestOf('secret'), prefix: '' },
      { name: 'app', role: 'write', digest: digestOf('other'), prefix: 'users/ a' },
    ]);
  });

  it.each([
    ['', 'holds no token'],
    ['# nothing', 'holds no token'],
    [`ida ${DIGEST}`, 'line 1'],
    [`ida owner ${DIGEST}`, 'has no role'],
    ['ida admin secret', 'has no SHA-256'],
    [`ida admin ${DIGEST}0`, 'has no SHA-256'],
    [`i:d:a admin ${DIGEST}`, 'has no name'],
    [`ida admin ${DIGEST}\nida read ${OTHER}`, 'line 2'],
    [`ida admin ${DIGEST}\njo read ${DIGEST}`, 'has a token that another line has'],
  ])('that is %j is refused, and the message holds nothing of it', (text, message) => {
    expect(() => parseTokens(text)).toThrow(message);
    try {
      parseTokens(text);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/[0-9a-f]{64}| secret/);
    }
  });

  it('finds a token by what its bearer sends, and by nothing else', () => {
    const tokens = parseTokens(`ida admin ${DIGEST}\njo read ${OTHER}`);
    expect(findToken(tokens, 'secret')?.name).toBe('ida');
    for (const wrong of ['', 'Secret', 'secret ', DIGEST, 'ida'])
      expect(findToken(tokens, wrong)).toBeUndefined();
  });
});

describe('the tokens of a node', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chord-tokens-'));
    file = join(folder, 'tokens');
    writeFileSync(file, `ida admin ${DIGEST}\n`, { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are refused in a file that others can read, or that is not there', () => {
    chmodSync(file, 0o640);
    expect(() => readTokensFile(file)).toThrow('chmod 600');
    expect(() => readTokensFile(join(folder, 'nothing'))).toThrow('ENOENT');
  });

  it('change with their file, and stay when its new content is wrong', async () => {
    const said: string[] = [];
    const note = (event: string): void => void said.push(event);
    const tokens = new WatchedTokens(file, { info: note, warn: note });
    const write = (text: string): void => {
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    };
    try {
      expect(tokens.all.map(({ name }) => name)).toEqual(['ida']);
      write(`jo read ${OTHER}\n`);
      await until(() => tokens.all[0]?.name === 'jo');
      write('nonsense\n');
      await until(() => said.includes('tokens-not-reloaded'));
      expect(tokens.all.map(({ name }) => name)).toEqual(['jo']);
      rmSync(file);
      await until(() => said.filter((event) => event === 'tokens-not-reloaded').length === 2);
      write(`ida admin ${DIGEST}\n`);
      await until(() => tokens.all[0]?.name === 'ida');
    } finally {
      tokens.close();
    }
  });
});
