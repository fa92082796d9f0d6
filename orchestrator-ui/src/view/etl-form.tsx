import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { get, post, put, run as send } from '../api/client'
import { ApiError } from '../api/problem'
import type { EtlJob, EtlPlugin, Json } from '../api/types'
import { draftOf, EMPTY_DRAFT, type JobDraft, schemaOf, type Side, specOf } from '../model/etl'
import { formOfSchema } from '../model/schema-form'
import { addresses, go } from '../router'
import { useLoad } from '../store/load'
import { Dialog } from './dialog'
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
  const plugins = useLoad(abort => get('/api/v1/etl/plugins', {}, abort), [])
  if (plugins.data) return <JobForm job={job} plugins={plugins.data.items} />
  return plugins.error === null ? null : <ErrorNote error={plugins.error} retry={plugins.reload} />
}

/** A job in fields: those of either side are what its plugin says. */
function JobForm({ job, plugins }: { job: EtlJob | null; plugins: readonly EtlPlugin[] }) {
  const [draft, setDraft] = useState<JobDraft>(job ? draftOf(job) : EMPTY_DRAFT)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const close = () => (editing.value = null)
  const change = (some: Partial<JobDraft>) => setDraft({ ...draft, ...some })
  const body = specOf(draft)
  const call = job ? put('/api/v1/etl/jobs/{id}', { path: { id: job.id } }, body) : post('/api/v1/etl/jobs', {}, body)
  const faults = faultsOf(error)
  const act = async (event: Event) => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    try {
      const { id } = (await send(call)) as unknown as EtlJob
      close()
      go(addresses.etlJob(id))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog title={job ? `Change ${job.name}` : 'Make a job that moves rows'} close={close}>
      <form onSubmit={event => void act(event)}>
        {!job && <Line label="Name" value={draft.name} isNeeded fault={faults.get('/name')} change={name => change({ name })} />}
        <SideFields side="extractor" title="Rows come from" draft={draft} change={change} plugins={plugins} faults={faults} />
        <SideFields side="loader" title="and go to" draft={draft} change={change} plugins={plugins} faults={faults} />
        <label>Changed on their way <span class="quiet">a SELECT over <code>rows</code>; may be left empty</span>
          <textarea rows={2} spellcheck={false} value={draft.transform} onInput={event => change({ transform: event.currentTarget.value })} />
          {faults.get('/transform') && <span class="tone-bad" role="alert">✕ {faults.get('/transform')}</span>}
        </label>
        <Line label="When" hint="a cron expression such as 0 2 * * *; only by hand when it is empty" value={draft.schedule} fault={faults.get('/schedule')} change={schedule => change({ schedule })} />
        {draft.schedule.trim() && <Line label="By the clocks of" hint="such as Europe/Berlin; UTC when it is empty" value={draft.zone} fault={faults.get('/zone')} change={zone => change({ zone })} />}
        {draft.schedule.trim() && <TimesPreview body={{ cron: [draft.schedule.trim()], ...(draft.zone.trim() ? { zone: draft.zone.trim() } : {}) }} />}
        <Line label="After these jobs have succeeded" hint="names, with commas; may be left empty" value={draft.dependsOn} fault={faults.get('/depends_on') ?? faults.get('/depends_on/0')} change={dependsOn => change({ dependsOn })} />
        {error !== null && <ErrorNote error={error} />}
        <Commands call={call} />
        <div class="buttons">
          <button type="button" onClick={close}>Leave it</button>
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
  readonly faults: ReadonlyMap<string, string>
}

function SideFields({ side, title, draft, change, plugins, faults }: SideProps) {
  const type = side === 'extractor' ? draft.extractorType : draft.loaderType
  const config = side === 'extractor' ? draft.extractorConfig : draft.loaderConfig
  const schema = schemaOf(plugins.find(one => one.type === type), side)
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

function Line({ label, hint, value, isNeeded = false, fault, change }: LineProps) {
  return (
    <label>{label} {hint && <span class="quiet">{hint}</span>}
      <input type="text" value={value} required={isNeeded} onInput={event => change(event.currentTarget.value)} />
      {fault && <span class="tone-bad" role="alert">✕ {fault}</span>}
    </label>
  )
}

/** What the server has against it, by its pointers. */
function faultsOf(error: unknown): ReadonlyMap<string, string> {
  const faults = error instanceof ApiError ? (error.problem.errors ?? []) : []
  return new Map(faults.map(fault => [fault.pointer, fault.hint ? `${fault.detail} (${fault.hint})` : fault.detail]))
}
