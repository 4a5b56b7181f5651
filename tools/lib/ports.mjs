// Finds ports on which a ring can be started.
import { connect, createServer } from 'node:net';

const LAST_PORT = 65_535;
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * The first port of a block of free ones, from `first` on.
 * @param {number} first
 * @param {number} count
 * @param {(port: number) => Promise<boolean>} [isFree]
 * @returns {Promise<{ port: number, taken: number[] } | undefined>} `taken`: those that were in the way
 */
export async function freeBlock(first, count, isFree = isPortFree) {
  /** @type {number[]} */
  const taken = [];
  for (let port = first; port + count - 1 <= LAST_PORT; port = (taken.at(-1) ?? port) + 1) {
    const inUse = await takenOf(block(port, count), isFree);
    if (inUse.length === 0) return { port, taken };
    taken.push(...inUse);
  }
  return undefined;
}

/** @param {number} first @param {number} count */
export const block = (first, count) => Array.from({ length: count }, (_, index) => first + index);

/** @param {readonly number[]} ports @param {(port: number) => Promise<boolean>} [isFree] */
export async function takenOf(ports, isFree = isPortFree) {
  const free = await Promise.all(ports.map(isFree));
  return ports.filter((_, index) => !free[index]);
}

/** @param {number} port @returns {Promise<boolean>} whether a node could listen there, on both families */
export async function isPortFree(port) {
  for (const host of LOOPBACK) {
    if (!(await canListen(port, host)) || (await isAnswered(port, host))) return false;
  }
  return true;
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} */
function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      resolve(code !== 'EADDRINUSE' && code !== 'EACCES');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Some systems let a program listen on loopback where another listens on all addresses.
 * @param {number} port @param {string} host @returns {Promise<boolean>}
 */
function isAnswered(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
