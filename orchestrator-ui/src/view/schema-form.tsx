import { useState } from 'preact/hooks'
import type { Json } from '../api/types'
import { type FormNode, numberOf, objectOf, withField } from '../model/schema-form'
import { parse } from './dialog'

interface Props {
  readonly node: FormNode
  readonly value: Json | undefined
  readonly change: (value: Json | undefined) => void
  /** What the server has found wrong, by pointer. */
  readonly faults: ReadonlyMap<string, string>
  readonly at?: string
}

/** Fields for what a schema describes. A field that is left empty, and need not be there, is left out. */
export function SchemaField(props: Props) {
  const { node, value, change } = props
  switch (node.kind) {
    case 'object':
      return <ObjectField {...props} node={node} />
    case 'list':
      return <ListField {...props} node={node} />
    case 'json':
      return <JsonField {...props} />
    case 'boolean':
      return node.isNeeded
        ? <label class="check"><input type="checkbox" checked={value === true} onChange={event => change(event.currentTarget.checked)} /> {node.label} <Hint {...props} /></label>
        : <ChoiceField {...props} choices={[true, false]} />
    case 'choice':
      return <ChoiceField {...props} choices={node.choices} />
    case 'number':
      return <NumberField {...props} isWhole={node.isWhole} />
    case 'text':
      return (
        <label>{node.label || 'Value'} <Hint {...props} />
          <input type="text" value={typeof value === 'string' ? value : ''} required={node.isNeeded}
            onInput={event => change(event.currentTarget.value === '' && !node.isNeeded ? undefined : event.currentTarget.value)} />
          <Fault {...props} />
        </label>
      )
  }
}

function pointerOf({ node, at = '' }: Props): string {
  return at + node.pointer
}

function Hint({ node }: Props) {
  const words = [node.hint, node.isNeeded ? '' : 'may be left empty'].filter(Boolean).join('; ')
  return words ? <span class="quiet">{words}</span> : null
}

function Fault(props: Props) {
  const fault = props.faults.get(pointerOf(props))
  return fault ? <span class="tone-bad" role="alert">✕ {fault}</span> : null
}

function ObjectField(props: Props & { node: FormNode & { kind: 'object' } }) {
  const { node, value, change, faults, at } = props
  const fields = node.fields.map(field => (
    <SchemaField key={field.name} node={field} value={objectOf(value)[field.name]} faults={faults} {...(at === undefined ? {} : { at })}
      change={one => change(withField(value, field.name, one))} />
  ))
  return node.label ? <fieldset><legend>{node.label} <Hint {...props} /></legend><Fault {...props} />{fields}</fieldset> : <div><Fault {...props} />{fields}</div>
}

function ListField(props: Props & { node: FormNode & { kind: 'list' } }) {
  const { node, value, change, faults } = props
  const items = Array.isArray(value) ? value : []
  const here = pointerOf(props)
  return (
    <fieldset>
      <legend>{node.label || 'List'} <Hint {...props} /></legend>
      <Fault {...props} />
      {items.map((item, index) => (
        <div key={index} class="item">
          <SchemaField node={node.item} value={item} faults={faults} at={`${here}/${index}`} change={one => change(items.map((old, place) => (place === index ? (one ?? null) : old)))} />
          <button type="button" aria-label={`Without item ${index + 1} of ${node.label}`} onClick={() => change(items.filter((_, place) => place !== index))}>✕</button>
        </div>
      ))}
      <button type="button" aria-label={`One more of ${node.label}`} onClick={() => change([...items, blankOf(node.item)])}>One more</button>
    </fieldset>
  )
}

function blankOf(node: FormNode): Json {
  switch (node.kind) {
    case 'text':
      return ''
    case 'number':
      return node.min ?? 0
    case 'boolean':
      return false
    case 'choice':
      return node.choices[0]!
    case 'list':
      return []
    case 'object':
      return Object.fromEntries(node.fields.filter(field => field.isNeeded).map(field => [field.name, blankOf(field)]))
    case 'json':
      return null
  }
}

function ChoiceField(props: Props & { choices: readonly Json[] }) {
  const { node, value, change, choices } = props
  const chosen = choices.findIndex(choice => JSON.stringify(choice) === JSON.stringify(value))
  return (
    <label>{node.label} <Hint {...props} />
      <select value={String(chosen)} onChange={event => change(choices[Number(event.currentTarget.value)])}>
        {(!node.isNeeded || chosen < 0) && <option value="-1">–</option>}
        {choices.map((choice, index) => <option key={index} value={String(index)}>{typeof choice === 'string' ? choice : JSON.stringify(choice)}</option>)}
      </select>
      <Fault {...props} />
    </label>
  )
}

function NumberField(props: Props & { isWhole: boolean }) {
  const { node, value, change, isWhole } = props
  const [text, setText] = useState(value === undefined || value === null ? '' : String(value))
  const { fault } = numberOf(text, isWhole)
  const type = (typed: string) => {
    setText(typed)
    change(numberOf(typed, isWhole).value)
  }
  return (
    <label>{node.label || 'Value'} <Hint {...props} />
      <input type="text" inputMode="decimal" value={text} required={node.isNeeded} aria-invalid={fault !== undefined} onInput={event => type(event.currentTarget.value)} />
      {fault && <span class="tone-bad" role="alert">✕ {fault}</span>}
      <Fault {...props} />
    </label>
  )
}

function JsonField(props: Props) {
  const { node, value, change } = props
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2))
  const parsed = parse(text)
  const type = (typed: string) => {
    setText(typed)
    const next = parse(typed)
    if (next.isGood) change(next.value)
  }
  return (
    <label>{node.label || 'Value'} <span class="quiet">as JSON</span> <Hint {...props} />
      <textarea rows={3} spellcheck={false} value={text} aria-invalid={!parsed.isGood} onInput={event => type(event.currentTarget.value)} />
      {!parsed.isGood && <span class="tone-bad">{parsed.why}</span>}
      <Fault {...props} />
    </label>
  )
}
