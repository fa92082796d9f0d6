import { describe, expect, it } from 'vitest'
import { diffLines } from '../model/diff'
import { sampleOf } from '../model/sample'

describe('the difference of two texts', () => {
  it('is what has come and gone', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc\nd').map(line => `${line.sign}${line.text}`)).toEqual([' a', '-b', '+x', ' c', '+d'])
  })

  it('is nothing between equal ones', () => {
    expect(diffLines('a\nb', 'a\nb').every(line => line.kind === 'same')).toBe(true)
  })
})

describe('the input to begin from', () => {
  it('has what the schema needs', () => {
    const schema = {
      type: 'object', required: ['id', 'total', 'lines', 'to'],
      properties: {
        id: { type: 'string' }, total: { type: 'number', exclusiveMinimum: 0 }, lines: { type: 'array' }, note: { type: 'string' },
        to: { type: 'object', required: ['zone'], properties: { zone: { enum: ['EU', 'US'] } } },
      },
    }
    expect(sampleOf({ input: { schema } })).toEqual({ id: '', total: 1, lines: [], to: { zone: 'EU' } })
  })

  it('is empty without one', () => {
    expect(sampleOf({ tasks: [] })).toEqual({})
    expect(sampleOf({ input: { schema: true } })).toEqual({})
  })
})
