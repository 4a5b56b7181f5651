// The answer to a PUT, as an object and as JSON. Nearly every answer names one of a few members: the JSON of each name
// is made once.
import type { IdSpace, NodeRef } from '@chord-dht/chord';
import type { PutResult } from '@chord-dht/store';
import { nodeRefDto, type NodeRefDto } from '../dto/node-ref.dto';
import type { PutResultDto } from './dto/keys.dto';
import { lifeJson } from './send-value';

const OWNERS_KNOWN_MAX = 1_000;

/** A member, as answers name it. */
interface Owner {
  readonly dto: NodeRefDto;
  readonly json: string;
}

export class PutAnswers {
  private owners = new Map<string, Owner>();

  /** @param space is known when the first answer is made */
  constructor(private readonly space: () => IdSpace) {}

  dto(key: string, { version, created, expiresAtMs, owner, hops }: PutResult): PutResultDto {
    const expiresAt = lifeJson(expiresAtMs ?? null);
    return { key, version, created, expiresAt, owner: this.ownerOf(owner).dto, hops };
  }

  json(key: string, { version, created, expiresAtMs, owner, hops }: PutResult): string {
    const expiresAt = lifeJson(expiresAtMs ?? null);
    // A version and a date have no characters that need an escape.
    const expires = expiresAt === null ? 'null' : `"${expiresAt}"`;
    return `{"key":${JSON.stringify(key)},"version":"${version}","created":${created},"expiresAt":${expires},"owner":${this.ownerOf(owner).json},"hops":${hops}}`;
  }

  private ownerOf(node: NodeRef): Owner {
    const known = this.owners.get(node.id);
    if (known?.dto.address === node.address) return known;
    if (this.owners.size >= OWNERS_KNOWN_MAX) this.owners = new Map();
    const dto = nodeRefDto(node, this.space());
    const owner = { dto, json: JSON.stringify(dto) };
    this.owners.set(node.id, owner);
    return owner;
  }
}
