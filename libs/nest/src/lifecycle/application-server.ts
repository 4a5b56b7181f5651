// The HTTP server that peers come in by: that of the application, or one of its own where it has none.
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
  /** Settles when the own server listens, or cannot. */
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
   * @param heard hears once that the server listens; of a StartError when that is at another port than the member is
   *   called by, or when a server of its own cannot listen there. The application hears that of its own one itself.
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

  /** What listens from now on is of no use: the application is being closed. */
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
