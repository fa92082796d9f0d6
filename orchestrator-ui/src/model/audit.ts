import type { Batch, Breaker, Budget, CloudEvent, Fairness, Incident, Json, Retention, Schedule, Webhook } from '../api/types'
import { addresses } from '../router'

/** Who has done what, when and why, as far as lists of the server say it. */
export interface Deed {
  /** The same for the same deed, however it was heard of. */
  readonly key: string
  readonly at: string
  readonly who: string
  readonly what: string
  readonly whom: string
  /** Where it is shown; below the page's folder. */
  readonly to: string
  readonly why: string | null
}

/**
 * Events of runs that a person can bring about; those that bear an actor are deeds. What is done about incidents, and by batches, is in
 * their lists.
 */
export const EVENTS_OF_PEOPLE = [
  'LABELS_CHANGED', 'PAYLOADS_ERASED', 'WORKFLOW_PAUSED', 'WORKFLOW_RESUMED', 'WORKFLOW_REOPENED', 'WORKFLOW_ENDED', 'ROLLBACK_STARTED', 'ROLLBACK_RESUMED',
  'TASK_SKIPPED_BY_HAND', 'TASK_COMPLETED_BY_HAND', 'TASK_RETRIED_BY_HAND', 'UNDO_RETRIED_BY_HAND', 'UNDO_SKIPPED_BY_HAND', 'UNDO_RESOLVED_BY_HAND',
].join(',')

/** @returns null when no person has brought it about */
export function deedOfEvent(event: CloudEvent): Deed | null {
  const { actor, type, at, taskId, data } = event.data
  if (!actor || actor.startsWith('worker:')) return null
  return {
    key: event.id, at, who: actor, what: `${type.toLowerCase().replaceAll('_', ' ')}${taskId ? `, ${taskId}` : ''}`,
    whom: `${event.namespace}/${event.workflow} ${event.runid}`, to: addresses.run(event.subject, 'events'), why: reasonOf(data as Json),
  }
}

function reasonOf(data: Json): string | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
  const cause = data['cause']
  const said = data['reason'] ?? data['note'] ?? (typeof cause === 'object' && cause !== null && !Array.isArray(cause) ? cause['message'] : undefined)
  return typeof said === 'string' ? said : null
}

export function deedOfBatch(batch: Batch): Deed {
  return {
    key: batch.batchId, at: batch.createdAt, who: batch.actor, what: `${batch.operation} of ${batch.total === 1 ? 'one run' : `${batch.total} runs`}`, whom: batch.filter ?? 'a batch',
    to: addresses.batch(batch.batchId), why: batch.reason,
  }
}

/** @returns null when it has ended by itself */
export function deedOfIncident(incident: Incident): Deed | null {
  if (!incident.resolvedBy || !incident.resolvedAt) return null
  return {
    key: incident.incidentId, at: incident.resolvedAt, who: incident.resolvedBy, what: `${incident.code} ${(incident.resolution ?? 'resolved').toLowerCase()}`,
    whom: `${incident.namespace}/${incident.workflow}${incident.taskId ? `, ${incident.taskId}` : ''}`,
    to: incident.instanceId ? addresses.run(incident.instanceId) : 'incidents', why: incident.reason,
  }
}

interface Changed {
  readonly changedAt: string
  readonly changedBy: string | null
  readonly version: number
}

function deedOfChange(changed: Changed, what: string, whom: string, to: string, why: string | null): Deed | null {
  if (!changed.changedBy) return null
  return { key: `${what} ${whom} ${changed.version}`, at: changed.changedAt, who: changed.changedBy, what, whom, to, why }
}

export const deedOfSchedule = (one: Schedule) =>
  deedOfChange(one, 'schedule changed', `${one.namespace}/${one.name}`, addresses.schedule(one.namespace, one.name), one.note)
export const deedOfBudget = (one: Budget) => deedOfChange(one, 'budget set', one.workload, 'limits', one.reason)
export const deedOfFairness = (one: Fairness) => deedOfChange(one, 'fairness key set', `${one.queue}, ${one.key}`, 'limits', one.reason)
export const deedOfBreaker = (one: Breaker) => deedOfChange(one, 'breaker changed', one.taskType, 'limits', one.reason)
export const deedOfWebhook = (one: Webhook) => deedOfChange(one, 'webhook changed', one.name, `webhooks/${encodeURIComponent(one.name)}`, one.reason)
export const deedOfRetention = (one: Retention) => deedOfChange(one, 'retention set', one.namespace, 'retention', one.reason)

/** The newest first, each once; of some person, or about something, when words are given. */
export function deedsOf(deeds: readonly (Deed | null)[], words: string): Deed[] {
  const wanted = words.trim().toLowerCase()
  const byKey = new Map<string, Deed>()
  for (const deed of deeds) {
    if (deed && [deed.who, deed.what, deed.whom, deed.why ?? ''].some(text => text.toLowerCase().includes(wanted))) byKey.set(deed.key, deed)
  }
  return [...byKey.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
