import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { sentence } from '../api/problem'
import type { Json, WorkflowState } from '../api/types'
import { ago, clock } from '../model/time'
import { go } from '../router'
import { now } from '../store/now'

/** A link inside of the page; with a modifier it opens as any link does. */
export function Link({ to, children, label, current }: { to: string; children: ComponentChildren; label?: string; current?: boolean }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
  return <a href={to === '' ? './' : to} onClick={follow} aria-label={label} aria-current={current ? 'page' : undefined}>{children}</a>
}

/** Colour, sign and word, so that none of them is needed. */
const SIGNS: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  RUNNING: ['busy', '▶'],
  PAUSED: ['idle', '⏸'],
  SUSPENDED: ['person', '!'],
  COMPENSATING: ['undo', '↶'],
  COMPENSATION_FAILED: ['person', '!'],
  COMPLETED: ['good', '✓'],
  FAILED: ['bad', '✕'],
  COMPENSATED: ['undo', '↶'],
  CANCELLED: ['idle', '⊘'],
  TERMINATED: ['bad', '■'],
  PENDING: ['idle', '·'],
  WAITING: ['idle', '◷'],
  SKIPPED: ['idle', '↷'],
  UNDOING: ['undo', '↶'],
  UNDONE: ['undo', '↶'],
  UNDO_FAILED: ['person', '!'],
  READY: ['idle', '◷'],
  LEASED: ['busy', '▶'],
  SUCCEEDED: ['good', '✓'],
  UNKNOWN: ['person', '?'],
  LOST: ['bad', '✕'],
  STOPPED: ['idle', '■'],
  DRAINING: ['undo', '↓'],
  STARTING: ['idle', '◷'],
}

export function toneOf(state: string): string {
  return SIGNS[state]?.[0] ?? 'idle'
}

export function signOf(state: string): string {
  return SIGNS[state]?.[1] ?? '·'
}

export function wordOf(state: string): string {
  return state.toLowerCase().replaceAll('_', ' ')
}

export function StateBadge({ state }: { state: WorkflowState | string }) {
  return <span class={`badge tone-${toneOf(state)}`}><span aria-hidden="true">{signOf(state)}</span> {wordOf(state)}</span>
}

export function Ago({ at }: { at: string | null }) {
  return at === null ? <span>–</span> : <time dateTime={at} title={clock(at)}>{ago(at, now.value)}</time>
}

export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div class="note tone-bad" role="alert">
      <span aria-hidden="true">✕</span> {sentence(error)}
      {retry && <button type="button" onClick={retry}>Try again</button>}
    </div>
  )
}

/** What there is to do where there is nothing to see. */
export function Empty({ text, command }: { text: string; command?: string }) {
  return <div class="empty"><p>{text}</p>{command && <Command line={command} />}</div>
}

export function Command({ line }: { line: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard?.writeText(line)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <div class="command">
      <code tabIndex={0}>{line}</code>
      <button type="button" onClick={() => void copy()} aria-label="Copy the command">{isCopied ? 'Copied' : 'Copy'}</button>
    </div>
  )
}

const SHOWN_CHARS = 20_000

/** A payload, as text and nothing else. */
export function JsonText({ value, label }: { value: Json | unknown; label: string }) {
  const [isWhole, setWhole] = useState(false)
  const text = value === undefined ? 'none' : JSON.stringify(value, null, 2)
  const isCut = text.length > SHOWN_CHARS && !isWhole
  return (
    <div class="json">
      <pre tabIndex={0} aria-label={label}>{isCut ? text.slice(0, SHOWN_CHARS) : text}</pre>
      {isCut && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all of it, {Math.ceil(text.length / 1024)} kB
        </button>
      )}
    </div>
  )
}

export function Shorter({ id }: { id: string }) {
  return <code title={id}>{id.length > 13 ? `…${id.slice(-8)}` : id}</code>
}
