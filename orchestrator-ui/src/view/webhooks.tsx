import { useState } from 'preact/hooks'
import { etag, get, look, post, put, remove } from '../api/client'
import { ApiError } from '../api/problem'
import type { Json, Webhook, WebhookAttempt, WebhookChange, WebhookDelivery } from '../api/types'
import { isoDuration } from '../model/schedule'
import { addresses, go, segments } from '../router'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { PageButtons } from './pager'
import { Ago, AsCommand, Empty, ErrorNote, Link, Offer, StateBadge } from './parts'

const EVERY_MS = 5_000
const ONE = '/api/v1/webhooks/{name}' as const

/** Receivers of events, and whether they take them: all, or one. */
export function WebhooksPage() {
  const [, name] = segments.value
  return name ? <WebhookPage key={name} name={name} /> : <WebhookList />
}

function addressOf(name: string): string {
  return `webhooks/${encodeURIComponent(name)}`
}

function WebhookList() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/webhooks', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  return (
    <>
      <h1>Webhooks</h1>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && (
        <Empty text="Events are sent to nobody. This has them sent:"
          call={put(ONE, { path: { name: 'orders' } }, { url: 'https://shop.example/events', types: ['WORKFLOW_COMPLETED', 'WORKFLOW_ENDED'], secret: 'whsec_…', reason: 'the shop wants to know' })} />
      )}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Webhook</th><th scope="col">State</th><th scope="col">Dead letters</th><th scope="col">Receiver</th><th scope="col">Of what</th><th scope="col">Changed</th></tr></thead>
          <tbody>
            {page.data.items.map(webhook => (
              <tr key={webhook.name}>
                <td><Link to={addressOf(webhook.name)}>{webhook.name}</Link></td>
                <td><State webhook={webhook} /></td>
                <td>{webhook.deadLetters === 0 ? <span class="quiet">none</span> : <strong class="tone-bad">✕ {webhook.deadLetters}</strong>}</td>
                <td>{webhook.url}</td>
                <td>{scopeOf(webhook)}</td>
                <td><Ago at={webhook.changedAt} />{webhook.changedBy && <span class="quiet"> by {webhook.changedBy}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </>
  )
}

const PAUSED: Readonly<Record<NonNullable<Webhook['paused']>, string>> = {
  PERSON: 'paused', GONE: 'paused: the receiver wants no more', FAILING: 'paused: nothing was taken for too long', FORGOTTEN: 'paused: what comes next is forgotten',
}

function State({ webhook }: { webhook: Webhook }) {
  if (webhook.paused) return <span class={`badge ${webhook.paused === 'PERSON' ? 'tone-undo' : 'tone-bad'}`}><span aria-hidden="true">⏸</span> {PAUSED[webhook.paused]}</span>
  return webhook.failingSince
    ? <span class="tone-bad">✕ nothing taken; the first refusal <Ago at={webhook.failingSince} /></span>
    : <span class="tone-good">✓ sends</span>
}

function scopeOf({ namespace, workflow, types }: Webhook): string {
  const whose = [namespace, workflow].filter(Boolean).join('/') || 'all runs'
  return types.length > 0 ? `${whose}: ${types.join(', ')}` : whose
}

function WebhookPage({ name }: { name: string }) {
  const webhook = useLoad(abort => get(ONE, { path: { name } }, abort), [name], EVERY_MS)
  const shown = webhook.data
  return (
    <>
      <p class="crumbs"><Link to="webhooks">Webhooks</Link></p>
      {!shown && <h1>{name}</h1>}
      {webhook.error !== null && <ErrorNote error={webhook.error} {...(webhook.error instanceof ApiError && webhook.error.status === 404 ? {} : { retry: webhook.reload })} />}
      {shown && <Header webhook={shown} reload={webhook.reload} />}
      {shown && <Deliveries webhook={shown} />}
      {shown && <Changes webhook={shown} />}
    </>
  )
}

function Header({ webhook, reload }: { webhook: Webhook; reload: () => void }) {
  const isBad = webhook.paused !== null || webhook.failingSince !== null
  const [tested, setTested] = useState<string | null>(null)
  return (
    <header class={`headline ${isBad ? 'tone-bad' : 'tone-good'}`}>
      <div>
        <h1>{webhook.name} <State webhook={webhook} /></h1>
        <p class="sentence">Sends events of {scopeOf(webhook)} to {webhook.url}</p>
        {webhook.lastError && <p class="tone-bad">The last attempt: {webhook.lastError}</p>}
        {tested && <p role="status">{tested}</p>}
        <p class="quiet">
          {webhook.retry.attempts} attempts of an event, from {isoDuration(webhook.retry.delay)} to {isoDuration(webhook.retry.maxDelay)} apart; pauses itself after {isoDuration(webhook.pauseAfter)}.
          All before {webhook.position} is delivered or a dead letter.
        </p>
      </div>
      <div class="buttons column">
        {webhook.paused === null ? <Offer act={() => (openAction.value = pause(webhook, reload))}>Pause…</Offer> : <Offer tone="primary" act={() => (openAction.value = resume(webhook, reload))}>Resume…</Offer>}
        <Offer act={() => (openAction.value = test(webhook, setTested))}>Send a test…</Offer>
        <Offer act={() => (openAction.value = drop(webhook))}>Delete…</Offer>
        <AsCommand call={look(ONE, { path: { name: webhook.name } })} />
      </div>
    </header>
  )
}

const SHOWN = ['', 'DEAD', 'RETRYING', 'DELIVERED'] as const
const SHOWN_WORDS: Readonly<Record<(typeof SHOWN)[number], string>> = { '': 'all', DEAD: 'dead letters', RETRYING: 'tried again', DELIVERED: 'delivered' }

function Deliveries({ webhook }: { webhook: Webhook }) {
  const [state, setState] = useState<(typeof SHOWN)[number]>('')
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const [said, say] = useState<string | null>(null)
  const page = useLoad(abort => get(`${ONE}/deliveries`, { path: { name: webhook.name }, query: { state: state || undefined, limit: 50, cursor } }, abort),
    [webhook.name, state, cursor], EVERY_MS)
  return (
    <section>
      <h2>What has become of events</h2>
      <div class="chips">
        {SHOWN.map(one => <button key={one} type="button" class="chip" aria-pressed={state === one} onClick={() => (setCursors([]), setState(one))}>{SHOWN_WORDS[one]}</button>)}
      </div>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {said && <p role="status">{said}</p>}
      {page.data?.items.length === 0 && <p class="quiet">None.</p>}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead><tr><th scope="col">Event</th><th scope="col">Run</th><th scope="col">State</th><th scope="col">Attempts</th><th scope="col">Answer</th><th scope="col">Last</th><th scope="col">Actions</th></tr></thead>
          <tbody>{page.data.items.map(delivery => <Row key={delivery.id} name={webhook.name} delivery={delivery} say={words => (say(words), page.reload())} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </section>
  )
}

function Row({ name, delivery, say }: { name: string; delivery: WebhookDelivery; say: (words: string) => void }) {
  return (
    <tr>
      <td>{delivery.type}</td>
      <td><Link to={addresses.run(delivery.instanceId, 'events')}>{delivery.runId}</Link> <span class="quiet">event {delivery.sequenceNumber}</span></td>
      <td><StateBadge state={delivery.state} /> {delivery.nextAt && <span class="quiet">again <Ago at={delivery.nextAt} /></span>}</td>
      <td>{delivery.attempts}</td>
      <td>{delivery.status ?? '–'} {delivery.error && <span class="tone-bad">{delivery.error}</span>}</td>
      <td><Ago at={delivery.lastAt} /></td>
      <td>{delivery.state !== 'RETRYING' && <Offer act={() => (openAction.value = redeliver(name, delivery, say))}>Send again…</Offer>}</td>
    </tr>
  )
}

function Changes({ webhook }: { webhook: Webhook }) {
  const changes = useLoad(abort => get(`${ONE}/changes`, { path: { name: webhook.name }, query: { limit: 20 } }, abort), [webhook.name, webhook.version])
  return (
    <section>
      <h2>Who has changed it</h2>
      {changes.error !== null && <ErrorNote error={changes.error} retry={changes.reload} />}
      <ul class="list">
        {changes.data?.items.map((change: WebhookChange) => (
          <li key={change.version}><strong>{change.actor ?? 'The engine'}</strong> {WORDS[change.action]}, “{change.reason}” <span class="quiet"><Ago at={change.at} /></span></li>
        ))}
      </ul>
    </section>
  )
}

const WORDS: Readonly<Record<WebhookChange['action'], string>> = { SET: 'has set it', REMOVED: 'has deleted it', PAUSED: 'has paused it', RESUMED: 'has let it go on' }

function pause(webhook: Webhook, done: () => void): Action {
  return {
    title: `Pause ${webhook.name}`, text: 'Nothing is sent until it is resumed; what happens meanwhile is sent then, as far back as the feed goes.', button: 'Pause', needsReason: true, done,
    call: reason => post(`${ONE}/pause`, { path: { name: webhook.name } }, { reason: reason ?? '' }, etag(webhook.version)),
  }
}

function resume(webhook: Webhook, done: () => void): Action {
  return {
    title: `Let ${webhook.name} go on`, text: 'From where it was, unless a position is given; “now” leaves out what has happened meanwhile.', button: 'Resume', needsReason: true, done,
    fields: [{ name: 'from', label: 'From', kind: 'text', hint: 'now, or a position of the feed' }],
    call: (reason, _json, { from = '' }) => post(`${ONE}/resume`, { path: { name: webhook.name } }, { ...(from.trim() ? { from: from.trim() } : {}), reason: reason ?? '' }, etag(webhook.version)),
  }
}

function test(webhook: Webhook, say: (words: string) => void): Action {
  return {
    title: `Send a test to ${webhook.name}`, text: 'An event that tells nothing is sent, also while it is paused.', button: 'Send', needsReason: false, hasNoReason: true,
    call: () => post(`${ONE}/test`, { path: { name: webhook.name } }, {}),
    done: answer => say(`The test: ${wordsOf(answer)}`),
  }
}

function redeliver(name: string, delivery: WebhookDelivery, say: (words: string) => void): Action {
  return {
    title: `Send ${delivery.type} of ${delivery.runId} again`, text: 'Once, by the same id, so that a receiver that has it can pass it by.', button: 'Send again', needsReason: false, hasNoReason: true,
    call: () => post(`${ONE}/deliveries/{id}/redeliver`, { path: { name, id: delivery.id } }, {}),
    done: answer => say(`${delivery.type} of ${delivery.runId}: ${wordsOf(answer)}`),
  }
}

/** What came of one attempt. */
function wordsOf(answer: Json): string {
  const { delivered, status, error, millis } = answer as unknown as WebhookAttempt
  return delivered ? `✓ taken in ${millis} ms` : `✕ not taken: ${error ?? `status ${status}`}`
}

function drop(webhook: Webhook): Action {
  return {
    title: `Delete ${webhook.name}`, text: 'Nothing is sent to it any more, and its dead letters are gone.', button: 'Delete', needsReason: true, isDangerous: true,
    call: reason => remove(ONE, { path: { name: webhook.name }, query: { reason: reason ?? '' } }, etag(webhook.version)),
    done: () => go('webhooks'),
  }
}
