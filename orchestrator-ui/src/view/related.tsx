import { get } from '../api/client'
import type { Instance } from '../api/types'
import { clock } from '../model/time'
import { addresses } from '../router'
import { useLoad } from '../store/load'
import type { RunStore } from '../store/run'
import { ErrorNote, JsonText, Link, StateBadge } from './parts'

/** Its parent and its children, and who has done what to it. */
export function Related({ store, run }: { store: RunStore; run: Instance }) {
  const children = useLoad(
    abort => get('/api/v1/instances', { query: { parentInstanceId: run.instanceId, limit: 200 } }, abort), [run.instanceId, run.sequenceNumber])
  const byPeople = store.events.value.filter(event => event.actor && !event.actor.startsWith('worker:') && isByPerson(event.type))
  return (
    <section>
      <h2>Parent and children</h2>
      {run.parentInstanceId && <p>Started by <Link to={addresses.run(run.parentInstanceId)}>{run.parentInstanceId}</Link></p>}
      {children.error !== null && <ErrorNote error={children.error} retry={children.reload} />}
      {children.data?.items.length === 0 && !run.parentInstanceId && <p class="quiet">None.</p>}
      <ul class="list">
        {children.data?.items.map(child => (
          <li key={child.instanceId}>
            <Link to={addresses.run(child.instanceId)}>{child.runId}</Link> <StateBadge state={child.state} />
            <span class="quiet"> {child.namespace}/{child.workflow}</span>
          </li>
        ))}
      </ul>
      <h2>Who has done what</h2>
      {byPeople.length === 0 && <p class="quiet">Nobody has stepped in.</p>}
      <ul class="list">
        {byPeople.map(event => (
          <li key={event.sequenceNumber}>
            <strong>{event.actor}</strong> {event.type.toLowerCase().replaceAll('_', ' ')} {event.taskId ?? ''} <time>{clock(event.at)}</time>
            <details><summary>Event {event.sequenceNumber}</summary><JsonText value={event.data} label={`Event ${event.sequenceNumber}`} /></details>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Workers are actors as well; what they report stands in the events. */
function isByPerson(type: string): boolean {
  return type.startsWith('WORKFLOW_') || type.endsWith('_BY_HAND') || type.startsWith('ROLLBACK_') || type === 'SIGNAL_RECEIVED'
    || type === 'LABELS_CHANGED' || type === 'PAYLOADS_ERASED' || type === 'UNDO_REOPENED' || type === 'INCIDENT_RESOLVED'
}
