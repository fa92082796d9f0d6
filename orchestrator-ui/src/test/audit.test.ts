import { describe, expect, it } from 'vitest'
import type { CloudEvent } from '../api/types'
import { type Deed, deedOfEvent, deedOfIncident, deedsOf } from '../model/audit'
import { ruleOf } from '../view/retention'

const told = (type: string, some: object = {}): CloudEvent => ({
  specversion: '1.0', id: 'r1/7', source: '/namespaces/shop/workflows/order', type: 'orchestrator.x.v1', subject: 'r1', time: '2030-01-01T00:00:00Z',
  datacontenttype: 'application/json', namespace: 'shop', workflow: 'order', runid: 'order-1', sequence: '7',
  data: { sequenceNumber: 7, type, at: '2030-01-01T00:00:00Z', data: {}, ...some },
})
const deed = (key: string, at: string, some: Partial<Deed> = {}): Deed => ({ key, at, who: 'kim', what: 'paused', whom: 'shop/order', to: '', why: null, ...some })

describe('who has done what', () => {
  it('knows people by the actor, and takes no worker for one', () => {
    expect(deedOfEvent(told('WORKFLOW_PAUSED', { actor: 'kim', data: { reason: 'lunch' } }))).toMatchObject({ who: 'kim', what: 'workflow paused', why: 'lunch', whom: 'shop/order order-1' })
    expect(deedOfEvent(told('TASK_SKIPPED_BY_HAND', { actor: 'kim', taskId: 'ship' }))).toMatchObject({ what: 'task skipped by hand, ship', why: null })
    expect(deedOfEvent(told('ROLLBACK_STARTED', { actor: 'kim', data: { cause: { kind: 'MANUAL', message: 'lost' } } }))).toMatchObject({ why: 'lost' })
    expect(deedOfEvent(told('WORKFLOW_ENDED'))).toBeNull()
    expect(deedOfEvent(told('INCIDENT_RESOLVED', { actor: 'worker:w1' }))).toBeNull()
  })

  it('leaves out what has ended by itself', () => {
    expect(deedOfIncident({ resolvedBy: null, resolvedAt: '2030-01-01T00:00:00Z' } as never)).toBeNull()
  })

  it('is told once, the newest first, and narrowed by words', () => {
    const deeds = [deed('a', '2030-01-01T00:00:00Z'), deed('b', '2030-01-01T00:00:01.5Z', { why: 'the van' }), deed('a', '2030-01-01T00:00:00Z'), null]
    expect(deedsOf(deeds, '').map(one => one.key)).toEqual(['b', 'a'])
    expect(deedsOf(deeds, 'THE VAN').map(one => one.key)).toEqual(['b'])
    expect(deedsOf(deeds, 'nobody')).toEqual([])
  })
})

it('a rule of retention says only what is set', () => {
  expect(ruleOf({ namespace: 'shop', completed: ' 30d ', failed: '', archive: 'false' })).toEqual({ completed: '30d' })
  expect(ruleOf({ completed: '', archive: 'true' })).toEqual({ archive: true })
})
