import { useEffect, useState } from 'preact/hooks'
import { get } from '../api/client'
import { listen } from '../api/live'
import { may, seesAll } from '../api/session'
import type { AuditEntry, CloudEvent } from '../api/types'
import {
  type Deed, deedOfBatch, deedOfBreaker, deedOfBudget, deedOfEvent, deedOfFairness, deedOfIncident, deedOfRetention, deedOfSchedule, deedOfWebhook, deedsOf, EVENTS_OF_PEOPLE,
} from '../model/audit'
import { go, search } from '../router'
import { useLoad } from '../store/load'
import { PageButtons } from './pager'
import { Ago, ErrorNote, Link } from './parts'

const EVERY_MS = 10_000
const NOTHING = { items: [] } as const
const HEARD_MAX = 500

/** Who has done what: from the lists that say it, and live from the events of runs. */
export function AuditPage() {
  const words = new URLSearchParams(search.value).get('about') ?? ''
  const [heard, setHeard] = useState<readonly (Deed | null)[]>([])
  const lists = useLoad(loadDeeds, [], EVERY_MS)
  const [refusal, refuse] = useState<unknown>(null)
  useEffect(() => listen('/api/v1/stream', { query: { type: EVENTS_OF_PEOPLE } },
    { hear: message => setHeard(before => [deedOfEvent(JSON.parse(message.data) as CloudEvent), ...before].slice(0, HEARD_MAX)), refuse }), [])
  const deeds = deedsOf([...heard, ...(lists.data ?? [])], words)
  return (
    <>
      <h1>Who has done what {refusal === null && <span class="live" title="What is done to runs comes as it happens">live</span>}</h1>
      {refusal !== null && <ErrorNote error={refusal} />}
      <p class="quiet">
        Batches, incidents that people have resolved, the last change of each schedule, limit, webhook and rule of retention, and, from now on, what is done to runs. What was
        done to a run before stands with the run, what has become of definitions with each of them.
      </p>
      <label class="narrow">About
        <input id="search" type="search" defaultValue={words} placeholder="a person, a name, a reason   ( / )"
          onInput={event => go(`audit${event.currentTarget.value ? `?about=${encodeURIComponent(event.currentTarget.value)}` : ''}`, true)} />
      </label>
      {lists.error !== null && <ErrorNote error={lists.error} retry={lists.reload} />}
      {lists.data && deeds.length === 0 && <p>Nobody has done anything like that.</p>}
      {deeds.length > 0 && (
        <table class="audit">
          <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">To what</th><th scope="col">Why</th></tr></thead>
          <tbody>
            {deeds.map(deed => (
              <tr key={deed.key}>
                <td><Ago at={deed.at} /></td>
                <td><strong>{deed.who}</strong></td>
                <td>{deed.what}</td>
                <td><Link to={deed.to}>{deed.whom}</Link></td>
                <td>{deed.why && `“${deed.why}”`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {may('admin') && seesAll() && <Written />}
    </>
  )
}

/** What the server has written down itself, which nobody changes unseen. */
function Written() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/audit', { query: { limit: 50, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <section aria-labelledby="written">
      <h2 id="written">What was written down</h2>
      <p class="quiet">
        Each change before it is done and with its answer, and who was not let in, as a chain of hashes. <code>orc audit verify</code> says whether all of it is as it was written.
      </p>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data && (
        <table class="audit">
          <thead>
            <tr><th scope="col">Number</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">On what</th><th scope="col">Came to</th><th scope="col">Why</th></tr>
          </thead>
          <tbody>{page.data.items.map(one => <Entry key={one.position} of={one} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </section>
  )
}

function Entry({ of: { position, entry } }: { of: AuditEntry }) {
  const { at, principal, operation, path, kind, status, code, reason } = entry
  return (
    <tr>
      <td>{position}</td>
      <td><Ago at={at} /></td>
      <td>{principal ? <strong>{principal}</strong> : <span class="quiet">nobody known</span>}</td>
      <td>{operation}</td>
      <td><code>{path}</code></td>
      <td>{kind === 'ASKED' ? <span class="quiet">asked for</span> : [status, code].filter(Boolean).join(' ')}</td>
      <td>{reason && `“${reason}”`}</td>
    </tr>
  )
}

async function loadDeeds(abort: AbortSignal): Promise<(Deed | null)[]> {
  const query = { limit: 100 }
  const isAll = seesAll()
  const [batches, incidents, schedules, budgets, keys, breakers, rules, webhooks] = await Promise.all([
    get('/api/v1/batches', { query }, abort), get('/api/v1/incidents', { query: { ...query, state: 'RESOLVED' } }, abort), get('/api/v1/schedules', { query }, abort),
    isAll ? get('/api/v1/budgets', { query }, abort) : NOTHING, isAll ? get('/api/v1/fairness', { query }, abort) : NOTHING,
    isAll ? get('/api/v1/breakers', { query }, abort) : NOTHING, get('/api/v1/retention', { query }, abort), isAll ? get('/api/v1/webhooks', { query }, abort) : NOTHING,
  ])
  return [
    ...batches.items.map(deedOfBatch), ...incidents.items.map(deedOfIncident), ...schedules.items.map(deedOfSchedule), ...budgets.items.map(deedOfBudget),
    ...keys.items.map(deedOfFairness), ...breakers.items.map(deedOfBreaker), ...rules.items.map(deedOfRetention), ...webhooks.items.map(deedOfWebhook),
  ]
}
