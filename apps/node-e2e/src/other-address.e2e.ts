// The same disk under another name: what nobody else keeps is served at once.
import { missingAt, putMany } from './harness/keys';
import { useLab } from './harness/lab';
import { NodeProcess } from './harness/node-process';

describe('the disk of a ring of one', () => {
  const lab = useLab();

  it.each([
    ['another port', 'localhost'],
    ['another host name', '127.0.0.1'],
  ])('serves under %s, and takes writes', async (_name, host) => {
    const [before, spare] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    await before.start();
    const values = await putMany([before], 20);
    await before.terminate();
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir, host));
    await after.start();
    expect(await missingAt(after, values)).toEqual([]);
    expect((await after.put('/db/more', '1')).status).toBe(200);
    expect((await after.get('/dht/peers')).text.trim()).toBe(after.address);
  });

  it('serves after kill -9 too, and joins others with what it has', async () => {
    const [before, spare, other] = (await lab.prepare(3)) as [
      NodeProcess,
      NodeProcess,
      NodeProcess,
    ];
    await before.start();
    const values = await putMany([before], 20);
    await before.kill();
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir));
    await other.start();
    await after.start(['--join', other.address]);
    await lab.until('every key at both', async () => {
      const missing = [...(await missingAt(after, values)), ...(await missingAt(other, values))];
      return missing.length === 0 || missing.join('; ');
    });
  });

  it('comes back under its first name again', async () => {
    const [before, spare] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    await before.start();
    const values = await putMany([before], 20);
    await before.terminate();
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir));
    await after.start();
    expect((await after.put('/db/more', '1')).status).toBe(200);
    await after.terminate();
    await before.start();
    expect(await missingAt(before, values)).toEqual([]);
    expect((await before.get('/db/more')).text).toBe('1');
  });
});
