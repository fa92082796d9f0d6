import { get, look, post, remove } from '../api/client'
import type { RingKey } from '../api/types'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { Ago, AsCommand, Empty, ErrorNote, Offer } from './parts'

const ALL = '/api/v1/server/encryption'
const EVERY_MS = 30_000

/** With which keys what runs carry is sealed in the database, and which of them nothing needs any more. */
export function EncryptionPage() {
  const encryption = useLoad(abort => get(ALL, {}, abort), [], EVERY_MS)
  const { data } = encryption
  const keys = data?.keys ?? []
  return (
    <>
      <h1>Encryption {data?.sealing && keys.length > 1 && <span class="beside"><Offer role="admin" act={() => (openAction.value = rewrap(data.primary ?? '', encryption.reload))}>Wrap anew…</Offer></span>}</h1>
      {encryption.error !== null && <ErrorNote error={encryption.error} retry={encryption.reload} />}
      {data && keys.length === 0 && <Empty text="Nothing is sealed in the database: docs/how-to/security.md says how that is begun." />}
      {data && keys.length > 0 && (
        <>
          <p class="quiet">
            {data.sealing ? 'What starts on this server is sealed with a key of its own' : 'What starts on this server is not sealed'}; {data.erased === 1 ? 'one is' : `${data.erased.toLocaleString()} are`} erased.
          </p>
          <table>
            <thead><tr><th scope="col">Key</th><th scope="col">Wraps</th><th scope="col">First used</th><th scope="col">Actions</th></tr></thead>
            <tbody>{keys.map(key => <Row key={key.keyId} ring={key} isFirst={key.keyId === data.primary} reload={encryption.reload} />)}</tbody>
          </table>
        </>
      )}
      <AsCommand call={look(ALL)} />
    </>
  )
}

function Row({ ring, isFirst, reload }: { ring: RingKey; isFirst: boolean; reload: () => void }) {
  return (
    <tr>
      <td>{ring.keyId} {isFirst && <span class="quiet">wraps what starts here</span>}</td>
      <td>{ring.dataKeys === 0 ? <span class="quiet">nothing</span> : ring.dataKeys.toLocaleString()}</td>
      <td><Ago at={ring.firstUsedAt} /></td>
      <td class="row-buttons">{!isFirst && ring.dataKeys === 0 && <Offer role="admin" act={() => (openAction.value = retire(ring, reload))}>Give up…</Offer>}</td>
    </tr>
  )
}

function rewrap(primary: string, done: () => void): Action {
  return {
    title: `Wrap anew with ${primary}`, button: 'Wrap anew', needsReason: true, done,
    text: 'Data keys that another key has wrapped are wrapped with this one; what they have sealed stays as it is, and runs go on. All servers have to have it. With many runs, ask again until the others wrap nothing.',
    call: reason => post(`${ALL}/rewrap`, {}, { reason: reason ?? '' }),
  }
}

function retire({ keyId }: RingKey, done: () => void): Action {
  return {
    title: `Give up ${keyId}`, button: 'Give up', needsReason: true, isDangerous: true, done,
    text: 'Servers start without it from then on. Take it out of their settings afterwards.',
    call: reason => remove(`${ALL}/keys/{keyId}`, { path: { keyId }, query: { reason: reason ?? '' } }),
  }
}
