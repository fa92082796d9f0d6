import type { Attempt, RunEvent } from '../api/types'
import { firstSeen, groupBy } from './progress'

/** Where the bars of a run stand: forward work in rows above the axis, undo in rows below it, as in a mirror. */

export type BarState = 'ok' | 'failed' | 'unknown' | 'cancelled' | 'open'

export interface Bar {
  /** Share of the whole width, 0 to 1. */
  readonly from: number
  readonly to: number
  /** Until here it waited to be taken; the rest it was worked on. */
  readonly worked: number
  readonly state: BarState
  readonly attempt: number
  readonly executionId: string
  readonly waitedMs: number
  readonly workedMs: number
}

export interface TimelineRow {
  readonly taskId: string
  readonly iteration: string | null
  readonly isUndo: boolean
  readonly label: string
  readonly bars: readonly Bar[]
}

export interface Tick {
  readonly at: number
  readonly ms: number
}

export interface Timeline {
  readonly startMs: number
  readonly endMs: number
  /** In the order in which they began. */
  readonly forward: readonly TimelineRow[]
  readonly undo: readonly TimelineRow[]
}

interface Span {
  readonly fromMs: number
  readonly workedMs: number
  readonly toMs: number
}

/**
 * @param startMs when the run began
 * @param endMs when it ended; now when it has not
 */
export function timelineOf(attempts: readonly Attempt[], events: readonly RunEvent[], startMs: number, endMs: number): Timeline {
  const began = firstSeen(events)
  const order = (attempt: Attempt) => began.get(attempt.executionId) ?? Number.MAX_SAFE_INTEGER
  const lastMs = Math.max(endMs, startMs + 1, ...attempts.map(one => (one.endedAt ? Date.parse(one.endedAt) : 0)))
  const scale = (ms: number) => clamp((ms - startMs) / (lastMs - startMs))
  const rows = (isUndo: boolean) => {
    const chosen = attempts.filter(attempt => (attempt.kind === 'COMPENSATION') === isUndo)
    return [...groupBy(chosen, one => `${one.taskId}\u0000${one.iteration ?? ''}\u0000${one.kind}`).values()]
      .map(group => [...group].sort((a, b) => a.attempt - b.attempt))
      .sort((a, b) => order(a[0]!) - order(b[0]!) || a[0]!.createdAt.localeCompare(b[0]!.createdAt))
      .map(group => rowOf(group, isUndo, lastMs, scale))
  }
  const waits = waitRows(events, attempts, lastMs, scale)
  const seen = firstOf(events)
  const place = (row: TimelineRow) => seen.get(keyOf(row)) ?? Number.MAX_SAFE_INTEGER
  const forward = [...rows(false), ...waits].sort((a, b) => place(a) - place(b) || (a.bars[0]?.from ?? 0) - (b.bars[0]?.from ?? 0))
  return { startMs, endMs: lastMs, forward, undo: rows(true) }
}

