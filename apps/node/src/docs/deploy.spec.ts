// The files of deploy/ match each other and the program: options, ports, paths, users.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../config/load-config';
import { OPTION_NAMES, OPTIONS, variableName, type NodeConfig } from '../config/options';

const root = join(__dirname, '../../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const VARIABLES = new Set(OPTION_NAMES.map(variableName));
const UNPRIVILEGED = 65_532;

// oxlint-disable-next-line typescript/no-explicit-any -- what a file holds is what the test is about
type Tree = Record<string, any>;
type Variables = Record<string, string>;

const folder = mkdtempSync(join(tmpdir(), 'chord-deploy-'));
const secrets = join(folder, 'secrets');
beforeAll(() => execFileSync('sh', [join(root, 'deploy/compose/prepare.sh'), secrets]));
afterAll(() => rmSync(folder, { recursive: true }));

/** The configuration of a node from these variables; files are read from the places of this test. */
function configOf(variables: Variables, files: Record<string, string>): NodeConfig {
  const here = Object.entries(variables).map(([name, value]) => [
    name,
    Object.entries(files).reduce((text, [from, to]) => text.replace(from, to), value),
  ]);
  const loaded = loadConfig([], Object.fromEntries(here));
  if (loaded.kind !== 'config') throw new Error(JSON.stringify(loaded));
  expect(loaded.notices).toEqual([]);
  const own = Object.keys(variables).filter((name) => name.startsWith('CHORD_'));
  expect(own.filter((name) => !VARIABLES.has(name))).toEqual([]);
  return loaded.config;
}

describe('the image', () => {
  const dockerfile = read('deploy/docker/Dockerfile');

  it('runs what the build makes, as a user without rights', () => {
    const entry = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1] ?? '';
    expect(JSON.parse(entry)).toEqual(['/nodejs/bin/node', '/app/node/main.mjs']);
    const check = /^\s+CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '';
    expect(JSON.parse(check)).toEqual(['/nodejs/bin/node', '/app/node/healthcheck.mjs']);
    const tree = read('tools/image-tree.mjs');
    for (const file of ['main.mjs', 'node.cjs', 'healthcheck.mjs'])
      expect(tree).toContain(`'${file}'`);
    expect(dockerfile).toContain(`\nUSER ${UNPRIVILEGED}:${UNPRIVILEGED}\n`);
    expect(dockerfile).toContain(`\nEXPOSE ${OPTIONS.port.fallback}\n`);
    expect(dockerfile.split('\n').filter((line) => /^USER (?:root|0)/.test(line))).toEqual([]);
  });

  it('is made of files that a clone has, and has options of the program', () => {
    for (const [, given = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm))
      for (const file of given.split(' '))
        expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    for (const [name = ''] of dockerfile.matchAll(/\bCHORD_\w+/g))
      expect(VARIABLES).toContain(name);
    const { engines } = JSON.parse(read('package.json'));
    const major = /^FROM node:(\d+)-/m.exec(dockerfile)?.[1];
    expect(engines.node).toContain(major);
    expect(dockerfile).toContain(`nodejs${major}-debian12`);
  });
});

describe('the ring of compose', () => {
  const compose: Tree = parse(read('deploy/compose/compose.yaml'), { merge: true });
  const nodes = Object.entries<Tree>(compose['services']).filter(([name]) => /^node-/.test(name));

  it('is of five nodes that start with what prepare.sh makes', () => {
    expect(nodes).toHaveLength(5);
    for (const [name, node] of nodes) {
      const config = configOf(node['environment'], { '/run/chord': secrets });
      expect(config).toMatchObject({ host: name, port: 5000, insecure: false, openHealth: true });
      expect(config.join).toContain(`${name}:${config.port}`);
      expect(config.join).toHaveLength(nodes.length);
      expect(node).toMatchObject({ hostname: name, read_only: true, cap_drop: ['ALL'] });
      const names = execFileSync('openssl', [
        'x509',
        '-in',
        join(secrets, `${name}.pem`),
        '-noout',
        '-ext',
        'subjectAltName',
      ]);
      expect(String(names)).toContain(`DNS:${name}, DNS:localhost`);
    }
    const outside = nodes.map(([, node]) => String(node['ports'][0]).split(':')[1]);
    expect(new Set(outside).size).toBe(nodes.length);
  });

  it('makes its secrets once, readable only by their owner', () => {
    const before = readdirSync(secrets).map((name) => readFileSync(join(secrets, name), 'utf8'));
    execFileSync('sh', [join(root, 'deploy/compose/prepare.sh'), secrets]);
    expect(readdirSync(secrets).map((name) => readFileSync(join(secrets, name), 'utf8'))).toEqual(
      before,
    );
  });

  it('lets the user of the image reach its files, and nobody list them', () => {
    expect(modeOf(secrets)).toBe(0o711);
    for (const name of ['ca.pem', 'node-1.pem']) expect(modeOf(join(secrets, name))).toBe(0o644);
    for (const name of ['ca.key', 'node-1.key', 'peer-secret', 'tokens', 'token-admin'])
      expect(modeOf(join(secrets, name))).toBe(0o600);
  });

  it('mounts what there is, and is watched as a whole', () => {
    const services = Object.values<Tree>(compose['services']);
    const volumes = services.flatMap((service): string[] => service['volumes']);
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      if (!source.startsWith('.')) expect(compose['volumes']).toHaveProperty(source);
      else if (!source.startsWith('./secrets'))
        expect([source, existsSync(resolve(root, 'deploy/compose', source))]).toEqual([
          source,
          true,
        ]);
    }
    const { scrape_configs: scrapes, rule_files: rules } = parse(
      read('deploy/prometheus/prometheus.yml'),
    );
    expect(scrapes[0]).toMatchObject({ job_name: 'chord', scheme: 'https' });
    expect(scrapes[0].static_configs[0].targets).toEqual(nodes.map(([name]) => `${name}:5000`));
    for (const file of [...rules, scrapes[0].tls_config.ca_file])
      expect(volumes.some((volume) => volume.endsWith(`:${file}:ro`))).toBe(true);
  });
});

