import { useMemo, useState } from 'preact/hooks'
import type { Attempt, RunEvent } from '../api/types'
import { duration } from '../model/time'
import { type Bar, type Timeline, timelineOf, type TimelineRow } from '../model/timeline'

const ROW = 26
const BAR = 16
const LABEL = 190
const WIDTH = 900
const AXIS = 26
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

/** When what was done: forward above the axis, undo below it. */
export function TimelineView({ attempts, events, startMs, endMs, select }: Props) {
  const [top, setTop] = useState(0)
  const timeline = useMemo(() => timelineOf(attempts, events, startMs, endMs), [attempts, events, startMs, endMs])
  const rows = [...timeline.forward, null, ...timeline.undo]
  const axisRow = timeline.forward.length
  const height = (rows.length - 1) * ROW + AXIS
  const first = Math.max(0, Math.floor(top / ROW) - OVERSCAN)
  const last = Math.min(rows.length, Math.ceil((top + VIEW_HEIGHT) / ROW) + OVERSCAN)
  return (
    <section class="timeline" aria-label="Timeline">
      <p class="legend">
        <span class="key tone-forward">■ work</span><span class="key tone-undo">■ undo</span><span class="key tone-bad">■ failed</span>
        <span class="key tone-idle">▨ waited in the queue</span>
        <span>{duration(timeline.endMs - timeline.startMs)} in all</span>
      </p>
      <div class="frame" tabIndex={0} role="group" aria-label="Bars; scrolls" onScroll={event => setTop(event.currentTarget.scrollTop)}>
        <svg width={LABEL + WIDTH + 20} height={height + 4}>
          <defs>
            <pattern id="waited" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="6" class="hatch" />
            </pattern>
          </defs>
          <Axis timeline={timeline} y={axisRow * ROW} height={height} />
          {rows.slice(first, last).map((row, at) => {
            const index = first + at
            const y = index <= axisRow ? index * ROW : (index - 1) * ROW + AXIS
            return row && <Row key={`${row.label}${row.isUndo}`} row={row} y={y} select={select} />
          })}
        </svg>
      </div>
    </section>
  )
}

function Axis({ timeline, y, height }: { timeline: Timeline; y: number; height: number }) {
  return (
    <g class="axis">
      {timeline.ticks.map(tick => (
        <g key={tick.ms} transform={`translate(${LABEL + tick.at * WIDTH},0)`}>
          <line y1={0} y2={height} />
          <text y={y + 17} x={3}>{tick.ms === 0 ? '0' : duration(tick.ms)}</text>
        </g>
      ))}
      <rect x={0} y={y + 2} width={LABEL + WIDTH} height={1} />
      <rect x={0} y={y + AXIS - 3} width={LABEL + WIDTH} height={1} />
    </g>
  )
}

function Row({ row, y, select }: { row: TimelineRow; y: number; select: (taskId: string) => void }) {
  const key = (event: KeyboardEvent) => event.key === 'Enter' && select(row.taskId)
  return (
    <g class={`row ${row.isUndo ? 'undo' : 'forward'}`} transform={`translate(0,${y})`} tabIndex={0} role="button"
      aria-label={rowWords(row)} onClick={() => select(row.taskId)} onKeyDown={key}>
      <text x={LABEL - 10} y={ROW / 2 + 4} text-anchor="end">{row.label.length > 26 ? `${row.label.slice(0, 25)}…` : row.label}</text>
      {row.bars.map((bar, index) => <BarShape key={index} bar={bar} />)}
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

function BarShape({ bar }: { bar: Bar }) {
  const x = LABEL + bar.from * WIDTH
  const middle = LABEL + bar.worked * WIDTH
  const end = LABEL + bar.to * WIDTH
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
