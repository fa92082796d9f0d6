import type { Attempt, RunEvent, TaskState } from '../api/types'

/** How far a run has come, task by task, told from its attempts and its events. */

export interface TaskProgress {
  readonly taskId: string
  readonly state: TaskState
  /** Attempts of the work itself. */
  readonly attempts: number
  /** Items of maps around it that have ended well, and how many there are; null outside of maps. */
  readonly items: { readonly done: number; readonly total: number } | null
  readonly error: string | null
}

export type UndoState = 'WAITING' | 'UNDOING' | 'UNDONE' | 'UNDO_FAILED'

export interface UndoProgress {
  readonly taskId: string
  /** From 1, in the order in which undos began. */
  readonly order: number
  readonly taskType: string
  readonly state: UndoState
  readonly attempts: number
  readonly items: { readonly done: number; readonly total: number } | null
  readonly error: string | null
}

export interface Progress {
  readonly tasks: ReadonlyMap<string, TaskProgress>
  /** In the order in which they began. */
  readonly undos: readonly UndoProgress[]
}

const ENTERED: Readonly<Record<string, TaskState>> = {
  TASK_ENTERED: 'WAITING',
  MAP_STARTED: 'RUNNING',
  CHILD_REQUESTED: 'RUNNING',
  CHILD_STARTED: 'RUNNING',
  TASK_SCHEDULED: 'RUNNING',
  TASK_PASSED: 'COMPLETED',
  TASK_COMPLETED: 'COMPLETED',
  TASK_COMPLETED_BY_HAND: 'COMPLETED',
  SIGNAL_CONSUMED: 'COMPLETED',
  VARIABLES_SET: 'COMPLETED',
  EVENT_EMITTED: 'COMPLETED',
  CHILD_COMPLETED: 'COMPLETED',
  TASK_SKIPPED: 'SKIPPED',
  TASK_SKIPPED_BY_HAND: 'SKIPPED',
  TASK_GAVE_UP: 'FAILED',
  CHILD_ENDED: 'FAILED',
  INCIDENT_RAISED: 'FAILED',
  TASK_DROPPED: 'CANCELLED',
  CHILD_UNDONE: 'UNDONE',
}

export function progressOf(attempts: readonly Attempt[], events: readonly RunEvent[]): Progress {
  const began = firstSeen(events)
  const undos = attempts.filter(attempt => attempt.kind === 'COMPENSATION')
  const undoIds = new Set(undos.map(undo => undo.executionId))
  const tasks = statesByEvents(events.filter(event => !event.executionId || !undoIds.has(event.executionId)))
  for (const [taskId, ofTask] of groupBy(attempts.filter(attempt => attempt.kind === 'ACTION'), one => one.taskId)) {
    tasks.set(taskId, progressOfTask(taskId, ofTask))
  }
  return { tasks, undos: undosInOrder(undos, began) }
}

/** Where each execution is first spoken of in the history. */
export function firstSeen(events: readonly RunEvent[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  for (const event of events) {
    if (event.executionId && !seen.has(event.executionId)) seen.set(event.executionId, event.sequenceNumber)
  }
  return seen
}

function statesByEvents(events: readonly RunEvent[]): Map<string, TaskProgress> {
  const items = new Map<string, Map<string, TaskState>>()
  for (const event of events) {
    const state = ENTERED[event.type]
    if (!event.taskId || !state) continue
    const ofTask = items.get(event.taskId) ?? new Map<string, TaskState>()
    ofTask.set(event.iteration ?? '', state)
    items.set(event.taskId, ofTask)
  }
  const tasks = new Map<string, TaskProgress>()
  for (const [taskId, ofTask] of items) {
    tasks.set(taskId, { taskId, attempts: 0, error: null, ...together(ofTask) })
  }
  return tasks
}

function progressOfTask(taskId: string, attempts: readonly Attempt[]): TaskProgress {
  const last = new Map<string, Attempt>()
  for (const attempt of attempts) {
    const key = attempt.iteration ?? ''
    const known = last.get(key)
    if (!known || attempt.attempt > known.attempt) last.set(key, attempt)
  }
  const states = new Map([...last].map(([key, attempt]) => [key, attempt.taskState] as const))
  const failed = [...last.values()].find(attempt => attempt.error)
  return { taskId, attempts: Math.max(...attempts.map(one => one.attempt)), error: failed?.error?.code ?? null, ...together(states) }
}

/** Of the items of a map, what most needs to be seen. */
const MOST_TELLING: readonly TaskState[] = [
  'UNDO_FAILED', 'FAILED', 'UNDOING', 'RUNNING', 'WAITING', 'PENDING', 'CANCELLED', 'UNDONE', 'COMPLETED', 'SKIPPED',
]

function together(states: ReadonlyMap<string, TaskState>): Pick<TaskProgress, 'state' | 'items'> {
  const present = new Set(states.values())
  const state = MOST_TELLING.find(one => present.has(one)) ?? 'PENDING'
  const isMapped = states.size > 1 || ![...states.keys()].includes('')
  const done = [...states.values()].filter(one => one === 'COMPLETED' || one === 'UNDONE' || one === 'SKIPPED').length
  return { state, items: isMapped ? { done, total: states.size } : null }
}

function undosInOrder(undos: readonly Attempt[], began: ReadonlyMap<string, number>): UndoProgress[] {
  const place = (attempt: Attempt) => began.get(attempt.executionId) ?? Number.MAX_SAFE_INTEGER
  const groups = [...groupBy(undos, one => one.taskId)].map(([taskId, ofTask]) => ({
    taskId, ofTask, first: Math.min(...ofTask.map(place)), at: ofTask.map(one => one.createdAt).sort()[0] ?? '',
  }))
  groups.sort((a, b) => a.first - b.first || a.at.localeCompare(b.at))
  return groups.map(({ taskId, ofTask }, index) => ({ order: index + 1, ...undoOf(taskId, ofTask) }))
}

function undoOf(taskId: string, attempts: readonly Attempt[]): Omit<UndoProgress, 'order'> {
  const last = new Map<string, Attempt>()
  for (const attempt of attempts) {
    const key = attempt.iteration ?? ''
    const known = last.get(key)
    if (!known || attempt.attempt > known.attempt) last.set(key, attempt)
  }
  const states = [...last.values()].map(undoState)
  const order: readonly UndoState[] = ['UNDO_FAILED', 'UNDOING', 'WAITING', 'UNDONE']
  return {
    taskId,
    taskType: attempts[0]?.taskType ?? '',
    state: order.find(one => states.includes(one)) ?? 'WAITING',
    attempts: Math.max(...attempts.map(one => one.attempt)),
    items: last.size > 1 || !last.has('') ? { done: states.filter(one => one === 'UNDONE').length, total: last.size } : null,
    error: [...last.values()].find(attempt => attempt.error)?.error?.code ?? null,
  }
}

function undoState(attempt: Attempt): UndoState {
  if (attempt.taskState === 'UNDO_FAILED') return 'UNDO_FAILED'
  if (attempt.state === 'SUCCEEDED' || attempt.taskState === 'UNDONE') return 'UNDONE'
  return attempt.state === 'LEASED' ? 'UNDOING' : 'WAITING'
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
