import { useMemo } from 'preact/hooks'
import { get, validate } from '../api/client'
import { ApiError, sentence } from '../api/problem'
import type { Definition, Fault, Json } from '../api/types'
import { condensed, diffLines } from '../model/diff'
import { graphOf, keyedSignals } from '../model/definition'
import { addresses, go, search } from '../router'
import { useLoad } from '../store/load'
import { GraphView } from './graph'
import { ErrorNote, Offer } from './parts'
import { KeyedSignalDialog, sendingByKey } from './signal-by-key'

const NOTHING = { tasks: new Map(), undos: [] }
const AROUND = 3
/** Beyond, the text is shown without numbers and marks. */
const LINES_MAX = 5_000

interface Props {
  readonly namespace: string
  readonly name: string
  readonly revision: number
  /** Revisions that it can be compared with. */
  readonly others: readonly number[]
}

/** One revision: its graph, what the lint says of it, its text, what it changes. */
export function Revision({ namespace, name, revision, others }: Props) {
  const load = (number: number, abort: AbortSignal) =>
    get('/api/v1/workflows/{namespace}/{workflow}/revisions/{revision}', { path: { namespace, workflow: name, revision: number } }, abort)
  const shown = useLoad(abort => load(revision, abort), [namespace, name, revision])
  const source = shown.data?.source
  const lint = useLoad(abort => (source === undefined ? Promise.resolve(null) : findings(source, abort)), [source])
  const graph = useMemo(() => (shown.data ? graphOf(shown.data.definition as Json) : null), [shown.data])
  const against = Number(new URLSearchParams(search.value).get('against'))
  const other = others.includes(against) ? against : Math.max(0, ...others.filter(one => one < revision))
  const before = useLoad(abort => (other > 0 ? load(other, abort) : Promise.resolve(null)), [namespace, name, other])
  if (shown.error !== null) return <ErrorNote error={shown.error} retry={shown.reload} />
  if (!shown.data || !graph) return <p class="quiet">Loading…</p>
  return (
    <>
      <GraphView graph={graph} progress={NOTHING} failedTaskId={null} selected={null} select={() => undefined} />
      <KeyedSignals namespace={namespace} signals={keyedSignals(graph)} />
      <h2>What the lint says</h2>
      {lint.error !== null && <p class="quiet">{sentence(lint.error)}</p>}
      {lint.data && <Findings findings={lint.data} />}
      <h2>Text of revision {revision}</h2>
      <Source text={shown.data.source} findings={lint.data ?? []} />
      {others.length > 0 && (
        <>
          <h2>What it changes</h2>
          <label class="narrow">of revision
            <select value={String(other)} onChange={event => go(`${addresses.workflow(namespace, name, revision)}?against=${event.currentTarget.value}`, true)}>
              {other === 0 && <option value="0">none</option>}
              {others.map(one => <option key={one} value={String(one)}>{one}</option>)}
            </select>
          </label>
          {before.error !== null && <ErrorNote error={before.error} retry={before.reload} />}
          {before.data && <Diff before={before.data} after={shown.data} />}
        </>
      )}
    </>
  )
}

/** What its runs can be told by somebody who knows none of them. */
function KeyedSignals({ namespace, signals }: { namespace: string; signals: readonly { readonly name: string; readonly key: string }[] }) {
  if (signals.length === 0) return null
  return (
    <>
      <h2>Signals by key</h2>
      <ul class="list">
        {signals.map(({ name, key }) => (
          <li key={name}><strong>{name}</strong> goes to the runs whose key <code>{key}</code> is that of the sender.{' '}
            <Offer act={() => (sendingByKey.value = { namespace, name })} label={`Send ${name} by its key`}>Send…</Offer></li>
        ))}
      </ul>
      <KeyedSignalDialog />
    </>
  )
}

/** Warnings of a definition that stands; what is refused by now stands in the refusal. */
async function findings(source: string, abort: AbortSignal): Promise<readonly Fault[]> {
  try {
    return (await validate(source, abort)).warnings ?? []
  } catch (failure) {
    if (failure instanceof ApiError && failure.code === 'DEFINITION_INVALID') return failure.problem.errors ?? []
    throw failure
  }
}

function Findings({ findings }: { findings: readonly Fault[] }) {
  if (findings.length === 0) return <p class="tone-good">✓ Nothing.</p>
  return (
    <ul class="list">
      {findings.map(({ code, line, pointer, detail, hint }) => (
        <li key={`${pointer} ${code}`}>
          <span class="badge tone-undo"><span aria-hidden="true">!</span> {code ?? 'FAULT'}</span> <a href={`#line-${line}`} onClick={event => (event.preventDefault(), document.getElementById(`line-${line}`)?.scrollIntoView({ block: 'center' }))}>line {line}</a>: {detail}.
          {hint && <span class="quiet"> What to do: {hint}.</span>}
        </li>
      ))}
    </ul>
  )
}

function Source({ text, findings }: { text: string; findings: readonly Fault[] }) {
  const lines = text.split('\n')
  if (lines.length > LINES_MAX) return <pre tabIndex={0} class="source">{text}</pre>
  const marked = new Map(findings.map(fault => [fault.line, fault.detail]))
  return (
    <pre tabIndex={0} class="source numbered" aria-label="Text of the definition">
      {lines.map((line, index) => (
        <span key={index} id={`line-${index + 1}`} class={marked.has(index + 1) ? 'marked' : ''} title={marked.get(index + 1)}>{`${line}\n`}</span>
      ))}
    </pre>
  )
}

function Diff({ before, after }: { before: Definition; after: Definition }) {
  const lines = condensed(diffLines(before.source, after.source), AROUND)
  if (lines.every(line => line.kind === 'gap')) return <p class="quiet">Nothing: their texts are the same.</p>
  return (
    <pre tabIndex={0} class="source" aria-label={`What revision ${after.revision} changes of revision ${before.revision}`}>
      {lines.map((line, index) => (line.kind === 'gap'
        ? <span key={index} class="quiet">{`  … ${line.count} lines\n`}</span>
        : <span key={index} class={`diff-${line.kind}`}>{`${line.sign} ${line.text}\n`}</span>))}
    </pre>
  )
}
