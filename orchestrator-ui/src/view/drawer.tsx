import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { get } from '../api/client'
import type { Attempt, LogLine, TaskError } from '../api/types'
import { groupBy } from '../model/progress'
import { clock, duration } from '../model/time'
import type { RunStore } from '../store/run'
import { useLoad } from '../store/load'
import { openAction } from './dialog'
import { Ago, JsonText, Offer, StateBadge } from './parts'
import { taskAction, type TaskRepair } from './repairs'

/** All that is known of one task: each attempt of it and of its undo, and what a person can do. */
export function TaskDrawer({ store, taskId, close }: { store: RunStore; taskId: string; close: () => void }) {
  const all = store.attempts.value
  const items = useMemo(() => itemsOf(all.filter(attempt => attempt.taskId === taskId)), [all, taskId])
  const [item, setItem] = useState<string | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    setItem(null)
    setChosen(null)
    head.current?.focus()
  }, [taskId])
  const shownItem = item ?? mostTelling(items)
  const attempts = items.get(shownItem) ?? []
  const attempt = attempts.find(one => one.executionId === chosen) ?? attempts.at(-1) ?? null
  const node = store.graph.value?.nodes.find(one => one.id === taskId)
  return (
    <aside class="drawer" aria-label={`Task ${taskId}`} onKeyDown={event => event.key === 'Escape' && close()}>
      <header>
        <h2 ref={head} tabIndex={-1}>{taskId}</h2>
        <button type="button" onClick={close} aria-label="Close">✕</button>
      </header>
      <p class="quiet">{node ? `${node.kind} ${node.detail}` : ''}{node?.undo ? `, undone by ${node.undo}` : ''}</p>
      {node?.condition && <p class="quiet">only if <code>{node.condition}</code></p>}
      {items.size > 1 && <ItemPicker items={items} shown={shownItem} choose={setItem} />}
      {attempts.length > 0 && attempt && (
        <label>Attempt
          <select value={attempt.executionId} onChange={event => setChosen(event.currentTarget.value)}>
            {attempts.map(one => <option key={one.executionId} value={one.executionId}>{nameOf(one)}</option>)}
          </select>
        </label>
      )}
      {attempt ? <AttemptView attempt={attempt} instanceId={store.instanceId} /> : <p>No worker has had it, and none does now.</p>}
      <Repairs store={store} taskId={taskId} attempt={attempt} />
    </aside>
  )
}

