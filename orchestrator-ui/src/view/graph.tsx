import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Graph } from '../model/definition'
import type { Box, ForwardLane, PlacedEdge, PlacedNode } from '../model/places'
import { arrowHead, pathOf, type PlacedUndo, twoLanes } from '../model/layout'
import type { Progress, TaskProgress, UndoProgress } from '../model/progress'
import { useForward } from '../store/arrange'
import { signOf, toneOf, wordOf } from './parts'
import { frameWidth, isBoxSeen, isPathSeen, useSeen } from './seen'

interface Props {
  readonly graph: Graph
  readonly progress: Progress
  readonly failedTaskId: string | null
  readonly selected: string | null
  readonly select: (taskId: string) => void
}

const ZOOM_MIN = 0.3
/** Smaller could not be read; then it scrolls. */
const ZOOM_FIRST_MIN = 0.75
const ZOOM_MAX = 2

/** The definition that the run is pinned to, how far it has come, and below it the way back. */
export function GraphView(props: Props) {
  const forward = useForward(props.graph)
  return forward ? <Drawing {...props} forward={forward} /> : <p class="quiet" role="status">Drawing…</p>
}

/** Only what can be seen of it is in the page. */
function Drawing({ graph, forward, progress, failedTaskId, selected, select }: Props & { forward: ForwardLane }) {
  const [zoom, setZoom] = useState(1)
  const frame = useRef<HTMLDivElement>(null)
  const lanes = useMemo(() => twoLanes(graph, forward, progress.undos, failedTaskId, toUndo(progress)), [graph, forward, progress, failedTaskId])
  const seen = useSeen(frame, zoom)
  const width = Math.max(lanes.width, frameWidth(seen))
  const zoomTo = (to: number) => setZoom(Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, to)))
  const fit = () => zoomTo(((frame.current?.clientWidth ?? lanes.width) - 4) / lanes.width)
  const toSee = selected ?? failedTaskId
  useLayoutEffect(() => scrollTo(frame.current, lanes.nodes.find(placed => placed.node.id === toSee), zoom), [toSee, forward])
  useLayoutEffect(() => setZoom(Math.min(1, Math.max(ZOOM_FIRST_MIN, ((frame.current?.clientWidth ?? lanes.width) - 4) / lanes.width))), [graph])
  return (
    <section class="graph" aria-label="Graph of the run">
      <div class="tools">
        <Legend hasUndo={lanes.laneY !== null} hasBegun={progress.tasks.size > 0} isUndoing={progress.undos.length > 0} />
        <button type="button" onClick={() => zoomTo(zoom / 1.25)} aria-label="Smaller">−</button>
        <button type="button" onClick={() => zoomTo(zoom * 1.25)} aria-label="Larger">+</button>
        <button type="button" onClick={fit}>Fit</button>
      </div>
      <div class="frame" ref={frame} tabIndex={0} role="group" aria-label="Drawing; scrolls">
        <svg width={width * zoom} height={lanes.height * zoom} viewBox={`0 0 ${width} ${lanes.height}`}>
          {lanes.laneY !== null && <Lanes width={width} height={lanes.height} laneY={lanes.laneY} />}
          {lanes.edges.filter(edge => isPathSeen(edge.points, seen)).map((edge, index) => (
            <Edge key={`${edge.from} ${edge.to} ${index}`} edge={edge} isTaken={isTaken(edge, progress)} tone="forward" />
          ))}
          {lanes.undoEdges.filter(edge => isPathSeen(edge.points, seen)).map(edge => <Edge key={`u${edge.to}`} edge={edge} isTaken tone="undo" />)}
          {lanes.turn && <Arrow points={lanes.turn} tone="undo" isTaken />}
          {lanes.nodes.filter(placed => isBoxSeen(placed, seen)).map(placed => (
            <Node key={placed.node.id} placed={placed} task={progress.tasks.get(placed.node.id) ?? null}
              isFailed={placed.node.id === failedTaskId} isSelected={placed.node.id === selected} select={select} />
          ))}
          {lanes.undos.filter(placed => isBoxSeen(placed, seen)).map(placed => <Undo key={`u${placed.taskId}`} placed={placed} select={select} />)}
        </svg>
      </div>
    </section>
  )
}

