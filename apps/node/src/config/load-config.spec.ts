import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helpText } from './help';
import { configOf, loadConfig, withPort } from './load-config';
import { addressOf, advertisedOf } from './own-address';
import { commandLineName, OPTION_NAMES, variableName, type NodeConfig } from './options';

function config(args: string[], environment: Record<string, string> = {}): NodeConfig {
  const result = loadConfig(args, environment);
  if (result.kind !== 'config') throw new Error(JSON.stringify(result));
  return result.config;
}

function faults(args: string[], environment: Record<string, string> = {}): readonly string[] {
  const result = loadConfig(args, environment);
  if (result.kind !== 'faults') throw new Error('there are no faults');
  return result.faults;
}

describe('the options', () => {
  it('have defaults that make a ring of one on loopback', () => {
    expect(config([])).toMatchObject({
      port: 5000,
      host: 'localhost',
      bind: ['127.0.0.1', '::1'],
      bits: 160,
      dataDir: join('.data', 'localhost-5000'),
      store: 'lmdb',
      durability: 'flush',
      transport: 'mux',
      join: [],
      insecure: false,
    });
    expect(config([])).toEqual(configOf());
  });

  it('are read from the command line, in both spellings', () => {
    const { port, host, bits } = config(['--port', '5001', '--host=Example.org', '--bits', '10']);
    expect([port, host, bits]).toEqual([5001, 'example.org', 10]);
  });

  it('are read from the environment, which the command line outranks', () => {
    const environment = { CHORD_PORT: '6000', CHORD_STABILIZE_MS: '100', CHORD_INSECURE: 'true' };
    const { port, stabilizeMs, insecure } = config(['--port', '5001'], environment);
    expect([port, stabilizeMs, insecure]).toEqual([5001, 100, true]);
  });

  it.each(['tcp://10.96.0.7:5000', 'udp://10.96.0.7:53', 'TCP://[fd00::7]:5000'])(
    'are not what Kubernetes sets for a service: %s is ignored, and said',
    (link) => {
      const result = loadConfig([], { CHORD_PORT: link, CHORD_JOIN: link, CHORD_BITS: '10' });
      expect(result).toMatchObject({
        kind: 'config',
        config: { port: 5000, join: [], bits: 10 },
        notices: [
          expect.stringMatching(/^CHORD_PORT=.*enableServiceLinks/),
          expect.stringMatching(/^CHORD_JOIN=/),
        ],
      });
    },
  );

  it('that are wrong in another way are no service', () => {
    expect(faults([], { CHORD_PORT: 'http://10.96.0.7:5000' })).toHaveLength(1);
    expect(faults(['--port', 'tcp://10.96.0.7:5000'])).toHaveLength(1);
  });

  it('choose the folder by the port that was taken, unless one was given', () => {
    expect(withPort(config(['--port', '0']), 23456).dataDir).toBe(join('.data', 'localhost-23456'));
    const given = withPort(config(['--port', '0', '--data-dir', 'D']), 23456);
    expect(given).toMatchObject({ dataDir: 'D', port: 23456 });
  });

  it('take lists with commas and by repetition', () => {
    const { join: peers } = config([
      '--join',
      'localhost:5001, localhost:5002',
      '--join',
      '[::1]:5003',
    ]);
    expect(peers).toEqual(['localhost:5001', 'localhost:5002', '[::1]:5003']);
  });

  it('name the data directory after the node', () => {
    expect(config(['--host', '[::1]', '--port', '7']).dataDir).toBe(join('.data', '___1_-7'));
    expect(config(['--data-dir', '/var/lib/chord']).dataDir).toBe('/var/lib/chord');
  });

  it.each([
    ['--moved', 'localhost:1=localhost:2,a:1#=b:1', false],
    ['--moved', 'localhost:1=localhost:2,a:1=b:1', true],
    ['--moved', 'localhost:1', false],
    ['--moved', 'a:1=b:1,b:1=c:1', false],
    ['--moved', 'a:1=b:1,c:1=B:1', false],
    ['--base-path', '/chord/of-mine', true],
    ['--base-path', '/chord/', false],
    ['--base-path', 'chord', false],
    ['--base-path', '/a/../b', false],
    ['--base-path', '/"><script>', false],
    ['--allow-origin', 'https://chord.example:8443', true],
    ['--allow-origin', 'chord.example', false],
    ['--allow-origin', 'https://chord.example/path', false],
    ['--allow-origin', 'null', false],
  ])('take %s %s: %s', (name, value, isGood) => {
    expect(loadConfig([name, value], {}).kind).toBe(isGood ? 'config' : 'faults');
  });

  it('read localhost to bind as both families', () => {
    expect(config(['--bind', 'localhost']).bind).toEqual(['127.0.0.1', '::1']);
  });

  it('report every fault at once, each with what to do', () => {
    const found = faults(
      ['--port', '70000', '--colour', 'red', '--bits', 'ten', '--join', 'nobody', '--host'],
      { CHORD_STORE: 'tape', CHORD_INSECURE: 'perhaps' },
    );
    const expected = [
      '--port',
      '--colour',
      '--bits',
      '--join',
      '--host',
      'CHORD_STORE',
      'CHORD_INSECURE',
    ];
    for (const name of expected)
      expect(found.filter((fault) => fault.includes(name))).toHaveLength(1);
    expect(found.find((fault) => fault.includes('--port'))).toContain('from 0 to 65535');
  });

  it.each([
    ['a host that is no name', ['--host', 'a b']],
    ['an IPv6 host without brackets', ['--host', '::1']],
    ['a bind that is a name', ['--bind', 'example.org']],
    ['an option without its value', ['--bits', '--port', '5001']],
    ['a word on its own', ['5001']],
    ['no bits', ['--bits', '0']],
    ['more bits than SHA-1 has', ['--bits', '161']],
    ['a call that may take longer than its operation', ['--call-timeout-ms', '9000']],
  ])('refuse %s', (_, args) => {
    expect(faults(args)).toHaveLength(_.startsWith('an option') ? 2 : 1);
  });

  it('refuse to listen beyond loopback, unless told that this is meant', () => {
    expect(faults(['--bind', '0.0.0.0'])[0]).toContain('--insecure');
    expect(faults(['--bind', '127.0.0.1,192.0.2.1'])[0]).toContain('192.0.2.1');
    expect(config(['--bind', '0.0.0.0', '--insecure']).bind).toEqual(['0.0.0.0']);
  });
});

