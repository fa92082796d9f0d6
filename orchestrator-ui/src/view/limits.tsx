import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { get } from '../api/client'
import type { Breaker, Budget, Fairness, Lock, Queue, QuotaRefusal } from '../api/types'
import { isoDuration } from '../model/schedule'
import { addresses } from '../router'
import { type Loaded, useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { Changes } from './limit-changes'
import { closeBreaker, limitQueue, newBreaker, newBudget, newFairness, openBreaker, removeBreaker, removeBudget, removeFairness, setBreaker, setBudget, setFairness } from './limit-actions'
import { PageButtons } from './pager'
import { Ago, ErrorNote, Link, Offer, StateBadge } from './parts'

const EVERY_MS = 3_000

/** What keeps work from starting although a worker is there, and who holds what. */
export function LimitsPage() {
  return <div class="limits"><h1>Limits</h1><Breakers /><Locks /><Budgets /><Queues /><Keys /><Quotas /></div>
}

interface ListPage<T> {
  readonly items: readonly T[]
  readonly page: { readonly next: string | null }
}

interface SectionProps<T> {
  readonly title: string
  /** What such a limit does, in one line. */
  readonly text: string
  readonly load: (cursor: string | undefined, abort: AbortSignal) => Promise<ListPage<T>>
  readonly columns: readonly string[]
  readonly row: (one: T, reload: () => void) => ComponentChildren
  readonly set?: (done: () => void) => Action
  readonly isShown?: (one: T) => boolean
}

function Section<T>({ title, text, load, columns, row, set, isShown }: SectionProps<T>) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page: Loaded<ListPage<T>> = useLoad(abort => load(cursor, abort), [cursor], EVERY_MS)
  const items = page.data?.items.filter(one => isShown?.(one) ?? true) ?? []
  return (
    <section>
      <h2>{title} {set && <span class="beside"><Offer act={() => (openAction.value = set(page.reload))}>Set one…</Offer></span>}</h2>
      <p class="quiet">{text}</p>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data && items.length === 0 && <p>None.</p>}
      {items.length > 0 && (
        <table>
          <thead><tr>{columns.map(name => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>{items.map(one => row(one, page.reload))}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </section>
  )
}

function ask(action: Action) {
  return () => (openAction.value = action)
}

/** Who has set it last, and why; the changes before on demand. */
function Last({ rule, limit }: { rule: string; limit: { readonly changedAt: string; readonly changedBy: string | null; readonly reason: string; readonly version: number } }) {
  return (
    <td>
      {limit.changedBy ?? 'by itself'} <span class="quiet"><Ago at={limit.changedAt} /></span>, “{limit.reason}” <Changes rule={rule} version={limit.version} />
    </td>
  )
}

function Use({ used, max }: { used: number; max: number }) {
  return <td><progress max={max} value={Math.min(used, max)} aria-label="In use" /> {used} of {max} {used >= max && <span class="tone-undo">full</span>}</td>
}

function Breakers() {
  return (
    <Section<Breaker> title="Breakers" text="A task type that fails too often is not tried for a while."
      load={(cursor, abort) => get('/api/v1/breakers', { query: { limit: 100, cursor } }, abort)}
      columns={['Task type', 'State', 'Opens', 'Failures now', 'Set by', 'Actions']} set={newBreaker}
      row={(one, reload) => (
        <tr key={one.taskType}>
          <td>{one.taskType}</td>
          <td><StateBadge state={one.state} /> {one.openUntil ? <span class="quiet">until <Ago at={one.openUntil} /></span> : one.state === 'OPEN' && <span class="tone-bad">until a person closes it</span>}</td>
          <td>after {one.failures} in {isoDuration(one.window)}, for {isoDuration(one.openFor)}</td>
          <td>{one.recentFailures}</td>
          <Last rule={`breaker:${one.taskType}`} limit={one} />
          <td class="row-buttons">
            {one.state === 'CLOSED' ? <Offer act={ask(openBreaker(one, reload))}>Open…</Offer> : <Offer tone="primary" act={ask(closeBreaker(one, reload))}>Close…</Offer>}
            <Offer act={ask(setBreaker(one, reload))}>Change…</Offer>
            <Offer act={ask(removeBreaker(one, reload))}>Take away…</Offer>
          </td>
        </tr>
      )} />
  )
}

function Locks() {
  return (
    <Section<Lock> title="Locks" text="A run holds a lock through its undo, at the latest to its end. A run that waits for one says so on its own page."
      load={(cursor, abort) => get('/api/v1/locks', { query: { limit: 100, cursor } }, abort)}
      columns={['Lock', 'Held by', 'Since', 'Runs that wait']}
      row={one => (
        <tr key={one.name}>
          <td>{one.name}</td>
          <td><Link to={addresses.run(one.holder.instanceId)}>…{one.holder.instanceId.slice(-8)}</Link>{one.holder.taskId ? <span class="quiet"> since its task {one.holder.taskId}</span> : <span class="quiet"> from its beginning</span>}</td>
          <td><Ago at={one.since} /> <span class="quiet">fence {one.fenceToken}</span></td>
          <td>{one.waiting === 0 ? <span class="quiet">none</span> : <strong class="tone-undo">◷ {one.waiting}</strong>}</td>
        </tr>
      )} />
  )
}

function Budgets() {
  return (
    <Section<Budget> title="Budgets" text="So many attempts of a workload may be in flight, over all queues. default is for each workload without one of its own."
      load={(cursor, abort) => get('/api/v1/budgets', { query: { limit: 100, cursor } }, abort)}
      columns={['Workload', 'In flight', 'Set by', 'Actions']} set={newBudget}
      row={(one, reload) => (
        <tr key={one.workload}>
          <td>{one.workload}</td>
          {one.workload === 'default' ? <td>at most {one.max} each</td> : <Use used={one.used} max={one.max} />}
          <Last rule={`budget:${one.workload}`} limit={one} />
          <td class="row-buttons">
            <Offer act={ask(setBudget(one, reload))}>Change…</Offer>
            <Offer act={ask(removeBudget(one, reload))}>Take away…</Offer>
          </td>
        </tr>
      )} />
  )
}

function isLimited(queue: Queue): boolean {
  return queue.version > 0
}

function Queues() {
  return (
    <Section<Queue> title="Queues" text="Those for which somebody has set something. Pauses of all queues, and their workers, are at Workers."
      load={(cursor, abort) => get('/api/v1/queues', { query: { limit: 1000, cursor } }, abort)} isShown={isLimited}
      columns={['Queue', 'Waits', 'In flight', 'Rate', 'Shares of P0 to P3', 'Changes', 'Actions']}
      row={(one, reload) => (
        <tr key={one.name}>
          <td>{one.name} {one.paused && <span class="badge tone-undo"><span aria-hidden="true">⏸</span> paused</span>}{one.paused && one.pausedReason && <span class="quiet"> “{one.pausedReason}”, {one.pausedBy}</span>}</td>
          <td>{one.ready}</td>
          {one.maxConcurrent === null ? <td>{one.leased}</td> : <Use used={one.leased} max={one.maxConcurrent} />}
          <td>{one.rateLimit ? `${one.rateLimit.count} per ${isoDuration(one.rateLimit.per)}, ${one.rateLimit.burst} at once` : '–'}</td>
          <td>{one.strict ? 'strict: the higher first' : [one.weights.P0, one.weights.P1, one.weights.P2, one.weights.P3].join(' : ')}</td>
          <td><Changes rule={`queue:${one.name}`} version={one.version} /></td>
          <td class="row-buttons"><Offer act={ask(limitQueue(one, reload))}>Change…</Offer></td>
        </tr>
      )} />
  )
}

function Quotas() {
  return (
    <Section<QuotaRefusal> title="Refused by quotas" text="Who has asked this server for more than its settings allow, since it was started."
      load={async (_cursor, abort) => ({ items: (await get('/api/v1/server/quotas', {}, abort)).items, page: { next: null } })}
      columns={['Who', 'Quota', 'Allowed', 'Refused', 'Last']}
      row={one => (
        <tr key={`${one.quota} ${one.name}`}>
          <td>{one.name}</td>
          <td><code>orchestrator.quota.{one.quota}</code></td>
          <td>{one.limit.toLocaleString()}</td>
          <td><strong class="tone-undo">{one.refused.toLocaleString()}</strong></td>
          <td><Ago at={one.lastRefusedAt} /></td>
        </tr>
      )} />
  )
}

function Keys() {
  return (
    <Section<Fairness> title="Fairness keys" text="A share of a queue, and a number of attempts in flight, for one key of it."
      load={(cursor, abort) => get('/api/v1/fairness', { query: { limit: 100, cursor } }, abort)}
      columns={['Queue and key', 'Weight', 'In flight', 'Set by', 'Actions']} set={newFairness}
      row={(one, reload) => (
        <tr key={`${one.queue} ${one.key}`}>
          <td>{one.queue}, {one.key}</td>
          <td>{one.weight ?? 'as defined'}</td>
          {one.maxConcurrent === null ? <td>as defined</td> : <Use used={one.used} max={one.maxConcurrent} />}
          <Last rule={`fair:${one.queue}:${one.key}`} limit={one} />
          <td class="row-buttons">
            <Offer act={ask(setFairness(one, reload))}>Change…</Offer>
            <Offer act={ask(removeFairness(one, reload))}>Take away…</Offer>
          </td>
        </tr>
      )} />
  )
}
