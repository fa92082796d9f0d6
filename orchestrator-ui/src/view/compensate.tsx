import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { Call } from '../api/call'
import { get, post, run as send } from '../api/client'
import { ApiError } from '../api/problem'
import type { CompensationPlan, PlannedUndo } from '../api/types'
import { sequelsOf } from '../model/plan'
import type { UndoProgress } from '../model/progress'
import { useLoad } from '../store/load'
import type { RunStore } from '../store/run'
import { Dialog } from './dialog'
import { Commands, ErrorNote, JsonText } from './parts'

/** Whether the dialog stands. */
export const isCompensating = signal(false)

/** What will be undone, in order, before one says yes; then how it goes. */
export function CompensationDialog({ store }: { store: RunStore }) {
  const [target, setTarget] = useState('')
  const [isSent, setSent] = useState(false)
  const [isRetried, setRetried] = useState(false)
  const close = () => (isCompensating.value = false)
  const [kind, name] = target.split('\u0000') as [string, string | undefined]
  const query = kind === 'task' ? { from: name } : kind === 'savepoint' ? { toSavepoint: name } : {}
  const plan = useLoad(
    abort => get('/api/v1/instances/{instanceId}/compensation-plan', { path: { instanceId: store.instanceId }, query }, abort), [target])
  const undos = store.progress.value.undos
  return (
    <Dialog title={`Undo ${store.instance.value?.runId ?? ''}`} close={close}>
      {!isSent && <TargetPicker store={store} target={target} choose={setTarget} />}
      {plan.error !== null && <ErrorNote error={plan.error} retry={plan.reload} />}
      {plan.data && <PlanList plan={plan.data} undos={isSent ? undos : []} />}
      {plan.data && !isRetried && <Sequels plan={plan.data} />}
      {isSent
        ? <Sent store={store} close={close} />
        : plan.data && <PlanForm store={store} plan={plan.data} query={query} reload={plan.reload} isRetried={isRetried} setRetried={setRetried} sent={() => setSent(true)} close={close} />}
    </Dialog>
  )
}

function TargetPicker({ store, target, choose }: { store: RunStore; target: string; choose: (target: string) => void }) {
  const nodes = store.graph.value?.nodes ?? []
  const tasks = store.progress.value.tasks
  return (
    <label>How far
      <select value={target} onChange={event => choose(event.currentTarget.value)}>
        <option value="">Everything, back to the beginning</option>
        {nodes.filter(node => node.savepoint).map(node => (
          <option key={node.id} value={`savepoint\u0000${node.savepoint}`}>Back to the save-point {node.savepoint}, behind {node.id}</option>
        ))}
        {nodes.filter(node => node.maps.length === 0 && tasks.has(node.id)).map(node => (
          <option key={node.id} value={`task\u0000${node.id}`}>Down to and including {node.id}</option>
        ))}
      </select>
    </label>
  )
}

const PLAN_SHOWN = 100

function PlanList({ plan, undos }: { plan: CompensationPlan; undos: readonly UndoProgress[] }) {
  const [count, setCount] = useState(PLAN_SHOWN)
  if (plan.items.length === 0) {
    return <p>Nothing has happened that could be undone.</p>
  }
  const left = plan.items.length - count
  return (
    <>
      <ol class="plan">
        {plan.items.slice(0, count).map((item, index) => <PlanItem key={`${item.taskId} ${item.iteration ?? ''} ${index}`} item={item} undos={undos} />)}
      </ol>
      {left > 0 && <p>And {left} more. <button type="button" onClick={() => setCount(count + PLAN_SHOWN)}>Show {Math.min(left, PLAN_SHOWN)} of them</button></p>}
    </>
  )
}

