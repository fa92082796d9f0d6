import type { ComponentChildren } from 'preact'
import { get, look, post } from '../api/client'
import { ApiError } from '../api/problem'
import type { Attempt, Cause, Job, Json, Reason } from '../api/types'
import { becauseOf } from '../model/headline'
import { percentOf } from '../model/percent'
import { clock, duration } from '../model/time'
import { addresses } from '../router'
import { useLoad } from '../store/load'
import { now } from '../store/now'
import { type Action, openAction } from './dialog'
import { Ago, AsCommand, ErrorNote, JsonText, Link, Offer, StateBadge, toneOf, wordOf } from './parts'

const EVERY_MS = 2_000

/** One job: how it is, why, how far its worker is, and each attempt. */
export function JobPage({ jobId }: { jobId: string }) {
  const job = useLoad(abort => get('/api/v1/jobs/{jobId}', { path: { jobId } }, abort), [jobId], EVERY_MS)
  const shown = job.data
  if (!shown) {
    return (
      <>
        <p class="crumbs"><Link to="jobs">Jobs</Link></p>
        <h1>{jobId}</h1>
        {job.error === null ? <p class="quiet" role="status">Loading…</p> : <NoJob error={job.error} retry={job.reload} />}
      </>
    )
  }
  return (
    <>
      <p class="crumbs"><Link to="jobs">Jobs</Link> / <Link to={`jobs?type=${encodeURIComponent(shown.type)}`}>{shown.type}</Link></p>
      <Header job={shown} reload={job.reload} />
      {job.error !== null && <ErrorNote error={job.error} retry={job.reload} />}
      <section class="pair">
        <div><h2>Payload</h2><JsonText value={shown.payload} label="Payload" /></div>
        {shown.output !== null && <div><h2>Output</h2><JsonText value={shown.output} label="Output" /></div>}
      </section>
      <Attempts job={shown} />
      <Log job={shown} />
      <Settings job={shown} />
    </>
  )
}

function NoJob({ error, retry }: { error: unknown; retry: () => void }) {
  const isMissing = error instanceof ApiError && error.status === 404
  return (
    <>
      {isMissing && <p>There is no such job. One with the history <code>none</code> leaves nothing when it has ended well.</p>}
      <ErrorNote error={error} {...(isMissing ? {} : { retry })} />
    </>
  )
}

function Header({ job, reload }: { job: Job; reload: () => void }) {
  const isOpen = job.state === 'PENDING' || job.state === 'RUNNING'
  const why = useLoad(
    abort => (isOpen ? get('/api/v1/instances/{instanceId}/explain', { path: { instanceId: job.instanceId } }, abort) : Promise.resolve(null)),
    [job.instanceId, isOpen], EVERY_MS)
  return (
    <header class={`headline tone-${toneOf(job.state)}`}>
      <div>
        <h1>{job.jobId} <StateBadge state={job.state} /></h1>
        <p class="sentence"><strong>{wordOf(job.state)[0]!.toUpperCase()}{wordOf(job.state).slice(1)}{lasted(job)}</strong>{job.cause ? `, ${becauseOf(withoutTask(job.cause))}` : ''}.</p>
        {why.data && <ul class="next">{why.data.reasons.map((reason, index) => <ReasonLine key={index} reason={reason} />)}</ul>}
        <p class="quiet">Put <Ago at={job.createdAt} />{job.startedAt && <>, begun <Ago at={job.startedAt} /></>}{job.endedAt && <>, ended <Ago at={job.endedAt} /></>} · {job.attempts === 1 ? 'one attempt' : `${job.attempts} attempts`}</p>
      </div>
      <div class="buttons column">
        {isOpen && <Offer tone="danger" act={() => (openAction.value = cancelJob(job, reload))}>Cancel…</Offer>}
        {job.state === 'FAILED' && <Offer tone="primary" act={() => (openAction.value = retryJob(job, reload))}>Try again…</Offer>}
        <Link to={addresses.run(job.instanceId, 'timeline')}>The run that does it</Link>
        <AsCommand call={look('/api/v1/jobs/{jobId}', { path: { jobId: job.jobId } })} />
      </div>
    </header>
  )
}

/** A job has one task, whose name says nothing. */
function withoutTask({ taskId: _, ...cause }: Cause): Cause {
  return cause
}

function lasted(job: Job): string {
  if (!job.startedAt) return ''
  return job.endedAt ? ` after ${duration(Date.parse(job.endedAt) - Date.parse(job.startedAt))}` : ` for ${duration(now.value - Date.parse(job.startedAt))}`
}

