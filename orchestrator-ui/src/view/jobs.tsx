import { useState } from 'preact/hooks'
import { get, post } from '../api/client'
import type { Job, JobState } from '../api/types'
import { addresses, go, search, segments } from '../router'
import { useLoad } from '../store/load'
import { JobPage } from './job'
import { PageButtons } from './pager'
import { Ago, Empty, ErrorNote, Link, StateBadge } from './parts'

const EVERY_MS = 3_000
const PAGE = 50
const STATES: readonly JobState[] = ['PENDING', 'RUNNING', 'FAILED', 'SUCCEEDED', 'CANCELLED']
const NARROWED_BY = ['type', 'entityId', 'state'] as const
type Narrowed = Partial<Record<(typeof NARROWED_BY)[number], string>>

/** Work without a definition: all of it, or one. */
export function JobsPage() {
  const [, jobId] = segments.value
  return jobId ? <JobPage key={jobId} jobId={jobId} /> : <JobList />
}

function JobList() {
  const address = new URLSearchParams(search.value)
  const narrowed: Narrowed = Object.fromEntries(NARROWED_BY.map(name => [name, address.get(name) ?? '']))
  const key = NARROWED_BY.map(name => narrowed[name]).join('\u0000')
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const isLive = cursors.length === 0
  const page = useLoad(abort => get('/api/v1/jobs', { query: { ...narrowed, limit: PAGE, cursor } }, abort), [key, cursor], isLive ? EVERY_MS : undefined)
  const show = (next: Narrowed) => {
    setCursors([])
    const query = new URLSearchParams(Object.entries({ ...narrowed, ...next }).filter(([, value]) => value)).toString()
    go(`jobs${query ? `?${query}` : ''}`)
  }
  return (
    <>
      <h1>Jobs</h1>
      <Filters narrowed={narrowed} show={show} />
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && !page.data.page.next && <NoJobs isNarrowed={NARROWED_BY.some(name => narrowed[name])} />}
      {page.data && page.data.items.length > 0 && <Table jobs={page.data.items} />}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </>
  )
}

function Filters({ narrowed, show }: { narrowed: Narrowed; show: (next: Narrowed) => void }) {
  const [text, setText] = useState('')
  const submit = (event: Event) => {
    event.preventDefault()
    const [, name, value] = /^(type|for):(.+)$/.exec(text.trim()) ?? []
    if (name && value) show(name === 'type' ? { type: value } : { entityId: value })
    else if (text.trim()) go(addresses.job(text.trim()))
    setText('')
  }
  return (
    <div class="filters">
      <form role="search" onSubmit={submit}>
        <input id="search" type="search" value={text} onInput={event => setText(event.currentTarget.value)} aria-label="Find a job, or narrow the list"
          placeholder="job id, or type:media.thumbnail, for:library-1   ( / )" />
      </form>
      <div class="chips">
        {STATES.map(state => (
          <button key={state} type="button" class="chip" aria-pressed={narrowed.state === state} onClick={() => show({ state: narrowed.state === state ? '' : state })}>
            <StateBadge state={state} />
          </button>
        ))}
        {narrowed.type && <button type="button" class="chip" aria-label={`Without type ${narrowed.type}`} onClick={() => show({ type: '' })}>type: {narrowed.type} <span aria-hidden="true">✕</span></button>}
        {narrowed.entityId && <button type="button" class="chip" aria-label={`Without for ${narrowed.entityId}`} onClick={() => show({ entityId: '' })}>for: {narrowed.entityId} <span aria-hidden="true">✕</span></button>}
      </div>
    </div>
  )
}

function Table({ jobs }: { jobs: readonly Job[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Job</th><th scope="col">State</th><th scope="col">Type</th><th scope="col">Why</th><th scope="col">For</th>
          <th scope="col">Attempts</th><th scope="col">Put</th><th scope="col">Ended</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map(job => (
          <tr key={job.instanceId}>
            <td><Link to={addresses.job(job.jobId)}>{job.jobId}</Link></td>
            <td><StateBadge state={job.state} /> {job.state === 'PENDING' && job.runAt && <span class="quiet"><Ago at={job.runAt} /></span>}</td>
            <td><Link to={`jobs?type=${encodeURIComponent(job.type)}`}>{job.type}</Link></td>
            <td>{job.cause && <>{job.cause.code} <span class="quiet">{job.cause.message}</span></>}</td>
            <td>{job.entityId && <Link to={`jobs?entityId=${encodeURIComponent(job.entityId)}`}>{job.entityId}</Link>}</td>
            <td>{job.attempts}</td>
            <td><Ago at={job.createdAt} /></td>
            <td><Ago at={job.endedAt} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NoJobs({ isNarrowed }: { isNarrowed: boolean }) {
  return isNarrowed
    ? <Empty text="No job is like that." />
    : <Empty text="There are no jobs. This puts one:" call={post('/api/v1/jobs', {}, { type: 'mail.send', payload: { to: 'a@example.org' }, jobId: 'mail-1' })} />
}