function PlanItem({ item, undos }: { item: PlannedUndo; undos: readonly UndoProgress[] }) {
  const state = undos.find(undo => undo.taskId === item.taskId)?.state
  const sign = state === 'UNDONE' ? '✓ undone' : state === 'UNDO_FAILED' ? '! stuck' : state === 'UNDOING' ? '▶ under way' : '☐'
  return (
    <li>
      <span class={state ? 'tone-undo' : ''}>{sign}</span>{' '}
      <strong>{item.taskId}{item.iteration === null ? '' : ` ${item.iteration}`}</strong>
      {item.taskType ? <> by {item.taskType}</> : item.child ? <> undoes itself, a run with {item.child.items.length} effects</> : null}
      {item.irreversible && <span class="tone-bad"> cannot be taken back, and stays</span>}
      {item.mayNotHaveHappened && <span class="quiet"> may not have happened{item.probe ? `; ${item.probe} is asked first` : ''}</span>}
      {item.after.length > 0 && <span class="quiet"> after {item.after.join(', ')}</span>}
      {item.error && <span class="tone-bad"> its input cannot be evaluated: {item.error.message ?? item.error.code}</span>}
      {item.input !== null && item.input !== undefined && (
        <details><summary>Input</summary><JsonText value={item.input} label={`Input of the undo of ${item.taskId}`} /></details>
      )}
    </li>
  )
}

/** What the definition does after the rollback, so that nobody is surprised by a letter that is sent then. */
function Sequels({ plan }: { plan: CompensationPlan }) {
  return <>{sequelsOf(plan.follows).map(({ words, tasks }) => <p key={words}><strong>{words}</strong> {tasks.join(', ')}</p>)}</>
}

interface FormProps {
  readonly store: RunStore
  readonly plan: CompensationPlan
  readonly query: { from?: string | undefined; toSavepoint?: string | undefined }
  readonly reload: () => void
  readonly isRetried: boolean
  readonly setRetried: (isRetried: boolean) => void
  readonly sent: () => void
  readonly close: () => void
}

function PlanForm({ store, plan, query, reload, isRetried, setRetried, sent, close }: FormProps) {
  const [reason, setReason] = useState('')
  const [isForced, setForced] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const hasPivots = plan.crossedPivots.length > 0
  const isReady = reason.trim() !== '' && (!hasPivots || isForced) && !isBusy && plan.items.length > 0
  const call: Call = post('/api/v1/instances/{instanceId}/compensate', { path: { instanceId: store.instanceId } }, {
    ...(query.from ? { fromTaskId: query.from } : {}),
    ...(query.toSavepoint ? { toSavepoint: query.toSavepoint } : {}),
    then: isRetried ? 'retry' : 'stop', planHash: plan.planHash, force: isForced, reason: reason.trim(),
  })
  const act = async (event: Event) => {
    event.preventDefault()
    if (!isReady) return
    setBusy(true)
    try {
      await send(call)
      sent()
      store.refresh()
    } catch (failure) {
      setError(failure)
      setBusy(false)
      if (failure instanceof ApiError && failure.status === 412) reload()
    }
  }
  const hasMoved = error instanceof ApiError && error.status === 412
  return (
    <form onSubmit={event => void act(event)}>
      {hasPivots && (
        <label class="check"><input type="checkbox" checked={isForced} onChange={event => setForced(event.currentTarget.checked)} />
          Also undo the pivots {plan.crossedPivots.join(', ')}, behind which the saga was meant to go forward only
        </label>
      )}
      <label class="check"><input type="checkbox" checked={isRetried} onChange={event => setRetried(event.currentTarget.checked)} />
        Then go forward again
      </label>
      <label>Reason
        <input value={reason} maxLength={2000} required onInput={event => setReason(event.currentTarget.value)} />
      </label>
      {error !== null && <ErrorNote error={error} />}
      {hasMoved && <p>The run has moved meanwhile. Above stands what would be undone now: look at it, and say it again.</p>}
      <Commands call={call} />
      <div class="buttons">
        <button type="button" onClick={close}>Leave it</button>
        <button type="submit" class="danger" disabled={!isReady}>Undo {plan.items.length === 1 ? 'it' : `these ${plan.items.length}`}</button>
      </div>
    </form>
  )
}

function Sent({ store, close }: { store: RunStore; close: () => void }) {
  const state = store.instance.value?.state
  const words = state === 'COMPENSATED' ? 'All of it is undone.'
    : state === 'COMPENSATION_FAILED' ? 'It is stuck: an undo needs a person.'
    : 'It is under way.'
  return <div><p role="status">{words}</p><div class="buttons"><button type="button" class="primary" onClick={close}>Close</button></div></div>
}
