import { get } from '../api/client'
import { EMPTY_FILTER, NEEDS_PERSON, STATES, writeFilter } from '../model/filter'
import { duration } from '../model/time'
import { addresses } from '../router'
import { useLoad } from '../store/load'
import { Ago, Empty, ErrorNote, Link, StateBadge } from './parts'

const EVERY_MS = 5_000

/** What burns first. */
export function OverviewPage() {
  return (
    <>
      <h1>Overview</h1>
      <Counts />
      <div class="pair">
        <Persons />
        <Waiting />
      </div>
    </>
  )
}

function Counts() {
  const counts = useLoad(abort => get('/api/v1/instances/count', { query: { groupBy: 'state' } }, abort), [], EVERY_MS)
  if (counts.error !== null) return <ErrorNote error={counts.error} retry={counts.reload} />
  if (!counts.data) return <p class="quiet">Loading…</p>
  const byState = new Map(counts.data.items.map(item => [item.key, item.count]))
  if (byState.size === 0) {
    return <Empty text="Nothing has run yet. Twenty orders to look at, of which some are undone:" command="./orchestrator demo --keep" />
  }
  return (
    <div class="counts">
      {STATES.filter(state => byState.has(state)).map(state => (
        <Link key={state} to={`instances${writeFilter({ ...EMPTY_FILTER, states: [state] })}`}>
          <span class="figure">{byState.get(state)}{counts.data!.atLeast ? '+' : ''}</span> <StateBadge state={state} />
        </Link>
      ))}
    </div>
  )
}

function Persons() {
  const runs = useLoad(abort => get('/api/v1/instances', { query: { state: NEEDS_PERSON.join(','), limit: 10 } }, abort), [], EVERY_MS)
  return (
    <section>
      <h2>Waits for a person</h2>
      {runs.error !== null && <ErrorNote error={runs.error} retry={runs.reload} />}
      {runs.data?.items.length === 0 && <p class="tone-good">✓ Nothing does.</p>}
      <ul class="list">
        {runs.data?.items.map(run => (
          <li key={run.instanceId}>
            <Link to={addresses.run(run.instanceId)}>{run.runId}</Link> <StateBadge state={run.state} />{' '}
            {run.cause ? `${run.cause.taskId ?? ''} ${run.cause.code}` : ''} <span class="quiet"><Ago at={run.startedAt} /></span>
          </li>
        ))}
      </ul>
      <p><Link to="incidents">All incidents</Link></p>
    </section>
  )
}

function Waiting() {
  const queues = useLoad(abort => get('/api/v1/queues', { query: { limit: 1000 } }, abort), [], EVERY_MS)
  const waiting = (queues.data?.items ?? []).filter(queue => queue.ready > 0 || queue.paused)
    .sort((a, b) => (b.oldestReadySeconds ?? 0) - (a.oldestReadySeconds ?? 0)).slice(0, 10)
  return (
    <section>
      <h2>Waits for workers</h2>
      {queues.error !== null && <ErrorNote error={queues.error} retry={queues.reload} />}
      {queues.data && waiting.length === 0 && <p class="tone-good">✓ No queue has work that waits.</p>}
      <ul class="list">
        {waiting.map(queue => (
          <li key={queue.name}>
            <strong>{queue.name}</strong> {queue.ready} wait{queue.oldestReadySeconds === null ? '' : `, the oldest for ${duration(queue.oldestReadySeconds * 1000)}`}
            {queue.pollers === 0 && <span class="tone-bad"> ✕ nobody asks for it</span>}
            {queue.paused && <span class="tone-undo"> ⏸ paused{queue.pausedReason ? `: ${queue.pausedReason}` : ''}</span>}
          </li>
        ))}
      </ul>
      <p><Link to="workers">Workers and queues</Link></p>
    </section>
  )
}
