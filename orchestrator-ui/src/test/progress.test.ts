import { describe, expect, it } from 'vitest'
import { progressOf } from '../model/progress'
import { attempt, event } from './samples'

describe('how far a run has come', () => {
  it('is told by the last attempt of each task', () => {
    const { tasks } = progressOf([
      attempt('charge', { attempt: 1, state: 'FAILED', taskState: 'RUNNING', error: { kind: 'retryable', code: 'BANK_DOWN' } }),
      attempt('charge', { attempt: 2, state: 'LEASED', taskState: 'RUNNING', endedAt: null }),
    ], [])
    expect(tasks.get('charge')).toEqual({ taskId: 'charge', state: 'RUNNING', attempts: 2, error: null, items: null })
  })

  it('counts the items of a map, and shows the most telling of their states', () => {
    const { tasks } = progressOf(
      ['[0]', '[1]', '[2]'].map((iteration, n) => attempt('pack', { iteration, taskState: n === 1 ? 'FAILED' : 'COMPLETED' })), [])
    expect(tasks.get('pack')).toMatchObject({ state: 'FAILED', items: { done: 2, total: 3 } })
  })

  it('knows tasks that no worker does from the events', () => {
    const { tasks } = progressOf([], [
      event(2, 'TASK_ENTERED', { taskId: 'review' }),
      event(3, 'TASK_ENTERED', { taskId: 'pause' }),
      event(4, 'TASK_PASSED', { taskId: 'pause' }),
    ])
    expect(tasks.get('review')?.state).toBe('WAITING')
    expect(tasks.get('pause')?.state).toBe('COMPLETED')
  })

  it('has undos in the order in which the history speaks of them, whatever their clocks say', () => {
    const undone = { kind: 'COMPENSATION', taskState: 'UNDONE' } as const
    const { undos, tasks } = progressOf([
      attempt('reserve', { ...undone, executionId: 'r', createdAt: '2020-01-01T00:00:00Z' }),
      attempt('charge', { ...undone, executionId: 'c' }),
    ], [event(9, 'TASK_SCHEDULED', { taskId: 'charge', executionId: 'c' }), event(12, 'TASK_SCHEDULED', { taskId: 'reserve', executionId: 'r' })])
    expect(undos.map(undo => `${undo.order} ${undo.taskId} ${undo.state}`)).toEqual(['1 charge UNDONE', '2 reserve UNDONE'])
    expect(tasks.size).toBe(0)
  })

  it('says where an undo waits, works and is stuck', () => {
    const { undos } = progressOf([
      attempt('a', { kind: 'COMPENSATION', state: 'READY', taskState: 'UNDOING', executionId: '1' }),
      attempt('b', { kind: 'COMPENSATION', state: 'LEASED', taskState: 'UNDOING', executionId: '2' }),
      attempt('c', { kind: 'COMPENSATION', state: 'FAILED', taskState: 'UNDO_FAILED', executionId: '3' }),
    ], ['1', '2', '3'].map((executionId, n) => event(n + 1, 'TASK_SCHEDULED', { executionId })))
    expect(undos.map(undo => undo.state)).toEqual(['WAITING', 'UNDOING', 'UNDO_FAILED'])
  })
})