const modeOf = (path: string): number => statSync(path).mode & 0o777;

const documentsOf = (text: string): Tree[] =>
  parseAllDocuments(text)
    .map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS() as Tree;
    })
    .filter((document) => document !== null);

const variablesOf = (container: Tree, pod: Variables): Variables => {
  const known: Variables = {};
  for (const { name, value, valueFrom } of container['env'])
    known[name] =
      value === undefined
        ? (pod[valueFrom.fieldRef.fieldPath] as string)
        : String(value).replace(/\$\((\w+)\)/g, (_, other: string) => known[other] as string);
  return known;
};

describe('the ring of Kubernetes', () => {
  const all = documentsOf(read('deploy/kubernetes/chord.yaml'));
  const kind = (name: string): Tree[] => all.filter((each) => each['kind'] === name);
  const set = kind('StatefulSet')[0] as Tree;
  const template: Tree = set['spec'].template;
  const container: Tree = template['spec'].containers[0];

  it('starts with options that the program has, under the names of its pods', () => {
    const files = {
      '/run/chord/secrets': secrets,
      '/run/chord/tls/tls.crt': join(secrets, 'node-1.pem'),
      '/run/chord/tls/tls.key': join(secrets, 'node-1.key'),
      '/run/chord/tls/ca.crt': join(secrets, 'ca.pem'),
    };
    const pod = { 'metadata.name': 'chord-0', 'metadata.namespace': 'chord' };
    const config = configOf(variablesOf(container, pod), files);
    expect(config).toMatchObject({
      host: 'chord-0.chord-peers.chord.svc.cluster.local',
      discover: ['_node._tcp.chord-peers.chord.svc.cluster.local'],
      port: container['ports'][0].containerPort,
      insecure: false,
      openHealth: true,
    });
    expect(config.allowHost).toContain('chord.chord.svc.cluster.local');
    expect(template['spec'].enableServiceLinks).toBe(false);
  });

  it('is named by a headless service, served by another, and kept from going all at once', () => {
    const labels = template['metadata'].labels;
    const [peers, clients] = kind('Service') as [Tree, Tree];
    expect(peers['metadata'].name).toBe(set['spec'].serviceName);
    expect(peers['spec']).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(clients['spec'].clusterIP).toBeUndefined();
    for (const service of [peers, clients]) {
      expect(service['spec'].selector).toEqual(labels);
      expect(service['spec'].ports[0].targetPort).toBe(container['ports'][0].name);
    }
    expect(kind('PodDisruptionBudget')[0]?.['spec']).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: labels },
    });
    expect(set['spec'].selector.matchLabels).toEqual(labels);
    for (const each of all.filter((one) => one['kind'] !== 'Namespace'))
      expect(each['metadata'].namespace).toBe('chord');
  });

  it('is asked at paths that the program has, and may do nothing else than serve', () => {
    const { paths } = JSON.parse(read('openapi.json'));
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(paths).toHaveProperty([container[probe].httpGet.path]);
      expect(container[probe].httpGet).toMatchObject({ port: 'node', scheme: 'HTTPS' });
    }
    expect(container['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(template['spec'].securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: UNPRIVILEGED,
      fsGroup: UNPRIVILEGED,
    });
    const mounts = container['volumeMounts'].map(({ name }: Tree) => name);
    const claims = set['spec'].volumeClaimTemplates.map(({ metadata }: Tree) => metadata.name);
    const volumes = template['spec'].volumes.map(({ name }: Tree) => name);
    expect([...claims, ...volumes].sort()).toEqual([...mounts].sort());
    // The time limit of a departure, and the twelve seconds of any stop.
    const graceMs = template['spec'].terminationGracePeriodSeconds * 1_000;
    expect(graceMs).toBeGreaterThan(OPTIONS.leaveDeadlineMs.fallback + 12_000);
  });
});

