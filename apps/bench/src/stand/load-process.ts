// The process that makes the load, as the run controls it.
import { join } from 'node:path';
import type { LoadResult, LoadSpec } from '../load/run-load';
import { Child } from '../system/children';

export type LoadRequest = Omit<LoadSpec, 'others'> & Partial<Pick<LoadSpec, 'others'>>;

export class LoadProcess {
  private readonly child: Child;

  constructor(root: string, folder: string) {
    this.child = Child.start({
      program: process.execPath,
      args: [join(root, 'dist/apps/bench/load.mjs')],
      log: join(folder, 'load.log'),
      channel: true,
    });
  }

  get pid(): number {
    return this.child.pid;
  }

  /** One load at a time. */
  run(spec: LoadRequest): Promise<LoadResult> {
    const { process: child } = this.child;
    return new Promise((resolve, reject) => {
      const settle = () => {
        child.off('message', onMessage);
        child.off('exit', onExit);
      };
      const onMessage = ({ result, error }: { result?: LoadResult; error?: string }) => {
        settle();
        if (result) resolve(result);
        else reject(new Error(`the load could not be made: ${error}`));
      };
      const onExit = () => {
        settle();
        reject(new Error(`the process that makes the load ended:\n${this.child.lastWords}`));
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send({ ...spec, others: [process.pid, ...(spec.others ?? [])] } satisfies LoadSpec);
    });
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
