import { useState } from 'preact/hooks'
import { get, post } from '../api/client'
import type { Incident, IncidentGroup, Json } from '../api/types'
import { OF_INCIDENTS } from '../model/batch'
import { addresses, go, search } from '../router'
import { useLoad } from '../store/load'
import { BatchDialog } from './batch-dialog'
import { type Action, openAction } from './dialog'
import { Ago, ErrorNote, Link, Offer } from './parts'

const EVERY_MS = 5_000

/** What waits for a person, by its cause: one repair is mostly the repair of all of a group. */
export function IncidentsPage() {
  const fingerprint = new URLSearchParams(search.value).get('fingerprint')
  return (
    <>
      <h1>Incidents</h1>
      <Groups chosen={fingerprint} />
      <h2>{fingerprint ? 'Of this cause' : 'All that are open'}</h2>
      <List fingerprint={fingerprint} />
    </>
  )
}

function Groups({ chosen }: { chosen: string | null }) {
  const groups = useLoad(abort => get('/api/v1/incidents/groups', { query: { limit: 100 } }, abort), [], EVERY_MS)
  if (groups.error !== null) return <ErrorNote error={groups.error} retry={groups.reload} />
  if (!groups.data) return <p class="quiet">Loading…</p>
  if (groups.data.items.length === 0) return <p class="tone-good">✓ Nothing waits for a person.</p>
  return (
    <table>
      <thead><tr><th scope="col">How many</th><th scope="col">Cause</th><th scope="col">Where</th><th scope="col">First</th><th scope="col">Last</th><th scope="col">Actions</th></tr></thead>
      <tbody>
        {groups.data.items.map((group: IncidentGroup) => (
          <tr key={group.fingerprint} aria-selected={group.fingerprint === chosen}>
            <td class="figure">{group.count}</td>
            <td><button type="button" class="link" onClick={() => go(`incidents?fingerprint=${encodeURIComponent(group.fingerprint)}`)}>{group.code}</button> <span class="quiet">{group.sample}</span></td>
            <td>{group.namespace}/{group.workflow}{group.taskId ? `, ${group.taskId}` : ''}</td>
            <td><Ago at={group.firstSeenAt} /></td>
            <td><Ago at={group.lastSeenAt} /></td>
            <td><ResolveAll group={group} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One repair for all of a cause, as a batch of the server. */
function ResolveAll({ group }: { group: IncidentGroup }) {
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Offer act={() => setAsked(true)} label={`Resolve all of ${group.code}`}>Resolve all…</Offer>
      {isAsked && (
        <BatchDialog target={{ kind: 'cause', fingerprint: group.fingerprint, code: group.code, count: group.count }} operation="retry" offered={OF_INCIDENTS}
          close={() => setAsked(false)} />
      )}
    </>
  )
}

function List({ fingerprint }: { fingerprint: string | null }) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(
    abort => get('/api/v1/incidents', { query: { fingerprint: fingerprint ?? undefined, limit: 50, cursor } }, abort), [fingerprint, cursor], EVERY_MS)
  return (
    <>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {fingerprint && <p><Link to="incidents">All causes</Link></p>}
      <ul class="cards">
        {page.data?.items.map((incident: Incident) => <Card key={incident.incidentId} incident={incident} done={page.reload} />)}
      </ul>
      <div class="buttons">
        {cursors.length > 0 && <button type="button" onClick={() => setCursors(cursors.slice(0, -1))}>Back</button>}
        {page.data?.page.next && <button type="button" onClick={() => setCursors([...cursors, page.data!.page.next!])}>More</button>}
      </div>
    </>
  )
}

const FITTING: Readonly<Record<Incident['kind'], readonly Resolution[]>> = {
  TASK: ['retry', 'skip', 'complete', 'compensate', 'ignore'],
  UNDO: ['retry', 'skip', 'complete', 'ignore'],
  SET_ASIDE: ['retry', 'ignore'],
  SCHEDULE: ['retry', 'ignore'],
}

function Card({ incident, done }: { incident: Incident; done: () => void }) {
  const what = incident.kind === 'UNDO' ? `undo of ${incident.taskId ?? ''}` : (incident.taskId ?? incident.schedule ?? 'the run')
  return (
    <li class="card">
      <p>
        <span class="badge tone-person"><span aria-hidden="true">!</span> {incident.code}</span> <strong>{what}</strong>
        {incident.instanceId && <> of <Link to={`${addresses.run(incident.instanceId)}${incident.taskId ? `?task=${encodeURIComponent(incident.taskId)}` : ''}`}>{incident.namespace}/{incident.workflow}</Link></>}
        {' '}<span class="quiet">opened <Ago at={incident.openedAt} /></span>
      </p>
      <p>{incident.message}</p>
      <p class="quiet">{incident.assignee ? `${incident.assignee} has it` : 'Nobody has it'}{incident.note ? `: ${incident.note}` : ''}</p>
      <div class="buttons">
        {FITTING[incident.kind].map(action => (
          <Offer key={action} act={() => (openAction.value = resolution(action, incident, what, done))}>{`${action[0]!.toUpperCase()}${action.slice(1)}…`}</Offer>
        ))}
        <Offer act={() => (openAction.value = assignment(incident, what, done))}>Assign…</Offer>
      </div>
    </li>
  )
}

type Resolution = 'retry' | 'skip' | 'complete' | 'compensate' | 'ignore'

const WORDS: Readonly<Record<Resolution, string>> = {
  retry: 'It is tried once more, at once.',
  skip: 'It is not done; the run goes on.',
  complete: 'You have done it by hand; the run goes on with what you give.',
  compensate: 'The run is undone.',
  ignore: 'The incident is closed; what it is about stays as it is.',
}

function resolution(action: Resolution, incident: Incident, what: string, done: () => void): Action {
  const field = action === 'retry' ? 'input' : action === 'skip' || action === 'complete' ? 'output' : null
  return {
    title: `${action[0]!.toUpperCase()}${action.slice(1)} ${what}`, text: WORDS[action], button: action, needsReason: true, done,
    isDangerous: action !== 'retry',
    ...(field ? { json: { name: field, label: field === 'input' ? 'Input instead of its own' : 'Output', initial: '', isNeeded: action === 'complete' } } : {}),
    call: (reason, json: Json | undefined) => post('/api/v1/incidents/{incidentId}/resolve', { path: { incidentId: incident.incidentId } },
      { action, reason: reason ?? '', ...(field && json !== undefined ? { [field]: json } : {}) }),
  }
}

/** The assignee is what stands in the reason's field: a name. */
function assignment(incident: Incident, what: string, done: () => void): Action {
  return {
    title: `Who looks after ${what}`, text: 'Others see that somebody has it.', button: 'Assign', needsReason: false, done,
    json: { name: 'assignee', label: 'Name, in quotation marks; empty for nobody', initial: incident.assignee ? JSON.stringify(incident.assignee) : '""', isNeeded: false },
    call: (note, json) => post('/api/v1/incidents/{incidentId}/assign', { path: { incidentId: incident.incidentId } },
      { assignee: typeof json === 'string' && json !== '' ? json : null, ...(note ? { note } : {}) }),
  }
}
