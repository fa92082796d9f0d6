import { graphlib, layout as arrange } from '@dagrejs/dagre'
import type { Graph, GraphNode } from './definition'
import { type Box, type ForwardLane, MARGIN, NODE_HEIGHT, NODE_WIDTH, type Point } from './places'

/** Where the tasks of a definition stand, from left to right. Of several hundred that takes a while, so it is asked of a worker. */

const GATE_WIDTH = 108
const GATE_HEIGHT = 40

export function forwardLane(graph: Graph): ForwardLane {
  const dagre = new graphlib.Graph({ multigraph: true })
  dagre.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 46, edgesep: 12 })
  dagre.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) dagre.setNode(node.id, sizeOf(node))
  graph.edges.forEach((edge, index) => dagre.setEdge(edge.from, edge.to, labelSize(edge.label), String(index)))
  if (graph.nodes.length > 0) arrange(dagre)
  const nodes = graph.nodes.map(node => {
    const { x, y, width, height } = dagre.node(node.id) as unknown as Box
    return { node, x: x - width / 2 + MARGIN, y: y - height / 2 + MARGIN, width, height }
  })
  const edges = graph.edges.map((edge, index) => {
    const { points } = dagre.edge(edge.from, edge.to, String(index)) as unknown as { points: Point[] }
    return { ...edge, points: points.map(point => ({ x: point.x + MARGIN, y: point.y + MARGIN })) }
  })
  return { nodes, edges, width: Math.max(0, ...nodes.map(one => one.x + one.width - MARGIN)) }
}

function sizeOf(node: GraphNode): { width: number; height: number } {
  const isGate = node.kind === 'switch' || node.kind === 'parallel' || node.kind === 'withLock' || node.kind === 'do'
  return isGate ? { width: GATE_WIDTH, height: GATE_HEIGHT } : { width: NODE_WIDTH, height: NODE_HEIGHT }
}

function labelSize(label: string): object {
  return label ? { width: Math.min(120, label.length * 7), height: 14, labelpos: 'c' } : {}
}
