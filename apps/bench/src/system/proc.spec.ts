import { cpuSecondsOf, machineSeconds, memoryOf } from './proc';
import { parseCpuSeconds, parseMachineSeconds, parseMemory } from './proc';

describe("the operating system's accounting", () => {
  it('reads processor time behind a name with brackets and spaces', () => {
    const text =
      '9164 (my (odd) name) R 9155 9155 3174 0 -1 4194304 102 0 0 0 250 150 7 8 20 0 1 0 51180';
    expect(parseCpuSeconds(text)).toBe(4);
  });

  it('tells work from waiting', () => {
    const text =
      'cpu  8316 19867 6757 65690 509 10 175 46 5 6\ncpu0 3652 9901 2960 34012 130 0 35 22 0 0\n';
    expect(parseMachineSeconds(text)).toEqual({
      busy: (8316 + 19867 + 6757 + 10 + 175) / 100,
      stolen: 0.46,
    });
  });

  it('reads memory in MiB, pages of files apart', () => {
    const text = 'Name:\tx\nVmRSS:\t    2048 kB\nRssAnon:\t     512 kB\nRssFile:\t    1536 kB\n';
    expect(parseMemory(text)).toEqual({ rssMiB: 2, anonMiB: 0.5, fileMiB: 1.5 });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('reads this very process and machine', () => {
    expect(cpuSecondsOf(process.pid)).toBeGreaterThan(0);
    expect(memoryOf(process.pid)?.rssMiB).toBeGreaterThan(10);
    expect(machineSeconds().busy).toBeGreaterThan(0);
  });

  it('says that there is no such process', () => {
    expect(cpuSecondsOf(2 ** 22 + 1)).toBeUndefined();
    expect(memoryOf(2 ** 22 + 1)).toBeUndefined();
  });
});
