import { useState } from 'preact/hooks'
import { get, look } from '../api/client'
import type { Json, RoutedJob, RouterLeader } from '../api/types'
import { duration } from '../model/time'
import { addresses } from '../router'
import { useLoad } from '../store/load'
import { PageButtons } from './pager'
import { Ago, AsCommand, ErrorNote, Link, StateBadge } from './parts'

const EVERY_MS = 3_000

/** The job router: who leads, how its broker does, what waits, and its jobs. */
export function RouterPage() {
  const health = useLoad(abort => get('/api/health', {}, abort), [], EVERY_MS)
  return (
    <>
      <h1>Router {health.data && <span class={`badge tone-${health.data.status === 'healthy' ? 'good' : 'bad'}`}><span aria-hidden="true">{health.data.status === 'healthy' ? '✓' : '✕'}</span> {health.data.status}</span>}</h1>
      {health.error !== null && <ErrorNote error={health.error} retry={health.reload} />}
      {health.data && <p class="quiet">As the server {health.data.node} sees it.</p>}
      {health.data?.broker && <Broker broker={health.data.broker} />}
      <Cluster />
      <Figures />
      <Jobs />
    </>
  )
}

/** Where jobs wait for the broker, by their priority. */
const BROKER_QUEUES = ['job.high', 'job.medium', 'job.low']

function Broker({ broker }: { broker: { readonly connected: boolean; readonly blocked: boolean; readonly trouble: string | null; readonly queues: readonly { readonly name: string; readonly messages: number; readonly consumers: number }[] } }) {
  const queues = useLoad(abort => Promise.all(BROKER_QUEUES.map(queue => get('/api/v1/queues/{queue}', { path: { queue } }, abort).catch(() => null))), [], EVERY_MS)
  return (
    <section>
      <h2>Broker</h2>
      <p>
        {broker.connected ? <span class="tone-good">✓ connected</span> : <span class="quiet">Not connected from here; only the leader is.</span>}
        {broker.blocked && <span class="tone-bad"> ✕ it takes nothing now</span>}
        {broker.trouble && <span class="tone-bad"> ✕ {broker.trouble}</span>}
      </p>
      {broker.queues.length > 0 && (
        <table>
          <thead><tr><th scope="col">Its queue</th><th scope="col">Messages that wait</th><th scope="col">Consumers</th></tr></thead>
          <tbody>{broker.queues.map(queue => <tr key={queue.name}><td>{queue.name}</td><td>{queue.messages}</td><td>{queue.consumers}</td></tr>)}</tbody>
        </table>
      )}
      <ul class="list">
        {queues.data?.map(queue => queue && (
          <li key={queue.name}><strong>{queue.name}</strong> {queue.ready} wait for it{queue.oldestReadySeconds === null ? '' : `, the oldest for ${duration(queue.oldestReadySeconds * 1_000)}`}, {queue.leased} with it or its workers</li>
        ))}
      </ul>
    </section>
  )
}

function Cluster() {
  const cluster = useLoad(abort => get('/api/cluster/status', {}, abort), [], EVERY_MS)
  if (cluster.error !== null) return <ErrorNote error={cluster.error} retry={cluster.reload} />
  if (!cluster.data) return null
  const raft: RouterLeader = cluster.data.raft
  return (
    <section>
      <h2>Servers</h2>
      <p>{raft.leader ? <><strong>{raft.leader}</strong> leads</> : <span class="tone-bad">✕ nobody leads</span>}, term {raft.term}.</p>
      <table>
        <thead><tr><th scope="col">Server</th><th scope="col">Role</th></tr></thead>
        <tbody>
          {cluster.data.cluster.map(node => (
            <tr key={node}>
              <td>{node} {node === cluster.data!.node && <span class="quiet">this one</span>}</td>
              <td>{node === raft.leader ? 'leader' : node === cluster.data!.node ? raft.role : 'follower'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Figures() {
  const metrics = useLoad(abort => get('/api/metrics', {}, abort), [], EVERY_MS)
  if (metrics.error !== null) return <ErrorNote error={metrics.error} retry={metrics.reload} />
  if (!metrics.data) return null
  const { jobs, workers_alive, dispatches_open, broker } = metrics.data
  const facts: readonly [string, Json | undefined][] = [
    ['Workers alive', workers_alive], ['Attempts shared out and not reported', dispatches_open], ...Object.entries((broker ?? {}) as { [name: string]: Json }),
  ]
  return (
    <section>
      <h2>Figures</h2>
      <div class="chips">{Object.entries(jobs).map(([status, count]) => <span key={status}><StateBadge state={stateOf(status)} /> {count >= 1_000 ? '1000 and more' : count}</span>)}</div>
      <dl class="facts">{facts.map(([name, value]) => <><dt>{name.replaceAll('_', ' ')}</dt><dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></>)}</dl>
    </section>
  )
}

/** The router's words for how jobs stand, as those of jobs. */
export function stateOf(status: string): string {
  return status === 'completed' ? 'SUCCEEDED' : status.toUpperCase()
}

function Jobs() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/jobs', { query: { limit: 50, cursor } }, abort), [cursor], cursors.length === 0 ? EVERY_MS : undefined)
  return (
    <section>
      <h2>Its jobs</h2>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.jobs.length === 0 && <p class="quiet">None.</p>}
      {page.data && page.data.jobs.length > 0 && (
        <table>
          <thead><tr><th scope="col">Job</th><th scope="col">Status</th><th scope="col">Type</th><th scope="col">Priority</th><th scope="col">Worker</th><th scope="col">Attempts</th><th scope="col">Put</th></tr></thead>
          <tbody>{page.data.jobs.map((job: RoutedJob) => (
            <tr key={job.id}>
              <td><Link to={addresses.job(job.id)}>{job.id}</Link></td>
              <td><StateBadge state={stateOf(job.status)} /></td>
              <td>{job.type}</td><td>{job.priority}</td><td>{job.worker_id ?? '–'}</td><td>{job.attempts}</td>
              <td><Ago at={new Date(job.created_at).toISOString()} /></td>
            </tr>
          ))}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.next ?? null} show={setCursors} />
      <AsCommand call={look('/api/jobs')} />
    </section>
  )
}