/** Where the history first speaks of a task, or an item of it. */
function firstOf(events: readonly RunEvent[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  for (const event of events) {
    if (event.taskId && !seen.has(keyOf(event))) seen.set(keyOf(event), event.sequenceNumber)
  }
  return seen
}

function keyOf(place: { readonly taskId?: string; readonly iteration?: string | null }): string {
  return `${place.taskId ?? ''}\u0000${place.iteration ?? ''}`
}

function rowOf(attempts: readonly Attempt[], isUndo: boolean, lastMs: number, scale: (ms: number) => number): TimelineRow {
  const first = attempts[0]!
  const name = first.iteration === null ? first.taskId : `${first.taskId} ${first.iteration}`
  return {
    taskId: first.taskId,
    iteration: first.iteration,
    isUndo,
    label: isUndo ? `undo of ${name}` : first.kind === 'PROBE' ? `probe of ${name}` : name,
    bars: attempts.map(attempt => barOf(attempt, lastMs, scale)),
  }
}

function barOf(attempt: Attempt, lastMs: number, scale: (ms: number) => number): Bar {
  const span = spanOf(attempt, lastMs)
  return {
    from: scale(span.fromMs), worked: scale(span.workedMs), to: scale(span.toMs),
    state: barState(attempt),
    attempt: attempt.attempt,
    executionId: attempt.executionId,
    waitedMs: span.workedMs - span.fromMs,
    workedMs: span.toMs - span.workedMs,
  }
}

/** Waiting begins when it could be taken: a retry that has to pause does not wait in a queue. */
function spanOf(attempt: Attempt, lastMs: number): Span {
  const createdMs = Date.parse(attempt.createdAt)
  const toMs = attempt.endedAt ? Date.parse(attempt.endedAt) : lastMs
  const workedMs = attempt.startedAt ? Date.parse(attempt.startedAt) : toMs
  const dueMs = attempt.availableAt ? Math.max(createdMs, Date.parse(attempt.availableAt)) : createdMs
  const fromMs = Math.min(dueMs, workedMs)
  return { fromMs, workedMs: Math.max(fromMs, workedMs), toMs: Math.max(workedMs, toMs) }
}

function barState(attempt: Attempt): BarState {
  switch (attempt.state) {
    case 'SUCCEEDED':
      return 'ok'
    case 'FAILED':
      return 'failed'
    case 'UNKNOWN':
      return 'unknown'
    case 'CANCELLED':
      return 'cancelled'
    default:
      return 'open'
  }
}

const LEFT = new Set(['TASK_PASSED', 'SIGNAL_CONSUMED', 'TASK_GAVE_UP', 'TASK_DROPPED', 'CHILD_COMPLETED', 'CHILD_ENDED',
  'TASK_SKIPPED_BY_HAND', 'TASK_COMPLETED_BY_HAND'])

/** Tasks that no worker does: signals, timers, children. */
function waitRows(
  events: readonly RunEvent[], attempts: readonly Attempt[], lastMs: number, scale: (ms: number) => number,
): TimelineRow[] {
  const worked = new Set(attempts.map(attempt => attempt.taskId))
  const rows: TimelineRow[] = []
  const open = new Map<string, RunEvent>()
  const add = (entered: RunEvent, left: RunEvent | null) => {
    const fromMs = Date.parse(entered.at)
    const toMs = left ? Date.parse(left.at) : lastMs
    const bar: Bar = {
      from: scale(fromMs), worked: scale(fromMs), to: scale(toMs), attempt: 1, executionId: '', waitedMs: 0, workedMs: toMs - fromMs,
      state: left === null ? 'open' : left.type === 'TASK_GAVE_UP' || left.type === 'CHILD_ENDED' ? 'failed' : 'ok',
    }
    const iteration = entered.iteration ?? null
    const label = iteration === null ? entered.taskId! : `${entered.taskId} ${iteration}`
    rows.push({ taskId: entered.taskId!, iteration, isUndo: false, label, bars: [bar] })
  }
  for (const event of events) {
    if (!event.taskId || worked.has(event.taskId)) continue
    const key = keyOf(event)
    if (event.type === 'TASK_ENTERED' || event.type === 'CHILD_REQUESTED') {
      if (!open.has(key)) open.set(key, event)
    } else if (LEFT.has(event.type) && open.has(key)) {
      add(open.get(key)!, event)
      open.delete(key)
    }
  }
  open.forEach(event => add(event, null))
  return rows
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000, 2_592_000_000,
]

/** At most so many, at round times behind the start. */
export function ticksOf(lengthMs: number, countMax: number): Tick[] {
  const step = STEPS_MS.find(one => lengthMs / one <= countMax) ?? Math.ceil(lengthMs / countMax)
  const ticks: Tick[] = []
  for (let ms = 0; ms <= lengthMs; ms += step) ticks.push({ at: ms / lengthMs, ms })
  return ticks
}

const ZOOM_MAX = 64

/** One step closer or further away; never further than the whole. */
export function zoomed(zoom: number, steps: number): number {
  return Math.min(ZOOM_MAX, Math.max(1, zoom * 2 ** steps))
}

/** Where to scroll to, so that what is under a point of the frame stays there. */
export function scrollAfter(left: number, point: number, before: number, after: number): number {
  return Math.max(0, ((left + point) / before) * after - point)
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}
