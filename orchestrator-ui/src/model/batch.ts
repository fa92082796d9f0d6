import type { Backfill, Batch, BatchBody, BatchDryRun, BatchOperation, Json } from '../api/types'
import type { Filter } from './filter'

/** One thing done to many runs: whom it is about, what it needs, and what a dry run says of it. */

export type BatchTarget =
  | { readonly kind: 'chosen'; readonly instanceIds: readonly string[] }
  | { readonly kind: 'filter'; readonly filter: string }
  | { readonly kind: 'cause'; readonly fingerprint: string; readonly code: string; readonly count: number }

export interface OperationKind {
  readonly name: BatchOperation
  readonly title: string
  /** What it does to each of them. */
  readonly text: string
  /** Name of what can be given as JSON, and whether it has to be. */
  readonly json?: { readonly name: string; readonly label: string; readonly isNeeded: boolean }
  readonly needsName?: boolean
  /** What it always says. */
  readonly fixed?: { readonly [name: string]: Json }
  readonly isDangerous?: boolean
}

export const OPERATIONS: readonly OperationKind[] = [
  { name: 'retry', title: 'Retry', text: 'What each stands at is tried again.', json: { name: 'input', label: 'Input instead of its own', isNeeded: false } },
  { name: 'skip', title: 'Skip', text: 'The task that waits is not done; the run goes on.', json: { name: 'output', label: 'Output that later tasks see', isNeeded: false }, isDangerous: true },
  { name: 'complete', title: 'Complete', text: 'The task that waits was done by hand; the run goes on.', json: { name: 'output', label: 'Output', isNeeded: true }, isDangerous: true },
  { name: 'resolve', title: 'Resolve', text: 'Somebody knows whether it happened.', json: { name: 'evidence', label: 'Evidence', isNeeded: true }, isDangerous: true },
  { name: 'pause', title: 'Pause', text: 'Nothing new is begun; what workers have goes on to its end.' },
  { name: 'resume', title: 'Resume', text: 'Each goes on where it was paused.' },
  { name: 'cancel', title: 'Cancel', text: 'Each is stopped, and what has happened is undone.', isDangerous: true },
  { name: 'terminate', title: 'Terminate', text: 'Each is stopped at once. Nothing is undone: what has happened stays.', fixed: { compensate: false }, isDangerous: true },
  { name: 'compensate', title: 'Undo', text: 'What has happened is undone. Runs that have completed are refused: each needs its own plan to be seen.', isDangerous: true },
  { name: 'signal', title: 'Signal', text: 'Each is sent a signal, as if by the outside world.', needsName: true, json: { name: 'payload', label: 'Payload', isNeeded: false } },
  { name: 'delete', title: 'Delete', text: 'Runs that have ended are deleted, with their history. This cannot be taken back.', isDangerous: true },
  { name: 'erase', title: 'Erase', text: 'What runs that have ended carried is destroyed; their histories stay. For runs that are sealed alone. This cannot be taken back.', isDangerous: true },
]

/** What is about tasks that wait for a person. */
export const OF_INCIDENTS: readonly BatchOperation[] = ['retry', 'skip', 'complete', 'compensate', 'cancel']

export interface BatchWish {
  readonly target: BatchTarget
  readonly operation: OperationKind
  readonly json: Json | undefined
  /** Of the signal. */
  readonly name: string
  /** Runs a second at most; empty for as fast as it goes. */
  readonly perSecond: string
  readonly reason: string
}

export function bodyOf({ target, operation, json, name, perSecond, reason }: BatchWish): BatchBody {
  const parameters: { [name: string]: Json } = {
    ...operation.fixed,
    ...(operation.json && json !== undefined ? { [operation.json.name]: json } : {}),
    ...(operation.needsName ? { name } : {}),
  }
  return {
    operation: operation.name,
    ...(target.kind === 'chosen' ? { instanceIds: [...target.instanceIds] } : target.kind === 'filter' ? { filter: target.filter } : { fingerprint: target.fingerprint }),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(perSecond.trim() ? { perSecond: Number(perSecond) } : {}),
    reason: reason.trim(),
  }
}

/**
 * What the list is narrowed by as a condition of a batch.
 *
 * @returns empty when it is not narrowed; null when it cannot be said so
 */
export function conditionOf(filter: Filter): string | null {
  const { namespace, workflow, runId, label, code, startedAfter, startedBefore, endedAfter, endedBefore, parentInstanceId, filter: condition } = filter.chips
  if (parentInstanceId) return null
  const parts: string[] = []
  if (filter.states.length === 1) parts.push(`state == ${quoted(filter.states[0]!)}`)
  if (filter.states.length > 1) parts.push(`state in [${filter.states.map(quoted).join(', ')}]`)
  for (const [name, value] of [['namespace', namespace], ['workflow', workflow], ['runId', runId], ['error.code', code]]) {
    if (value) parts.push(`${name} == ${quoted(value)}`)
  }
  if (label) {
    const colon = label.indexOf(':')
    if (colon < 1) return null
    parts.push(`labels[${quoted(label.slice(0, colon))}] == ${quoted(label.slice(colon + 1))}`)
  }
  for (const [name, value] of [['startedAt >', startedAfter], ['startedAt <', startedBefore], ['endedAt >', endedAfter], ['endedAt <', endedBefore]]) {
    if (value) parts.push(`${name} timestamp(${quoted(value)})`)
  }
  for (const [name, value] of Object.entries(filter.attributes)) {
    if (!/^[A-Za-z_]\w*$/.test(name)) return null
    parts.push(`attr.${name} == ${/^(true|false|-?\d+(\.\d+)?)$/.test(value) ? value : quoted(value)}`)
  }
  if (condition) parts.push(parts.length > 0 ? `(${condition})` : condition)
  return parts.join(' && ')
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

export interface RefusedGroup {
  readonly code: string
  /** Why, of the first. */
  readonly detail: string
  readonly instanceIds: readonly string[]
}

/** What would be refused, by its code, the most first. */
export function refusedGroups(refused: BatchDryRun['refused']): RefusedGroup[] {
  const groups = new Map<string, { code: string; detail: string; instanceIds: string[] }>()
  for (const { instanceId, code, detail } of refused) {
    const group = groups.get(code)
    if (group) group.instanceIds.push(instanceId)
    else groups.set(code, { code, detail, instanceIds: [instanceId] })
  }
  return [...groups.values()].sort((a, b) => b.instanceIds.length - a.instanceIds.length)
}

/** Whether it can come to anything: some that were tried would have it, or there are more than were tried. */
export function isWorthwhile(plan: BatchDryRun): boolean {
  return plan.willApply > 0 || plan.total > plan.checked
}

export function isBackfill(batch: Batch | Backfill): batch is Backfill {
  return 'schedule' in batch
}

/** Those that have had their turn. */
export function doneOf(batch: Pick<Batch, 'succeeded' | 'failed' | 'refused'>): number {
  return batch.succeeded + batch.failed + batch.refused
}
