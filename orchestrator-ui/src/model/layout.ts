import type { Graph } from './definition'
import { type Box, type ForwardLane, MARGIN, NODE_HEIGHT, NODE_WIDTH, type PlacedEdge, type PlacedNode, type Point } from './places'
import type { UndoProgress } from './progress'

/**
 * Two lanes: above, the work from left to right; below, the undo from right to left, each undo under the task that it takes back.
 */

export interface PlacedUndo extends Box {
  readonly taskId: string
  readonly taskType: string
  /** What has been done of it; null when it is only what would be done. */
  readonly undo: UndoProgress | null
}

export interface TwoLanes {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly undos: readonly PlacedUndo[]
  /** From one undo to the next one in order. */
  readonly undoEdges: readonly PlacedEdge[]
  /** Where the run turned round: from the task that failed down to the first undo. */
  readonly turn: readonly Point[] | null
  /** Where the lane of the undo begins; null when there is none. */
  readonly laneY: number | null
}

const LANE_GAP = 56
const ROW_GAP = 14

/** @param planned tasks whose undo is shown though it has not begun; null for all that have one */
export function twoLanes(
  graph: Graph, forward: ForwardLane, undos: readonly UndoProgress[], failedTaskId: string | null,
  planned: ReadonlySet<string> | null = null,
): TwoLanes {
  const places = new Map(forward.nodes.map(placed => [placed.node.id, placed]))
  const bottom = Math.max(0, ...forward.nodes.map(placed => placed.y + placed.height))
  const laneY = bottom + LANE_GAP
  const placed = undoLane(graph, places, undos, laneY, planned)
  const byId = new Map(placed.map(one => [one.taskId, one]))
  const done = undos.flatMap(undo => byId.get(undo.taskId) ?? [])
  const failed = failedTaskId === null ? undefined : places.get(failedTaskId)
  const first = done[0]
  return {
    width: forward.width + 2 * MARGIN,
    height: Math.max(bottom, ...placed.map(one => one.y + one.height)) + MARGIN,
    nodes: forward.nodes,
    edges: forward.edges,
    undos: placed,
    undoEdges: done.slice(1).map((to, index) => undoEdge(done[index]!, to)),
    turn: failed && first ? turnOf(failed, first) : null,
    laneY: placed.length > 0 ? laneY : null,
  }
}

/** Tasks of the same column have their undos one below the other. */
function undoLane(
  graph: Graph, places: ReadonlyMap<string, PlacedNode>, undos: readonly UndoProgress[], laneY: number,
  planned: ReadonlySet<string> | null,
): PlacedUndo[] {
  const byTask = new Map(undos.map(undo => [undo.taskId, undo]))
  const rows: Box[][] = []
  const placed: PlacedUndo[] = []
  for (const node of graph.nodes) {
    const undo = byTask.get(node.id) ?? null
    const place = places.get(node.id)
    const isPlanned = node.undo !== null && (planned === null || planned.has(node.id))
    if (!place || (undo === null && !isPlanned)) continue
    const x = place.x + (place.width - NODE_WIDTH) / 2
    const row = freeRow(rows, x)
    const box = { x, y: laneY + row * (NODE_HEIGHT + ROW_GAP), width: NODE_WIDTH, height: NODE_HEIGHT }
    rows[row]!.push(box)
    placed.push({ ...box, taskId: node.id, taskType: undo?.taskType ?? node.undo ?? '', undo })
  }
  return placed
}

function freeRow(rows: Box[][], x: number): number {
  const row = rows.findIndex(boxes => boxes.every(box => x >= box.x + box.width || box.x >= x + NODE_WIDTH))
  if (row >= 0) return row
  rows.push([])
  return rows.length - 1
}

function undoEdge(from: PlacedUndo, to: PlacedUndo): PlacedEdge {
  const isLeft = to.x + to.width <= from.x
  const isRight = from.x + from.width <= to.x
  const start = { x: isLeft ? from.x : isRight ? from.x + from.width : from.x + from.width / 2, y: middle(from).y }
  const end = { x: isLeft ? to.x + to.width : isRight ? to.x : to.x + to.width / 2, y: middle(to).y }
  if (isLeft || isRight) return { from: from.taskId, to: to.taskId, label: '', points: [start, end] }
  const isDown = to.y > from.y
  return {
    from: from.taskId, to: to.taskId, label: '',
    points: [{ x: start.x, y: isDown ? from.y + from.height : from.y }, { x: end.x, y: isDown ? to.y : to.y + to.height }],
  }
}

/** Down from the failed task, then into the first undo from its right, where that is free. */
function turnOf(failed: PlacedNode, first: PlacedUndo): Point[] {
  const start = { x: failed.x + failed.width / 2, y: failed.y + failed.height }
  const isLeft = first.x + first.width <= start.x
  if (isLeft) {
    return [start, { x: start.x, y: middle(first).y }, { x: first.x + first.width, y: middle(first).y }]
  }
  return [start, { x: start.x, y: first.y - LANE_GAP / 2 }, { x: middle(first).x, y: first.y - LANE_GAP / 2 }, { x: middle(first).x, y: first.y }]
}

function middle(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** An SVG path with rounded corners. */
export function pathOf(points: readonly Point[], radius = 10): string {
  const first = points[0]
  if (!first) return ''
  let path = `M${round(first.x)},${round(first.y)}`
  for (let at = 1; at < points.length; at++) {
    const before = points[at - 1]!
    const here = points[at]!
    const after = points[at + 1]
    if (!after) {
      path += `L${round(here.x)},${round(here.y)}`
      continue
    }
    const into = towards(here, before, radius)
    const out = towards(here, after, radius)
    path += `L${round(into.x)},${round(into.y)}Q${round(here.x)},${round(here.y)} ${round(out.x)},${round(out.y)}`
  }
  return path
}

/** The head of an arrow along the last piece of a path. */
export function arrowHead(points: readonly Point[], size = 7): string {
  const tip = points[points.length - 1]
  const before = points[points.length - 2]
  if (!tip || !before) return ''
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x)
  const corner = (turn: number) =>
    `${round(tip.x - size * Math.cos(angle + turn))},${round(tip.y - size * Math.sin(angle + turn))}`
  return `M${corner(0.45)}L${round(tip.x)},${round(tip.y)}L${corner(-0.45)}Z`
}

function towards(from: Point, to: Point, length: number): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y)
  if (distance === 0) return from
  const share = Math.min(length, distance / 2) / distance
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
