// Knows the names under which the pages use the generated types, and how to make addresses of the API.
import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type NodeRefDto = Schemas['NodeRefDto'];
export type MemberDto = Schemas['MemberDto'];
export type RingDto = Schemas['RingDto'];
export type LookupDto = Schemas['LookupDto'];
export type HopDto = Schemas['HopDto'];
export type PutResultDto = Schemas['PutResultDto'];
export type JoinReportDto = Schemas['JoinReportDto'];
export type LeavePreviewDto = Schemas['LeavePreviewDto'];
export type NodeViewDto = Schemas['NodeViewDto'];
export type KeyListDto = Schemas['KeyListDto'];
export type SessionDto = Schemas['SessionDto'];
export type InsightsDto = Schemas['InsightsDto'];
export type ProblemDto = Schemas['ProblemDto'];

export { apiPath, useBasePath } from './api-path';
export type { paths, components } from './schema.gen';
