// The process around one node: options, signals, exit codes.
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { createApp, type NodeApp } from './app/create-app';
import { EXIT, StartFault } from './config/exit-codes';
import { helpText } from './config/help';
import { loadConfig } from './config/load-config';
import type { NodeConfig } from './config/options';
import { VERSION } from './config/version';
import { tolerateBrokenOutput } from './log/log-output';
import { processLogger, type Logger } from './log/logger';

/** The build puts the dashboard beside the node, at one of these places. */
const DASHBOARD_FOLDERS = ['../dashboard/browser/', '../dashboard/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/** The time limit of a stop in milliseconds, beside that of handing the keys over; then the process is killed. */
const STOP_PATIENCE_MS = 12_000;

async function main(): Promise<void> {
  tolerateBrokenOutput();
  const result = loadConfig(process.argv.slice(2), process.env);
  switch (result.kind) {
    case 'help':
      process.stdout.write(helpText());
      return;
    case 'version':
      process.stdout.write(`${VERSION}\n`);
      return;
    case 'faults':
      process.stderr.write(
        `This node cannot start:\n${result.faults.map((fault) => `  ${fault}\n`).join('')}`,
      );
      process.exitCode = EXIT.configuration;
      return;
    case 'config':
      await run(result.config, result.notices);
  }
}

async function run(config: NodeConfig, notices: readonly string[]): Promise<void> {
  const log = processLogger(config);
  for (const message of notices) log.warn('option-ignored', { message });
  const patienceMs = STOP_PATIENCE_MS + (config.onStop === 'leave' ? config.leaveDeadlineMs : 0);
  const stopper = new Stopper(log, patienceMs);
  process.on('SIGTERM', () => void stopper.stop('SIGTERM'));
  process.on('SIGINT', () => void stopper.stop('SIGINT'));
  process.on('uncaughtException', (error) => die(log, error));
  process.on('unhandledRejection', (error) => die(log, error));
  try {
    const app = await createApp({ config, log, dashboardFolders: DASHBOARD_FOLDERS });
    stopper.app = app;
    app.onStopRequest((reason) => void stopper.stop(reason));
    const { self, dataDir, listensOn, isReady, lacks } = await app.start();
    const url = `${config.tlsCert === null ? 'http' : 'https'}://${self}`;
    const tookMs = Math.round(performance.now());
    const state = isReady ? 'ready' : 'started, and not ready yet,';
    log.info(`${state} in ${tookMs} ms`, {
      node: self,
      api: `${url}/api/v1`,
      docs: `${url}/docs`,
      dashboard: `${url}/`,
      listensOn,
      dataDir: config.store === 'memory' ? null : dataDir,
      version: VERSION,
    });
    for (const message of lacks) log.warn('service-limited', { message });
  } catch (error) {
    if (stopper.isStopping) return;
    if (!(error instanceof StartFault)) die(log, error);
    await stopper.app?.stop().catch(() => undefined);
    endBadly(error);
  }
}

function endBadly(fault: StartFault): never {
  process.stderr.write(`This node cannot start: ${fault.message}\n`);
  process.exit(fault.exitCode);
}

/** After a defect the state in memory is not reliable; the data on disk is. */
function die(log: Logger, error: unknown): never {
  log.error('defect', { error });
  process.exit(EXIT.defect);
}

class Stopper {
  app: NodeApp | undefined;
  isStopping = false;

  constructor(
    private readonly log: Logger,
    private readonly patienceMs: number,
  ) {}

  async stop(reason: string): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    const startedMs = performance.now();
    this.log.info('stopping', { reason });
    setTimeout(() => {
      this.log.error('stop-took-too-long', { patienceMs: this.patienceMs });
      process.exit(EXIT.defect);
    }, this.patienceMs).unref();
    await this.app?.stop();
    this.log.info('stopped', { ms: Math.round(performance.now() - startedMs) });
    process.exit(EXIT.ok);
  }
}

/** Settles when the node runs, or has nothing to run. */
export const running: Promise<void> = main();
