// Knows how our figures and the paper's become docs/experiments.md.

const INTRODUCTION = `# The paper's experiments, with this code

Made by \`npx nx run simulator:paper\`; do not edit. The nodes are the classes of \`libs/chord\`,
unchanged, under virtual time. The published figures are those of Stoica et al., _Chord_, IEEE/ACM
Transactions on Networking 11(1), 2003, section V (\`libs/simulator/data/paper-tables.json\`).

One point alone, with any numbers:
\`npx nx run simulator:paper -- --experiment path-length --nodes 4096 --lookups 20000 --json\`.

**Conventions.** A path is counted in forwards until the predecessor of the key; the querier and the
owner do not count. A timeout is an attempt of a lookup that was not answered. The network is the
paper's: one-way delays are exponential with a mean of 50 ms, the dead are silent, and no answer
within 500 ms means dead.`;

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
owner is not asked whether it is alive, for whoever leaves says so. Timeouts are about half of the
paper's; which difference between the two simulators causes that has not been examined.

${table([...head, 'failures per 10,000', 'paper'], lines)}

![Churn](images/churn.svg)`;
}

function table(head, lines) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---:')), ...lines.map(row)].join('\n');
}
