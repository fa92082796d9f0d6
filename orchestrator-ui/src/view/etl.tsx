import { useState } from 'preact/hooks'
import { get, post } from '../api/client'
import type { EtlJob, EtlRun, Json } from '../api/types'
import { configOf, lastRuns, placeWords } from '../model/etl'
import { zoned } from '../model/schedule'
import { addresses, segments } from '../router'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { Connections } from './etl-connections'
import { editing, EtlJobDialog } from './etl-form'
import { EtlJobPage } from './etl-job'
import { PageButtons } from './pager'
import { Ago, Empty, ErrorNote, Link, Offer, StateBadge } from './parts'

const EVERY_MS = 3_000

/** Jobs that move rows from one place to another: all of them, or one. */
export function EtlPage() {
  const [, id] = segments.value
  return <>{id ? <EtlJobPage key={id} id={id} /> : <JobList />}<EtlJobDialog /></>
}

function JobList() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/etl/jobs', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  const runs = useLoad(abort => get('/api/v1/etl/job_runs', { query: { limit: 200 } }, abort), [], EVERY_MS)
  const last = lastRuns(runs.data?.items ?? [])
  const reload = () => (page.reload(), runs.reload())
  return (
    <>
      <h1>Extract and load <span class="beside"><Offer act={() => (editing.value = { job: null })}>Make a job…</Offer></span></h1>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <NoJobs />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Job</th><th scope="col">Rows come from</th><th scope="col">and go to</th><th scope="col">Next</th><th scope="col">Last run</th>
              <th scope="col" class="number">Read</th><th scope="col" class="number">Loaded</th><th scope="col" class="number">Rejected</th><th scope="col"><span class="hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>{page.data.items.map(job => <JobRow key={job.id} job={job} last={last.get(job.name) ?? null} reload={reload} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
      <Connections />
    </>
  )
}

function NoJobs() {
  const call = post('/api/v1/etl/jobs', {}, {
    name: 'sales', extractor_type: 'csv', extractor_config: configOf({ path: 'sales.csv' }),
    loader_type: 'duckdb', loader_config: configOf({ path: 'shop.duckdb', table: 'sales' }),
  })
  return <Empty text="No job moves rows yet. ./orchestrator demo etl has three; this makes one:" call={call} />
}

function JobRow({ job, last, reload }: { job: EtlJob; last: EtlRun | null; reload: () => void }) {
  return (
    <tr>
      <td><Link to={addresses.etlJob(job.id)}>{job.name}</Link></td>
      <td>{placeWords(job.extractor_type, job.extractor_config as Json)}</td>
      <td>{placeWords(job.loader_type, job.loader_config as Json)}</td>
      <td>{job.next_run_at ? <span title={zoned(job.next_run_at, job.zone ?? 'UTC')}><Ago at={job.next_run_at} /></span> : <span class="quiet">{job.depends_on.length > 0 ? `after ${job.depends_on.join(', ')}` : 'by hand'}</span>}</td>
      <td>{last ? <><StateBadge state={last.status} /> <span class="quiet"><Ago at={last.completed_at ?? last.created_at} /></span></> : <span class="quiet">none</span>}</td>
      <td class="number"><Rows count={last?.rows_read ?? null} /></td>
      <td class="number"><Rows count={last?.rows_loaded ?? null} /></td>
      <td class="number"><Rejected count={last?.rows_rejected ?? null} /></td>
      <td class="row-buttons"><Offer act={() => (openAction.value = runJob(job, reload))} label={`Run ${job.name}`}>Run…</Offer></td>
    </tr>
  )
}

/** Nothing before it is known. */
export function Rows({ count }: { count: number | null }) {
  return count === null ? <span class="quiet">–</span> : <>{count.toLocaleString()}</>
}

export function Rejected({ count }: { count: number | null }) {
  return count ? <strong class="tone-person">! {count.toLocaleString()}</strong> : <Rows count={count} />
}

export function runJob(job: EtlJob, done: () => void): Action {
  return {
    title: `Run ${job.name}`, text: 'Now, beside its own times. Twice under one id is once.', button: 'Run it', needsReason: false, hasNoReason: true, done,
    fields: [{ name: 'run_id', label: 'Run id', kind: 'text', hint: 'yours, such as today-1' }],
    call: (_reason, _json, { run_id = '' }) => post('/api/v1/etl/jobs/{id}/run', { path: { id: job.id, name: job.name } }, run_id.trim() ? { run_id: run_id.trim() } : {}),
  }
}
