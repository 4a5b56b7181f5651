// The HTTP server for peers: that of the application, or its own where there is none.
import { Injectable } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from '../base/errors';
import type { TransportContext } from '../ports/tokens';

@Injectable()
export class ApplicationServer {
  private server: Server | undefined;
  private isOwn = false;
  private isOver = false;
  /** Settles when the own server listens or has failed to. */
  private opened: Promise<void> | undefined;

  find({ httpAdapter }: HttpAdapterHost): Pick<TransportContext, 'server' | 'fastify'> {
    const server = httpAdapter?.getHttpServer() as Server | undefined;
    this.isOwn = server === undefined;
    this.server = server ?? createServer((_request, response) => response.writeHead(404).end());
    const isFastify = httpAdapter?.getType() === 'fastify';
    const fastify = isFastify ? (httpAdapter.getInstance() as FastifyInstance) : undefined;
    return { server: this.server, fastify };
  }

  /**
   * @param heard called once the server listens; with a StartError when it listens at another port than the member's,
   *   or when an own server cannot listen there. The application gets a failure of its own server itself.
   */
  onListening(port: number, heard: (fault?: StartError) => void): void {
    const { server } = this;
    if (!server) throw new Error('find() comes first');
    server.once('listening', () => {
      if (this.isOver) return;
      const address = server.address() as AddressInfo | null;
      heard(address && address.port !== port ? wrongPort(address.port, port) : undefined);
    });
    if (!this.isOwn) return;
    this.opened = once(server, 'listening').then(
      () => undefined,
      (error: NodeJS.ErrnoException) => heard(cannotListen(port, error)),
    );
    server.listen(port, 'localhost');
  }

  /** Stops reporting: the application is being closed. */
  hearNoMore(): void {
    this.isOver = true;
  }

  async close(): Promise<void> {
    const { server } = this;
    await this.opened;
    if (!this.isOwn || !server?.listening) return;
    await new Promise((resolve) => server.close(resolve));
  }
}

function cannotListen(port: number, { code, message }: NodeJS.ErrnoException): StartError {
  const why = code === 'EADDRINUSE' ? 'another process listens there' : message;
  return new StartError(
    'CONFIGURATION',
    `Peers cannot come in at port ${port}: ${why}. Give DhtModule another port.`,
  );
}

function wrongPort(listening: number, named: number): StartError {
  return new StartError(
    'CONFIGURATION',
    `The application listens at port ${listening}, and DhtModule was told ${named}: give both the same port.`,
  );
}
