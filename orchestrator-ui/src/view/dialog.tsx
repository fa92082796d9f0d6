import { signal } from '@preact/signals'
import { type ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Call } from '../api/call'
import { run } from '../api/client'
import type { Json } from '../api/types'
import { Commands, ErrorNote } from './parts'

/** Something that a person can do, asked for in a dialog: says what it does, takes a reason, shows the same as a command. */
export interface Action {
  readonly title: string
  readonly text: string
  readonly button: string
  /** Name of a JSON field of the body that can be edited, and what stands in it at first; empty text leaves it out. */
  readonly json?: { readonly name: string; readonly label: string; readonly initial: string; readonly isNeeded: boolean }
  /** What it would come to, shown while one writes. */
  readonly preview?: (json: Json | undefined) => ComponentChildren
  /** What else can be said, in a line each. */
  readonly fields?: readonly Field[]
  readonly needsReason: boolean
  /** Of what the API takes no reason for. */
  readonly hasNoReason?: boolean
  readonly isDangerous?: boolean
  /** @param values by the names of the fields, as they stand there */
  readonly call: (reason: string | undefined, json: Json | undefined, values: Values) => Call
  /** @param answer what the server has said; null when it had nothing to say */
  readonly done: (answer: Json) => void
}

export type Values = Readonly<Record<string, string>>

export interface Field {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'number' | 'time' | 'choice'
  readonly initial?: string
  readonly isNeeded?: boolean
  readonly choices?: readonly string[]
  readonly hint?: string
}

export const openAction = signal<Action | null>(null)

export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    element.current?.showModal()
  }, [])
  return (
    <dialog ref={element} onClose={close} aria-labelledby="dialog-title">
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  )
}

export function ActionDialog() {
  const action = openAction.value
  return action && <ActionForm key={action.title} action={action} />
}

function ActionForm({ action }: { action: Action }) {
  const [reason, setReason] = useState('')
  const [text, setText] = useState(action.json?.initial ?? '')
  const [values, setValues] = useState<Values>(() => Object.fromEntries((action.fields ?? []).map(field => [field.name, field.initial ?? ''])))
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const close = () => (openAction.value = null)
  const json = parse(text)
  const isReady = !isBusy && json.isGood && (!action.needsReason || reason.trim() !== '') && (!action.json?.isNeeded || text.trim() !== '')
    && (action.fields ?? []).every(field => !field.isNeeded || values[field.name]!.trim() !== '')
  const call = json.isGood ? action.call(reason.trim() || undefined, json.value, values) : null
  const act = async (event: Event) => {
    event.preventDefault()
    if (!call || !isReady) return
    setBusy(true)
    try {
      const answer = await run(call)
      close()
      action.done(answer)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog title={action.title} close={close}>
      <form onSubmit={event => void act(event)}>
        <p>{action.text}</p>
        {action.fields?.map(field => (
          <FieldInput key={field.name} field={field} value={values[field.name]!} change={value => setValues({ ...values, [field.name]: value })} />
        ))}
        {action.json && (
          <label>{action.json.label}{action.json.isNeeded ? '' : ' (may be left empty)'}
            <textarea rows={8} spellcheck={false} value={text} onInput={event => setText(event.currentTarget.value)}
              aria-invalid={!json.isGood} />
          </label>
        )}
        {json.isGood ? action.preview?.(json.value) : <p class="hint tone-bad">{json.why}</p>}
        {!action.hasNoReason && (
          <label>Reason{action.needsReason ? '' : ' (optional)'}
            <input value={reason} maxLength={2000} onInput={event => setReason(event.currentTarget.value)} required={action.needsReason} />
          </label>
        )}
        {error !== null && <ErrorNote error={error} />}
        {call && <Commands call={call} />}
        <div class="buttons">
          <button type="button" onClick={close}>Leave it</button>
          <button type="submit" class={action.isDangerous ? 'danger' : 'primary'} disabled={!isReady}>{action.button}</button>
        </div>
      </form>
    </Dialog>
  )
}

interface FieldProps {
  readonly field: Field
  readonly value: string
  readonly change: (value: string) => void
}

export function FieldInput({ field, value, change }: FieldProps) {
  const label = field.isNeeded ? field.label : `${field.label} (may be left empty)`
  if (field.kind === 'choice') {
    return (
      <label>{field.label}
        <select value={value} onChange={event => change(event.currentTarget.value)}>
          {field.choices?.map(choice => <option key={choice} value={choice}>{choice === '' ? 'as it is' : choice}</option>)}
        </select>
      </label>
    )
  }
  const common = { value, required: field.isNeeded === true, onInput: (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value) }
  return (
    <label>{label}{field.hint && <span class="quiet">, {field.hint}</span>}
      {field.kind === 'time' ? <input type="datetime-local" step={1} {...common} /> : field.kind === 'number' ? <input type="number" step="any" {...common} /> : <input type="text" {...common} />}
    </label>
  )
}

type Parsed = { isGood: true; value: Json | undefined } | { isGood: false; why: string }

export function parse(text: string): Parsed {
  if (text.trim() === '') return { isGood: true, value: undefined }
  try {
    return { isGood: true, value: JSON.parse(text) as Json }
  } catch (failure) {
    return { isGood: false, why: `Not JSON: ${failure instanceof Error ? failure.message : String(failure)}` }
  }
}
