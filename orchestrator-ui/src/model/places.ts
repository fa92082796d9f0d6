import type { GraphNode } from './definition'

/** Places in a drawing. */

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  /** Left upper corner. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedNode extends Box {
  readonly node: GraphNode
}

export interface PlacedEdge {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly points: readonly Point[]
}

/** Places of all tasks of a graph. */
export interface ForwardLane {
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
}

export const NODE_WIDTH = 156
export const NODE_HEIGHT = 54
export const MARGIN = 20
