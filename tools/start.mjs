// Knows how to bring up a whole ring with its dashboard from a fresh clone: `npm start`. Built-in modules only.
import { parseArgs } from 'node:util';
import { run, script, killAll } from './lib/children.mjs';
import {
  isPortFree,
  isRunning,
  joinRing,
  startMember,
  stopMember,
  untilReady,
} from './lib/members.mjs';
import { fail, prepare } from './lib/prepare.mjs';

const NODES_MAX = 64;
const HELP = `npm start [-- --nodes N --port P --data FOLDER]

Starts a ring of N nodes (default 4) on localhost, ports P, P + 1, ... (default 5000), with the dashboard.
Keys and logs are kept in FOLDER (default .data); the keys are there again at the next start.`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        nodes: { type: 'string', default: '4' },
        port: { type: 'string', default: '5000' },
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
      port: whole('port', values.port, 1, 65_535),
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

/** @param {readonly number[]} ports */
async function checkPorts(ports) {
  const free = await Promise.all(ports.map(isPortFree));
  const taken = ports.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  fail(
    `In use already: port ${taken.join(', ')}. Stop what runs there, or choose others: npm start -- --port 6000`,
  );
}

async function build() {
  console.log('Building ...');
  const args = [
    script('nx/dist/bin/nx.js'),
    'run-many',
    '-t',
    'build',
    '-p',
    'node',
    '--outputStyle=static',
  ];
  const { code, output, seconds } = await run(process.execPath, args);
  if (code !== 0) fail(`${output}\nThe build failed; its output is above.`);
  console.log(`Built in ${seconds.toFixed(1)} s.`);
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
  const ports = Array.from({ length: nodes }, (_, index) => port + index);
  if (ports.some((each) => each > 65_535))
    fail(`--port ${port} leaves no room for ${nodes} nodes.`);
  await checkPorts(ports);
  prepare();

  /** @type {import('./lib/members.mjs').Member[]} */
  const members = [];
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    killAll();
    console.log('\nStopping ...');
    await Promise.all(members.map(stopMember));
    console.log(`Stopped. The keys are in ${data}.`);
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('exit', () => members.filter(isRunning).forEach(({ child }) => child.kill('SIGKILL')));

  await build();
  if (stopping) return;
  console.log(`Starting ${nodes} node${nodes === 1 ? '' : 's'} ...`);
  members.push(...ports.map((each) => startMember(each, data)));
  try {
    await Promise.all(members.map(untilReady));
    if (nodes > 1) await joinRing(port, ports.slice(1));
  } catch (error) {
    if (stopping) return;
    await Promise.all(members.map(stopMember));
    fail(error instanceof Error ? error.message : String(error));
  }
  welcome(members, data);
  await watch(members, data, () => stopping);
  if (!stopping) fail('No node is left.');
}

await main();
