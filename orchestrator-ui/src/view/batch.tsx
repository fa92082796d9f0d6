import { useEffect, useState } from 'preact/hooks'
import { get, look, post } from '../api/client'
import { ApiError } from '../api/problem'
import type { Backfill, Batch, BatchItem } from '../api/types'
import { doneOf, isBackfill } from '../model/batch'
import { zoned } from '../model/schedule'
import { duration } from '../model/time'
import { addresses } from '../router'
import { useLoad } from '../store/load'
import { now } from '../store/now'
import { BatchBar, NotDone, titleOf } from './batches'
import { type Action, openAction } from './dialog'
import { PageButtons } from './pager'
import { Ago, AsCommand, ErrorNote, JsonText, Link, Offer, StateBadge, toneOf } from './parts'

const EVERY_MS = 1_000
const WAITING = ['RUNNING', 'PAUSED']

/** One batch, how far it is, and what has become of each of its runs; or a backfill. */
export function BatchPage({ batchId }: { batchId: string }) {
  const [isOver, setOver] = useState(false)
  const batch = useLoad(async abort => {
    const loaded = await get('/api/v1/batches/{batchId}', { path: { batchId } }, abort)
    setOver(!WAITING.includes(loaded.state))
    return loaded
  }, [batchId], isOver ? undefined : EVERY_MS)
  const shown = batch.data
  return (
    <>
      <p class="crumbs"><Link to="batches">Batches</Link></p>
      {!shown && <h1>Batch</h1>}
      {batch.error !== null && <ErrorNote error={batch.error} {...(batch.error instanceof ApiError && batch.error.status === 404 ? {} : { retry: batch.reload })} />}
      {shown && <Header batch={shown} reload={batch.reload} />}
      {shown && !isBackfill(shown) && <Items batch={shown} />}
    </>
  )
}

function Header({ batch, reload }: { batch: Batch | Backfill; reload: () => void }) {
  const isOpen = WAITING.includes(batch.state)
  return (
    <header class={`headline tone-${toneOf(batch.state)}`}>
      <div>
        <h1>{isBackfill(batch) ? `Backfill of ${batch.namespace}/${batch.schedule}` : titleOf(batch)} <StateBadge state={batch.state} /></h1>
        <p class="sentence"><BatchBar batch={batch} /> <NotDone batch={batch} /> {isOpen && <span class="quiet">{leftOf(batch)}</span>}</p>
        {isBackfill(batch) ? <AboutBackfill backfill={batch} /> : <AboutBatch batch={batch} />}
        <p class="quiet">Made <Ago at={batch.createdAt} />{batch.endedAt && <>, ended <Ago at={batch.endedAt} /></>} · <code>{batch.batchId}</code></p>
      </div>
      <div class="buttons column">
        {batch.state === 'RUNNING' && <Offer act={() => (openAction.value = control('pause', batch.batchId, reload))}>Pause…</Offer>}
        {batch.state === 'PAUSED' && <Offer tone="primary" act={() => (openAction.value = control('resume', batch.batchId, reload))}>Resume…</Offer>}
        {isOpen && <Offer tone="danger" act={() => (openAction.value = control('cancel', batch.batchId, reload))}>End it…</Offer>}
        <AsCommand call={look('/api/v1/batches/{batchId}', { path: { batchId: batch.batchId } })} />
      </div>
    </header>
  )
}

/** By its pace so far. */
function leftOf(batch: Batch | Backfill): string {
  const done = doneOf(batch)
  if (batch.state !== 'RUNNING' || done === 0 || done >= batch.total) return ''
  const passedMs = now.value - Date.parse(batch.createdAt)
  return `about ${duration((passedMs / done) * (batch.total - done))} left`
}

function AboutBatch({ batch }: { batch: Batch }) {
  return (
    <>
      <p>{batch.actor}: “{batch.reason}”{batch.perSecond === null ? '' : `, at most ${batch.perSecond} a second`}</p>
      {!batch.frozen && <p class="tone-undo">◷ Its runs are still being collected; nothing is done before.</p>}
      {batch.detail && <p class="tone-bad">{batch.detail}</p>}
      {batch.filter && <p>Runs that fit <code>{batch.filter}</code></p>}
      {batch.fingerprint && <p>Runs with an incident <Link to={`incidents?fingerprint=${encodeURIComponent(batch.fingerprint)}`}>of one cause</Link></p>}
      {batch.parameters !== undefined && batch.parameters !== null && <details><summary>What it gives each</summary><JsonText value={batch.parameters} label="Parameters" /></details>}
    </>
  )
}

function AboutBackfill({ backfill }: { backfill: Backfill }) {
  return (
    <p>
      <Link to={addresses.schedule(backfill.namespace, backfill.schedule)}>The schedule</Link>, its times from {zoned(backfill.from, 'UTC')} to {zoned(backfill.to, 'UTC')} (UTC),
      {' '}{backfill.maxConcurrent} at once. Refused are times that have a run already.
    </p>
  )
}

const SHOWN = ['', 'REFUSED', 'FAILED'] as const
const SHOWN_WORDS: Readonly<Record<(typeof SHOWN)[number], string>> = { '': 'all', REFUSED: 'refused', FAILED: 'failed' }

function Items({ batch }: { batch: Batch }) {
  const [state, setState] = useState<(typeof SHOWN)[number]>('')
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/batches/{batchId}/items', { path: { batchId: batch.batchId }, query: { state: state || undefined, limit: 100, cursor } }, abort),
    [batch.batchId, state, cursor])
  const done = doneOf(batch)
  useEffect(page.reload, [done, batch.state])
  return (
    <section>
      <h2>Its runs</h2>
      <div class="chips">
        {SHOWN.map(one => <button key={one} type="button" class="chip" aria-pressed={state === one} onClick={() => (setCursors([]), setState(one))}>{SHOWN_WORDS[one]}</button>)}
      </div>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <p class="quiet">None.</p>}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Place</th><th scope="col">Run</th><th scope="col">Became</th><th scope="col">Why not</th></tr></thead>
          <tbody>{page.data.items.map((item: BatchItem) => (
            <tr key={item.position}>
              <td>{item.position}</td>
              <td><Link to={addresses.run(item.instanceId)}>{item.instanceId}</Link></td>
              <td><StateBadge state={item.state} /></td>
              <td>{item.code && <><strong>{item.code}</strong> {item.detail}</>}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </section>
  )
}

const CONTROLS = {
  pause: { title: 'Pause the batch', text: 'No more of it is done until it is resumed. What was done stays.', button: 'Pause' },
  resume: { title: 'Let the batch go on', text: 'From where it was paused.', button: 'Resume' },
  cancel: { title: 'End the batch', text: 'What it has done stays; the others never have it.', button: 'End it', isDangerous: true },
} as const

function control(what: keyof typeof CONTROLS, batchId: string, done: () => void): Action {
  return {
    ...CONTROLS[what], needsReason: what === 'cancel', done,
    call: reason => post(`/api/v1/batches/{batchId}/${what}`, { path: { batchId } }, { ...(reason ? { reason } : {}) }),
  }
}