describe('the chart', () => {
  const chart = (file: string): string => read(`deploy/helm/chord/${file}`);
  const templates = readdirSync(join(root, 'deploy/helm/chord/templates')).filter((file) =>
    file.endsWith('.yaml'),
  );
  const values: Tree = parse(chart('values.yaml'));
  const at = (path: string): unknown =>
    path.split('.').reduce<Tree | undefined>((tree, name) => tree?.[name], values);

  /** The result of the templates with the default values; supports only the features that these templates use. */
  function rendered(text: string): string {
    const release = { 'Release.Name': 'chord', 'Release.Namespace': 'chord' } as Variables;
    return text
      .replace(
        /^ *\{\{- if \.Values\.([\w.]+) \}\}\n([\s\S]*?)^ *\{\{- end \}\}\n/gm,
        (_, path, inner) => (at(path) ? inner : ''),
      )
      .replace(
        /^ *\{\{- range [^\n]*\.Values\.([\w.]+) \}\}\n[\s\S]*?^ *\{\{- end \}\}\n/gm,
        (_, path) => {
          expect(at(path)).toEqual({});
          return '';
        },
      )
      .replace(
        /\{\{- toYaml \.Values\.([\w.]+) \| nindent \d+ \}\}/g,
        (_, path) => ` ${JSON.stringify(at(path))}`,
      )
      .replace(/\{\{ \.Values\.([\w.]+) \| default \.Chart\.AppVersion \}\}/g, (_, path) =>
        String(at(path) || parse(chart('Chart.yaml')).appVersion),
      )
      .replace(/\{\{ \.(?:Values\.)?([\w.]+) \}\}/g, (_, path) =>
        String(release[path] ?? at(path)),
      );
  }

  it('is with its defaults what the plain manifests are', () => {
    const instance = (tree: unknown): unknown =>
      JSON.parse(JSON.stringify(tree), (_, value: Tree) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        const {
          'app.kubernetes.io/instance': __,
          'chord.dht/peers': ___,
          imagePullPolicy: ____,
          ...rest
        } = value;
        return rest;
      });
    const made = templates.flatMap((file) => documentsOf(rendered(chart(`templates/${file}`))));
    const plain = documentsOf(read('deploy/kubernetes/chord.yaml')).filter(
      (each) => each['kind'] !== 'Namespace',
    );
    const named = (each: Tree): string => `${each['kind']} ${each['metadata'].name}`;
    const byName = (one: Tree, other: Tree): number => (named(one) < named(other) ? -1 : 1);
    expect(made.sort(byName).map(instance)).toEqual(plain.sort(byName));
    const [set] = made.filter((each) => each['kind'] === 'StatefulSet') as [Tree];
    expect(set['spec'].selector.matchLabels).toEqual(set['spec'].template.metadata.labels);
  });

  it('uses every value that it has, and no other', () => {
    const text =
      templates.map((file) => chart(`templates/${file}`)).join('\n') + chart('templates/NOTES.txt');
    const used = new Set([...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path ?? ''));
    for (const path of used) expect([path, at(path)]).not.toEqual([path, undefined]);
    const leaves = (tree: Tree, before: string): string[] =>
      Object.entries(tree).flatMap(([name, value]) => {
        const path = before + name;
        const isLeaf = used.has(path) || typeof value !== 'object';
        return isLeaf ? [path] : leaves(value, `${path}.`);
      });
    expect(leaves(values, '').filter((path) => !used.has(path))).toEqual([]);
  });

  it('has the version of the product, as the manifests have', () => {
    const { version } = JSON.parse(read('package.json'));
    expect(parse(chart('Chart.yaml'))).toMatchObject({ version, appVersion: version });
    expect(read('deploy/kubernetes/chord.yaml')).toContain(`image: chord-dht:${version}\n`);
  });
});

describe('the unit of systemd', () => {
  const unit = read('deploy/systemd/chord.service');
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

  it('starts the program with options that it has', () => {
    const [, command = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
    const [program, main, ...args] = command.split(' ');
    expect([program, main]).toEqual(['/usr/bin/node', '/opt/chord/node/main.mjs']);
    const file = join(folder, 'chord.json');
    writeFileSync(file, '{"host": "a.example"}');
    const here = args.map((arg) => arg.replace('/etc/chord/chord.json', file));
    expect(loadConfig(here, {})).toMatchObject({
      kind: 'config',
      config: { host: 'a.example', dataDir: '/var/lib/chord/node' },
    });
    const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(OPTIONS.leaveDeadlineMs.fallback + 12_000);
  });

  (hasSystemd ? it : it.skip)('is one that systemd understands, and shuts the node in', () => {
    const file = join(folder, 'chord.service');
    writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
    });
    const own = verified.stderr.split('\n').filter((line) => line.includes('chord.service'));
    expect(own).toEqual([]);
    const security = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--threshold=25', file],
      { encoding: 'utf8' },
    );
    expect([security.stderr, security.status]).toEqual([expect.any(String), 0]);
  });
});
