import { useEffect, useState } from 'preact/hooks'
import { get } from '../api/client'
import { listen } from '../api/live'
import type { CloudEvent } from '../api/types'
import {
  type Deed, deedOfBatch, deedOfBreaker, deedOfBudget, deedOfEvent, deedOfFairness, deedOfIncident, deedOfRetention, deedOfSchedule, deedOfWebhook, deedsOf, EVENTS_OF_PEOPLE,
} from '../model/audit'
import { go, search } from '../router'
import { useLoad } from '../store/load'
import { Ago, ErrorNote, Link } from './parts'

const EVERY_MS = 10_000
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
    </>
  )
}

async function loadDeeds(abort: AbortSignal): Promise<(Deed | null)[]> {
  const query = { limit: 100 }
  const [batches, incidents, schedules, budgets, keys, breakers, rules, webhooks] = await Promise.all([
    get('/api/v1/batches', { query }, abort), get('/api/v1/incidents', { query: { ...query, state: 'RESOLVED' } }, abort), get('/api/v1/schedules', { query }, abort),
    get('/api/v1/budgets', { query }, abort), get('/api/v1/fairness', { query }, abort), get('/api/v1/breakers', { query }, abort), get('/api/v1/retention', { query }, abort),
    get('/api/v1/webhooks', { query }, abort),
  ])
  return [
    ...batches.items.map(deedOfBatch), ...incidents.items.map(deedOfIncident), ...schedules.items.map(deedOfSchedule), ...budgets.items.map(deedOfBudget),
    ...keys.items.map(deedOfFairness), ...breakers.items.map(deedOfBreaker), ...rules.items.map(deedOfRetention), ...webhooks.items.map(deedOfWebhook),
  ]
}
