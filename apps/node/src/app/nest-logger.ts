// Passes the messages of Nest itself to the log.
import type { LoggerService } from '@nestjs/common';
import type { Logger } from '../log/logger';

export function nestLogger(log: Logger): LoggerService {
  const say =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...rest: unknown[]): void =>
      log[level]('nest', { message: String(message), context: rest.map(String).join(' ') });
  // Its list of routes at start is of interest only to somebody who looks for a fault.
  return { log: say('debug'), debug: say('debug'), warn: say('warn'), error: say('error') };
}
