// Builds the configuration from command line, environment and file, and reports every fault at once.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkMoves, isLoopback } from './checks';
import { readConfigFile, type FileTexts } from './config-file';
import { shown, type Option } from './option';
import {
  commandLineName,
  OPTION_NAMES,
  OPTIONS,
  variableName,
  type NodeConfig,
  type OptionName,
} from './options';
import { readTokensFile } from './tokens-file';
import { checkPeerSecretFile } from './peer-secret';
import { readTlsFiles } from './tls-files';

export type LoadResult =
  | {
      readonly kind: 'config';
      readonly config: NodeConfig;
      /** Settings that were ignored, with the reason. */
      readonly notices: readonly string[];
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the options; the command line outranks the environment, which outranks the file.
 * @param args the arguments behind the script's name
 */
export function loadConfig(args: readonly string[], environment: Environment): LoadResult {
  const faults: string[] = [];
  const notices: string[] = [];
  const given = readCommandLine(args, faults);
  if (given.has('help')) return { kind: 'help' };
  if (given.has('version')) return { kind: 'version' };

  const variable = (name: OptionName): string | undefined =>
    ownVariable(variableName(name), environment, notices);
  const path = given.get('config')?.at(-1) ?? variable('config');
  const file = path === undefined ? NO_FILE : readConfigFile(path, faults);
  const values: Record<string, unknown> = {};
  for (const name of OPTION_NAMES) {
    const option = OPTIONS[name] as Option<unknown>;
    const [texts, source] = textsOf(name, given, variable(name), file.get(name), path);
    values[name] = readOption(option, texts, source, faults);
  }
  const config = complete(values as unknown as NodeConfig);
  faults.push(...checkTogether(config));
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'config', config, notices };
}

const NO_FILE: FileTexts = new Map();

/** The texts given for an option, and their source. */
function textsOf(
  name: OptionName,
  given: ReadonlyMap<string, readonly string[]>,
  variable: string | undefined,
  inFile: string | undefined,
  path: string | undefined,
): [texts: readonly string[], source: string] {
  const own = given.get(name);
  if (own) return [own, `--${commandLineName(name)}`];
  if (variable !== undefined) return [[variable], variableName(name)];
  return [inFile === undefined ? [] : [inFile], `${path}: "${commandLineName(name)}"`];
}

/** The defaults with some of them replaced; for tests and tools. */
export function configOf(changes: Partial<NodeConfig> = {}): NodeConfig {
  const defaults = Object.fromEntries(OPTION_NAMES.map((name) => [name, OPTIONS[name].fallback]));
  return complete({ ...(defaults as unknown as NodeConfig), ...changes });
}

/** A variable that Kubernetes sets for a service: `CHORD_PORT=tcp://10.0.0.1:5000` for one that is called `chord`. */
const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\/\S+:[0-9]+$/i;

function ownVariable(
  name: string,
  environment: Environment,
  notices: string[],
): string | undefined {
  const value = environment[name];
  if (value === undefined || !SERVICE_LINK.test(value)) return value;
  notices.push(
    `${name}=${shown(value)} is what Kubernetes sets for a service of that name, not an option of this node; ` +
      'it is ignored. Set enableServiceLinks: false for the pod, or give the option on the command line.',
  );
  return undefined;
}

/**
 * The same configuration once the port is known: the data folder of a node that took any free port has the name of that
 * port.
 */
export function withPort(config: NodeConfig, port: number): NodeConfig {
  const isDefault = config.dataDir === defaultDataDir(config);
  const known = { ...config, port };
  return isDefault ? { ...known, dataDir: defaultDataDir(known) } : known;
}

function defaultDataDir({ host, port }: Pick<NodeConfig, 'host' | 'port'>): string {
  return join('.data', `${host.replace(/[[\]:]/g, '_')}-${port}`);
}

function complete(config: NodeConfig): NodeConfig {
  const bind = config.bind.flatMap((item) =>
    item === 'localhost' ? ['127.0.0.1', '::1'] : [item],
  );
  const host = config.host.toLowerCase();
  // In the given spelling, which is in the names of folders from earlier starts.
  const dataDir = config.dataDir ?? defaultDataDir(config);
  const advertise = config.advertise?.toLowerCase() ?? null;
  return { ...config, host, advertise, bind: [...new Set(bind)], dataDir };
}

