import { describe, expect, it } from 'vitest'
import type { Json } from '../api/types'
import { graphOf, keyedSignals } from '../model/definition'

const edgesOf = (tasks: Json) => graphOf({ tasks }).edges.map(edge => `${edge.from}>${edge.to}${edge.label ? `:${edge.label}` : ''}`)

describe('the graph of a definition', () => {
  it('goes from task to task in the order of the text', () => {
    expect(edgesOf([{ id: 'a', task: 't' }, { id: 'b', task: 't' }, { id: 'c', signal: 's' }])).toEqual(['a>b', 'b>c'])
  })

  it('goes past what handles a failure, and behind it again where the run goes on', () => {
    expect(edgesOf([
      { id: 'pay', do: [{ id: 'card', task: 't' }], onError: [
        { codes: ['A', 'B'], do: [{ id: 'mend', task: 't' }] }, { codes: ['C'] }, { do: [{ id: 'tell', task: 't' }], then: 'fail' }] },
      { id: 'end', return: { ok: true } },
    ])).toEqual(['pay>card', 'pay>mend:on A, B', 'pay>tell:on failure', 'card>end', 'mend>end', 'pay>end:on C'])
  })

  it('follows dependsOn, and goes on behind all that nothing follows', () => {
    expect(edgesOf([
      { id: 'p', parallel: { branches: [[{ id: 'x', task: 't' }, { id: 'y', task: 't' }, { id: 'z', task: 't', dependsOn: ['x'] }]] } },
      { id: 'end', task: 't' },
    ])).toEqual(['p>x', 'x>y', 'x>z', 'y>end', 'z>end'])
  })

  it('passes by an empty branch, and says the condition at the edge', () => {
    expect(edgesOf([
      { id: 'route', switch: [{ when: 'input.total > 1', do: [{ id: 'review', signal: { name: 'ok' } }] }, { default: [] }] },
      { id: 'charge', task: 't' },
    ])).toEqual(['route>review:input.total > 1', 'review>charge', 'route>charge:else'])
  })

  it('knows maps around a task, children, undos, pivots and save-points', () => {
    const graph = graphOf({
      tasks: [
        { id: 'm', map: { items: '${ input.lines }' }, do: [{ id: 'n', task: 'work', compensate: { task: 'unwork' } }] },
        { id: 'k', workflow: { name: 'child' }, pivot: true, savepoint: 'here' },
      ],
    })
    expect(graph.nodes).toMatchObject([
      { id: 'm', kind: 'map', detail: '${ input.lines }', undo: null },
      { id: 'n', kind: 'task', detail: 'work', undo: 'unwork', maps: ['m'] },
      { id: 'k', kind: 'workflow', detail: 'child', undo: 'undoes itself', isPivot: true, savepoint: 'here' },
    ])
  })

  it('draws what is done after a rollback beside the rest', () => {
    const graph = graphOf({
      saga: { finally: { rolledBack: [{ id: 'tell', task: { type: '${ input.by }', among: ['mail', 'sms'] } }], undoFailed: [] } },
      tasks: [{ id: 'a', task: 't' }],
    })
    expect(graph.nodes).toMatchObject([
      { id: 'a' },
      { id: 'finally.rolledBack', kind: 'finally', detail: 'once all is undone' },
      { id: 'tell', kind: 'task', detail: '${ input.by }' },
    ])
    expect(graph.edges).toEqual([{ from: 'finally.rolledBack', to: 'tell', label: '' }])
  })

  it('knows by what key a signal finds its runs, wherever they wait for it', () => {
    const paid = { name: 'paid', key: '${ input.orderId }' }
    const graph = graphOf({
      tasks: [
        { id: 'a', signal: 'alone' },
        { id: 'm', loop: { until: 'true' }, do: [{ id: 'b', signal: paid }] },
        { id: 'c', signal: { name: 'alone2' }, onError: [{ do: [{ id: 'd', signal: paid }] }] },
        { id: 'e', task: 't', input: { signal: { name: 'no', key: 'no' } } },
      ],
    })
    expect(keyedSignals(graph)).toEqual([paid])
  })

  it('is empty for what is no definition', () => {
    expect(graphOf('<b>no</b>')).toEqual({ nodes: [], edges: [] })
    expect(graphOf({ tasks: [null, 7] }).nodes).toHaveLength(2)
  })
})
