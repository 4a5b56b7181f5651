// The port of a member's log: an event with its fields.
import { CodedError, type FaultContext, type OnFault } from '@chord-dht/chord';
import { Logger } from '@nestjs/common';

type Fields = Readonly<Record<string, unknown>>;

export interface MemberLog {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

/** Receives defects: failures that are no CodedError. */
export interface MemberFaults {
  readonly onFault: OnFault;
  report(
    error: unknown,
    about: { readonly where: 'request' | 'background'; readonly requestId?: string | undefined },
  ): void;
}

/** The log of the Nest application. */
export class NestMemberLog implements MemberLog {
  private readonly logger = new Logger('Dht');

  info(event: string, fields: Fields = {}): void {
    this.logger.log(textOf(event, fields));
  }

  warn(event: string, fields: Fields = {}): void {
    this.logger.warn(textOf(event, fields));
  }

  error(event: string, fields: Fields = {}): void {
    this.logger.error(textOf(event, fields));
  }
}

export class LoggedFaults implements MemberFaults {
  constructor(private readonly log: MemberLog) {}

  readonly onFault = (error: unknown, about?: FaultContext): void => {
    this.log.error('defect', { ...about, error });
  };

  report(error: unknown, about: Fields): void {
    this.log.error('defect', { ...about, error });
  }
}

function textOf(event: string, fields: Fields): string {
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${valueOf(value)}`);
  return [event, ...parts].join(' ');
}

function valueOf(value: unknown): string {
  if (value instanceof CodedError) return `${value.code}: ${value.message}`;
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
