import { useEffect, useState } from 'preact/hooks'
import { get, post } from '../api/client'
import { may } from '../api/session'
import type { BatchOperation } from '../api/types'
import { type BatchTarget, conditionOf, OPERATIONS } from '../model/batch'
import { DEFAULT_COLUMNS } from '../model/columns'
import { CHIP_NAMES, EMPTY_FILTER, type Filter, isNarrowed, queryOf, readFilter, STATES, toggleState, typed, withChip, writeFilter } from '../model/filter'
import { go, search } from '../router'
import { useLive } from '../store/live'
import { useLoad } from '../store/load'
import { savedColumns } from '../store/views'
import { BatchDialog } from './batch-dialog'
import { Empty, ErrorNote, Offer, StateBadge } from './parts'
import { RunTable } from './run-table'
import { KeyedSignalDialog, sendingByKey } from './signal-by-key'
import { ViewsBar } from './views-bar'

const PAGE = 50

/** Runs, narrowed by what the address says. Live while one is at the top of it. */
export function RunsPage() {
  const filter = readFilter(search.value)
  const { columns: named, ...narrowing } = filter
  const key = writeFilter(narrowing)
  const columns = named ?? savedColumns.value ?? DEFAULT_COLUMNS
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
  const refusal = useLive(filter.chips, isLive, () => (page.reload(), counts.reload()))
  const runs = page.data?.items ?? []
  return (
    <>
      <h1>Runs {isLive && refusal === null && <span class="live" title="Follows what happens; not while you have scrolled down or gone to another page">live</span>}</h1>
      <Chips filter={filter} counts={new Map(counts.data?.items.map(item => [item.key, item.count]))} atLeast={counts.data?.atLeast === true} />
      <ViewsBar filter={filter} columns={columns} />
      <div class="buttons"><Offer act={() => (sendingByKey.value = { namespace: filter.chips.namespace ?? '', name: '' })}>Send a signal by its key…</Offer></div>
      <KeyedSignalDialog />
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      <Batch chosen={chosen} filter={filter} />
      {page.data && runs.length === 0 && !page.data.page.next && <NoRuns isNarrowed={isNarrowed(filter)} />}
      {runs.length > 0 && <RunTable runs={runs} columns={columns} chosen={chosen} choose={setChosen} />}
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
        call={post('/api/v1/workflows/{namespace}/{workflow}/instances', { path: { namespace: 'shop', workflow: 'order' } }, { runId: 'order-1', input: {} })} />
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
        {isNarrowed(filter) && <button type="button" class="chip" onClick={() => show({ ...EMPTY_FILTER, ...(filter.columns ? { columns: filter.columns } : {}) })}>All runs</button>}
        <button type="button" class="chip" onClick={() => show({ ...filter, isOldestFirst: !filter.isOldestFirst })}>
          {filter.isOldestFirst ? 'oldest first' : 'newest first'}
        </button>
      </div>
    </div>
  )
}

const OFFERED: readonly BatchOperation[] = ['retry', 'pause', 'resume', 'cancel', 'terminate', 'compensate', 'signal', 'delete', 'erase']

/** What can be done to those that are chosen, or to all that fit. */
function Batch({ chosen, filter }: { chosen: ReadonlySet<string>; filter: Filter }) {
  const [wish, setWish] = useState<{ target: BatchTarget; operation: BatchOperation } | null>(null)
  const condition = conditionOf(filter)
  const target: BatchTarget | null = chosen.size > 0 ? { kind: 'chosen', instanceIds: [...chosen] } : condition ? { kind: 'filter', filter: condition } : null
  if (!target || !may('operator')) return null
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
