import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Attempt, RunEvent } from '../api/types'
import { duration } from '../model/time'
import { type Bar, scrollAfter, type Tick, ticksOf, timelineOf, type TimelineRow, zoomed } from '../model/timeline'

const ROW = 26
const BAR = 16
const LABEL = 190
const WIDTH_MIN = 600
/** Behind the end there is room for what stands at it. */
const RIGHT = 46
const AXIS = 26
/** At most, without any zoom. */
const TICKS = 8
/** Only what can be seen is in the page. */
const OVERSCAN = 6
const VIEW_HEIGHT = 520

interface Props {
  readonly attempts: readonly Attempt[]
  readonly events: readonly RunEvent[]
  readonly startMs: number
  readonly endMs: number
  readonly select: (taskId: string) => void
}

/** Part of the drawing that is in view. */
interface View {
  readonly top: number
  readonly left: number
  readonly width: number
}

/** When what was done: forward above the axis, undo below it. Closer with + and −, or the wheel and Ctrl. */
export function TimelineView({ attempts, events, startMs, endMs, select }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<View>({ top: 0, left: 0, width: LABEL + WIDTH_MIN + RIGHT })
  const whole = Math.max(WIDTH_MIN, view.width - LABEL - RIGHT)
  const [zoom, setZoom] = useState(1)
  const scrollTo = useRef<number | null>(null)
  const timeline = useMemo(() => timelineOf(attempts, events, startMs, endMs), [attempts, events, startMs, endMs])
  const ticks = useMemo(() => ticksOf(timeline.endMs - timeline.startMs, TICKS * zoom), [timeline, zoom])
  const rows = [...timeline.forward, null, ...timeline.undo]
  const axisRow = timeline.forward.length
  const height = (rows.length - 1) * ROW + AXIS
  const first = Math.max(0, Math.floor(view.top / ROW) - OVERSCAN)
  const last = Math.min(rows.length, Math.ceil((view.top + VIEW_HEIGHT) / ROW) + OVERSCAN)
  const bring = (steps: number, point = whole / 2) => {
    const next = zoomed(zoom, steps)
    scrollTo.current = scrollAfter(frame.current?.scrollLeft ?? 0, point, zoom, next)
    setZoom(next)
  }
  useLayoutEffect(() => {
    if (scrollTo.current !== null && frame.current) frame.current.scrollLeft = scrollTo.current
    scrollTo.current = null
  }, [zoom])
  useLayoutEffect(() => {
    const element = frame.current!
    const size = new ResizeObserver(() => setView(before => ({ ...before, width: element.clientWidth })))
    size.observe(element)
    return () => size.disconnect()
  }, [])
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return
    event.preventDefault()
    bring(event.deltaY < 0 ? 1 : -1, Math.max(0, event.clientX - frame.current!.getBoundingClientRect().left - LABEL))
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === '+') bring(1)
    else if (event.key === '-') bring(-1)
  }
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="tools">
        <p class="legend">
          <span class="key tone-forward">■ work</span><span class="key tone-undo">■ undo</span><span class="key tone-bad">■ failed</span>
          <span class="key tone-idle">▨ waited in the queue</span>
          <span>{duration(timeline.endMs - timeline.startMs)} in all</span>
        </p>
        <button type="button" onClick={() => bring(-1)} disabled={zoom === 1} aria-label="Further away">−</button>
        <button type="button" onClick={() => bring(1)} disabled={zoomed(zoom, 1) === zoom} aria-label="Closer">+</button>
        <button type="button" onClick={() => bring(-10)} disabled={zoom === 1}>The whole</button>
      </div>
      <div ref={frame} class="frame" tabIndex={0} role="group" aria-label="Bars; scrolls, + and - zoom" onWheel={wheel} onKeyDown={key}
        onScroll={event => setView({ top: event.currentTarget.scrollTop, left: event.currentTarget.scrollLeft, width: event.currentTarget.clientWidth })}>
        <svg width={LABEL + whole * zoom + RIGHT - 4} height={height + 4}>
          <defs>
            <pattern id="waited" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="6" class="hatch" />
            </pattern>
          </defs>
          <Axis ticks={ticks} width={whole * zoom} view={view} y={axisRow * ROW} height={height} />
          {rows.slice(first, last).map((row, at) => {
            const index = first + at
            const y = index <= axisRow ? index * ROW : (index - 1) * ROW + AXIS
            return row && <Row key={`${row.label}${row.isUndo}`} row={row} y={y} width={whole * zoom} left={view.left} select={select} />
          })}
        </svg>
      </div>
    </section>
  )
}

