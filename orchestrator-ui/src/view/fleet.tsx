import { useState } from 'preact/hooks'
import { get, patch, post } from '../api/client'
import type { Queue, Worker } from '../api/types'
import { duration } from '../model/time'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { Ago, Empty, ErrorNote, Offer, StateBadge } from './parts'

const EVERY_MS = 3_000

export function FleetPage() {
  return <><h1>Workers and queues</h1><Queues /><Workers /></>
}

function Queues() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/queues', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <section>
      <h2>Queues</h2>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <Empty text="No work has been queued yet." />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Queue</th><th scope="col">Wait</th><th scope="col">Oldest</th><th scope="col">In hand</th><th scope="col">Workers</th><th scope="col">Limits</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
          <tbody>{page.data.items.map(queue => <QueueRow key={queue.name} queue={queue} reload={page.reload} />)}</tbody>
        </table>
      )}
      {page.data?.page.next && <button type="button" onClick={() => setCursors([...cursors, page.data!.page.next!])}>More</button>}
    </section>
  )
}

function QueueRow({ queue, reload }: { queue: Queue; reload: () => void }) {
  const rate = queue.rateLimit
  return (
    <tr>
      <td>{queue.name} {queue.paused && <span class="badge tone-undo" title={queue.pausedReason ?? ''}>⏸ paused</span>}</td>
      <td>{queue.ready}</td>
      <td>{queue.oldestReadySeconds === null ? '–' : duration(queue.oldestReadySeconds * 1000)}</td>
      <td>{queue.leased}</td>
      <td>{queue.pollers === 0 ? <span class={queue.ready > 0 ? 'tone-bad' : 'quiet'}>{queue.ready > 0 ? '✕ none, and work waits' : 'none'}</span> : queue.pollers}</td>
      <td class="quiet">{[queue.maxConcurrent === null ? '' : `${queue.maxConcurrent} at once`, rate ? `${rate.count} per ${rate.per}` : '', queue.strict ? 'strict' : ''].filter(Boolean).join(', ')}</td>
      <td><Offer act={() => (openAction.value = pauseQueue(queue, reload))}>{queue.paused ? 'Resume…' : 'Pause…'}</Offer></td>
    </tr>
  )
}

function pauseQueue(queue: Queue, done: () => void): Action {
  const paused = !queue.paused
  return {
    title: `${paused ? 'Pause' : 'Resume'} the queue ${queue.name}`, button: paused ? 'Pause' : 'Resume', needsReason: true, done,
    text: paused ? 'Nothing more of it is handed out. What workers have goes on.' : 'Its work is handed out again.',
    call: reason => patch('/api/v1/queues/{queue}', { path: { queue: queue.name } }, { paused, reason: reason ?? '' }),
  }
}

function Workers() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/workers', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <section>
      <h2>Workers</h2>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <Empty text="No worker was heard of in the last minutes. The README shows how to start one." />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Worker</th><th scope="col">State</th><th scope="col">Slots</th><th scope="col">In hand</th><th scope="col">Build</th><th scope="col">Heard of</th><th scope="col">Queues</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
          <tbody>{page.data.items.map(worker => <WorkerRow key={worker.workerId} worker={worker} reload={page.reload} />)}</tbody>
        </table>
      )}
      {page.data?.page.next && <button type="button" onClick={() => setCursors([...cursors, page.data!.page.next!])}>More</button>}
    </section>
  )
}

function WorkerRow({ worker, reload }: { worker: Worker; reload: () => void }) {
  return (
    <tr>
      <td>{worker.workerId}{worker.host && <span class="quiet"> on {worker.host}</span>}</td>
      <td><StateBadge state={worker.state} /></td>
      <td>{worker.currentLoad} of {worker.capacity}</td>
      <td>{worker.leased}</td>
      <td>{worker.deployment ?? '–'}{worker.generation === null ? '' : `, generation ${worker.generation}`}</td>
      <td><Ago at={worker.lastHeartbeatAt} /></td>
      <td class="quiet">{worker.queues.join(' ')}</td>
      <td>{worker.state !== 'DRAINING' && worker.state !== 'STOPPED' && worker.state !== 'LOST'
        && <Offer act={() => (openAction.value = drain(worker, reload))}>Drain…</Offer>}</td>
    </tr>
  )
}

function drain(worker: Worker, done: () => void): Action {
  return {
    title: `Drain ${worker.workerId}`, text: 'It ends what it has begun, and gets no more.', button: 'Drain', needsReason: true, isDangerous: true, done,
    call: reason => post('/api/v1/workers/{workerId}/drain', { path: { workerId: worker.workerId } }, { ...(reason ? { reason } : {}) }),
  }
}
