import { signal } from '@preact/signals'
import { useMemo, useState } from 'preact/hooks'
import { get, post, run as send } from '../api/client'
import { ApiError } from '../api/problem'
import type { Json } from '../api/types'
import { sampleOf } from '../model/sample'
import { formOf } from '../model/schema-form'
import { addresses, go } from '../router'
import { useLoad } from '../store/load'
import { Dialog, parse } from './dialog'
import { Commands, ErrorNote } from './parts'
import { SchemaField } from './schema-form'

export interface Start {
  readonly namespace: string
  readonly workflow: string
  readonly revision: number
}

/** The revision that somebody wants to run; null when nobody does. */
export const starting = signal<Start | null>(null)

export function StartDialog() {
  const start = starting.value
  return start && <StartLoader key={`${start.namespace}/${start.workflow}/${start.revision}`} start={start} />
}

function StartLoader({ start }: { start: Start }) {
  const { namespace, workflow, revision } = start
  const loaded = useLoad(abort => get('/api/v1/workflows/{namespace}/{workflow}/revisions/{revision}', { path: { namespace, workflow, revision } }, abort), [])
  if (loaded.data) return <StartForm start={start} definition={loaded.data.definition as Json} />
  return loaded.error === null ? null : <ErrorNote error={loaded.error} retry={loaded.reload} />
}

/** The input as a form that its schema describes, and as JSON beside it. */
function StartForm({ start, definition }: { start: Start; definition: Json }) {
  const form = useMemo(() => formOf(definition), [definition])
  const [isJson, setJson] = useState(form === null)
  const [value, setValue] = useState<Json | undefined>(() => sampleOf(definition))
  const [text, setText] = useState(() => JSON.stringify(value, null, 2))
  const [runId, setRunId] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const parsed = parse(text)
  const input = isJson ? (parsed.isGood ? parsed.value : undefined) : value
  const close = () => (starting.value = null)
  const call = post('/api/v1/workflows/{namespace}/{workflow}/instances', { path: { namespace: start.namespace, workflow: start.workflow } },
    { revision: start.revision, ...(runId.trim() ? { runId: runId.trim() } : {}), ...(input === undefined ? {} : { input }) })
  const show = (asJson: boolean) => {
    if (asJson) setText(JSON.stringify(value ?? null, null, 2))
    else if (parsed.isGood) setValue(parsed.value)
    if (asJson || parsed.isGood) setJson(asJson)
  }
  const act = async (event: Event) => {
    event.preventDefault()
    if (isBusy || (isJson && !parsed.isGood)) return
    setBusy(true)
    try {
      const { instanceId } = (await send(call)) as { instanceId: string }
      close()
      go(addresses.run(instanceId))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog title={`Run ${start.namespace}/${start.workflow}, revision ${start.revision}`} close={close}>
      <form onSubmit={event => void act(event)}>
        <label>Run id <span class="quiet">yours, such as an order number: starting it twice starts it once; may be left empty</span>
          <input type="text" value={runId} maxLength={512} onInput={event => setRunId(event.currentTarget.value)} /></label>
        {form
          ? (
            <div class="tabs" role="group" aria-label="How the input is given">
              <button type="button" aria-current={isJson ? undefined : 'true'} onClick={() => show(false)}>Form</button>
              <button type="button" aria-current={isJson ? 'true' : undefined} onClick={() => show(true)}>JSON</button>
            </div>
          )
          : <p class="quiet">The definition says nothing of its input, so here is no form.</p>}
        {isJson || !form
          ? (
            <label>Input
              <textarea rows={10} spellcheck={false} value={text} aria-invalid={!parsed.isGood} onInput={event => setText(event.currentTarget.value)} />
              {!parsed.isGood && <span class="tone-bad">{parsed.why}</span>}
            </label>
          )
          : <SchemaField node={form} value={value} change={setValue} faults={faultsOf(error)} />}
        {error !== null && <ErrorNote error={error} />}
        <Commands call={call} />
        <div class="buttons">
          <button type="button" onClick={close}>Leave it</button>
          <button type="submit" class="primary" disabled={isBusy || (isJson && !parsed.isGood)}>Start</button>
        </div>
      </form>
    </Dialog>
  )
}

/** What the server has against fields of the input, by their pointers below the input. */
export function faultsOf(error: unknown): ReadonlyMap<string, string> {
  const faults = error instanceof ApiError ? (error.problem.errors ?? []) : []
  return new Map(faults.map(fault => [fault.pointer.replace(/^\/input(?=\/|$)/, ''), fault.hint ? `${fault.detail} (${fault.hint})` : fault.detail]))
}
