import { useEffect, useMemo } from 'preact/hooks'
import { isServerUp, look } from '../api/client'
import { ApiError } from '../api/problem'
import type { Explanation, Instance, RunEvent } from '../api/types'
import { actionsOf, headlineOf } from '../model/headline'
import { addresses, go, search } from '../router'
import { now } from '../store/now'
import { RunStore } from '../store/run'
import { CompensationDialog, isCompensating } from './compensate'
import { openAction } from './dialog'
import { TaskDrawer } from './drawer'
import { EventsView } from './events'
import { GraphView } from './graph'
import { Ago, AsCommand, Copyable, ErrorNote, JsonText, Link, Offer, StateBadge, toneOf } from './parts'
import { Related } from './related'
import { canCompensate, controlsOf, labelAction, runAction, signalAction } from './repairs'
import { TimelineView } from './timeline'

const TABS = ['graph', 'timeline', 'events', 'payload', 'related'] as const
type Tab = (typeof TABS)[number]

/** One run: how it is, why, what comes next; then its graph, its times, its history. */
export function RunPage({ instanceId }: { instanceId: string }) {
  const store = useMemo(() => new RunStore(instanceId), [instanceId])
  const runId = store.instance.value?.runId
  useEffect(() => {
    if (runId) document.title = `${runId} · Runs · Orchestrator`
  }, [runId])
  useEffect(() => {
    void store.start()
    return () => store.close()
  }, [store])
  const run = store.instance.value
  const error = store.error.value
  if (!run) {
    return error === null ? <p class="quiet" role="status">Loading…</p> : <NoRun instanceId={instanceId} error={error} />
  }
  return <RunView store={store} run={run} />
}

function NoRun({ instanceId, error }: { instanceId: string; error: unknown }) {
  const isMissing = error instanceof ApiError && (error.status === 404 || error.status === 400)
  return (
    <>
      <h1>{isMissing ? 'There is no such run' : 'The run cannot be shown'}</h1>
      {isMissing && <p>Nothing goes by the id <code>{instanceId}</code>. It may have been deleted after it had ended.</p>}
      <ErrorNote error={error} />
      <p><Link to="instances">All runs</Link></p>
    </>
  )
}

function RunView({ store, run }: { store: RunStore; run: Instance }) {
  const query = new URLSearchParams(search.value)
  const tab = TABS.find(one => one === query.get('tab')) ?? 'graph'
  const task = query.get('task')
  const show = (next: { tab?: Tab; task?: string | null }) => {
    const to = new URLSearchParams()
    const newTab = next.tab ?? tab
    const newTask = next.task === undefined ? task : next.task
    if (newTab !== 'graph') to.set('tab', newTab)
    if (newTask) to.set('task', newTask)
    go(`${addresses.run(run.instanceId)}${to.size > 0 ? `?${to.toString()}` : ''}`, next.tab === undefined)
  }
  const select = (taskId: string) => show({ task: taskId })
  return (
    <>
      <Header store={store} run={run} />
      {store.error.value !== null && isServerUp.value !== false && <ErrorNote error={store.error.value} retry={() => store.refresh()} />}
      <nav class="tabs" aria-label="Views of the run">
        {TABS.map(one => (
          <button key={one} type="button" aria-current={one === tab ? 'true' : undefined} onClick={() => show({ tab: one })}>{one}</button>
        ))}
      </nav>
      <div class={task ? 'with-drawer' : ''}>
        <div><TabView tab={tab} store={store} run={run} selected={task} select={select} /></div>
        {task && <TaskDrawer store={store} taskId={task} close={() => show({ task: null })} />}
      </div>
      {isCompensating.value && <CompensationDialog store={store} />}
    </>
  )
}

interface TabProps {
  readonly tab: Tab
  readonly store: RunStore
  readonly run: Instance
  readonly selected: string | null
  readonly select: (taskId: string) => void
}