/** Attempts by the item of the map that they are for; of a task outside of maps under an empty name. */
function itemsOf(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Attempt[]> {
  return groupBy(attempts, attempt => attempt.iteration ?? '')
}

/** The first item that has not ended well, else the last one. */
function mostTelling(items: ReadonlyMap<string, readonly Attempt[]>): string {
  for (const [item, attempts] of items) {
    if (isTroubled(attempts)) return item
  }
  return [...items.keys()].at(-1) ?? ''
}

function isTroubled(attempts: readonly Attempt[]): boolean {
  const last = attempts.at(-1)
  return last !== undefined && last.state !== 'SUCCEEDED'
}

const TROUBLED_MAX = 12

interface PickerProps {
  readonly items: ReadonlyMap<string, readonly Attempt[]>
  readonly shown: string
  readonly choose: (item: string) => void
}

/** Of thousands of items one is named; those that have not ended well can be seen. */
function ItemPicker({ items, shown, choose }: PickerProps) {
  const troubled = useMemo(() => [...items].filter(([, attempts]) => isTroubled(attempts)).map(([item]) => item), [items])
  return (
    <div>
      <label>Item, of {items.size}
        <input value={shown} inputMode="numeric" onInput={event => choose(event.currentTarget.value.trim())} aria-invalid={!items.has(shown)} />
      </label>
      {!items.has(shown) && <p class="tone-bad">No attempt has been made for that item.</p>}
      {troubled.length > 0 && (
        <p class="quiet">Not done: {troubled.slice(0, TROUBLED_MAX).map(item => <><button key={item} type="button" class="link" onClick={() => choose(item)}>{item}</button> </>)}
          {troubled.length > TROUBLED_MAX && `and ${troubled.length - TROUBLED_MAX} more`}</p>
      )}
    </div>
  )
}

function nameOf(attempt: Attempt): string {
  const what = attempt.kind === 'COMPENSATION' ? 'undo ' : attempt.kind === 'PROBE' ? 'probe ' : ''
  const item = attempt.iteration === null ? '' : ` of item ${attempt.iteration}`
  return `${what}${attempt.attempt}${item}: ${attempt.state.toLowerCase()}`
}

function AttemptView({ attempt, instanceId }: { attempt: Attempt; instanceId: string }) {
  const worker = attempt.worker
  const ran = attempt.startedAt && attempt.endedAt ? Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt) : null
  return (
    <div>
      <p><StateBadge state={attempt.state} /> {attempt.taskType}{ran === null ? '' : `, took ${duration(ran)}`}</p>
      {attempt.error && <ErrorView error={attempt.error} />}
      {attempt.taskError && attempt.taskError.code !== attempt.error?.code && <ErrorView error={attempt.taskError} />}
      <dl>
        <dt>Queue</dt><dd>{attempt.queue}</dd>
        <dt>Worker</dt><dd>{worker ? `${worker.workerId}${worker.host ? ` on ${worker.host}` : ''}` : (attempt.leaseHolder ?? 'none')}</dd>
        {attempt.leaseExpiresAt && <><dt>Lease</dt><dd>to <Ago at={attempt.leaseExpiresAt} />, fence token {attempt.fenceToken}</dd></>}
        <dt>Made</dt><dd>{clock(attempt.createdAt)}</dd>
        {attempt.startedAt && <><dt>Begun</dt><dd>{clock(attempt.startedAt)}</dd></>}
        {attempt.endedAt && <><dt>Ended</dt><dd>{clock(attempt.endedAt)}</dd></>}
        {attempt.lateOutcome && <><dt>Reported too late</dt><dd>{attempt.lateOutcome === 'LATE_SUCCESS' ? 'success' : 'failure'}</dd></>}
        {attempt.mayNotHaveHappened && <><dt>Careful</dt><dd>What it undoes may not have happened</dd></>}
      </dl>
      <h3>Input</h3><JsonText value={attempt.input} label="Input" />
      <h3>Output</h3><JsonText value={attempt.output} label="Output" />
      <Logs instanceId={instanceId} executionId={attempt.executionId} />
    </div>
  )
}

function ErrorView({ error }: { error: TaskError }) {
  return (
    <div class="note tone-bad">
      <p><strong>{error.code}</strong> ({error.kind}){error.message ? `: ${error.message}` : ''}</p>
      {error.details !== undefined && error.details !== null && <JsonText value={error.details} label="Details of the error" />}
    </div>
  )
}

function Logs({ instanceId, executionId }: { instanceId: string; executionId: string }) {
  const { data } = useLoad(
    abort => get('/api/v1/instances/{instanceId}/logs', { path: { instanceId }, query: { limit: 1000 } }, abort), [instanceId, executionId])
  const lines = (data?.items ?? []).filter((line: LogLine) => line.executionId === executionId)
  if (lines.length === 0) return null
  return (
    <div>
      <h3>Log</h3>
      <pre class="log" tabIndex={0}>{lines.map(line => `${line.level.padEnd(7)} ${line.message}`).join('\n')}</pre>
    </div>
  )
}

/** A task that waits for a person has all four; the server says which of them it takes. */
function Repairs({ store, taskId, attempt }: { store: RunStore; taskId: string; attempt: Attempt | null }) {
  const run = store.instance.value
  const offered = new Set((store.explanation.value?.reasons ?? [])
    .filter(reason => reason.taskId === taskId).flatMap(reason => reason.actions ?? []))
  const repairs = (['retry', 'skip', 'complete', 'resolve'] as const).filter(repair => offered.has(repair))
  if (!run || repairs.length === 0) return null
  const target = {
    instanceId: run.instanceId, taskId, iteration: attempt?.iteration ?? null, isUndo: attempt?.kind === 'COMPENSATION', attempt,
  }
  const ask = (repair: TaskRepair) => (openAction.value = taskAction(repair, target, () => store.refresh()))
  return (
    <div class="buttons">
      {repairs.map(repair => <Offer key={repair} tone="primary" act={() => ask(repair)}>{WORDS[repair]}</Offer>)}
    </div>
  )
}

const WORDS: Readonly<Record<TaskRepair, string>> = {
  retry: 'Try again…', skip: 'Skip…', complete: 'It is done…', resolve: 'Resolve…',
}
