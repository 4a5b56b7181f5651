// Writes docs/experiments.md from our figures and the paper's.

const INTRODUCTION = `# The paper's experiments, with this code

Made by \`npx nx run simulator:paper\`; do not edit. The nodes are the classes of \`libs/chord\`,
unchanged, under virtual time. The published figures are those of Stoica et al., _Chord_, IEEE/ACM
Transactions on Networking 11(1), 2003, section V (\`libs/simulator/data/paper-tables.json\`).

One point alone, with any numbers:
\`npx nx run simulator:paper -- --experiment path-length --nodes 4096 --lookups 20000 --json\`. Every
option counts in every experiment, or is refused with the reason:

| option                  | what it does                                                                                                                                                                                             |
| ----------------------- | -------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------------- |
| \`--nodes N\`           | hosts in the ring                                                                                                                                                                                        |
| \`--virtual-nodes V\`   | positions of each host; all of them come and go with it                                                                                                                                                  |
| \`--failed P\`          | a share of the hosts fails at once, unannounced, before anything is measured; keys are then counted on the others                                                                                        |
| \`--rate R\`            | R joins and R voluntary leaves a second while the lookups are made, one of them a second; members maintain their pointers then. The last two hosts do not leave, and a host that finds nobody to join through stays away. Keys are counted on the hosts that are there in the end                  |
| \`--keys K\`            | the keys that hosts keep, or that lookups draw from                                                                                                                                                      |
| \`--lookups L\`         | lookups per seed. In \`load-balance\` and \`virtual-nodes\` none unless asked for (or \`--rate\` is); then \`path\`, \`timeouts\` and failures are reported beside the keys, of one seed if none are named |
| \`--successors r\`      | the length of successor lists; 20, and 1 in \`path-length\` as long as nobody fails or leaves. Refused where only keys are counted, which it does not change                                             |
| \`--seeds S --seed s\`  | S rings, the first one with seed s. Percentiles are those of all their lookups or hosts together                                                                                                         |

\`setUp\` in the result states what was really used, the defaults included. The result is one line of
JSON and the program's last one. Nx prints a summary of its own behind it and has no option to leave
that out, so a script takes the line that begins with a brace, or does without Nx:

\`\`\`sh
npx nx run simulator:paper -- --experiment churn --rate 0.3 --json | grep '^{' | tail -1
node libs/simulator/cli/paper.mjs --experiment churn --rate 0.3 --json | tail -1
\`\`\`

What cannot be read, or has no meaning, ends with one line for each fault and exit code 2 (Nx makes a 1
of it).

**Conventions.** A path is counted in forwards until the predecessor of the key; the querier and the
owner do not count. A timeout is an attempt of a lookup that was not answered. The network is the
paper's: one-way delays are exponential with a mean of 50 ms, the dead are silent, and no answer
within 500 ms means dead (10 s where nobody fails or leaves, so that no slow answer counts). Paths and
timeouts are those of lookups that found the right owner.`;

/** @param {any[]} rows @param {any} paper */
export function reportOf(rows, paper) {
  const of = (name) => rows.filter((row) => row.experiment === name);
  return [
    INTRODUCTION,
    pathLength(of('path-length'), paper),
    keys(of('load-balance'), of('virtual-nodes'), paper),
    failures(of('simultaneous-failures'), paper),
    churn(of('churn'), paper),
  ].join('\n\n');
}

function pathLength(rows, { pathLength: paper }) {
  const lines = rows.map(({ setUp, path }) => {
    const at = paper.nodes.indexOf(setUp.nodes);
    return [
      setUp.nodes,
      path.mean.toFixed(2),
      paper.mean[at].toFixed(2),
      `${path.p1} to ${path.p99}`,
      `${paper.p1[at]} to ${paper.p99[at]}`,
    ];
  });
  return `## Path length

A converged ring, ${rows[0]?.setUp.lookups} lookups of random keys by random members. The successor
list has one entry here, for the paper routes by fingers alone in this experiment. For N ≤ 64 the
published curve lies 0.2 to 0.3 above what independent models measure.

${table(['N', 'mean', 'paper', '1st to 99th percentile', 'paper'], lines)}

![Path length](images/path-length.svg)

![Distribution of path lengths](images/path-length-distribution.svg)`;
}

