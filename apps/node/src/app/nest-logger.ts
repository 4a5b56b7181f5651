// Passes Nest's own messages to the log.
import type { LoggerService } from '@nestjs/common';
import type { Logger } from '../log/logger';

export function nestLogger(log: Logger): LoggerService {
  const say =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...rest: unknown[]): void =>
      log[level]('nest', { message: String(message), context: rest.map(String).join(' ') });
  // Nest's list of routes at start is of interest for debugging only.
  return { log: say('debug'), debug: say('debug'), warn: say('warn'), error: say('error') };
}
