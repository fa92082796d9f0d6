import { useState } from 'preact/hooks'
import { etag, get, put, remove } from '../api/client'
import type { Retention, RetentionChange } from '../api/types'
import { isoDuration } from '../model/schedule'
import { useLoad } from '../store/load'
import { type Action, type Field, openAction, type Values } from './dialog'
import { PageButtons } from './pager'
import { Ago, Empty, ErrorNote, Link, Offer } from './parts'

const ONE = '/api/v1/retention/{namespace}' as const
const EVERY_MS = 10_000
/** How a run can end. */
const ENDS = ['completed', 'failed', 'compensated', 'cancelled', 'terminated'] as const

/** How long runs are kept once they have ended. */
export function RetentionPage() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/retention', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <>
      <h1>Retention <span class="beside"><Offer role="admin" act={() => (openAction.value = newRule(page.reload))}>Set a rule…</Offer></span></h1>
      <p class="quiet">
        Runs that end in a way without a time, and those of namespaces without a rule, are kept until somebody deletes them. The label legal-hold keeps a run whatever a
        rule says: <Link to={`instances?filter=${encodeURIComponent("labels['legal-hold'].startsWith('')")}`}>runs that have it</Link>.
      </p>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <Empty text="No namespace has a rule: all runs are kept." call={put(ONE, { path: { namespace: 'shop' } }, { completed: '30d', failed: '90d', reason: 'as the law wants it' })} />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead>
            <tr><th scope="col">Namespace</th>{ENDS.map(end => <th key={end} scope="col">{end}</th>)}<th scope="col">Archive</th><th scope="col">Set by</th><th scope="col">Actions</th></tr>
          </thead>
          <tbody>{page.data.items.map(rule => <Rule key={rule.namespace} rule={rule} reload={page.reload} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </>
  )
}

function Rule({ rule, reload }: { rule: Retention; reload: () => void }) {
  return (
    <tr>
      <td>{rule.namespace}</td>
      {ENDS.map(end => <td key={end}>{rule[end] === null ? <span class="quiet">kept</span> : isoDuration(rule[end])}</td>)}
      <td>{rule.archive ? 'yes' : <span class="quiet">no</span>}</td>
      <td>{rule.changedBy ?? 'by itself'} <span class="quiet"><Ago at={rule.changedAt} /></span>, “{rule.reason}” <Changes rule={rule} /></td>
      <td class="row-buttons">
        <Offer role="admin" act={() => (openAction.value = setRule(rule, reload))}>Change…</Offer>
        <Offer role="admin" act={() => (openAction.value = removeRule(rule, reload))}>Take away…</Offer>
      </td>
    </tr>
  )
}

function Changes({ rule }: { rule: Retention }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{rule.version === 1 ? 'One change' : `${rule.version} changes`}</summary>
      {isOpen && <ChangeList rule={rule} />}
    </details>
  )
}

function ChangeList({ rule }: { rule: Retention }) {
  const page = useLoad(abort => get(`${ONE}/changes`, { path: { namespace: rule.namespace }, query: { limit: 50 } }, abort), [rule.namespace, rule.version])
  return (
    <>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      <ul class="list">
        {page.data?.items.map((change: RetentionChange) => (
          <li key={change.version}>
            <strong>{change.actor ?? 'The engine'}</strong> {change.action === 'SET' ? 'has set' : 'has taken it away'}
            {change.rule && ` ${ENDS.filter(end => change.rule![end] !== null).map(end => `${end} ${isoDuration(change.rule![end]!)}`).join(', ')}`}, “{change.reason}” <span class="quiet"><Ago at={change.at} /></span>
          </li>
        ))}
      </ul>
    </>
  )
}

function fieldsOf(rule?: Retention): Field[] {
  return [
    ...ENDS.map((end): Field => ({ name: end, label: `Kept when ${end}`, kind: 'text', initial: rule?.[end] ?? '', hint: 'such as 30d; empty for as long as nobody deletes them' })),
    { name: 'archive', label: 'Written to the archive of a server before', kind: 'choice', choices: ['false', 'true'], initial: String(rule?.archive ?? false) },
  ]
}

export function ruleOf(values: Values) {
  const kept = Object.fromEntries(ENDS.filter(end => values[end]?.trim()).map(end => [end, values[end]!.trim()]))
  return { ...kept, ...(values['archive'] === 'true' ? { archive: true } : {}) }
}

function newRule(done: () => void): Action {
  return {
    title: 'Set a rule of retention', text: 'Runs of the namespace are deleted so long after they have ended, with all that they have started. That cannot be taken back.', button: 'Set it',
    needsReason: true, isDangerous: true, done, fields: [{ name: 'namespace', label: 'Namespace', kind: 'text', isNeeded: true, hint: 'jobs for jobs' }, ...fieldsOf()],
    call: (reason, _json, values) => put(ONE, { path: { namespace: values['namespace']! } }, { ...ruleOf(values), reason: reason ?? '' }),
  }
}

function setRule(rule: Retention, done: () => void): Action {
  return {
    title: `Change what is kept of ${rule.namespace}`, text: 'A shorter time deletes runs that have ended before it, at once. That cannot be taken back.', button: 'Change',
    needsReason: true, isDangerous: true, done, fields: fieldsOf(rule),
    call: (reason, _json, values) => put(ONE, { path: { namespace: rule.namespace } }, { ...ruleOf(values), reason: reason ?? '' }, etag(rule.version)),
  }
}

function removeRule(rule: Retention, done: () => void): Action {
  return {
    title: `Take the rule of ${rule.namespace} away`, text: 'Its runs are kept until somebody deletes them.', button: 'Take it away', needsReason: true, done,
    call: reason => remove(ONE, { path: { namespace: rule.namespace }, query: { reason: reason ?? '' } }, etag(rule.version)),
  }
}
