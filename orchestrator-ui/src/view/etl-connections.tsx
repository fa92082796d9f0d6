import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { get, post, put, remove, run as send } from '../api/client'
import type { EtlConnection, EtlConnectionTest, EtlPlugin, Json } from '../api/types'
import { placeWords } from '../model/etl'
import { formOfSchema, objectOf } from '../model/schema-form'
import { useLoad } from '../store/load'
import { type Action, Dialog, openAction } from './dialog'
import { faultsByPointer, Line } from './etl-form'
import { Ago, Commands, ErrorNote, Offer } from './parts'
import { SchemaField } from './schema-form'

const ONE = '/api/v1/etl/connections/{name}' as const
const EVERY_MS = 5_000

/** The connection that somebody changes, or none of them when a new one is made; null when nobody does. */
const editing = signal<{ readonly connection: EtlConnection | null; readonly done: () => void } | null>(null)

/** Where places are and who comes there, under names that jobs say. */
export function Connections() {
  const page = useLoad(abort => get('/api/v1/etl/connections', { query: { limit: 200 } }, abort), [], EVERY_MS)
  const [said, say] = useState<{ readonly name: string; readonly test: EtlConnectionTest } | null>(null)
  return (
    <section>
      <h2>Connections <span class="beside"><Offer act={() => (editing.value = { connection: null, done: page.reload })}>Make a connection…</Offer></span></h2>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <p class="quiet">None. With one, jobs say its name instead of an address, a user and a secret, and it can be tried.</p>}
      {said && <p role="status"><strong>{said.name}</strong>: <Tested test={said.test} /></p>}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Connection</th><th scope="col">To</th><th scope="col">Changed</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
          <tbody>
            {page.data.items.map(one => (
              <tr key={one.name}>
                <td>{one.name}</td>
                <td>{placeWords(one.type, one.config as Json)}</td>
                <td><Ago at={one.updated_at} /></td>
                <td class="row-buttons">
                  <Offer act={() => (openAction.value = tryConnection(one, test => say({ name: one.name, test })))} label={`Try ${one.name}`}>Try…</Offer>
                  <Offer act={() => (editing.value = { connection: one, done: page.reload })} label={`Change ${one.name}`}>Change…</Offer>
                  <Offer act={() => (openAction.value = dropConnection(one, page.reload))} label={`Delete ${one.name}`}>Delete…</Offer>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ConnectionDialog />
    </section>
  )
}

/** What came of a try. */
function Tested({ test }: { test: EtlConnectionTest }) {
  return test.ok
    ? <span class="tone-good">✓ {test.found ?? 'it answers'}</span>
    : <span class="tone-bad">✕ {test.error_code}: {test.error_message}</span>
}

function tryConnection(connection: EtlConnection, say: (test: EtlConnectionTest) => void): Action {
  return {
    title: `Try ${connection.name}`, text: 'An ETL worker connects, and says what answers.', button: 'Try it', needsReason: false, hasNoReason: true,
    call: () => post(`${ONE}/test`, { path: { name: connection.name } }, {}),
    done: answer => say(answer as unknown as EtlConnectionTest),
  }
}

function dropConnection(connection: EtlConnection, done: () => void): Action {
  return {
    title: `Delete the connection ${connection.name}`, text: 'Refused while jobs name it.', button: 'Delete it', needsReason: false, hasNoReason: true, isDangerous: true, done,
    call: () => remove(ONE, { path: { name: connection.name } }),
  }
}

function ConnectionDialog() {
  const wish = editing.value
  const plugins = useLoad(abort => (wish ? get('/api/v1/etl/plugins', {}, abort) : Promise.resolve(null)), [wish !== null])
  return wish && plugins.data ? <ConnectionForm key={wish.connection?.name ?? ''} connection={wish.connection} done={wish.done} plugins={plugins.data.items.filter(one => one.connection !== null)} /> : null
}

interface FormProps {
  readonly connection: EtlConnection | null
  readonly plugins: readonly EtlPlugin[]
  readonly done: () => void
}

function ConnectionForm({ connection, plugins, done }: FormProps) {
  const [name, setName] = useState(connection?.name ?? '')
  const [type, setType] = useState(connection?.type ?? plugins[0]?.type ?? '')
  const [config, setConfig] = useState<Json | undefined>((connection?.config as Json) ?? {})
  const [test, setTest] = useState<EtlConnectionTest | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const close = () => (editing.value = null)
  const form = formOfSchema(objectOf(plugins.find(one => one.type === type)?.connection as Json))
  const path = { name: name.trim() || 'name' }
  const body = { type, config: objectOf(config) as Record<string, never> }
  const call = put(ONE, { path }, body)
  const attempt = async (work: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    setError(null)
    setTest(null)
    await work().catch(setError)
    setBusy(false)
  }
  const tryIt = () => attempt(async () => setTest((await send(post(`${ONE}/test`, { path }, body))) as unknown as EtlConnectionTest))
  const act = (event: Event) => {
    event.preventDefault()
    void attempt(async () => {
      await send(call)
      close()
      done()
    })
  }
  return (
    <Dialog title={connection ? `Change the connection ${connection.name}` : 'Make a connection'} close={close}>
      <form onSubmit={act}>
        {!connection && <Line label="Name" value={name} isNeeded fault={undefined} change={setName} />}
        <label>Kind of place
          <select value={type} onChange={event => (setType(event.currentTarget.value), setConfig({}))}>{plugins.map(one => <option key={one.type} value={one.type}>{one.type}</option>)}</select>
        </label>
        {form && <SchemaField key={type} node={form} value={config} change={setConfig} faults={faultsByPointer(error)} at="/config" />}
        {test && <p role="status"><Tested test={test} /></p>}
        {error !== null && <ErrorNote error={error} />}
        <Commands call={call} />
        <div class="buttons">
          <button type="button" onClick={close}>Leave it</button>
          <button type="button" disabled={isBusy} onClick={() => void tryIt()}>Try it</button>
          <button type="submit" class="primary" disabled={isBusy || name.trim() === ''}>{connection ? 'Change' : 'Make it'}</button>
        </div>
      </form>
    </Dialog>
  )
}
