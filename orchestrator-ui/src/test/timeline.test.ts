import { describe, expect, it } from 'vitest'
import { scrollAfter, ticksOf, timelineOf, zoomed } from '../model/timeline'
import { at, attempt, event, START } from './samples'

const START_MS = Date.parse(START)

describe('the timeline', () => {
  it('parts waiting from working, and attempts from each other', () => {
    const timeline = timelineOf([
      attempt('charge', { attempt: 2, createdAt: at(2), availableAt: at(4), startedAt: at(5), endedAt: at(10) }),
      attempt('charge', { attempt: 1, createdAt: at(0), startedAt: at(1), endedAt: at(2), state: 'FAILED' }),
    ], [], START_MS, START_MS + 10_000)
    expect(timeline.forward).toHaveLength(1)
    expect(timeline.forward[0]!.bars).toMatchObject([
      { attempt: 1, from: 0, worked: 0.1, to: 0.2, state: 'failed', waitedMs: 1000, workedMs: 1000 },
      { attempt: 2, from: 0.4, worked: 0.5, to: 1, state: 'ok', waitedMs: 1000, workedMs: 5000 },
    ])
  })

  it('has the undo in rows of its own, mirrored', () => {
    const undone = { kind: 'COMPENSATION', createdAt: at(4), startedAt: at(5), endedAt: at(6) } as const
    const timeline = timelineOf(
      [attempt('a', { executionId: 'a' }), attempt('b', { executionId: 'b', createdAt: at(2), startedAt: at(2), endedAt: at(3) }),
        attempt('a', { ...undone, executionId: 'ua' }), attempt('b', { ...undone, executionId: 'ub' })],
      ['a', 'b', 'ub', 'ua'].map((executionId, n) => event(n + 1, 'TASK_SCHEDULED', { executionId })), START_MS, START_MS + 8_000)
    expect(timeline.forward.map(row => row.label)).toEqual(['a', 'b'])
    expect(timeline.undo.map(row => row.label)).toEqual(['undo of b', 'undo of a'])
  })

  it('lets what is open reach to its end', () => {
    const timeline = timelineOf(
      [attempt('a', { state: 'LEASED', endedAt: null }), attempt('b', { state: 'READY', startedAt: null, endedAt: null })],
      [], START_MS, START_MS + 4_000)
    expect(timeline.forward.map(row => row.bars[0])).toMatchObject([
      { state: 'open', worked: 0.25, to: 1 },
      { state: 'open', from: 0, worked: 1, to: 1 },
    ])
  })

  it('shows signals and timers, which no worker does', () => {
    const timeline = timelineOf([], [
      event(1, 'TASK_ENTERED', { taskId: 'review' }),
      event(3, 'SIGNAL_CONSUMED', { taskId: 'review' }),
      event(4, 'TASK_ENTERED', { taskId: 'rest' }),
    ], START_MS, START_MS + 10_000)
    expect(timeline.forward.map(row => [row.taskId, row.bars[0]!.from, row.bars[0]!.to, row.bars[0]!.state]))
      .toEqual([['review', 0.1, 0.3, 'ok'], ['rest', 0.4, 1, 'open']])
  })

  it('stands for a run that took no time', () => {
    const timeline = timelineOf([attempt('a', { startedAt: START, endedAt: START })], [], START_MS, START_MS)
    expect(timeline.endMs).toBeGreaterThan(timeline.startMs)
    expect(timeline.forward[0]!.bars[0]).toMatchObject({ from: 0, to: 0 })
  })

  it('has few ticks at round times', () => {
    expect(ticksOf(7_200, 8).map(tick => tick.ms)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000])
    for (const length of [1, 37, 950, 61_000, 3_600_000, 86_400_000 * 400]) expect(ticksOf(length, 8).length).toBeLessThanOrEqual(9)
  })

  it('comes closer by halves, and never further than the whole', () => {
    expect(zoomed(1, 1)).toBe(2)
    expect(zoomed(1, -1)).toBe(1)
    expect(zoomed(4, -10)).toBe(1)
    expect(zoomed(64, 1)).toBe(64)
  })

  it('keeps what one looks at where it is', () => {
    expect(scrollAfter(0, 450, 1, 2)).toBe(450)
    expect(scrollAfter(450, 450, 2, 1)).toBe(0)
    expect(scrollAfter(0, 0, 1, 8)).toBe(0)
  })
})
