import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { get, post, put, run as send } from '../api/client'
import { ApiError } from '../api/problem'
import type { EtlConnection, EtlDryRun, EtlJob, EtlPlugin, Json } from '../api/types'
import { draftOf, EMPTY_DRAFT, type JobDraft, schemaOf, type Side, specOf } from '../model/etl'
import { formOfSchema } from '../model/schema-form'
import { addresses, go } from '../router'
import { useLoad } from '../store/load'
import { Dialog } from './dialog'
import { DryRun } from './etl-dry-run'
import { Commands, ErrorNote } from './parts'
import { TimesPreview } from './schedule-preview'
import { SchemaField } from './schema-form'

/** The job that somebody changes, or none of them when a new one is made; null when nobody does. */
export const editing = signal<{ readonly job: EtlJob | null } | null>(null)

export function EtlJobDialog() {
  const wish = editing.value
  return wish && <Loader key={wish.job?.id ?? ''} job={wish.job} />
}

function Loader({ job }: { job: EtlJob | null }) {
  const known = useLoad(abort => Promise.all([get('/api/v1/etl/plugins', {}, abort), get('/api/v1/etl/connections', { query: { limit: 200 } }, abort)]), [])
  if (known.data) return <JobForm job={job} plugins={known.data[0].items} connections={known.data[1].items} />
  return known.error === null ? null : <ErrorNote error={known.error} retry={known.reload} />
}

/** A job in fields: those of either side are what its plugin says. */
function JobForm({ job, plugins, connections }: { job: EtlJob | null; plugins: readonly EtlPlugin[]; connections: readonly EtlConnection[] }) {
  const [draft, setDraft] = useState<JobDraft>(job ? draftOf(job) : EMPTY_DRAFT)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [dryRun, setDryRun] = useState<EtlDryRun | null>(null)
  const close = () => (editing.value = null)
  const change = (some: Partial<JobDraft>) => (setDraft({ ...draft, ...some }), setDryRun(null))
  const body = specOf(draft)
  const call = job ? put('/api/v1/etl/jobs/{id}', { path: { id: job.id } }, body) : post('/api/v1/etl/jobs', {}, body)
  const faults = faultsByPointer(error)
  const attempt = async (work: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    setError(null)
    await work().catch(setError)
    setBusy(false)
  }
  const look = () => attempt(async () => setDryRun((await send(post('/api/v1/etl/dry_run', {}, { job: body }))) as unknown as EtlDryRun))
  const act = (event: Event) => {
    event.preventDefault()
    void attempt(async () => {
      const { id } = (await send(call)) as unknown as EtlJob
      close()
      go(addresses.etlJob(id))
    })
  }
  return (
    <Dialog title={job ? `Change ${job.name}` : 'Make a job that moves rows'} close={close}>
      <form onSubmit={act}>
        {!job && <Line label="Name" value={draft.name} isNeeded fault={faults.get('/name')} change={name => change({ name })} />}
        <SideFields side="extractor" title="Rows come from" draft={draft} change={change} plugins={plugins} connections={connections} faults={faults} />
        <SideFields side="loader" title="and go to" draft={draft} change={change} plugins={plugins} connections={connections} faults={faults} />
        <label>Changed on their way <span class="quiet">a SELECT over <code>rows</code>, or JSON with expressions for each <code>row</code>; may be left empty</span>
          <textarea rows={2} spellcheck={false} value={draft.transform} onInput={event => change({ transform: event.currentTarget.value })} />
          {[...faults].filter(([place]) => place.startsWith('/transform')).map(([place, fault]) => <span key={place} class="tone-bad" role="alert">✕ {place === '/transform' ? '' : `${place.slice('/transform'.length)}: `}{fault}</span>)}
        </label>
        <Line label="When" hint="a cron expression such as 0 2 * * *; only by hand when it is empty" value={draft.schedule} fault={faults.get('/schedule')} change={schedule => change({ schedule })} />
        {draft.schedule.trim() && <Line label="By the clocks of" hint="such as Europe/Berlin; UTC when it is empty" value={draft.zone} fault={faults.get('/zone')} change={zone => change({ zone })} />}
        {draft.schedule.trim() && <TimesPreview body={{ cron: [draft.schedule.trim()], ...(draft.zone.trim() ? { zone: draft.zone.trim() } : {}) }} />}
        <Line label="After these jobs have succeeded" hint="names, with commas; may be left empty" value={draft.dependsOn} fault={faults.get('/depends_on') ?? faults.get('/depends_on/0')} change={dependsOn => change({ dependsOn })} />
        {dryRun && <DryRun dryRun={dryRun} />}
        {error !== null && <ErrorNote error={error} />}
        <Commands call={call} />
        <div class="buttons">
          <button type="button" onClick={close}>Leave it</button>
          <button type="button" disabled={isBusy || draft.name.trim() === ''} onClick={() => void look()}>See what it would do</button>
          <button type="submit" class="primary" disabled={isBusy || draft.name.trim() === ''}>{job ? 'Change' : 'Make it'}</button>
        </div>
      </form>
    </Dialog>
  )
}

interface SideProps {
  readonly side: Side
  readonly title: string
  readonly draft: JobDraft
  readonly change: (some: Partial<JobDraft>) => void
  readonly plugins: readonly EtlPlugin[]
  readonly connections: readonly EtlConnection[]
  readonly faults: ReadonlyMap<string, string>
}

function SideFields({ side, title, draft, change, plugins, connections, faults }: SideProps) {
  const type = side === 'extractor' ? draft.extractorType : draft.loaderType
  const config = side === 'extractor' ? draft.extractorConfig : draft.loaderConfig
  const schema = schemaOf(plugins.find(one => one.type === type), side, connections.filter(one => one.type === type).map(one => one.name))
  const form = schema && formOfSchema(schema)
  const setConfig = (value: Json | undefined) => change(side === 'extractor' ? { extractorConfig: value } : { loaderConfig: value })
  const setType = (to: string) => change(side === 'extractor' ? { extractorType: to, extractorConfig: {} } : { loaderType: to, loaderConfig: {} })
  return (
    <fieldset>
      <legend>{title}</legend>
      <label>Kind of place
        <select value={type} onChange={event => setType(event.currentTarget.value)}>
          {plugins.filter(one => one[side] !== null).map(one => <option key={one.type} value={one.type}>{one.type}</option>)}
        </select>
      </label>
      {form && <SchemaField key={type} node={form} value={config} change={setConfig} faults={faults} at={`/${side}_config`} />}
    </fieldset>
  )
}

interface LineProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly isNeeded?: boolean
  readonly fault: string | undefined
  readonly change: (value: string) => void
}

export function Line({ label, hint, value, isNeeded = false, fault, change }: LineProps) {
  return (
    <label>{label} {hint && <span class="quiet">{hint}</span>}
      <input type="text" value={value} required={isNeeded} onInput={event => change(event.currentTarget.value)} />
      {fault && <span class="tone-bad" role="alert">✕ {fault}</span>}
    </label>
  )
}

/** What the server has against it, by its pointers. */
export function faultsByPointer(error: unknown): ReadonlyMap<string, string> {
  const faults = error instanceof ApiError ? (error.problem.errors ?? []) : []
  return new Map(faults.map(fault => [fault.pointer, fault.hint ? `${fault.detail} (${fault.hint})` : fault.detail]))
}
