import { get, look } from '../api/client'
import type { Outbox } from '../api/types'
import { duration } from '../model/time'
import { useLoad } from '../store/load'
import { AsCommand, Empty, ErrorNote } from './parts'

const EVERY_MS = 3_000
const ALL = '/api/v1/server/outboxes'

/** What applications have written into the server's database to be started or signalled, as far as the server hands it over. */
export function OutboxesPage() {
  const outboxes = useLoad(abort => get(ALL, {}, abort), [], EVERY_MS)
  const all = outboxes.data?.items ?? []
  return (
    <>
      <h1>Outboxes</h1>
      {outboxes.error !== null && <ErrorNote error={outboxes.error} retry={outboxes.reload} />}
      {outboxes.data && all.length === 0 && <Empty text="This server hands over no outbox. Applications may start runs in transactions of their own: docs/how-to/outbox.md." />}
      {all.length > 0 && (
        <table>
          <thead><tr><th scope="col">Schema</th><th scope="col">Namespace</th><th scope="col">This server</th><th scope="col">Waiting</th><th scope="col">Refused</th><th scope="col">Handed over here</th><th scope="col">Went wrong last</th></tr></thead>
          <tbody>{all.map(outbox => <Row key={outbox.schema} outbox={outbox} />)}</tbody>
        </table>
      )}
      <AsCommand call={look(ALL)} />
    </>
  )
}

const STANDS: Readonly<Record<Outbox['state'], readonly [tone: string, words: string]>> = {
  LEADS: ['good', '✓ hands over'],
  FOLLOWS: ['quiet', 'waits behind another'],
  MISSING: ['undo', '! the tables are not there'],
  UNREACHABLE: ['bad', '✕ cannot work'],
}

function Row({ outbox: { schema, namespace, state, backlog, handedOver, lastFault } }: { outbox: Outbox }) {
  const [tone, words] = STANDS[state]
  return (
    <tr>
      <td>{schema}</td>
      <td>{namespace ?? <span class="quiet">any</span>}</td>
      <td class={tone === 'quiet' ? 'quiet' : `tone-${tone}`}>{words}</td>
      <td>{backlog === null ? '–' : backlog.waiting === 0 ? <span class="quiet">none</span> : `${backlog.waiting.toLocaleString()}, the oldest for ${duration(backlog.oldestSeconds * 1_000)}`}</td>
      <td>{backlog === null ? '–' : backlog.refused === 0 ? <span class="quiet">none</span> : <strong class="tone-bad">✕ {backlog.refused.toLocaleString()}</strong>}</td>
      <td>{handedOver.toLocaleString()}</td>
      <td>{lastFault}</td>
    </tr>
  )
}
