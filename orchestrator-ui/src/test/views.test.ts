import { describe, expect, it } from 'vitest'
import { isColumn, readColumns, titleOf, toggleColumn } from '../model/columns'
import { EMPTY_FILTER, isNarrowed, queryOf, readFilter, writeFilter } from '../model/filter'
import { forgetView, readViews, savedViews, saveView } from '../store/views'

describe('columns of the list', () => {
  it('are named by the address, which passes by what is none', () => {
    expect(readColumns('state,colour,attr.customer,state,label.tier')).toEqual(['state', 'attr.customer', 'label.tier'])
    expect(readColumns('colour')).toBeUndefined()
    expect(readColumns(null)).toBeUndefined()
    expect(isColumn('attr.')).toBe(false)
  })

  it('come and go, those of the run in their order', () => {
    expect(toggleColumn(['state', 'labels'], 'begun')).toEqual(['state', 'begun', 'labels'])
    expect(toggleColumn(['state', 'labels'], 'attr.total')).toEqual(['state', 'labels', 'attr.total'])
    expect(toggleColumn(['state', 'labels'], 'state')).toEqual(['labels'])
    expect([titleOf('took'), titleOf('attr.customer')]).toEqual(['Took', 'customer'])
  })

  it('are part of the address, and not of what the API is asked', () => {
    const filter = readFilter('?state=FAILED&columns=state,attr.customer')
    expect(filter.columns).toEqual(['state', 'attr.customer'])
    expect(readFilter(writeFilter(filter))).toEqual(filter)
    expect(queryOf(filter)).toEqual({ state: 'FAILED' })
    expect(isNarrowed(readFilter('?columns=state'))).toBe(false)
    expect(isNarrowed(EMPTY_FILTER)).toBe(false)
    expect(isNarrowed(filter)).toBe(true)
  })
})

describe('saved views', () => {
  it('are read whatever stands there', () => {
    expect(readViews(null)).toEqual([])
    expect(readViews('{"a":1}')).toEqual([])
    expect(readViews('not JSON')).toEqual([])
    expect(readViews('[{"name":"mine","query":"?state=FAILED"},{"name":"bad","query":"javascript:alert(1)"},7,null]')).toEqual([{ name: 'mine', query: '?state=FAILED' }])
  })

  it('are kept by name, and forgotten', () => {
    saveView(' mine ', '?state=FAILED')
    saveView('mine', '?state=PAUSED')
    saveView('', '?state=RUNNING')
    expect(savedViews.value).toEqual([{ name: 'mine', query: '?state=PAUSED' }])
    forgetView('mine')
    expect(savedViews.value).toEqual([])
  })
})
