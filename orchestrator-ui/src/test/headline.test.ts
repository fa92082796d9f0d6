import { describe, expect, it } from 'vitest'
import type { Explanation, Reason } from '../api/types'
import { actionsOf, headlineOf } from '../model/headline'
import type { UndoProgress, UndoState } from '../model/progress'
import { at, instance } from './samples'

const undo = (taskId: string, order: number, state: UndoState = 'UNDONE'): UndoProgress =>
  ({ taskId, order, taskType: `undo.${taskId}`, state, attempts: 1, items: null, error: null })

const explanation = (...reasons: Reason[]): Explanation =>
  ({ instanceId: 'i', state: 'RUNNING', sequenceNumber: 3, at: at(0), reasons })

describe('the headline of a run', () => {
  it('says why it was rolled back, and what was undone in which order', () => {
    const run = instance({ cause: { kind: 'FAILED', code: 'ADDRESS_UNKNOWN', message: 'Nobody lives at nowhere', taskId: 'ship' } })
    expect(headlineOf(run, explanation({ code: 'ENDED', message: 'It ended.' }), [undo('charge', 1), undo('reserve', 2)], 0)).toEqual({
      state: 'Rolled back after 5.0 s',
      why: 'because ship failed with ADDRESS_UNKNOWN: Nobody lives at nowhere',
      next: ['Undone, in this order: charge (undo.charge), then reserve (undo.reserve).'],
    })
  })

  it('says how far a rollback is, and where it is stuck', () => {
    const run = instance({ state: 'COMPENSATION_FAILED', endedAt: null })
    const { next } = headlineOf(run, null, [undo('ship', 1), undo('charge', 2, 'UNDO_FAILED')], Date.parse(at(9)))
    expect(next).toEqual(['Undone, in this order: ship (undo.ship).', 'Could not be undone: charge (undo.charge).'])
    const busy = headlineOf(instance({ state: 'COMPENSATING' }), null, [undo('ship', 1), undo('charge', 2, 'UNDOING')], 0)
    expect(busy.next[1]).toBe('Undoing charge (undo.charge), 2 of 2 begun.')
  })

  it('says for a run under way what it waits for', () => {
    const run = instance({ state: 'RUNNING', endedAt: null })
    const headline = headlineOf(run, explanation({ code: 'NO_WORKER', message: 'Nobody asks for it.' }), [], Date.parse(at(90)))
    expect(headline).toEqual({ state: 'Under way for 1 min 30 s', why: null, next: ['Nobody asks for it.'] })
  })

  it('has no more than a handful of reasons', () => {
    const many = Array.from({ length: 20 }, (_, n): Reason => ({ code: 'LEASED', message: `Item ${n}.` }))
    expect(headlineOf(instance({ state: 'RUNNING' }), explanation(...many), [], 0).next.at(-1)).toBe('And 15 more.')
  })

  it('offers each operation that helps once', () => {
    const stuck: Reason = { code: 'INCIDENT', message: 'Stuck.', taskId: 'charge', actions: ['retry', 'skip', 'retry'] }
    expect(actionsOf(explanation(stuck)).map(one => one.action)).toEqual(['retry', 'skip'])
  })
})
