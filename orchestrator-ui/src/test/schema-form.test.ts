import { describe, expect, it } from 'vitest'
import { ApiError } from '../api/problem'
import { condensed, diffLines } from '../model/diff'
import { formOf, type FormNode, numberOf, withField } from '../model/schema-form'
import { faultsOf } from '../view/start'

const form = (schema: unknown) => formOf({ input: { schema } } as never)
const fieldsOf = (node: FormNode | null) => (node?.kind === 'object' ? node.fields : [])
const field = (node: FormNode | null, name: string) => fieldsOf(node).find(one => one.name === name)!

describe('the form of a schema', () => {
  const shown = form({
    type: 'object', required: ['who', 'lines'],
    properties: {
      who: { type: 'string', title: 'Traveller', description: 'as in the passport' }, seats: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
      class: { enum: ['economy', 'business'] }, insured: { type: 'boolean' }, address: { $ref: '#/$defs/address' },
      lines: { type: 'array', items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
      anything: {}, either: { oneOf: [{ type: 'string' }, { type: 'number' }] }, 'a/b~c': { type: 'string' },
    },
    $defs: { address: { type: 'object', properties: { city: { type: 'string' } } } },
  })

  it('has a field for each property, as its type wants it', () => {
    expect(fieldsOf(shown).map(one => [one.name, one.kind, one.isNeeded])).toEqual([
      ['who', 'text', true], ['lines', 'list', true], ['seats', 'number', false], ['class', 'choice', false], ['insured', 'boolean', false],
      ['address', 'object', false], ['anything', 'json', false], ['either', 'json', false], ['a/b~c', 'text', false],
    ])
    expect(field(shown, 'who')).toMatchObject({ label: 'Traveller', hint: 'as in the passport' })
    expect(field(shown, 'seats')).toMatchObject({ isWhole: true, min: 1, max: 9, hint: 'at least 1, at most 9' })
  })

  it('has fields beside conditions about them, and none where a condition brings fields of its own', () => {
    const properties = { table: { type: 'string' }, query: { type: 'string' }, how: { enum: ['append', 'merge'] } }
    const narrowed = form({ type: 'object', properties, oneOf: [{ required: ['table'] }, { required: ['query'] }], if: { properties: { how: { const: 'merge' } } }, then: { required: ['table'] } })
    expect(fieldsOf(narrowed).map(one => one.name)).toEqual(['table', 'query', 'how'])
    expect(form({ type: 'object', properties, oneOf: [{ properties: { file: { type: 'string' } } }] })).toBeNull()
    expect(form({ type: 'object', properties, allOf: [{ $ref: '#/$defs/more' }] })).toBeNull()
  })

  it('points at values as the server does', () => {
    expect(field(shown, 'a/b~c').pointer).toBe('/a~1b~0c')
    expect(field(field(shown, 'address'), 'city').pointer).toBe('/address/city')
    const lines = field(shown, 'lines')
    expect(lines.kind === 'list' && field(lines.item, 'sku').pointer).toBe('/sku')
  })

  it('is none without a schema that has fields', () => {
    expect(form(undefined)).toBeNull()
    expect(form({})).toBeNull()
    expect(form({ type: 'string' })).toBeNull()
    expect(form({ type: 'object', properties: {} })).toBeNull()
  })

  it('ends where a schema refers to itself, or to nothing', () => {
    const tree = form({ $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { child: { $ref: '#/$defs/node' } } } } })
    expect(JSON.stringify(tree)).toContain('"kind":"json"')
    expect(field(form({ type: 'object', properties: { x: { $ref: '#/$defs/gone' }, y: { $ref: 'https://example.org/s' } } }), 'x').kind).toBe('json')
    expect(form({ $ref: '#' })).toBeNull()
  })
})

describe('what is typed', () => {
  it('is a number, nothing, or a fault', () => {
    expect(numberOf(' 49.90 ', false)).toEqual({ value: 49.9 })
    expect(numberOf('', true)).toEqual({})
    expect(numberOf('1.5', true).fault).toBeDefined()
    expect(numberOf('many', false).fault).toBeDefined()
  })

  it('is not sent when the browser would change it', () => {
    expect(numberOf('12345678901234567.89', false).fault).toContain('digits')
    expect(numberOf('0.000000000000001', false)).toEqual({ value: 1e-15 })
  })

  it('leaves a field out when it is emptied', () => {
    expect(withField({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 })
    expect(withField(undefined, 'a', null)).toEqual({ a: null })
  })
})

it('what the server has against the input stands at its fields', () => {
  const refusal = new ApiError({ type: '', title: '', status: 422, detail: 'no', code: 'INPUT_INVALID', retryable: false,
    errors: [{ pointer: '/input/lines/0/sku', line: 0, column: 0, detail: 'not found' }, { pointer: '/inputs', line: 0, column: 0, detail: 'other', hint: 'so' }] })
  expect([...faultsOf(refusal)]).toEqual([['/lines/0/sku', 'not found'], ['/inputs', 'other (so)']])
  expect(faultsOf(new Error('x')).size).toBe(0)
})

describe('a difference, shortened', () => {
  const lines = Array.from({ length: 20 }, (_, n) => `line ${n}`)
  const changed = lines.map((line, n) => (n === 10 ? 'new' : line))

  it('has what has changed, and so much around it', () => {
    const shown = condensed(diffLines(lines.join('\n'), changed.join('\n')), 2)
    expect(shown.map(line => (line.kind === 'gap' ? line.count : `${line.sign}${line.text}`))).toEqual(
      [8, ' line 8', ' line 9', '-line 10', '+new', ' line 11', ' line 12', 7])
  })

  it('is one gap when nothing has', () => {
    expect(condensed(diffLines('a\nb', 'a\nb'), 3)).toEqual([{ kind: 'gap', count: 2 }])
  })
})