function Axis({ ticks, width, view, y, height }: { ticks: readonly Tick[]; width: number; view: View; y: number; height: number }) {
  const isSeen = (tick: Tick) => tick.at * width > view.left - WIDTH_MIN && tick.at * width < view.left + view.width
  return (
    <g class="axis">
      {ticks.filter(isSeen).map(tick => (
        <g key={tick.ms} transform={`translate(${LABEL + tick.at * width},0)`}>
          <line y1={0} y2={height} />
          <text y={y + 17} x={3}>{tick.ms === 0 ? '0' : duration(tick.ms)}</text>
        </g>
      ))}
      <rect x={0} y={y + 2} width={LABEL + width} height={1} />
      <rect x={0} y={y + AXIS - 3} width={LABEL + width} height={1} />
    </g>
  )
}

interface RowProps {
  readonly row: TimelineRow
  readonly y: number
  /** Of all time there is. */
  readonly width: number
  /** How far it is scrolled: names stay in view. */
  readonly left: number
  readonly select: (taskId: string) => void
}

function Row({ row, y, width, left, select }: RowProps) {
  const key = (event: KeyboardEvent) => event.key === 'Enter' && select(row.taskId)
  return (
    <g class={`row ${row.isUndo ? 'undo' : 'forward'}`} transform={`translate(0,${y})`} tabIndex={0} role="button"
      aria-label={rowWords(row)} onClick={() => select(row.taskId)} onKeyDown={key}>
      {row.bars.map((bar, index) => <BarShape key={index} bar={bar} width={width} />)}
      {left > 0 && <rect class="behind-name" x={left} width={LABEL - 5} height={ROW} />}
      <text x={left + LABEL - 10} y={ROW / 2 + 4} text-anchor="end">{row.label.length > 26 ? `${row.label.slice(0, 25)}…` : row.label}</text>
    </g>
  )
}

function rowWords(row: TimelineRow): string {
  const last = row.bars.at(-1)
  return last ? `${row.label}: ${row.bars.length === 1 ? 'one attempt' : `${row.bars.length} attempts`}, ${barWords(last)}` : row.label
}

function barWords(bar: Bar): string {
  const word = { ok: 'done', failed: 'failed', unknown: 'outcome unknown', cancelled: 'cancelled', open: 'not done yet' }[bar.state]
  return `attempt ${bar.attempt} ${word}, waited ${duration(bar.waitedMs)}, took ${duration(bar.workedMs)}`
}

function BarShape({ bar, width }: { bar: Bar; width: number }) {
  const x = LABEL + bar.from * width
  const middle = LABEL + bar.worked * width
  const end = LABEL + bar.to * width
  const y = (ROW - BAR) / 2
  return (
    <g class={`bar ${bar.state}`}>
      <title>{barWords(bar)}</title>
      {middle > x && <rect class="waited" x={x} y={y} width={Math.max(1, middle - x)} height={BAR} fill="url(#waited)" />}
      <rect class="worked" x={middle} y={y} width={Math.max(2, end - middle)} height={BAR} rx={2} />
      {bar.state === 'failed' && <text x={Math.max(2, end - middle) + middle + 3} y={ROW / 2 + 4}>✕</text>}
    </g>
  )
}
