/** Generated from openapi.json by openapi-typescript. Do not edit: run `npx nx run api-client:generate`. */
export interface paths {
  '/api/v1/ring': { get: { responses: { 200: { content: { 'application/json': components['schemas']['RingDto'] } } } } };
}
export interface components {
  schemas: {
    NodeRefDto: { id: string; printedId: string; address: string; position: number };
    FingerDto: {
      firstIndex: number;
      lastIndex: number;
      start: string;
      startPosition: number;
      node: components['schemas']['NodeRefDto'];
      ageMs: number | null;
    };
    MemberDto: {
      node: components['schemas']['NodeRefDto'];
      state: 'alone' | 'joining' | 'member' | 'leaving' | 'left' | 'starting' | 'unreachable';
      self: boolean;
      predecessor: components['schemas']['NodeRefDto'] | null;
      successors: components['schemas']['NodeRefDto'][];
      fingers: components['schemas']['FingerDto'][];
      share: number | null;
      keys: number | null;
      bytes: number | null;
      ageMs: number;
    };
    InvariantDto: { name: string; holds: boolean; detail: string | null; nodes: string[] };
    HealthDto: {
      state: 'alone' | 'healthy' | 'degraded' | 'broken';
      sentence: string;
      nextStep: string | null;
      copiesWanted: number;
      copies: number;
    };
    RingDto: {
      readAt: string;
      bits: number;
      hash: string;
      self: components['schemas']['NodeRefDto'];
      members: components['schemas']['MemberDto'][];
      answered: number;
      total: number;
      complete: boolean;
      health: components['schemas']['HealthDto'];
      invariants: components['schemas']['InvariantDto'][];
    };
    ViaDto: { kind: 'finger' | 'successor' | 'self'; index: number | null };
    HopDto: {
      number: number;
      from: components['schemas']['NodeRefDto'];
      to: components['schemas']['NodeRefDto'];
      via: components['schemas']['ViaDto'];
      milliseconds: number;
      outcome: 'answered' | 'failed';
      code: string | null;
    };
    KeyIdDto: { id: string; printedId: string; position: number };
    LookupDto: {
      key: string;
      keyId: components['schemas']['KeyIdDto'];
      start: components['schemas']['NodeRefDto'];
      owner: components['schemas']['NodeRefDto'];
      replicas: components['schemas']['NodeRefDto'][];
      found: boolean | null;
      hops: components['schemas']['HopDto'][];
      hopCount: number;
      members: number;
      expectedHops: number;
      milliseconds: number;
      path: components['schemas']['NodeRefDto'][];
    };
    PutResultDto: {
      key: string;
      version: string;
      created: boolean;
      owner: components['schemas']['NodeRefDto'];
      hops: number;
    };
    JoinReportDto: {
      ok: boolean;
      peers: { address: string; name: string | null; ok: boolean; code: string | null; message: string | null }[];
    };
    LeavePreviewDto: { keys: number; bytes: number; heir: components['schemas']['NodeRefDto'] | null };
    ProblemDto: {
      type: string;
      title: string;
      status: number;
      detail?: string;
      code: string;
      requestId: string;
    };
  };
}
