import { describe, expect, it } from 'vitest'
import { EMPTY_FILTER, readFilter, toggleState, typed, withChip, writeFilter } from '../model/filter'

describe('the filter of the list', () => {
  it('is its address, and the address it', () => {
    const address = '?state=FAILED,SUSPENDED&workflow=order&label=tier:gold&attr.customer=c+1&sort=startedAt'
    const filter = readFilter(address)
    expect(filter).toEqual({
      states: ['SUSPENDED', 'FAILED'], chips: { workflow: 'order', label: 'tier:gold' }, attributes: { customer: 'c 1' }, isOldestFirst: true,
    })
    expect(readFilter(writeFilter(filter))).toEqual(filter)
  })

  it('is empty for an empty address, and passes by what it does not know', () => {
    expect(readFilter('')).toEqual(EMPTY_FILTER)
    expect(readFilter('?state=GREEN&colour=red&attr.=x')).toEqual(EMPTY_FILTER)
    expect(writeFilter(EMPTY_FILTER)).toBe('')
  })

  it('keeps conditions with all their signs', () => {
    const filter = withChip(EMPTY_FILTER, 'filter', "state == 'FAILED' && attr.total > 1000 # + %")
    expect(readFilter(writeFilter(filter))).toEqual(filter)
  })

  it('takes states in and out', () => {
    const one = toggleState(EMPTY_FILTER, 'FAILED')
    expect(one.states).toEqual(['FAILED'])
    expect(toggleState(one, 'FAILED').states).toEqual([])
  })

  it('understands what is typed', () => {
    expect(typed(EMPTY_FILTER, ' order-06 ').chips).toEqual({ runId: 'order-06' })
    expect(typed(EMPTY_FILTER, 'workflow:order').chips).toEqual({ workflow: 'order' })
    expect(typed(EMPTY_FILTER, 'label:tier:gold').chips).toEqual({ label: 'tier:gold' })
    expect(typed(EMPTY_FILTER, 'attr.customer=c1').attributes).toEqual({ customer: 'c1' })
    expect(typed(EMPTY_FILTER, 'suspended').states).toEqual(['SUSPENDED'])
    expect(typed(EMPTY_FILTER, 'order:06').chips).toEqual({ runId: 'order:06' })
  })
})
