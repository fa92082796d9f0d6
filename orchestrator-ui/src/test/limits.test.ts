import { describe, expect, it } from 'vitest'
import { percentOf } from '../model/percent'
import { queueChange } from '../view/limit-actions'

describe('a change of a queue', () => {
  const before = { maxConcurrent: '5', count: '10', per: 'PT1S', burst: '1', strict: 'false', P0: '8', P1: '4', P2: '2', P3: '1' }

  it('mentions only what was touched', () => {
    expect(queueChange(before, before)).toEqual({})
    expect(queueChange(before, { ...before, maxConcurrent: '7' })).toEqual({ maxConcurrent: 7 })
    expect(queueChange(before, { ...before, strict: 'true' })).toEqual({ strict: true })
    expect(queueChange(before, { ...before, P0: '16' })).toEqual({ weights: { P0: 16, P1: 4, P2: 2, P3: 1 } })
  })

  it('takes away what was emptied', () => {
    expect(queueChange(before, { ...before, maxConcurrent: '' })).toEqual({ maxConcurrent: null })
    expect(queueChange(before, { ...before, count: '', per: '', burst: '' })).toEqual({ rateLimit: null })
    expect(queueChange(before, { ...before, burst: '' })).toEqual({ rateLimit: { count: 10, per: 'PT1S' } })
  })
})

describe('how far a worker is', () => {
  it('is read where it can be', () => {
    expect(percentOf(40)).toBe(40)
    expect(percentOf(0.25)).toBe(25)
    expect(percentOf({ percent: 99.6 })).toBe(100)
    expect(percentOf({ done: 3, total: 12 })).toBe(25)
  })

  it('is no share otherwise', () => {
    for (const words of ['half', null, [1, 2], { done: 3 }, { done: 3, total: 0 }, { percent: 300 }, -4]) expect(percentOf(words)).toBeNull()
  })
})
