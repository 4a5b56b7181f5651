import type { OpenAPIObject } from '@nestjs/swagger';
import { startTestNode, type TestNode } from '../testing/test-node';
import { brotliDecompressSync } from 'node:zlib';
import { createDocument } from './document';
import { forPeople } from './for-people';

describe('the description for people', () => {
  let node: TestNode;
  let full: OpenAPIObject;
  let document: OpenAPIObject;
  beforeAll(async () => {
    node = await startTestNode({});
    full = createDocument(node.app.nest);
    document = forPeople(full);
  });

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      (['get', 'put', 'post', 'delete'] as const).flatMap((method) => {
        const operation = item[method];
        return operation ? [{ name: `${method.toUpperCase()} ${path}`, ...operation }] : [];
      }),
    );
  const namesIn = (tag: string) =>
    operations().flatMap(({ name, tags }) => (tags?.includes(tag) ? [name] : []));

  it('begins with join, put and get', () => {
    expect(document.tags?.[0]?.name).toBe('Start here');
    expect(namesIn('Start here').sort()).toEqual([
      'GET /db/{key}',
      'PUT /db/{key}',
      'PUT /dht/join',
    ]);
  });

  it('has a group of its own, with a warning, for all that stops or empties the node', () => {
    expect(document.tags?.at(-1)?.description).toContain('Careful');
    const dangerous = namesIn('Stops or empties this node');
    expect(dangerous).toEqual(
      expect.arrayContaining(['POST /api/v1/ring/leave', 'POST /shutdown']),
    );
    for (const { name } of operations())
      if (/leave$|shutdown$|flush$/.test(name) && name !== 'GET /api/v1/ring/leave')
        expect(dangerous).toContain(name);
  });

  it('lists errors once under each operation, and loses none', () => {
    for (const { name, responses } of operations()) {
      const statuses = Object.keys(responses).filter((status) => Number(status) >= 400);
      expect([name, statuses]).toEqual([name, []]);
      expect(JSON.stringify(responses['default'])).toContain('421');
    }
    expect(JSON.stringify(full)).toContain('"421"');
  });

  it('is served compressed', async () => {
    let bytes = 0;
    for (const file of [
      'swagger-ui-bundle.js',
      'swagger-ui-standalone-preset.js',
      'swagger-ui.css',
      'swagger-ui-init.js',
    ]) {
      const answer = await node.ask('GET', `/docs/${file}`, {
        headers: { 'accept-encoding': 'gzip, br' },
      });
      expect([file, answer.status, answer.headers['content-encoding']]).toEqual([file, 200, 'br']);
      bytes += answer.body.byteLength;
      expect(brotliDecompressSync(answer.body).byteLength).toBeGreaterThan(answer.body.byteLength);
    }
    expect(bytes).toBeLessThan(700_000);
    const plain = await node.ask('GET', '/docs/swagger-ui.css', { headers: {} });
    expect(plain.headers['content-encoding']).toBeUndefined();
  });
});
