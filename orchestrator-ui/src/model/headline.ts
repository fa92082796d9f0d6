import type { Cause, Explanation, Instance, Reason, WorkflowState } from '../api/types'
import type { UndoProgress } from './progress'
import { duration } from './time'

/** What stands at the top of a run: how it is, why, and what comes next. */
export interface Headline {
  readonly state: string
  readonly why: string | null
  /** Sentences, the most important first. */
  readonly next: readonly string[]
}

const STATE_WORDS: Readonly<Record<WorkflowState, string>> = {
  RUNNING: 'Under way',
  PAUSED: 'Paused',
  SUSPENDED: 'Stands still and needs a person',
  COMPENSATING: 'Being rolled back',
  COMPENSATION_FAILED: 'The rollback is stuck and needs a person',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  COMPENSATED: 'Rolled back',
  CANCELLED: 'Cancelled',
  TERMINATED: 'Terminated',
}

const REASONS_MAX = 5

export function headlineOf(run: Instance, explanation: Explanation | null, undos: readonly UndoProgress[], now: number): Headline {
  return {
    state: `${STATE_WORDS[run.state]}${howLong(run, now)}`,
    why: run.cause ? becauseOf(run.cause) : null,
    next: [...undoSentence(run.state, undos), ...reasonsOf(explanation)],
  }
}

function howLong(run: Instance, now: number): string {
  if (!run.startedAt) return ', has not begun'
  const fromMs = Date.parse(run.startedAt)
  if (run.endedAt) return ` after ${duration(Date.parse(run.endedAt) - fromMs)}`
  return run.state === 'RUNNING' ? ` for ${duration(now - fromMs)}` : ''
}

/** For example: because ship failed with ADDRESS_UNKNOWN: Nobody lives there. */
export function becauseOf(cause: Cause): string {
  const who = cause.taskId ? ` ${cause.taskId}${cause.iteration ? ` (item ${cause.iteration})` : ''}` : ''
  const message = cause.message ? `: ${cause.message}` : ''
  switch (cause.kind) {
    case 'FAILED':
      return `because${who || ' it'} failed with ${cause.code}${message}`
    case 'TIMED_OUT':
      return `because${who || ' it'} took too long, ${cause.code}${message}`
    case 'CANCELLED':
      return `because it was cancelled${cause.message ? `: ${cause.message}` : ''}`
    case 'MANUAL':
      return `because a person asked for it${cause.message ? `: ${cause.message}` : ''}`
  }
}

/** What was undone, in order: that is what one wants to know of a rollback. */
function undoSentence(state: WorkflowState, undos: readonly UndoProgress[]): string[] {
  if (undos.length === 0) {
    return state === 'COMPENSATED' ? ['There was nothing to undo.'] : []
  }
  const done = undos.filter(undo => undo.state === 'UNDONE')
  const open = undos.filter(undo => undo.state !== 'UNDONE')
  const list = (some: readonly UndoProgress[]) => some.map(undo => `${undo.taskId} (${undo.taskType})`).join(', then ')
  const sentences = done.length > 0 ? [`Undone, in this order: ${list(done)}.`] : []
  const stuck = open.filter(undo => undo.state === 'UNDO_FAILED')
  const busy = open.filter(undo => undo.state !== 'UNDO_FAILED')
  if (stuck.length > 0) sentences.push(`Could not be undone: ${list(stuck)}.`)
  if (busy.length > 0) sentences.push(`Undoing ${list(busy)}, ${done.length + 1} of ${undos.length} begun.`)
  return sentences
}

/** How it ended stands there already. */
function reasonsOf(explanation: Explanation | null): string[] {
  const reasons = (explanation?.reasons ?? []).filter(reason => reason.code !== 'ENDED')
  const shown = reasons.slice(0, REASONS_MAX).map(reason => reason.message)
  const more = reasons.length - shown.length
  return more > 0 ? [...shown, `And ${more} more.`] : shown
}

/** Operations that would help, each once. */
export function actionsOf(explanation: Explanation | null): { reason: Reason; action: string }[] {
  const seen = new Set<string>()
  return (explanation?.reasons ?? []).flatMap(reason =>
    (reason.actions ?? []).flatMap(action => {
      const key = `${reason.taskId ?? ''} ${reason.iteration ?? ''} ${action}`
      if (seen.has(key)) return []
      seen.add(key)
      return [{ reason, action }]
    }))
}
