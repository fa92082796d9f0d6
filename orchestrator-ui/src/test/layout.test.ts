import { describe, expect, it } from 'vitest'
import type { Json } from '../api/types'
import { graphOf } from '../model/definition'
import { forwardLane } from '../model/forward'
import { arrowHead, pathOf, twoLanes } from '../model/layout'
import type { Box } from '../model/places'
import type { UndoProgress } from '../model/progress'

const saga: Json = {
  tasks: ['reserve', 'charge', 'ship'].map(id => ({ id, task: `do.${id}`, compensate: { task: `undo.${id}` } })),
}

function undo(taskId: string, order: number): UndoProgress {
  return { taskId, order, taskType: `undo.${taskId}`, state: 'UNDONE', attempts: 1, items: null, error: null }
}

function lanesOf(definition: Json, undos: readonly UndoProgress[], failed: string | null, planned: ReadonlySet<string> | null = null) {
  const graph = graphOf(definition)
  return twoLanes(graph, forwardLane(graph), undos, failed, planned)
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

describe('the two lanes', () => {
  it('go forward from left to right, and back from right to left below', () => {
    const lanes = lanesOf(saga, [undo('charge', 1), undo('reserve', 2)], 'ship')
    const xs = lanes.nodes.map(node => node.x)
    expect([...xs].sort((a, b) => a - b)).toEqual(xs)
    expect(lanes.undoEdges.map(edge => `${edge.from}>${edge.to}`)).toEqual(['charge>reserve'])
    const [from, to] = lanes.undoEdges[0]!.points
    expect(to!.x).toBeLessThan(from!.x)
    const bottom = Math.max(...lanes.nodes.map(node => node.y + node.height))
    expect(lanes.undos.every(placed => placed.y > bottom)).toBe(true)
  })

  it('have each undo under its task, and the turn from the failed task to the first undo', () => {
    const lanes = lanesOf(saga, [undo('charge', 1), undo('reserve', 2)], 'ship')
    for (const placed of lanes.undos) {
      expect(placed.x).toBeCloseTo(lanes.nodes.find(node => node.node.id === placed.taskId)!.x)
    }
    const charge = lanes.undos.find(placed => placed.taskId === 'charge')!
    expect(lanes.turn!.at(-1)).toEqual({ x: charge.x + charge.width, y: charge.y + charge.height / 2 })
  })

  it('show undos that have not been done without arrows', () => {
    const lanes = lanesOf(saga, [], null)
    expect(lanes.undos).toHaveLength(3)
    expect(lanes.undoEdges).toEqual([])
    expect(lanes.turn).toBeNull()
  })

  it('never put two boxes at one place', () => {
    const wide: Json = {
      tasks: [{ id: 'p', parallel: { branches: [1, 2, 3].map(n => [{ id: `t${n}`, task: 't', compensate: { task: 'u' } }]) } }],
    }
    const lanes = lanesOf(wide, [undo('t3', 1), undo('t1', 2), undo('t2', 3)], null)
    const boxes: Box[] = [...lanes.nodes, ...lanes.undos]
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => expect(overlap(a, b)).toBe(false)))
    expect(Math.max(...boxes.map(box => box.y + box.height))).toBeLessThan(lanes.height)
    expect(Math.max(...boxes.map(box => box.x + box.width))).toBeLessThan(lanes.width)
  })

  it('stand for an empty definition', () => {
    expect(lanesOf({ tasks: [] }, [], null)).toMatchObject({ nodes: [], undos: [], laneY: null })
  })

  it('hold for hundreds of tasks', () => {
    const long: Json = { tasks: Array.from({ length: 300 }, (_, n) => ({ id: `t${n}`, task: 't', compensate: { task: 'u' } })) }
    expect(lanesOf(long, [], null).undos).toHaveLength(300)
  })
})

describe('paths', () => {
  it('are rounded at their corners', () => {
    expect(pathOf([{ x: 0, y: 0 }, { x: 0, y: 50 }, { x: 50, y: 50 }])).toBe('M0,0L0,40Q0,50 10,50L50,50')
    expect(pathOf([])).toBe('')
  })

  it('have a head that points where they go', () => {
    expect(arrowHead([{ x: 10, y: 0 }, { x: 0, y: 0 }])).toMatch(/^M[\d.]+,-?[\d.]+L0,0L/)
    expect(arrowHead([{ x: 0, y: 0 }])).toBe('')
  })
})

describe('what would be undone', () => {
  it('is shown only where it is still to be undone, once a rollback is under way', () => {
    const lanes = lanesOf(saga, [undo('charge', 1)], 'ship', new Set(['reserve']))
    expect(lanes.undos.map(placed => placed.taskId)).toEqual(['reserve', 'charge'])
  })
})