function keys(balance, virtual, paper) {
  const lines = [
    ...balance.map(({ setUp, keys }) => {
      const at = paper.loadBalance.keys.indexOf(setUp.keys);
      return keyLine(setUp, keys, paper.loadBalance.p1[at], paper.loadBalance.p99[at]);
    }),
    ...virtual.map(({ setUp, keys }) => {
      const at = paper.virtualNodes.r.indexOf(setUp.virtualNodes);
      return keyLine(setUp, keys, paper.virtualNodes.p1[at], paper.virtualNodes.p99[at]);
    }),
  ];
  const head = ['hosts', 'positions each', 'keys', 'seeds', 'mean', '1st to 99th percentile'];
  return `## Load balance and virtual nodes

Keys per host. Ids of positions are the product's (SHA-1 of the address); keys are uniform points of
the circle, and the owner of each is the first position at or after it.

${table([...head, 'paper', 'largest'], lines)}

![Keys per host](images/keys-per-host.svg)`;
}

function keyLine({ nodes, virtualNodes, keys, seeds }, counts, p1, p99) {
  const mine = [nodes, virtualNodes, keys, seeds, counts.mean.toFixed(0)];
  return [...mine, `${counts.p1} to ${counts.p99}`, `${p1} to ${p99}`, counts.max];
}

function failures(rows, { simultaneousFailures: paper }) {
  const lines = rows.map(({ setUp, path, timeouts, failuresPer10k }) => {
    const at = paper.p.indexOf(setUp.failed);
    return [
      setUp.failed,
      path.mean.toFixed(2),
      paper.pathMean[at].toFixed(2),
      timeouts.mean.toFixed(2),
      paper.timeoutsMean[at].toFixed(2),
      `${timeouts.p99}`,
      `${paper.timeoutsP99[at]}`,
      failuresPer10k,
    ];
  });
  const head = [
    'failed',
    'path',
    'paper',
    'timeouts',
    'paper',
    '99th percentile',
    'paper',
    'wrong',
  ];
  return `## Simultaneous failures

${rows[0]?.setUp.nodes} nodes with successor lists of ${rows[0]?.setUp.successors}; a share of them
fails at once, then ${rows[0]?.setUp.lookups} lookups in each of ${rows[0]?.setUp.seeds} rings before
anybody repairs anything. A lookup counts every dead node that it meets once; the check that the
owner itself is alive is counted too. A wrong lookup is one that names another node than the first
live one at or after the key. Single rings differ from each other by as much as 0.25 in the path at
p = 0.5.

${table(head, lines)}

![Simultaneous failures](images/simultaneous-failures.svg)`;
}

function churn(rows, { churn: paper }) {
  const lines = rows.map(({ setUp, path, timeouts, failuresPer10k }) => {
    const at = paper.R.indexOf(setUp.rate);
    const published = (values, digits) => (at < 0 ? '' : values[at].toFixed(digits));
    return [
      setUp.rate,
      path.mean.toFixed(2),
      published(paper.pathMean, 2),
      timeouts.mean.toFixed(2),
      published(paper.timeoutsMean, 2),
      failuresPer10k.toFixed(0),
      published(paper.failuresPer10k, 0),
    ];
  });
  const head = ['joins and leaves a second', 'path', 'paper', 'timeouts', 'paper'];
  return `## Churn

About ${rows[0]?.setUp.nodes} nodes; joins and voluntary leaves are Poisson processes of the same
rate, lookups one of 1 a second, ${rows[0]?.setUp.lookups} of them. Every 15 to 45 s a node asks its
successor and refreshes one finger. A lookup is right when the node that it names was the owner at
some moment of the lookup; a lookup whose querier leaves meanwhile is replaced by another one. The
owner is not asked whether it is alive, for whoever leaves says so.

Timeouts are about half of the paper's. The order in which fingers are refreshed makes the difference:
a member here takes one after the other (ToN 2003, figure 6), so that with ten distinct fingers each is
at most ten rounds old, five in the mean. A finger drawn at random each round, as in the paper of 2001
(SIGCOMM, figure 7), is ten rounds old in the mean. Measured with fix_fingers changed that way, 6,000
lookups of one ring each:

| fingers are refreshed | a dead one is dropped | timeouts at 0.2 | at 0.4 | path at 0.4 |
| --------------------- | --------------------- | --------------: | -----: | ----------: |
| in turn (this code)   | when a call finds out |            0.12 |   0.26 |        3.85 |
| in turn               | by its refresh only   |            0.12 |   0.28 |        3.86 |
| at random             | when a call finds out |            0.18 |   0.38 |        3.93 |
| at random             | by its refresh only   |            0.21 |   0.44 |        3.93 |
| the paper             |                       |            0.23 |   0.46 |        4.06 |

Whether the paper's simulator did so, it does not say. How timeouts are counted is no part of it: here,
too, every attempt that nobody answered counts, and a dead node once in a lookup.

${table([...head, 'failures per 10,000', 'paper'], lines)}

![Churn](images/churn.svg)`;
}

function table(head, lines) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---:')), ...lines.map(row)].join('\n');
}
