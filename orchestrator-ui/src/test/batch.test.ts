import { describe, expect, it } from 'vitest'
import type { BatchDryRun } from '../api/types'
import { type BatchWish, bodyOf, conditionOf, isWorthwhile, OPERATIONS, refusedGroups } from '../model/batch'
import { EMPTY_FILTER, readFilter } from '../model/filter'

const operation = (name: string) => OPERATIONS.find(one => one.name === name)!
const wish = (some: Partial<BatchWish>): BatchWish => ({
  target: { kind: 'chosen', instanceIds: ['a', 'b'] }, operation: operation('pause'), json: undefined, name: '', perSecond: '', reason: ' because ', ...some,
})
const plan = (some: Partial<BatchDryRun>): BatchDryRun => ({ total: 3, atLeast: false, checked: 3, willApply: 0, refused: [], sample: [], ...some })

describe('what a batch is asked with', () => {
  it('names its runs in one way, and leaves out what was not said', () => {
    expect(bodyOf(wish({}))).toEqual({ operation: 'pause', instanceIds: ['a', 'b'], reason: 'because' })
    expect(bodyOf(wish({ target: { kind: 'filter', filter: 'state == "FAILED"' }, perSecond: '5' })))
      .toEqual({ operation: 'pause', filter: 'state == "FAILED"', perSecond: 5, reason: 'because' })
    expect(bodyOf(wish({ target: { kind: 'cause', fingerprint: 'f', code: 'C', count: 2 } }))).toHaveProperty('fingerprint', 'f')
  })

  it('has the parameters that its operation needs, and no others', () => {
    expect(bodyOf(wish({ operation: operation('terminate') })).parameters).toEqual({ compensate: false })
    expect(bodyOf(wish({ operation: operation('complete'), json: { ok: true } })).parameters).toEqual({ output: { ok: true } })
    expect(bodyOf(wish({ operation: operation('complete'), json: null })).parameters).toEqual({ output: null })
    expect(bodyOf(wish({ operation: operation('signal'), name: 'arrived', json: 7 })).parameters).toEqual({ payload: 7, name: 'arrived' })
    expect(bodyOf(wish({ operation: operation('pause'), json: { stale: true } })).parameters).toBeUndefined()
  })
})

describe('the list as the condition of a batch', () => {
  const condition = (address: string) => conditionOf(readFilter(address))

  it('says all that the list is narrowed by', () => {
    expect(condition('?state=FAILED&workflow=order&code=CARD_DECLINED')).toBe('state == "FAILED" && workflow == "order" && error.code == "CARD_DECLINED"')
    expect(condition('?state=FAILED,SUSPENDED&label=tier:gold:1')).toBe('state in ["SUSPENDED", "FAILED"] && labels["tier"] == "gold:1"')
    expect(condition('?startedAfter=2030-01-01T00:00:00Z')).toBe('startedAt > timestamp("2030-01-01T00:00:00Z")')
    expect(condition('?attr.customer=c1&attr.total=12.5')).toBe('attr.customer == "c1" && attr.total == 12.5')
  })

  it('keeps a condition together, beside others', () => {
    expect(conditionOf({ ...EMPTY_FILTER, chips: { namespace: 'shop', filter: 'a == 1 || b == 2' } })).toBe('namespace == "shop" && (a == 1 || b == 2)')
    expect(conditionOf({ ...EMPTY_FILTER, chips: { filter: 'a == 1 || b == 2' } })).toBe('a == 1 || b == 2')
  })

  it('lets no text out of its quotation marks', () => {
    expect(conditionOf({ ...EMPTY_FILTER, chips: { runId: '" || true || "\\' } })).toBe('runId == "\\" || true || \\"\\\\"')
  })

  it('is empty without any, and none where it cannot be said', () => {
    expect(conditionOf(EMPTY_FILTER)).toBe('')
    expect(condition('?parentInstanceId=x')).toBeNull()
    expect(condition('?attr.a-b=1')).toBeNull()
  })
})

describe('what a dry run has found', () => {
  it('groups what would be refused by its code, the most first', () => {
    const groups = refusedGroups([
      { instanceId: '1', code: 'PIVOT_PASSED', detail: 'one' }, { instanceId: '2', code: 'ILLEGAL_STATE', detail: 'two' }, { instanceId: '3', code: 'ILLEGAL_STATE', detail: 'three' },
    ])
    expect(groups).toEqual([
      { code: 'ILLEGAL_STATE', detail: 'two', instanceIds: ['2', '3'] }, { code: 'PIVOT_PASSED', detail: 'one', instanceIds: ['1'] },
    ])
  })

  it('is not worth while when none of all would have it', () => {
    expect(isWorthwhile(plan({}))).toBe(false)
    expect(isWorthwhile(plan({ willApply: 1 }))).toBe(true)
    expect(isWorthwhile(plan({ total: 2_000, checked: 1_000 }))).toBe(true)
  })
})
