import type { ComponentChildren } from 'preact'
import { get } from '../api/client'
import { EMPTY_FILTER, NEEDS_PERSON, STATES, writeFilter } from '../model/filter'
import { duration } from '../model/time'
import { addresses } from '../router'
import { type Loaded, useLoad } from '../store/load'
import { Ago, Empty, ErrorNote, Link, StateBadge } from './parts'

const EVERY_MS = 5_000
const SHOWN = 8

/** What burns first. */
export function OverviewPage() {
  return (
    <>
      <h1>Overview</h1>
      <Counts />
      <div class="panels">
        <Persons />
        <EndedBadly />
        <Waiting />
        <DueNext />
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
          <span class="figure">{byState.get(state)!.toLocaleString()}{counts.data!.atLeast ? '+' : ''}</span> <StateBadge state={state} />
        </Link>
      ))}
    </div>
  )
}

interface PanelProps {
  readonly title: string
  readonly loaded: Loaded<unknown>
  /** Said when there is nothing to list. */
  readonly good: string
  readonly isEmpty: boolean
  readonly more: readonly [to: string, words: string]
  readonly children: ComponentChildren
}

function Panel({ title, loaded, good, isEmpty, more: [to, words], children }: PanelProps) {
  return (
    <section class="panel">
      <h2>{title}</h2>
      {loaded.error !== null && <ErrorNote error={loaded.error} retry={loaded.reload} />}
      {loaded.data !== null && isEmpty ? <p class="tone-good">✓ {good}</p> : <ul class="list">{children}</ul>}
      <p><Link to={to}>{words}</Link></p>
    </section>
  )
}

function Persons() {
  const groups = useLoad(abort => get('/api/v1/incidents/groups', { query: { limit: SHOWN } }, abort), [], EVERY_MS)
  const runs = useLoad(abort => get('/api/v1/instances', { query: { state: NEEDS_PERSON.join(','), limit: SHOWN } }, abort), [], EVERY_MS)
  const causes = groups.data?.items ?? []
  return (
    <Panel title="Waits for a person" loaded={runs} good="Nothing does." isEmpty={causes.length === 0 && runs.data?.items.length === 0} more={['incidents', 'All incidents']}>
      {causes.map(({ fingerprint, count, code, namespace, workflow, taskId, lastSeenAt }) => (
        <li key={fingerprint}>
          <strong class="tone-person">{count.toLocaleString()} ×</strong> <Link to={`incidents?fingerprint=${encodeURIComponent(fingerprint)}`}>{code}</Link>
          {' '}{namespace}/{workflow}{taskId ? `, ${taskId}` : ''} <span class="quiet"><Ago at={lastSeenAt} /></span>
        </li>
      ))}
      {runs.data?.items.map(run => (
        <li key={run.instanceId}>
          <Link to={addresses.run(run.instanceId)}>{run.runId}</Link> <StateBadge state={run.state} /> <span class="quiet"><Ago at={run.startedAt} /></span>
        </li>
      ))}
    </Panel>
  )
}

const BAD_ENDS = ['COMPENSATED', 'FAILED', 'CANCELLED', 'TERMINATED']

/** The last ones that did not come to what they were started for, and why. */
function EndedBadly() {
  const runs = useLoad(abort => get('/api/v1/instances', { query: { state: BAD_ENDS.join(','), limit: SHOWN } }, abort), [], EVERY_MS)
  return (
    <Panel title="Failed or rolled back" loaded={runs} good="No run was." isEmpty={runs.data?.items.length === 0} more={[`instances?state=${BAD_ENDS.join(',')}`, 'All of them']}>
      {runs.data?.items.map(run => (
        <li key={run.instanceId}>
          <Link to={addresses.run(run.instanceId)}>{run.runId}</Link> <StateBadge state={run.state} />
          {run.cause && <> because of <strong>{run.cause.taskId ?? run.cause.code}</strong>{run.cause.taskId && `: ${run.cause.code}`}</>} <span class="quiet"><Ago at={run.endedAt} /></span>
        </li>
      ))}
    </Panel>
  )
}

function Waiting() {
  const queues = useLoad(abort => get('/api/v1/queues', { query: { limit: 1000 } }, abort), [], EVERY_MS)
  const waiting = (queues.data?.items ?? []).filter(queue => queue.ready > 0 || queue.paused)
    .sort((a, b) => (b.oldestReadySeconds ?? 0) - (a.oldestReadySeconds ?? 0)).slice(0, SHOWN)
  return (
    <Panel title="Waits for workers" loaded={queues} good="No queue has work that waits." isEmpty={waiting.length === 0} more={['workers', 'Workers and queues']}>
      {waiting.map(queue => (
        <li key={queue.name}>
          <strong>{queue.name}</strong> {queue.ready.toLocaleString()} wait{queue.oldestReadySeconds === null ? '' : `, the oldest for ${duration(queue.oldestReadySeconds * 1000)}`}
          {queue.pollers === 0 && <span class="tone-bad"> ✕ nobody asks for it</span>}
          {queue.paused && <span class="tone-undo"> ⏸ paused{queue.pausedReason ? `: ${queue.pausedReason}` : ''}</span>}
        </li>
      ))}
    </Panel>
  )
}

/** Schedules by what comes next; those that have missed times, or stand still for a fault, say so. */
function DueNext() {
  const schedules = useLoad(abort => get('/api/v1/schedules', { query: { limit: 200 } }, abort), [], EVERY_MS)
  const due = (schedules.data?.items ?? []).filter(one => one.next[0] !== undefined || one.incident !== null)
    .sort((a, b) => (a.next[0] ?? '').localeCompare(b.next[0] ?? '')).slice(0, SHOWN)
  return (
    <Panel title="Comes due next" loaded={schedules} good="Nothing is started by itself." isEmpty={due.length === 0} more={['schedules', 'All schedules']}>
      {due.map(one => (
        <li key={`${one.namespace}/${one.name}`}>
          <Link to={addresses.schedule(one.namespace, one.name)}>{one.namespace}/{one.name}</Link> {one.next[0] ? <Ago at={one.next[0]} /> : ''}
          {one.paused && <span class="tone-undo"> ⏸ paused</span>}
          {one.missed > 0 && <span class="tone-bad"> ✕ {one.missed} missed</span>}
          {one.incident && <span class="tone-bad"> ! {one.incident.code}</span>}
        </li>
      ))}
    </Panel>
  )
}
