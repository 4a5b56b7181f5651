// The names of the generated types for pages and the client, and the functions that make addresses of the API.
import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type NodeRefDto = Schemas['NodeRefDto'];
export type MemberDto = Schemas['MemberDto'];
export type RingDto = Schemas['RingDto'];
export type LookupDto = Schemas['LookupDto'];
export type KeyReplicasDto = Schemas['KeyReplicasDto'];
export type ReplicaDto = Schemas['ReplicaDto'];
export type HopDto = Schemas['HopDto'];
export type PutResultDto = Schemas['PutResultDto'];
export type JoinReportDto = Schemas['JoinReportDto'];
export type LeavePreviewDto = Schemas['LeavePreviewDto'];
export type NodeViewDto = Schemas['NodeViewDto'];
export type BackupDto = Schemas['BackupDto'];
export type RecoveryDto = Schemas['RecoveryDto'];
export type HealthReportDto = Schemas['HealthReportDto'];
export type KeyListDto = Schemas['KeyListDto'];
export type KeyDto = Schemas['KeyDto'];
export type KeyCountDto = Schemas['KeyCountDto'];
export type LifeDto = Schemas['LifeDto'];
export type LeaveReportDto = Schemas['LeaveReportDto'];
export type ArcDto = Schemas['ArcDto'];
export type SessionDto = Schemas['SessionDto'];
export type InsightsDto = Schemas['InsightsDto'];
export type ProblemDto = Schemas['ProblemDto'];

export { apiPath, pathOf, useBasePath } from './api-path';
export type { paths, components, operations } from './schema.gen';
