import { useState } from 'preact/hooks'
import { post, run as send } from '../api/client'
import type { Batch, BatchDryRun, BatchOperation, Json } from '../api/types'
import { type BatchTarget, type BatchWish, bodyOf, isWorthwhile, OPERATIONS, refusedGroups } from '../model/batch'
import { addresses, go } from '../router'
import { Dialog, FieldInput, parse } from './dialog'
import { Commands, ErrorNote, Link, StateBadge } from './parts'

interface Props {
  readonly target: BatchTarget
  readonly operation: BatchOperation
  readonly offered: readonly BatchOperation[]
  readonly close: () => void
}

/** One thing done to many runs: first as a dry run, whose plan one sees, then in earnest. Any change asks for another dry run. */
export function BatchDialog({ target, operation: first, offered, close }: Props) {
  const [name, setName] = useState<BatchOperation>(first)
  const [json, setJson] = useState('')
  const [signal, setSignal] = useState('')
  const [perSecond, setPerSecond] = useState('')
  const [reason, setReason] = useState('')
  const [plan, setPlan] = useState<BatchDryRun | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const operation = OPERATIONS.find(one => one.name === name)!
  const parsed = parse(json)
  const wish: BatchWish = { target, operation, json: parsed.isGood ? parsed.value : undefined, name: signal.trim(), perSecond, reason }
  const isReady = !isBusy && parsed.isGood && reason.trim() !== '' && !(operation.json?.isNeeded && json.trim() === '') && !(operation.needsName && !signal.trim())
  const change = <T,>(set: (value: T) => void) => (value: T) => (set(value), setPlan(null), setError(null))
  const call = (dryRun: boolean) => post('/api/v1/batches', {}, { ...bodyOf(wish), ...(dryRun ? { dryRun } : {}) })
  const act = async (event: Event) => {
    event.preventDefault()
    if (!isReady) return
    setBusy(true)
    setError(null)
    try {
      const answer: Json = await send(call(plan === null))
      if (plan === null) setPlan(answer as unknown as BatchDryRun)
      else go(addresses.batch((answer as unknown as Batch).batchId))
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  return (
    <Dialog title={`${operation.title} ${wordsOf(target)}`} close={close}>
      <form onSubmit={event => void act(event)}>
        {target.kind === 'filter' && <p>All that fit <code>{target.filter}</code>, also those of other pages.</p>}
        <FieldInput field={{ name: 'operation', label: 'What', kind: 'choice', choices: offered }} value={name} change={change(value => setName(value as BatchOperation))} />
        <p>{operation.text}</p>
        {operation.needsName && <FieldInput field={{ name: 'name', label: 'Name of the signal', kind: 'text', isNeeded: true }} value={signal} change={change(setSignal)} />}
        {operation.json && (
          <label>{operation.json.label}{operation.json.isNeeded ? '' : ' (may be left empty)'}
            <textarea rows={3} spellcheck={false} value={json} aria-invalid={!parsed.isGood} onInput={event => change(setJson)(event.currentTarget.value)} />
          </label>
        )}
        {!parsed.isGood && <p class="hint tone-bad">{parsed.why}</p>}
        <FieldInput field={{ name: 'perSecond', label: 'Runs a second at most', kind: 'number' }} value={perSecond} change={change(setPerSecond)} />
        <label>Reason <input required maxLength={2000} value={reason} onInput={event => change(setReason)(event.currentTarget.value)} /></label>
        {error !== null && <ErrorNote error={error} />}
        {plan && <Plan plan={plan} />}
        <Commands call={call(plan === null)} />
        <div class="buttons">
          <button type="button" onClick={close}>Leave it</button>
          {plan === null
            ? <button type="submit" class="primary" disabled={!isReady}>See what it would do</button>
            : <button type="submit" class={operation.isDangerous ? 'danger' : 'primary'} disabled={!isReady || !isWorthwhile(plan)}>{operation.title} {countOf(plan)}</button>}
        </div>
      </form>
    </Dialog>
  )
}

function wordsOf(target: BatchTarget): string {
  switch (target.kind) {
    case 'chosen':
      return target.instanceIds.length === 1 ? 'the chosen run' : `${target.instanceIds.length} chosen runs`
    case 'filter':
      return 'all runs that fit'
    case 'cause':
      return `what waits for ${target.code}`
  }
}

function countOf(plan: BatchDryRun): string {
  if (plan.total > plan.checked) return `up to ${plan.total}${plan.atLeast ? ' and more' : ''}`
  return plan.willApply === 1 ? 'one run' : `${plan.willApply} runs`
}

/** What the dry run has found, in the order in which one asks: how many, which not and why, which. */
function Plan({ plan }: { plan: BatchDryRun }) {
  const refused = plan.checked - plan.willApply
  return (
    <section class="plan-box" aria-label="What it would do" role="status">
      <p>
        <strong class="tone-good">✓ {plan.willApply} would have it</strong>{refused > 0 && <strong class="tone-person"> ⊘ {refused} would be refused</strong>}
        {plan.total > plan.checked && <> of the first {plan.checked}; there are {plan.total}{plan.atLeast ? ' and more' : ''}</>}.
        {' '}<span class="quiet">Nothing has been done yet, and runs move on.</span>
      </p>
      {refusedGroups(plan.refused).map(group => (
        <details key={group.code} open>
          <summary><strong>{group.code}</strong>, {group.instanceIds.length}: {group.detail}</summary>
          <ul class="list">{group.instanceIds.slice(0, 20).map(id => <li key={id}><Link to={addresses.run(id)}>{id}</Link></li>)}</ul>
        </details>
      ))}
      {plan.sample.length > 0 && (
        <details>
          <summary>Some that would have it</summary>
          <ul class="list">{plan.sample.map(one => <li key={one.instanceId}>{one.runId} <StateBadge state={one.state} /> <span class="quiet">{one.namespace}/{one.workflow}</span></li>)}</ul>
        </details>
      )}
    </section>
  )
}
