import { createLogger, harmless } from './logger';

function logged(
  format: 'json' | 'plain',
  use: (log: ReturnType<typeof createLogger>) => void,
): string[] {
  const written: string[] = [];
  use(createLogger({ level: 'info', format, write: (line) => written.push(line), nowMs: () => 0 }));
  return written;
}

describe('the log', () => {
  it('is one JSON object a line for machines', () => {
    const [line = ''] = logged('json', (log) => log.info('ready', { port: 5000 }));
    expect(JSON.parse(line)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'info',
      event: 'ready',
      port: 5000,
    });
  });

  it('is words for people', () => {
    expect(logged('plain', (log) => log.warn('odd', { key: 'a\nb' }))).toEqual([
      '00:00:00.000 WARN odd key=a\\u000ab',
    ]);
  });

  it('leaves out entries below the configured level', () => {
    expect(logged('json', (log) => log.debug('noise'))).toEqual([]);
  });

  it('keeps a stack where it is our fault', () => {
    const [line = ''] = logged('json', (log) => log.error('defect', { error: new TypeError('x') }));
    expect(JSON.parse(line).error).toMatchObject({
      name: 'TypeError',
      message: 'x',
      stack: expect.any(String),
    });
  });

  it('cuts and escapes what comes from outside', () => {
    expect(harmless('a\u202eb\u0000')).toBe('a\\u202eb\\u0000');
    expect(harmless('x'.repeat(1000)).length).toBeLessThan(500);
  });
});
