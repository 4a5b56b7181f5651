// Nobody has to read what a node writes: it serves on, and ends with the code that is right.
import { answered } from './harness/answered';
import { useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';

const onLinux = process.platform === 'linux' ? describe : describe.skip;
const into =
  (redirection: string): NodeProcess['wrap'] =>
  (command) => ['sh', '-c', `exec "$@" ${redirection}`, 'sh', ...command];

onLinux('a node whose log', () => {
  const lab = useLab();

  it.each([
    ['is a full disk', '> /dev/full'],
    ['and errors are a full disk', '> /dev/full 2> /dev/full'],
    ['is closed', '>&- 2>&-'],
  ])('%s serves, and stops with 0', async (_name, redirection) => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    node.wrap = into(redirection);
    await node.start(['--log-level', 'debug']);
    await answered(node.put('/db/a', '1'), 200);
    expect(await node.terminate()).toEqual({ code: 0, signal: null });
  });

  it('counts what it loses', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    node.wrap = into('> /dev/full');
    await node.start();
    await lab.until('a lost line in the metrics', async () => {
      const { text } = await node.get('/metrics');
      return /^chord_log_lines_lost_total [1-9]/m.test(text) || 'none yet';
    });
  });

  it.each([
    ['--bits', 'x', 78],
    ['--data-dir', '/dev/null', 73],
  ])(
    'and errors are a full disk tells a wrong start by its code: %s %s',
    async (name, value, code) => {
      const [node] = (await lab.prepare(1)) as [NodeProcess];
      node.wrap = into('> /dev/full 2> /dev/full');
      node.spawn([name, value]);
      expect(await node.ended()).toEqual({ code, signal: null });
    },
  );

  it('goes through a pipe whose reader ends, and stops with 0', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    // The reader takes the first line, the pipe is broken when the others are written.
    node.wrap = (command) => [
      'bash',
      '-c',
      'exec "$@" > >(head -n 1 > /dev/null) 2>&1',
      'bash',
      ...command,
    ];
    await node.start();
    for (let count = 0; count < 3; count += 1) await answered(node.put('/db/a', '1'), 200);
    expect(await node.terminate()).toEqual({ code: 0, signal: null });
  });
});

/** Each is a line of more than 100 bytes in the log. */
async function beRefused(node: NodeProcess, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const headers = { Connection: 'Upgrade', Upgrade: 'something-else' };
    await answered(node.get('/_peer', { headers }), 400);
  }
}

onLinux('a node whose reader has stopped reading', () => {
  const lab = useLab();

  it('(a pipe) serves on, and stops with 0', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    node.wrap = (command) => [
      ...['bash', '-c', 'exec "$@" > >(exec tail -f /dev/null --pid=$$) 2>&1', 'bash'],
      ...command,
    ];
    await node.start();
    // More than a pipe holds.
    await beRefused(node, 1_000);
    await answered(node.put('/db/a', '1'), 200);
    expect(await node.terminate()).toEqual({ code: 0, signal: null });
  });

  it('(a terminal) serves on, and stops with 0', async () => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    node.wrap = (command) => ['script', '-q', '-e', '-c', command.join(' '), '/dev/null'];
    await node.start();
    node.suspend();
    await beRefused(node, 300);
    await answered(node.put('/db/a', '1'), 200);
    node.wake();
    await node.post('/shutdown');
    expect(await node.ended()).toEqual({ code: 0, signal: null });
    expect(node.log).toContain('peer-refused');
  });
});
