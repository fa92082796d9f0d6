import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Call } from '../api/call'
import { cliOf, curlOf, isGuarded } from '../api/client'
import { sentence } from '../api/problem'
import { may } from '../api/session'
import type { Json, Role, WorkflowState } from '../api/types'
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
  STARTED: ['good', '✓'],
  MOVED: ['good', '✓'],
  BUFFERED: ['idle', '◷'],
  FAILING: ['bad', '✕'],
  UNOWNED: ['bad', '?'],
  HELD_UP: ['undo', '◷'],
  CATCHING_UP: ['busy', '▶'],
  UP_TO_DATE: ['good', '✓'],
  DELIVERED: ['good', '✓'],
  RETRYING: ['undo', '↻'],
  DEAD: ['bad', '✕'],
  MISSED: ['bad', '✕'],
  REFUSED: ['person', '⊘'],
  CLOSED: ['good', '✓'],
  HALF_OPEN: ['undo', '◑'],
  OPEN: ['bad', '✕'],
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

interface OfferProps {
  readonly act: () => void
  readonly tone?: 'primary' | 'danger'
  readonly role?: Role
  /** What it says to those who cannot see what it stands beside. */
  readonly label?: string
  readonly children: ComponentChildren
}

/** A button for what not everybody may do: others do not see it. */
export function Offer({ act, tone, role = 'operator', label, children }: OfferProps) {
  return may(role) ? <button type="button" class={tone} onClick={act} aria-label={label}>{children}</button> : null
}

/** What there is to do where there is nothing to see. */
export function Empty({ text, command, call }: { text: string; command?: string; call?: Call }) {
  return <div class="empty"><p>{text}</p>{command && <Command line={command} />}{call && <Commands call={call} />}</div>
}

/** The same in a terminal: by the command line where it has a word for it, and by curl. */
export function Commands({ call }: { call: Call }) {
  const cli = cliOf(call)
  return <div class="commands">{cli && <Command name="CLI" line={cli} />}<Command name="cURL" line={curlOf(call)} /></div>
}

export function AsCommand({ call }: { call: Call }) {
  return <details class="as-command"><summary>As a command</summary><Commands call={call} /></details>
}

export function Command({ line, name }: { line: string; name?: string }) {
  return <Copyable text={line} kind={name} what={name ? `${name} line` : 'command'} />
}

/** A text that is to be taken elsewhere as it is. */
export function Copyable({ text, what, kind }: { text: string; what: string; kind?: string | undefined }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard?.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <div class="command">
      {kind && <span class="kind">{kind}</span>}
      <code tabIndex={0} aria-label={kind && `As ${kind}`}>{text}</code>
      <button type="button" onClick={() => void copy()} aria-label={`Copy the ${what}`}>{isCopied ? 'Copied' : 'Copy'}</button>
    </div>
  )
}

const SHOWN_CHARS = 20_000

/**
 * A payload, as text and nothing else; of a long one a part, and more of it for who asks. On servers that have tokens it is shown to
 * those who ask for it.
 */
export function JsonText({ value, label }: { value: Json | unknown; label: string }) {
  const [isRevealed, setRevealed] = useState(false)
  const isNone = value === undefined || value === null
  if (isGuarded.value && !isRevealed && !isNone) {
    return <div class="json"><button type="button" onClick={() => setRevealed(true)} aria-label={`Reveal ${label}`}>Reveal</button></div>
  }
  return <ShownJson value={value} label={label} />
}

function ShownJson({ value, label }: { value: Json | unknown; label: string }) {
  const [chars, setChars] = useState(SHOWN_CHARS)
  const text = useMemo(() => (value === undefined ? 'none' : JSON.stringify(value, null, 2)), [value])
  return (
    <div class="json">
      <pre tabIndex={0} aria-label={label}>{text.length > chars ? text.slice(0, chars) : text}</pre>
      {text.length > chars && (
        <button type="button" onClick={() => setChars(chars * 4)}>
          Show more: this is the first {Math.round(chars / 1000)} kB of {Math.ceil(text.length / 1000)}
        </button>
      )}
    </div>
  )
}

export function Shorter({ id }: { id: string }) {
  return <code title={id}>{id.length > 13 ? `…${id.slice(-8)}` : id}</code>
}
