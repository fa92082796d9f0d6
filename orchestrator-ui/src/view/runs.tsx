import { useEffect, useState } from 'preact/hooks'
import { get } from '../api/client'
import type { BatchOperation, Instance } from '../api/types'
import { type BatchTarget, conditionOf, OPERATIONS } from '../model/batch'
import { CHIP_NAMES, EMPTY_FILTER, type Filter, queryOf, readFilter, STATES, toggleState, typed, withChip, writeFilter } from '../model/filter'
import { addresses, go, search } from '../router'
import { useLive } from '../store/live'
import { useLoad } from '../store/load'
import { BatchDialog } from './batch-dialog'
import { Ago, Empty, ErrorNote, Link, StateBadge } from './parts'

const PAGE = 50

/** Runs, narrowed by what the address says. Live while one is at the top of it. */
export function RunsPage() {
  const filter = readFilter(search.value)
  const key = writeFilter(filter)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    setCursors([])
    setChosen(new Set())
  }, [key])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/instances', { query: { ...queryOf(filter), limit: PAGE, cursor } }, abort), [key, cursor])
  const counts = useLoad(abort => get('/api/v1/instances/count', { query: { ...queryOf({ ...filter, states: [], isOldestFirst: false }), groupBy: 'state' } }, abort), [key])
  const isLive = cursors.length === 0
  useLive(filter.chips, isLive, () => (page.reload(), counts.reload()))
  const runs = page.data?.items ?? []
  return (
    <>
      <h1>Runs {isLive && <span class="live" title="Follows what happens; not while you have scrolled down or gone to another page">live</span>}</h1>
      <Chips filter={filter} counts={new Map(counts.data?.items.map(item => [item.key, item.count]))} atLeast={counts.data?.atLeast === true} />
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      <Batch chosen={chosen} filter={filter} />
      {page.data && runs.length === 0 && !page.data.page.next && <NoRuns isNarrowed={key !== ''} />}
      {runs.length > 0 && <Table runs={runs} chosen={chosen} choose={setChosen} />}
      <div class="buttons">
        {cursors.length > 0 && <button type="button" onClick={() => setCursors(cursors.slice(0, -1))}>Back</button>}
        {page.data?.page.next && <button type="button" onClick={() => setCursors([...cursors, page.data!.page.next!])}>More</button>}
      </div>
    </>
  )
}

function NoRuns({ isNarrowed }: { isNarrowed: boolean }) {
  return isNarrowed
    ? <Empty text="No run is like that." />
    : <Empty text="There are no runs yet. This starts one of a workflow that is registered:"
        command={`curl -sS -X POST ${new URL('../', document.baseURI).href}api/v1/workflows/shop/order/instances -H 'Content-Type: application/json' -d '{"input":{}}'`} />
}

function Chips({ filter, counts, atLeast }: { filter: Filter; counts: ReadonlyMap<string, number>; atLeast: boolean }) {
  const [text, setText] = useState('')
  const show = (next: Filter) => go(`instances${writeFilter(next)}`)
  const submit = (event: Event) => {
    event.preventDefault()
    if (text.trim()) show(typed(filter, text))
    setText('')
  }
  return (
    <div class="filters">
      <form role="search" onSubmit={submit}>
        <input id="search" type="search" value={text} onInput={event => setText(event.currentTarget.value)} aria-label="Narrow the list"
          placeholder="run id, or workflow:order, label:tier:gold, code:CARD_DECLINED, attr.customer:c1, filter:…   ( / )" />
      </form>
      <div class="chips">
        {STATES.filter(state => counts.has(state) || filter.states.includes(state)).map(state => (
          <button key={state} type="button" class="chip" aria-pressed={filter.states.includes(state)} onClick={() => show(toggleState(filter, state))}>
            <StateBadge state={state} /> {counts.get(state) ?? 0}{atLeast ? '+' : ''}
          </button>
        ))}
        {CHIP_NAMES.filter(name => filter.chips[name]).map(name => (
          <button key={name} type="button" class="chip" onClick={() => show(withChip(filter, name, ''))} aria-label={`Without ${name} ${filter.chips[name]}`}>
            {name}: {filter.chips[name]} <span aria-hidden="true">✕</span>
          </button>
        ))}
        {Object.entries(filter.attributes).map(([name, value]) => (
          <button key={name} type="button" class="chip" aria-label={`Without ${name} ${value}`}
            onClick={() => show({ ...filter, attributes: Object.fromEntries(Object.entries(filter.attributes).filter(([one]) => one !== name)) })}>
            attr.{name}: {value} <span aria-hidden="true">✕</span>
          </button>
        ))}
        {writeFilter(filter) && <button type="button" class="chip" onClick={() => show(EMPTY_FILTER)}>All runs</button>}
        <button type="button" class="chip" onClick={() => show({ ...filter, isOldestFirst: !filter.isOldestFirst })}>
          {filter.isOldestFirst ? 'oldest first' : 'newest first'}
        </button>
      </div>
    </div>
  )
}