function TabView({ tab, store, run, selected, select }: TabProps) {
  switch (tab) {
    case 'graph':
      return store.graph.value
        ? <GraphView graph={store.graph.value} progress={store.progress.value} failedTaskId={run.cause?.taskId ?? null}
            selected={selected} select={select} />
        : <p>It has no definition that could be drawn: a job, or one that is gone. The timeline shows what was done.</p>
    case 'timeline':
      return <TimelineView attempts={store.attempts.value} events={store.events.value}
        startMs={Date.parse(run.startedAt ?? run.createdAt)} endMs={endOf(run, store.events.value)} select={select} />
    case 'events':
      return <EventsView events={store.events.value} isCut={store.isCut.value} />
    case 'payload':
      return (
        <section class="pair">
          <div><h2>Input</h2><JsonText value={run.input} label="Input of the run" /></div>
          <div><h2>Output</h2><JsonText value={run.output} label="Output of the run" /></div>
          <div><h2>Labels <span class="beside"><Offer act={() => (openAction.value = labelAction(run, () => store.refresh()))}>Change…</Offer></span></h2><JsonText value={run.labels} label="Labels" /></div>
          <div><h2>Search attributes</h2><JsonText value={run.attributes} label="Search attributes" /></div>
        </section>
      )
    case 'related':
      return <Related store={store} run={run} />
  }
}

/** While nothing can happen, its times do not go on. */
const AT_REST: readonly Instance['state'][] = ['PAUSED', 'SUSPENDED', 'COMPENSATION_FAILED']

function endOf(run: Instance, events: readonly RunEvent[]): number {
  const last = events.at(-1)
  return run.endedAt ? Date.parse(run.endedAt) : last && AT_REST.includes(run.state) ? Date.parse(last.at) : now.value
}

function Header({ store, run }: { store: RunStore; run: Instance }) {
  const undos = store.progress.value.undos
  const headline = headlineOf(run, store.explanation.value, undos, now.value)
  return (
    <header class={`headline tone-${toneOf(run.state)}`}>
      <div>
        <p class="crumbs">
          <Link to="instances">Runs</Link> / <Link to={addresses.workflow(run.namespace, run.workflow, run.revision)}>
            {run.namespace}/{run.workflow} revision {run.revision}</Link>
        </p>
        <h1>{run.runId} <StateBadge state={run.state} /></h1>
        <p class="sentence"><strong>{headline.state}</strong>{headline.why ? `, ${headline.why}` : ''}.</p>
        {headline.next.length > 0 && <ul class="next">{headline.next.map((line, index) => <li key={index}>{line}</li>)}</ul>}
        {run.incident && <p class="tone-bad">Set aside for a fault: {run.incident.message} ({run.incident.code}, {run.incident.incidentId})</p>}
        <p class="quiet">Begun <Ago at={run.startedAt} />{run.endedAt && <>, ended <Ago at={run.endedAt} /></>} · priority {run.priority} · <code>{run.instanceId}</code></p>
        <TraceLine explanation={store.explanation.value} />
      </div>
      <Buttons store={store} run={run} />
    </header>
  )
}

/** Where the run is in a trace, for whoever looks further there. Only an address of the web is followed. */
function TraceLine({ explanation }: { explanation: Explanation | null }) {
  const { traceId, traceLink } = explanation ?? {}
  if (!traceId) return null
  return (
    <div class="quiet">Trace {traceLink && /^https?:/.test(traceLink) && <a href={traceLink} target="_blank" rel="noreferrer">shown elsewhere</a>}
      <Copyable text={traceId} what="trace id" />
    </div>
  )
}

function Buttons({ store, run }: { store: RunStore; run: Instance }) {
  const refresh = () => store.refresh()
  const signals = (store.explanation.value?.reasons ?? []).flatMap(reason => {
    const node = reason.code === 'WAITING_FOR_SIGNAL' ? store.graph.value?.nodes.find(one => one.id === reason.taskId) : undefined
    return node ? [node.detail] : []
  })
  const repairs = actionsOf(store.explanation.value).filter(({ reason, action }) => reason.taskId && ['retry', 'skip', 'complete', 'resolve'].includes(action))
  const stuck = [...new Set(repairs.map(({ reason }) => reason.taskId!))]
  return (
    <div class="buttons column">
      {stuck.map(taskId => <Offer key={taskId} tone="primary" act={() => go(`${addresses.run(run.instanceId)}?task=${encodeURIComponent(taskId)}`)}>Repair {taskId}…</Offer>)}
      {signals.map(name => <Offer key={name} tone="primary" act={() => (openAction.value = signalAction(run.instanceId, name, refresh))}>Send {name}…</Offer>)}
      {canCompensate(run.state) && <Offer act={() => (isCompensating.value = true)}>Undo…</Offer>}
      {controlsOf(run.state).map(control => (
        <Offer key={control} act={() => (openAction.value = runAction(control, run, refresh))}>{`${control[0]!.toUpperCase()}${control.slice(1)}…`}</Offer>
      ))}
      <AsCommand call={look('/api/v1/instances/{instanceId}/explain', { path: { instanceId: run.instanceId } })} />
    </div>
  )
}