function readOption(
  option: Option<unknown>,
  texts: readonly string[],
  source: string,
  faults: string[],
): unknown {
  if (texts.length === 0) return option.fallback;
  const reading = option.read(option.kind === 'list' ? texts.join(',') : (texts.at(-1) ?? ''));
  if ('value' in reading) return reading.value;
  faults.push(`${source}: ${reading.fault}`);
  return option.fallback;
}

function readCommandLine(
  args: readonly string[],
  faults: string[],
): Map<OptionName | 'help' | 'version', string[]> {
  const names = new Map(OPTION_NAMES.map((name) => [commandLineName(name), name]));
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      ...Object.fromEntries(
        OPTION_NAMES.map((name) => [
          commandLineName(name),
          { type: OPTIONS[name].kind === 'flag' ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
    },
  });
  const given = new Map<OptionName | 'help' | 'version', string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      faults.push(`${shown(token.value)} is not an option; see --help`);
    } else if (token.kind === 'option') {
      const name = names.get(token.name) ?? (isMeta(token.name) ? token.name : undefined);
      if (name === undefined) {
        faults.push(`${token.rawName} is not an option of this program; see --help`);
      } else {
        const value =
          isMeta(name) || OPTIONS[name].kind === 'flag' ? (token.value ?? 'true') : token.value;
        if (value === undefined || (!token.inlineValue && value.startsWith('--'))) {
          faults.push(`--${token.name}: a value is missing; give it behind the option`);
        } else {
          given.set(name, [...(given.get(name) ?? []), value]);
        }
      }
    }
  }
  return given;
}

function isMeta(name: string): name is 'help' | 'version' {
  return name === 'help' || name === 'version';
}

function checkTogether(config: NodeConfig): string[] {
  const faults: string[] = [];
  const open = config.bind.filter((address) => !isLoopback(address));
  if (config.bind.length === 0) faults.push('--bind: give at least one address to listen on');
  const lacking = SAFEGUARDS.filter(({ option }) => config[option] === null);
  if (open.length > 0 && !config.insecure && lacking.length > 0) {
    const needed = lacking.map(
      ({ option, against }) => `--${commandLineName(option)} (${against})`,
    );
    faults.push(
      `--bind: ${open.join(', ')} can be reached from other machines; give also ${needed.join(', ')}. ` +
        'Or bind to 127.0.0.1, or add --insecure when everyone who can reach this node may read and change everything',
    );
  }
  faults.push(...faultsOfTls(config));
  const moves = checkMoves(config.moved);
  if (moves !== undefined) faults.push(`--moved: ${moves}`);
  if (config.callTimeoutMs > config.operationTimeoutMs) {
    faults.push('--call-timeout-ms: has to be at most --operation-timeout-ms');
  }
  if (config.peerSecretFile !== null) {
    const fault = checkPeerSecretFile(config.peerSecretFile);
    if (fault !== undefined) faults.push(`--peer-secret-file: ${fault}`);
  }
  if (config.tokensFile !== null) {
    const fault = tokensFaultOf(config.tokensFile);
    if (fault !== undefined) faults.push(`--tokens-file: ${fault}`);
  }
  return faults;
}

const SAFEGUARDS = [
  { option: 'peerSecretFile', against: 'or any process may be a peer' },
  { option: 'tokensFile', against: 'or any client may do everything' },
  { option: 'tlsCert', against: 'or everything goes over the network in clear' },
] as const;

function faultsOfTls({ tlsCert: cert, tlsKey: key, tlsCa: ca }: NodeConfig): string[] {
  if (cert === null && key === null && ca === null) return [];
  if (cert === null || key === null)
    return ['--tls-cert, --tls-key: TLS needs both, the certificate and its key'];
  try {
    readTlsFiles({ cert, key, ca });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function tokensFaultOf(path: string): string | undefined {
  try {
    readTokensFile(path);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
