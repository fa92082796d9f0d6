import type { components } from './schema'

type Schemas = components['schemas']

export type Instance = Schemas['Instance']
export type WorkflowState = Schemas['WorkflowState']
export type Attempt = Schemas['Attempt']
export type TaskState = Schemas['TaskState']
export type RunEvent = Schemas['Event']
export type Explanation = Schemas['Explanation']
export type Reason = Schemas['Reason']
export type Cause = Schemas['Cause']
export type TaskError = Schemas['TaskError']
export type CompensationPlan = Schemas['CompensationPlan']
export type PlannedUndo = Schemas['PlannedUndo']
export type LogLine = Schemas['LogLine']
export type Worker = Schemas['Worker']
export type Queue = Schemas['Queue']
export type WorkflowOverview = Schemas['WorkflowOverview']
export type DefinitionSummary = Schemas['DefinitionSummary']
export type Definition = Schemas['Definition']
export type Incident = Schemas['Incident']
export type IncidentGroup = Schemas['IncidentGroup']
export type Problem = Schemas['Problem']
export type Session = Schemas['Session']
export type Role = Schemas['Role']

/** A JSON value as it came; the document says no more of it than that. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
