import { useState } from 'preact/hooks'
import { get } from '../api/client'
import type { Batch } from '../api/types'
import { doneOf, OPERATIONS } from '../model/batch'
import { addresses, segments } from '../router'
import { useLoad } from '../store/load'
import { BatchPage } from './batch'
import { PageButtons } from './pager'
import { Ago, Empty, ErrorNote, Link, StateBadge } from './parts'

const EVERY_MS = 3_000

/** What was done to many runs: all batches, or one. */
export function BatchesPage() {
  const [, batchId] = segments.value
  return batchId ? <BatchPage key={batchId} batchId={batchId} /> : <BatchList />
}

function BatchList() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/batches', { query: { limit: 50, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <>
      <h1>Batches</h1>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <Empty text="Nothing was done to many runs at once in the last thirty days. Choose runs in their list, or a cause among the incidents." />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">What</th><th scope="col">State</th><th scope="col">Done</th><th scope="col">Not</th><th scope="col">Who and why</th><th scope="col">Made</th></tr></thead>
          <tbody>{page.data.items.map(batch => <Row key={batch.batchId} batch={batch} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </>
  )
}

function Row({ batch }: { batch: Batch }) {
  return (
    <tr>
      <td><Link to={addresses.batch(batch.batchId)}>{titleOf(batch)}</Link> {batch.filter && <code>{batch.filter}</code>}</td>
      <td><StateBadge state={batch.state} /></td>
      <td><BatchBar batch={batch} /></td>
      <td>{batch.refused + batch.failed === 0 ? <span class="quiet">–</span> : <NotDone batch={batch} />}</td>
      <td>{batch.actor}, “{batch.reason}”</td>
      <td><Ago at={batch.createdAt} /></td>
    </tr>
  )
}

export function titleOf(batch: Batch): string {
  const title = OPERATIONS.find(one => one.name === batch.operation)?.title ?? batch.operation
  return `${title} ${batch.total === 1 ? 'one run' : `${batch.total} runs`}`
}

export function NotDone({ batch }: { batch: Pick<Batch, 'refused' | 'failed'> }) {
  return (
    <>
      {batch.refused > 0 && <span class="tone-person">⊘ {batch.refused} refused</span>} {batch.failed > 0 && <span class="tone-bad">✕ {batch.failed} failed</span>}
    </>
  )
}

/** How far it is, of those that are known so far. */
export function BatchBar({ batch }: { batch: Pick<Batch, 'succeeded' | 'failed' | 'refused' | 'total'> }) {
  return <><progress max={Math.max(1, batch.total)} value={doneOf(batch)} aria-label="Those that have had their turn" /> {doneOf(batch)} of {batch.total}</>
}
