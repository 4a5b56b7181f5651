// Brings up a whole ring with its dashboard from a fresh clone: `npm start`. Built-in modules only.
import { parseArgs } from 'node:util';
import { END_SIGNALS, run, script, killAll } from './lib/children.mjs';
import { isRunning, joinRing, startMember, stopMember, untilReady } from './lib/members.mjs';
import { block, freeBlock, takenOf } from './lib/ports.mjs';
import { fail, prepare } from './lib/prepare.mjs';
import { Progress } from './lib/progress.mjs';

const NODES_MAX = 64;
const PORT = 5000;
const NX = script('nx/dist/bin/nx.js');
const HELP = `npm start [-- --nodes N --port P --data FOLDER]

Starts a ring of N nodes (default 4) on localhost, ports P, P + 1, ..., with the dashboard. Without --port
these are 5000 and up, or the next ones that are free.
Keys and logs are kept in FOLDER (default .data); the keys are there again at the next start.`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        nodes: { type: 'string', default: '4' },
        port: { type: 'string' },
        data: { type: 'string', default: '.data' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    return {
      nodes: whole('nodes', values.nodes, 1, NODES_MAX),
      port: values.port === undefined ? undefined : whole('port', values.port, 1, 65_535),
      data: values.data,
    };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

/** @param {string} name @param {string} text @param {number} min @param {number} max */
function whole(name, text, min, max) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`--${name} has to be a whole number from ${min} to ${max}, not ${text}`);
}

/**
 * The ports asked for, which have to be free, or else the first free ones.
 * @param {number} nodes
 * @param {number | undefined} asked
 * @returns {Promise<number[]>}
 */
async function choosePorts(nodes, asked) {
  if (asked !== undefined) {
    const ports = block(asked, nodes);
    if (ports.some((port) => port > 65_535))
      fail(`--port ${asked} leaves no room for ${nodes} nodes.`);
    const taken = await takenOf(ports);
    if (taken.length === 0) return ports;
    return fail(
      `In use already: port ${taken.join(', ')}. Stop what runs there, or choose others: npm start -- --port 6000`,
    );
  }
  const free = await freeBlock(PORT, nodes);
  if (!free) return fail(`No ${nodes} free ports in a row above ${PORT}.`);
  const ports = block(free.port, nodes);
  if (free.taken.length > 0) sayWhichPorts(free.taken, ports);
  return ports;
}

/** @param {readonly number[]} taken @param {readonly number[]} ports */
function sayWhichPorts(taken, ports) {
  const whose = process.platform === 'darwin' && taken.includes(PORT) ? ' (macOS keeps it)' : '';
  const names = ports.length > 1 ? `ports ${ports[0]} to ${ports.at(-1)}` : `port ${ports[0]}`;
  console.log(
    `In use already: port ${taken.join(', ')}${whose}. So the ring takes ${names}, with the keys of those ports.`,
  );
}

/** @typedef {(phase: string, what: string) => void} Say says what it does, or waits for, in one line */

/** @param {Progress} progress @param {Say} say */
async function build(progress, say) {
  say('build', 'Building');
  const args = [NX, 'run-many', '-t', 'build', '-p', 'node,chordctl', '--outputStyle=static'];
  const { code, output, seconds } = await run(process.execPath, args, { stillMinutes: Infinity });
  if (code === 0) return progress.print(`Built in ${seconds.toFixed(1)} s.`);
  progress.stop();
  fail(`${output}\nThe build failed; its output is above.`);
}

/**
 * Resolves when all members are one ring, however long a slow machine takes for it.
 * @param {readonly import('./lib/members.mjs').Member[]} members
 * @param {string} data
 * @param {Say} say
 */
async function form(members, data, say) {
  const waiting = new Set(members);
  const sayWhom = () => {
    const ports = [...waiting].map(({ port }) => port).join(', ');
    const serving = `${members.length - waiting.size} of ${members.length} nodes serve`;
    say('serve', `${serving}; waiting for ${ports} (logs in ${data})`);
  };
  sayWhom();
  await Promise.all(
    members.map(async (member) => {
      await untilReady(member);
      waiting.delete(member);
      if (waiting.size > 0) sayWhom();
    }),
  );
  if (members.length === 1) return;
  say('join', `All ${members.length} nodes serve; waiting for them to become one ring`);
  await joinRing(members, (answer) => say('again', `Not one ring yet (${answer}); asking again`));
}

/** @param {readonly import('./lib/members.mjs').Member[]} members @param {string} data */
function welcome(members, data) {
  const ports = members.map(({ port }) => port);
  const [first = 0] = ports;
  const last = ports.at(-1);
  console.log(`
A ring of ${members.length} is running.

  Dashboard   http://localhost:${first}/
  Swagger UI  http://localhost:${first}/docs

Put a value in at one node and read it at another:

  curl --location --request PUT "localhost:${first}/db/keyval" --data "this is the data"
  curl --location --request GET "localhost:${last}/db/keyval"

The nodes, each with its process and its log:
${members.map(({ port, pid, log }) => `  localhost:${port}  pid ${pid}  ${log}`).join('\n')}

Kill one (kill -9 ${members.at(-1)?.pid}) and watch the dashboard close the gap. Ctrl-C stops all; the keys stay in ${data}.`);
}

/**
 * Says so when a node ends by itself; resolves when none is left.
 * @param {readonly import('./lib/members.mjs').Member[]} members
 * @param {string} data
 * @param {() => boolean} isStopping
 */
async function watch(members, data, isStopping) {
  await Promise.all(
    members.map(async (member) => {
      const how = await member.ended;
      if (isStopping()) return;
      console.log(
        `\nNode localhost:${member.port} (pid ${member.pid}) ended: ${how}. The others close the gap.\n` +
          `Bring it back with: npx nx serve node --port ${member.port}` +
          (data === '.data' ? '' : ` --data-dir ${data}/localhost-${member.port}`),
      );
    }),
  );
}

async function main() {
  const { nodes, port, data } = readOptions();
  const ports = await choosePorts(nodes, port);
  await prepare();

  const doing = { phase: '', what: '' };
  const progress = new Progress(() => `${doing.what} ...`);
  /** @type {Say} */
  const say = (phase, what) => {
    // A log gets a line for each phase at once; what changes within one stands in the next that comes by time.
    if (!process.stdout.isTTY && phase !== doing.phase) console.log(`${what} ...`);
    Object.assign(doing, { phase, what });
    progress.start();
  };
  /** @type {import('./lib/members.mjs').Member[]} */
  const members = [];
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    progress.stop();
    killAll();
    console.log('\nStopping ...');
    await Promise.all(members.map(stopMember));
    console.log(`Stopped. The keys are in ${data}.`);
    process.exit(0);
  };
  for (const signal of END_SIGNALS) process.on(signal, stop);
  // A terminal that was closed takes no more lines; the members are stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('exit', () => members.filter(isRunning).forEach(({ child }) => child.kill('SIGKILL')));

  await build(progress, say);
  if (stopping) return;
  members.push(...ports.map((each) => startMember(each, data)));
  try {
    await form(members, data, say);
  } catch (error) {
    if (stopping) return;
    progress.stop();
    await Promise.all(members.map(stopMember));
    fail(error instanceof Error ? error.message : String(error));
  }
  progress.stop();
  welcome(members, data);
  await watch(members, data, () => stopping);
  if (!stopping) fail('No node is left.');
}

await main();