interface TableProps {
  readonly runs: readonly Instance[]
  readonly chosen: ReadonlySet<string>
  readonly choose: (ids: ReadonlySet<string>) => void
}

function Table({ runs, chosen, choose }: TableProps) {
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  const isAll = runs.every(run => chosen.has(run.instanceId))
  return (
    <table>
      <thead>
        <tr>
          <th scope="col"><input type="checkbox" aria-label="All of this page" checked={isAll}
            onChange={() => choose(new Set(isAll ? [] : runs.map(run => run.instanceId)))} /></th>
          <th scope="col">Run</th><th scope="col">State</th><th scope="col">Why</th><th scope="col">Workflow</th>
          <th scope="col">Begun</th><th scope="col">Ended</th><th scope="col">Labels</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <tr key={run.instanceId}>
            <td><input type="checkbox" aria-label={`Choose ${run.runId}`} checked={chosen.has(run.instanceId)} onChange={() => toggle(run.instanceId)} /></td>
            <td><Link to={addresses.run(run.instanceId)}>{run.runId}</Link></td>
            <td><StateBadge state={run.state} /></td>
            <td>{run.cause ? `${run.cause.taskId ? `${run.cause.taskId}: ` : ''}${run.cause.code}` : ''}</td>
            <td><Link to={`instances${writeFilter(withChip(withChip(EMPTY_FILTER, 'namespace', run.namespace), 'workflow', run.workflow))}`}>{run.namespace}/{run.workflow}</Link> {run.revision}</td>
            <td><Ago at={run.startedAt} /></td>
            <td><Ago at={run.endedAt} /></td>
            <td class="quiet">{Object.entries(run.labels).map(([name, value]) => `${name}:${value}`).join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const OFFERED: readonly BatchOperation[] = ['retry', 'pause', 'resume', 'cancel', 'terminate', 'compensate', 'signal', 'delete']

/** What can be done to those that are chosen, or to all that fit. */
function Batch({ chosen, filter }: { chosen: ReadonlySet<string>; filter: Filter }) {
  const [wish, setWish] = useState<{ target: BatchTarget; operation: BatchOperation } | null>(null)
  const condition = conditionOf(filter)
  const target: BatchTarget | null = chosen.size > 0 ? { kind: 'chosen', instanceIds: [...chosen] } : condition ? { kind: 'filter', filter: condition } : null
  if (!target) return null
  const operations = chosen.size > 0 ? OFFERED : []
  return (
    <div class={chosen.size > 0 ? 'batch' : ''}>
      {chosen.size > 0 && <span>{chosen.size} chosen</span>}
      {operations.map(operation => <button key={operation} type="button" onClick={() => setWish({ target, operation })}>{OPERATIONS.find(one => one.name === operation)!.title}…</button>)}
      {chosen.size === 0 && <button type="button" onClick={() => setWish({ target, operation: 'retry' })}>Do something to all that fit…</button>}
      {wish && <BatchDialog target={wish.target} operation={wish.operation} offered={OFFERED} close={() => setWish(null)} />}
    </div>
  )
}