/** So that what is chosen can be seen beside what is shown of it. */
function scrollTo(frame: HTMLElement | null, box: Box | undefined, zoom: number) {
  if (!frame || !box) return
  const left = box.x * zoom
  const right = (box.x + box.width) * zoom
  if (left < frame.scrollLeft || right > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = (left + right - frame.clientWidth) / 2
}

function isTaken(edge: PlacedEdge, progress: Progress): boolean {
  const to = progress.tasks.get(edge.to)
  const from = progress.tasks.get(edge.from)
  return isTouched(to) && to?.state !== 'SKIPPED' && isTouched(from)
}

function isTouched(task: TaskProgress | undefined): boolean {
  return task !== undefined && task.state !== 'PENDING'
}

/** Once a run is on its way back, only what has happened and is still to be undone; before that all that could be. */
function toUndo(progress: Progress): ReadonlySet<string> | null {
  if (progress.undos.length === 0) return null
  return new Set([...progress.tasks.values()].filter(task => task.state === 'COMPLETED' || task.state === 'UNDOING').map(task => task.taskId))
}

interface LegendProps {
  readonly hasUndo: boolean
  /** Whether it is of a run, and not of a definition. */
  readonly hasBegun: boolean
  readonly isUndoing: boolean
}

function Legend({ hasUndo, hasBegun, isUndoing }: LegendProps) {
  return (
    <p class="legend">
      <span class="key tone-forward">→ the work</span>
      {hasUndo && <span class="key tone-undo">← {isUndoing ? 'its undo, numbered in the order in which it began' : 'what would undo it'}</span>}
      {hasBegun && <span class="key tone-idle">dashed: has not happened</span>}
    </p>
  )
}

function Lanes({ width, height, laneY }: { width: number; height: number; laneY: number }) {
  return (
    <g>
      <rect class="lane" x={0} y={laneY - 26} width={width} height={height - laneY + 26} />
      <text class="lane-name" x={12} y={laneY - 10}>↶ undo, from right to left</text>
    </g>
  )
}

function Edge({ edge, isTaken, tone }: { edge: PlacedEdge; isTaken: boolean; tone: 'forward' | 'undo' }) {
  const middle = edge.points[Math.floor(edge.points.length / 2)]
  return (
    <g>
      <Arrow points={edge.points} tone={tone} isTaken={isTaken} />
      {edge.label && middle && (
        <text class="edge-label" x={middle.x} y={middle.y - 6} text-anchor="middle">{short(edge.label, 18)}<title>{edge.label}</title></text>
      )}
    </g>
  )
}

function Arrow({ points, tone, isTaken }: { points: PlacedEdge['points']; tone: string; isTaken: boolean }) {
  return (
    <g class={`edge tone-${tone} ${isTaken ? 'taken' : ''}`}>
      <path d={pathOf(points)} class="line" />
      <path d={arrowHead(points)} class="head" />
    </g>
  )
}

interface NodeProps {
  readonly placed: PlacedNode
  readonly task: TaskProgress | null
  readonly isFailed: boolean
  readonly isSelected: boolean
  readonly select: (taskId: string) => void
}

function Node({ placed, task, isFailed, isSelected, select }: NodeProps) {
  const { node } = placed
  const state = task?.state ?? 'PENDING'
  const label = [`Task ${node.id}`, node.detail, wordOf(state), task?.error ?? '', badgeOf(task)].filter(Boolean).join(', ')
  return (
    <Shape placed={placed} tone={isFailed ? 'bad' : toneOf(state)} classes={`${node.kind} ${task ? '' : 'untouched'} ${isSelected ? 'selected' : ''}`}
      label={label} act={() => select(node.id)}>
      <text class="name" x={10} y={placed.height / 2 - 5}>{isFailed ? '✕ ' : isTouched(task ?? undefined) ? `${signOf(state)} ` : ''}{short(node.id, 15)}</text>
      {isFailed && task?.error
        ? <text class="fault" x={10} y={placed.height / 2 + 13}>{short(task.error, 18)}</text>
        : <text class="detail" x={10} y={placed.height / 2 + 13}>{short(kindWord(node.kind) + node.detail, 21)}</text>}
      <text class="count" x={placed.width - 8} y={placed.height / 2 - 5} text-anchor="end">{badgeOf(task)}</text>
      {(node.isPivot || node.savepoint) && (
        <text class="flag" x={placed.width - 8} y={-4} text-anchor="end">{node.isPivot ? '◆ pivot' : `⚑ ${node.savepoint ?? ''}`}</text>
      )}
    </Shape>
  )
}

function kindWord(kind: string): string {
  return kind === 'task' ? '' : kind === 'withLock' ? 'lock ' : kind === 'do' ? '' : `${kind} `
}

/** `7/10` of a map, `×3` attempts. */
function badgeOf(task: TaskProgress | UndoProgress | null): string {
  if (!task) return ''
  if (task.items) return `${task.items.done}/${task.items.total}`
  return task.attempts > 1 ? `×${task.attempts}` : ''
}

function Undo({ placed, select }: { placed: PlacedUndo; select: (taskId: string) => void }) {
  const { undo } = placed
  const state = undo === null ? 'not undone' : wordOf(undo.state)
  const tone = undo === null ? 'idle' : undo.state === 'UNDO_FAILED' ? 'person' : 'undo'
  return (
    <Shape placed={placed} tone={tone} classes={`undo ${undo === null ? 'planned' : ''}`}
      label={`Undo of ${placed.taskId} by ${placed.taskType}, ${state}${undo ? `, number ${undo.order}` : ''}`} act={() => select(placed.taskId)}>
      <text class="name" x={10} y={placed.height / 2 - 5}>{undo ? `${undo.order}. ${undoSign(undo)} ` : ''}{short(`undo ${placed.taskId}`, 14)}</text>
      <text class="detail" x={10} y={placed.height / 2 + 13}>{short(placed.taskType, 21)}</text>
      <text class="count" x={placed.width - 8} y={placed.height / 2 - 5} text-anchor="end">{badgeOf(undo)}</text>
    </Shape>
  )
}

function undoSign(undo: UndoProgress): string {
  return undo.state === 'UNDONE' ? '✓' : undo.state === 'UNDO_FAILED' ? '!' : undo.state === 'UNDOING' ? '▶' : '◷'
}

interface BoxProps {
  readonly placed: { x: number; y: number; width: number; height: number }
  readonly tone: string
  readonly classes: string
  readonly label: string
  readonly act: () => void
  readonly children: preact.ComponentChildren
}

function Shape({ placed, tone, classes, label, act, children }: BoxProps) {
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      act()
    }
  }
  return (
    <g class={`node tone-${tone} ${classes}`} transform={`translate(${placed.x},${placed.y})`} tabIndex={0} role="button"
      onClick={act} onKeyDown={key}>
      <rect width={placed.width} height={placed.height} rx={8}><title>{label}</title></rect>
      {children}
    </g>
  )
}

function short(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`
}
