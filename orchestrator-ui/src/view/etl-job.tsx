import { useState } from 'preact/hooks'
import { get, look, post, remove } from '../api/client'
import { ApiError } from '../api/problem'
import type { EtlDryRun, EtlJob, EtlRun, EtlTask, Json } from '../api/types'
import { loadWords, placeWords, transformText } from '../model/etl'
import { zoned } from '../model/schedule'
import { duration } from '../model/time'
import { addresses, go } from '../router'
import { useLoad } from '../store/load'
import { now } from '../store/now'
import { type Action, openAction } from './dialog'
import { Rejected, Rows, runJob } from './etl'
import { DryRun } from './etl-dry-run'
import { editing } from './etl-form'
import { PageButtons } from './pager'
import { Ago, AsCommand, ErrorNote, JsonText, Link, Offer, StateBadge } from './parts'

const EVERY_MS = 2_000

/** One job: from where to where, when next, and what has become of its runs. */
export function EtlJobPage({ id }: { id: string }) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const job = useLoad(abort => get('/api/v1/etl/jobs/{id}', { path: { id } }, abort), [id], EVERY_MS)
  const name = job.data?.name
  const runs = useLoad(abort => (name ? get('/api/v1/etl/job_runs', { query: { job: name, limit: 50, cursor } }, abort) : Promise.resolve(null)),
    [name, cursor], cursors.length === 0 ? EVERY_MS : undefined)
  const isGone = job.error instanceof ApiError && job.error.status === 404
  return (
    <>
      <p class="crumbs"><Link to="etl">Extract and load</Link></p>
      {!job.data && <h1>{isGone ? 'There is no such job' : 'Job'}</h1>}
      {job.error !== null && <ErrorNote error={job.error} {...(isGone ? {} : { retry: job.reload })} />}
      {job.data && <Header job={job.data} last={cursors.length === 0 ? (runs.data?.items[0] ?? null) : null} reload={() => (job.reload(), runs.reload())} />}
      {job.data && (
        <section>
          <h2>Runs</h2>
          {runs.error !== null && <ErrorNote error={runs.error} retry={runs.reload} />}
          {runs.data?.items.length === 0 && <p class="quiet">It has never run.</p>}
          {runs.data && runs.data.items.length > 0 && <RunTable runs={runs.data.items} />}
          <PageButtons cursors={cursors} next={runs.data?.page.next ?? null} show={setCursors} />
        </section>
      )}
      {job.data && <Configuration job={job.data} />}
    </>
  )
}

const TONES: Readonly<Record<EtlRun['status'], string>> = { PENDING: 'idle', RUNNING: 'busy', RETRYING: 'undo', COMPLETED: 'good', FAILED: 'bad' }

function Header({ job, last, reload }: { job: EtlJob; last: EtlRun | null; reload: () => void }) {
  const [dryRun, setDryRun] = useState<EtlDryRun | null>(null)
  return (
    <header class={`headline tone-${last ? TONES[last.status] : 'idle'}`}>
      <div>
        <h1>{job.name} {last && <StateBadge state={last.status} />}</h1>
        <p class="sentence">Moves rows from <strong>{placeWords(job.extractor_type, job.extractor_config as Json)}</strong> to <strong>{placeWords(job.loader_type, job.loader_config as Json)}</strong>.</p>
        <ul class="next">
          {loadWords(job) && <li>{loadWords(job)}</li>}
          {job.schedule && <li>At <code>{job.schedule}</code> by the clocks of {job.zone ?? 'UTC'}{job.next_run_at && <>, next {zoned(job.next_run_at, job.zone ?? 'UTC')} (<Ago at={job.next_run_at} />)</>};
            {' '}<Link to={addresses.schedule('etl', job.name)}>its calendar</Link></li>}
          {job.depends_on.length > 0 && <li>After {job.depends_on.join(' and ')} {job.depends_on.length === 1 ? 'has' : 'have all'} succeeded</li>}
          {!job.schedule && job.depends_on.length === 0 && <li>Only when somebody runs it</li>}
        </ul>
        {last?.status === 'FAILED' && <p class="tone-bad">✕ The last run failed with {last.error_code}: {last.error_message}</p>}
        {dryRun && <DryRun dryRun={dryRun} />}
        <p class="quiet">Changed <Ago at={job.updated_at} /> · <Link to={addresses.workflow('etl', job.name)}>as a workflow</Link></p>
      </div>
      <div class="buttons column">
        <Offer tone="primary" act={() => (openAction.value = runJob(job, reload))}>Run…</Offer>
        <Offer act={() => (openAction.value = tryJob(job, setDryRun))}>Dry run…</Offer>
        <Offer act={() => (editing.value = { job })}>Change…</Offer>
        <Offer act={() => (openAction.value = dropJob(job))}>Delete…</Offer>
        <AsCommand call={look('/api/v1/etl/jobs/{id}', { path: { id: job.id, name: job.name } })} />
      </div>
    </header>
  )
}

