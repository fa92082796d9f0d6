import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { post, run as send } from '../api/client'
import type { SignalTaken } from '../api/types'
import { addresses } from '../router'
import { Dialog, FieldInput, parse } from './dialog'
import { Commands, ErrorNote, Link } from './parts'

/** What is known before somebody writes; null when nobody wants to send anything. */
export const sendingByKey = signal<{ readonly namespace: string; readonly name: string } | null>(null)

export function KeyedSignalDialog() {
  const first = sendingByKey.value
  return first && <KeyedSignalForm key={`${first.namespace}/${first.name}`} first={first} />
}

/** Of this page and this moment: whoever sends it again, because no answer came, sends it once. */
function newSignalId(): string {
  return `page-${Date.now().toString(36)}${Math.floor(Math.random() * 1e9).toString(36)}`
}

/** A message to all open runs of a key; then, which of them have it. */
function KeyedSignalForm({ first }: { first: { readonly namespace: string; readonly name: string } }) {
  const [namespace, setNamespace] = useState(first.namespace)
  const [name, setName] = useState(first.name)
  const [key, setKey] = useState('')
  const [signalId, setSignalId] = useState(newSignalId)
  const [text, setText] = useState('{}')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [taken, setTaken] = useState<readonly string[] | null>(null)
  const close = () => (sendingByKey.value = null)
  const parsed = parse(text)
  const isReady = !isBusy && parsed.isGood && [namespace, name, key].every(one => one.trim() !== '')
  const call = post('/api/v1/signals', {}, {
    namespace: namespace.trim(), name: name.trim(), key: key.trim(), ...(signalId.trim() ? { signalId: signalId.trim() } : {}),
    ...(parsed.isGood && parsed.value !== undefined ? { payload: parsed.value } : {}),
  })
  const act = async (event: Event) => {
    event.preventDefault()
    if (!isReady) return
    setBusy(true)
    setError(null)
    try {
      setTaken(((await send(call)) as unknown as SignalTaken).instanceIds)
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  return (
    <Dialog title="Send a signal by its key" close={close}>
      {taken ? <Taken instanceIds={taken} close={close} /> : (
        <form onSubmit={event => void act(event)}>
          <p>All open runs of the namespace that have this key take it, as if the outside world had sent it to each of them.</p>
          <FieldInput field={{ name: 'namespace', label: 'Namespace', kind: 'text', isNeeded: true }} value={namespace} change={setNamespace} />
          <FieldInput field={{ name: 'name', label: 'Name of the signal', kind: 'text', isNeeded: true }} value={name} change={setName} />
          <FieldInput field={{ name: 'key', label: 'Key', kind: 'text', isNeeded: true, hint: 'such as the order number that the definition knows its runs by' }} value={key} change={setKey} />
          <FieldInput field={{ name: 'signalId', label: 'Signal id', kind: 'text', hint: 'of two with the same one a run takes one' }} value={signalId} change={setSignalId} />
          <label>Payload (may be left empty)
            <textarea rows={6} spellcheck={false} value={text} onInput={event => setText(event.currentTarget.value)} aria-invalid={!parsed.isGood} />
          </label>
          {!parsed.isGood && <p class="hint tone-bad">{parsed.why}</p>}
          {error !== null && <ErrorNote error={error} />}
          {parsed.isGood && <Commands call={call} />}
          <div class="buttons">
            <button type="button" onClick={close}>Leave it</button>
            <button type="submit" class="primary" disabled={!isReady}>Send</button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

function Taken({ instanceIds, close }: { instanceIds: readonly string[]; close: () => void }) {
  return (
    <>
      <p role="status">{instanceIds.length === 1 ? 'One run has it:' : `${instanceIds.length} runs have it:`}</p>
      <ul class="list">{instanceIds.map(id => <li key={id}><Link to={addresses.run(id)}>{id}</Link></li>)}</ul>
      <div class="buttons"><button type="button" class="primary" onClick={close}>Close</button></div>
    </>
  )
}
