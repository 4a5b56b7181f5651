// Listens on several addresses with one web server, so that `localhost` is reached over IPv4 and IPv6 alike without a
// resolver.
import type { Server } from 'node:http';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { EXIT, StartFault } from '../config/exit-codes';

export interface Listening {
  readonly addresses: readonly string[];
  /** Stops accepting connections. */
  close(): void;
  /** Closes the remaining connections: those without a request would keep the server from closing. */
  cut(): void;
}

/**
 * Listens on all addresses; those that this machine does not have are skipped, except the first.
 * @throws StartFault when an address cannot be listened on
 */
export async function listenOn(
  server: Server,
  bind: readonly string[],
  port: number,
): Promise<Listening> {
  const [first = '127.0.0.1', ...others] = bind;
  const connections = followConnections(server);
  await listen(server, first, port);
  const addresses = [first];
  const doors: NetServer[] = [];
  for (const address of others) {
    // A further listener passes its connections to the one web server.
    const door = createServer((socket) => server.emit('connection', socket));
    door.maxConnections = server.maxConnections;
    try {
      await listen(door, address, port);
      doors.push(door);
      addresses.push(address);
    } catch (error) {
      if (!isMissingAddress(error)) {
        closeAll(doors);
        server.close();
        throw error;
      }
    }
  }
  return {
    addresses,
    close: () => closeAll(doors),
    cut: () => {
      for (const connection of connections) connection.destroy();
    },
  };
}

function followConnections(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

/** Returns a port that is free now: a node has to have its name before it listens. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  const scout = createServer();
  await listen(scout, address, 0);
  const { port } = scout.address() as AddressInfo;
  await new Promise((resolve) => scout.close(resolve));
  return port;
}

function listen(server: NetServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port));
    server.once('error', fail);
    server.listen({ host, port, ipv6Only: host.includes(':') }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

class MissingAddress extends StartFault {}

function isMissingAddress(error: unknown): boolean {
  return error instanceof MissingAddress;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartFault(
        `Port ${port} on ${host} is already in use; stop the program that listens there, or choose another --port`,
        EXIT.portTaken,
      );
    case 'EACCES':
      return new StartFault(
        `Port ${port} on ${host} may not be used by this user; choose a --port above 1023`,
        EXIT.portTaken,
      );
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return new MissingAddress(
        `This machine has no address ${host}; give another --bind`,
        EXIT.configuration,
      );
    default:
      return error;
  }
}

function closeAll(doors: readonly NetServer[]): void {
  for (const door of doors) door.close();
}
