// Ends the process on request: the answer is sent first, then the host of the app stops it.
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { finished } from 'node:stream';

export type StopReason = 'left' | 'shutdown';

@Injectable()
export class StopRequests {
  private listener: (reason: StopReason) => void = () => undefined;

  /** Sets the listener of the process, of which there is one. */
  onRequest(listener: (reason: StopReason) => void): void {
    this.listener = listener;
  }

  /** Requests the stop once the answer is sent, or its client has disconnected. */
  after(reply: FastifyReply, reason: StopReason): void {
    reply.header('connection', 'close');
    finished(reply.raw, () => this.listener(reason));
  }
}