function ReasonLine({ reason }: { reason: Reason }) {
  return <li>{reason.message} {reason.progress !== undefined && reason.progress !== null && <Progress progress={reason.progress as Json} />}</li>
}

/** What its worker says of how far it is: a bar if it can be read as a share, its own words otherwise. */
export function Progress({ progress }: { progress: Json }) {
  const percent = percentOf(progress)
  return (
    <span class="progress">
      {percent !== null && <><progress max={100} value={percent} aria-label="Progress" /> {percent} % </>}
      {typeof progress === 'object' && <code>{JSON.stringify(progress)}</code>}
      {typeof progress === 'string' && progress}
    </span>
  )
}

function Attempts({ job }: { job: Job }) {
  const tasks = useLoad(abort => get('/api/v1/instances/{instanceId}/tasks', { path: { instanceId: job.instanceId } }, abort), [job.instanceId, job.state, job.attempts])
  return (
    <section>
      <h2>Attempts</h2>
      {tasks.error !== null && <ErrorNote error={tasks.error} retry={tasks.reload} />}
      {tasks.data?.items.length === 0 && <p class="quiet">{job.attempts === 0 ? 'No worker has had it.' : 'Only the outcome was kept.'}</p>}
      {tasks.data && tasks.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Attempt</th><th scope="col">State</th><th scope="col">Why</th><th scope="col">Worker</th><th scope="col">Begun</th><th scope="col">Took</th></tr></thead>
          <tbody>{tasks.data.items.map((attempt: Attempt) => <AttemptRow key={attempt.executionId} attempt={attempt} />)}</tbody>
        </table>
      )}
    </section>
  )
}

function AttemptRow({ attempt }: { attempt: Attempt }) {
  return (
    <tr>
      <td>{attempt.kind === 'COMPENSATION' ? 'undo ' : ''}{attempt.attempt}</td>
      <td><StateBadge state={attempt.state} /></td>
      <td>{attempt.error && <><strong>{attempt.error.code}</strong> {attempt.error.message}</>}</td>
      <td>{attempt.worker ? `${attempt.worker.workerId}${attempt.worker.host ? ` on ${attempt.worker.host}` : ''}` : (attempt.leaseHolder ?? '–')}</td>
      <td><Ago at={attempt.startedAt} /></td>
      <td>{attempt.startedAt && attempt.endedAt ? duration(Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt)) : '–'}</td>
    </tr>
  )
}

function Log({ job }: { job: Job }) {
  const log = useLoad(abort => get('/api/v1/instances/{instanceId}/logs', { path: { instanceId: job.instanceId }, query: { limit: 1000 } }, abort),
    [job.instanceId, job.state], job.state === 'RUNNING' ? EVERY_MS : undefined)
  const lines = log.data?.items ?? []
  return lines.length === 0 ? null : (
    <section><h2>Log</h2><pre class="log" tabIndex={0}>{lines.map(line => `${line.level.padEnd(7)} ${line.message}`).join('\n')}</pre></section>
  )
}

function Settings({ job }: { job: Job }) {
  const facts: readonly [string, ComponentChildren][] = [
    ['Queue', job.queue], ['Priority', job.priority], ['For', job.entityId], ['Budget', job.workload], ['One at a time by the key', job.dedupeKey],
    ['Not before', job.runAt && clock(job.runAt)], ['Kept', job.history],
  ]
  return <dl class="facts">{facts.filter(([, value]) => value !== null).map(([name, value]) => <><dt>{name}</dt><dd>{value}</dd></>)}</dl>
}

function cancelJob(job: Job, done: () => void): Action {
  return {
    title: `Cancel ${job.jobId}`, text: 'It is stopped. What a worker has done of it is undone, if the job says how.', button: 'Cancel it',
    needsReason: true, isDangerous: true, done,
    call: reason => post('/api/v1/jobs/{jobId}/cancel', { path: { jobId: job.jobId } }, { ...(reason ? { reason } : {}) }),
  }
}

function retryJob(job: Job, done: () => void): Action {
  return {
    title: `Try ${job.jobId} again`, text: 'It is done once more, with fresh counters.', button: 'Try again', needsReason: false, done,
    call: reason => post('/api/v1/jobs/{jobId}/retry', { path: { jobId: job.jobId } }, { ...(reason ? { reason } : {}) }),
  }
}