function RunTable({ runs }: { runs: readonly EtlRun[] }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Run</th><th scope="col">State</th><th scope="col" class="number">Read</th><th scope="col" class="number">Loaded</th><th scope="col" class="number">Rejected</th>
          <th scope="col">Begun</th><th scope="col">Took</th><th scope="col">Why</th><th scope="col"><span class="hidden">Both halves</span></th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <>
            <RunRow key={run.id} run={run} isOpen={open === run.id} toggle={() => setOpen(open === run.id ? null : run.id)} />
            {open === run.id && <tr key={`${run.id} halves`}><td colSpan={9}><Halves run={run} /></td></tr>}
          </>
        ))}
      </tbody>
    </table>
  )
}

function RunRow({ run, isOpen, toggle }: { run: EtlRun; isOpen: boolean; toggle: () => void }) {
  const took = run.started_at ? (run.completed_at ? Date.parse(run.completed_at) : now.value) - Date.parse(run.started_at) : null
  return (
    <tr>
      <td><Link to={addresses.run(run.id)}>{run.run_id}</Link></td>
      <td><StateBadge state={run.status} /></td>
      <td class="number"><Rows count={run.rows_read} /></td><td class="number"><Rows count={run.rows_loaded} /></td><td class="number"><Rejected count={run.rows_rejected} /></td>
      <td><Ago at={run.started_at} /></td>
      <td>{took === null ? '–' : duration(took)}</td>
      <td>{run.error_code && <><strong>{run.error_code}</strong> {run.error_message}</>}</td>
      <td><button type="button" class="link" aria-expanded={isOpen} aria-label={`${isOpen ? 'less' : 'more'} of ${run.run_id}`} onClick={toggle}>{isOpen ? 'less' : 'more'}</button></td>
    </tr>
  )
}

/** Extraction and load, each with its attempts; and where to find what was set aside. */
function Halves({ run }: { run: EtlRun }) {
  const tasks = useLoad(abort => get('/api/v1/etl/job_runs/{id}/tasks', { path: { id: run.id } }, abort), [run.id, run.status], run.completed_at ? undefined : EVERY_MS)
  if (tasks.error !== null) return <ErrorNote error={tasks.error} retry={tasks.reload} />
  return (
    <>
      <ul class="list">
        {tasks.data?.items.map((task: EtlTask) => (
          <li key={task.id}>
            <strong>{task.task_type === 'EXTRACT' ? 'Extract' : 'Load'}</strong> <StateBadge state={task.status} /> attempt {task.attempt_count} of {task.max_attempts}
            {task.started_at && task.completed_at && `, took ${duration(Date.parse(task.completed_at) - Date.parse(task.started_at))}`}
            {task.error_message && <span class="tone-bad"> ✕ {task.error_message}</span>}
          </li>
        ))}
      </ul>
      {run.rows_rejected ? <p>Rows that did not fit are in <code>rejects/</code> below the worker's <code>orchestrator.etl.data</code>, with line, column and reason; the run's output names the file.</p> : null}
      <p><Link to={addresses.run(run.id)}>The run as a graph</Link> · <Link to={addresses.run(run.id, 'payload')}>its output</Link></p>
    </>
  )
}

function Configuration({ job }: { job: EtlJob }) {
  return (
    <section>
      <h2>What it is told</h2>
      <div class="pair">
        <div><h3>From {job.extractor_type}</h3><JsonText value={job.extractor_config} label="What the extractor is told" /></div>
        <div><h3>To {job.loader_type}</h3><JsonText value={job.loader_config} label="What the loader is told" /></div>
      </div>
      {job.transform !== null && <><h3>By way of</h3><pre class="source" tabIndex={0}>{transformText(job.transform as Json)}</pre></>}
    </section>
  )
}

function tryJob(job: EtlJob, show: (dryRun: EtlDryRun) => void): Action {
  return {
    title: `Find out what a run of ${job.name} would do`, text: 'An ETL worker looks at the first rows of the source, and at the target. Nothing is written.', button: 'Find out', needsReason: false, hasNoReason: true,
    fields: [{ name: 'look_at', label: 'Rows to look at', kind: 'number', initial: '10000' }],
    call: (_reason, _json, { look_at = '' }) => post('/api/v1/etl/jobs/{id}/dry_run', { path: { id: job.id, name: job.name } }, look_at.trim() ? { look_at: Number(look_at) } : {}),
    done: answer => show(answer as unknown as EtlDryRun),
  }
}

function dropJob(job: EtlJob): Action {
  return {
    title: `Delete ${job.name}`, text: 'Nothing starts it any more. Its runs stay, and those under way go on.', button: 'Delete it', needsReason: false, hasNoReason: true, isDangerous: true,
    call: () => remove('/api/v1/etl/jobs/{id}', { path: { id: job.id, name: job.name } }),
    done: () => go('etl'),
  }
}