describe('the file of options', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chord-config-'));
  const file = join(folder, 'chord.json');
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (content: unknown): string[] => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return ['--config', file];
  };

  it('is outranked by the environment, and that by the command line', () => {
    const args = write({ port: 1, bits: 8, replicas: 5, 'on-stop': 'leave', insecure: true });
    const environment = { CHORD_BITS: '9', CHORD_PORT: '2' };
    expect(config([...args, '--port', '3'], environment)).toMatchObject({
      ...{ port: 3, bits: 9, replicas: 5, onStop: 'leave', insecure: true, config: file },
    });
    expect(config([], { ...environment, CHORD_CONFIG: file })).toMatchObject({ port: 2, bits: 9 });
    expect(config(args, { CHORD_INSECURE: 'false' }).insecure).toBe(false);
  });

  it('has lists as lists, or as on the command line', () => {
    const args = write({ join: ['a:1', 'b:2'], bind: '127.0.0.1,::1' });
    expect(config(args)).toMatchObject({ join: ['a:1', 'b:2'], bind: ['127.0.0.1', '::1'] });
  });

  it('is refused with a sentence for each thing that is wrong', () => {
    const found = faults(
      write({
        dataDir: '/x',
        colour: 'red',
        config: 'other',
        port: 70_000,
        insecure: 'yes',
        bits: null,
        join: ['nobody'],
        host: ['a'],
      }),
    );
    for (const words of [
      `${file}: "dataDir" is not an option of this program; "data-dir" is`,
      `${file}: "colour" is not an option of this program; see --help`,
      `${file}: "config" cannot stand in the file itself`,
      `${file}: "port": "70000" is not allowed; give a whole number`,
      `${file}: "insecure" has to be true or false`,
      `${file}: "bits" has to be a text or a number`,
      `${file}: "join": "nobody" is not of the form host:port`,
      `${file}: "host" has to be a text or a number`,
    ])
      expect(found.filter((fault) => fault.startsWith(words))).toHaveLength(1);
    expect(found).toHaveLength(8);
  });

  it.each([
    ['no JSON', '{port: 5000}', 'is not JSON'],
    ['no object', '[1]', 'is not a JSON object'],
    ['nothing', '', 'is not JSON'],
  ])('is refused when it is %s', (_, content, words) => {
    expect(faults(write(content))).toEqual([expect.stringContaining(words)]);
  });

  it('is refused when it is not there', () => {
    expect(faults(['--config', `${file}.gone`])[0]).toContain('ENOENT');
  });
});

describe('the address by which others call a node', () => {
  it('is where it listens, unless another is given', () => {
    expect(addressOf(config(['--host', 'A.example', '--port', '7']))).toBe('a.example:7');
    const args = ['--port', '7', '--advertise', 'Chord.example:15000'];
    expect(addressOf(config(args))).toBe('chord.example:15000');
    expect(advertisedOf(config(['--advertise', '[::1]:9']))).toEqual({ host: '[::1]', port: 9 });
    expect(faults(['--advertise', 'chord.example'])).toHaveLength(1);
  });

  it.each([
    ['chord.example:5000', true],
    ['localhost:5000', true],
    ['_chord._tcp.example', true],
    ['chord.example', false],
    ['10.0.0.1:5000', false],
    ['_chord._tcp.example:5000', true],
  ])('is found by DNS under %s: %s', (name, isGood) => {
    expect(loadConfig(['--discover', name], {}).kind).toBe(isGood ? 'config' : 'faults');
  });
});

describe('the peer secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chord-config-'));
  const file = join(folder, 'secret');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has to be long, and readable by its owner alone', () => {
    writeFileSync(file, 'x'.repeat(31), { mode: 0o600 });
    expect(faults(['--peer-secret-file', file])[0]).toContain('at least 32');
    writeFileSync(file, 'x'.repeat(32));
    expect(config(['--peer-secret-file', file]).peerSecretFile).toBe(file);
    chmodSync(file, 0o644);
    expect(faults(['--peer-secret-file', file])[0]).toContain('chmod 600');
    expect(faults(['--peer-secret-file', `${file}.gone`])[0]).toContain('ENOENT');
  });
});

describe('--help', () => {
  it('outranks every fault and explains every option with default and variable', () => {
    expect(loadConfig(['--nonsense', '--help'], {})).toEqual({ kind: 'help' });
    const text = helpText();
    for (const name of OPTION_NAMES) {
      expect(text).toContain(`--${commandLineName(name)}`);
      expect(text).toContain(`environment: ${variableName(name)}`);
    }
    expect(text).not.toContain('undefined');
  });
});
