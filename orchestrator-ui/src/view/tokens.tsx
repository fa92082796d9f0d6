import { useState } from 'preact/hooks'
import { get, post, remove } from '../api/client'
import { may } from '../api/session'
import type { AccessToken, IssuedToken, Json } from '../api/types'
import { useLoad } from '../store/load'
import { type Action, openAction } from './dialog'
import { PageButtons } from './pager'
import { Ago, Empty, ErrorNote, Offer } from './parts'

const EVERY_MS = 10_000
const ONE = '/api/v1/tokens/{tokenName}' as const

type Issued = (answer: Json) => void

/** Tokens that servers have made: who has one, and making, rotating and revoking them. */
export function TokensPage() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [issued, setIssued] = useState<IssuedToken | null>(null)
  const cursor = cursors.at(-1)
  const page = useLoad(abort => get('/api/v1/tokens', { query: { limit: 100, cursor } }, abort), [cursor], EVERY_MS)
  const hold: Issued = answer => {
    setIssued(answer as unknown as IssuedToken)
    page.reload()
  }
  return (
    <>
      <h1>Tokens</h1>
      <p class="quiet">Those that servers have made, and may take back. Tokens of the settings are not here.</p>
      {may('admin') && <p class="buttons"><Offer tone="primary" role="admin" act={() => (openAction.value = make(hold))}>Make a token…</Offer></p>}
      {issued && <Secret key={issued.secret} of={issued} forget={() => setIssued(null)} />}
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      {page.data?.items.length === 0 && <Empty text="Servers have made none." />}
      {page.data && page.data.items.length > 0 && (
        <table>
          <thead>
            <tr><th scope="col">Token</th><th scope="col">May</th><th scope="col">Ends</th><th scope="col">Last used</th><th scope="col">Made</th><th scope="col">To do</th></tr>
          </thead>
          <tbody>{page.data.items.map(one => <Row key={one.name} of={one} issued={hold} reload={page.reload} />)}</tbody>
        </table>
      )}
      <PageButtons cursors={cursors} next={page.data?.page.next ?? null} show={setCursors} />
    </>
  )
}

/** The only time that anybody sees it: it is nowhere but here, and gone from here when one says so or goes elsewhere. */
function Secret({ of: { token, secret }, forget }: { of: IssuedToken; forget: () => void }) {
  const [said, say] = useState('')
  const copy = () => navigator.clipboard.writeText(secret).then(() => say('It is in the clipboard.'), () => say('The browser does not let it be copied; select it.'))
  return (
    <section class="note tone-busy" aria-labelledby="secret">
      <h2 id="secret">The secret of {token.name}</h2>
      <p>Nobody sees it again. Put it where it is needed now.</p>
      <p><code class="secret">{secret}</code></p>
      <div class="buttons"><button type="button" onClick={() => void copy()}>Copy</button><button type="button" class="primary" onClick={forget}>I have it</button></div>
      {said && <p role="status">{said}</p>}
    </section>
  )
}

function Row({ of: token, issued, reload }: { of: AccessToken; issued: Issued; reload: () => void }) {
  const hasEnded = Date.parse(token.expiresAt) <= Date.now()
  return (
    <tr>
      <td><strong>{token.name}</strong></td>
      <td>{token.grants.map(grant => <div key={grant}><code>{grant}</code></div>)}</td>
      <td>
        {hasEnded ? <span class="tone-bad">✕ ended <Ago at={token.expiresAt} /></span> : <Ago at={token.expiresAt} />}
        {token.formerUntil && Date.parse(token.formerUntil) > Date.now() && <div class="quiet">the secret before <Ago at={token.formerUntil} /></div>}
      </td>
      <td>{token.lastUsedAt ? <Ago at={token.lastUsedAt} /> : <span class="quiet">never</span>}</td>
      <td><Ago at={token.createdAt} /> <span class="quiet">by {token.createdBy}</span></td>
      <td class="buttons">
        <Offer role="admin" label={`Rotate ${token.name}`} act={() => (openAction.value = rotate(token, issued))}>Rotate…</Offer>
        <Offer role="admin" label={`Revoke ${token.name}`} act={() => (openAction.value = revoke(token, reload))}>Revoke…</Offer>
      </td>
    </tr>
  )
}

const LIFE = { name: 'expiresIn', label: 'Good for', kind: 'text', hint: '90d unless said otherwise' } as const

function make(done: Issued): Action {
  return {
    title: 'Make a token', text: 'The answer has its secret, which nobody sees again. Nobody hands out what he does not have himself.', button: 'Make it', needsReason: true,
    fields: [
      { name: 'name', label: 'Name', kind: 'text', isNeeded: true, hint: 'such as ci@shop: it belongs to the namespace shop' },
      { name: 'grants', label: 'May', kind: 'text', isNeeded: true, hint: 'such as operator+worker@shop; several with spaces' },
      LIFE,
    ],
    call: (reason, _json, { name, grants, expiresIn }) =>
      post('/api/v1/tokens', {}, { name: name!.trim(), grants: grantsOf(grants!), ...(expiresIn ? { expiresIn } : {}), reason: reason ?? '' }),
    done,
  }
}

/** @param text as one writes them, with spaces or commas */
export function grantsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

function rotate({ name }: AccessToken, done: Issued): Action {
  return {
    title: `Another secret for ${name}`, text: 'Both are good until the grace is over; then the new one alone.', button: 'Rotate it', needsReason: true,
    fields: [{ name: 'grace', label: 'Grace for the one before', kind: 'text', hint: '1h unless said otherwise; 0s ends it at once' }, LIFE],
    call: (reason, _json, { grace, expiresIn }) =>
      post(`${ONE}/rotate`, { path: { tokenName: name } }, { ...(grace ? { grace } : {}), ...(expiresIn ? { expiresIn } : {}), reason: reason ?? '' }),
    done,
  }
}

function revoke({ name }: AccessToken, done: () => void): Action {
  return {
    title: `Take ${name} back`, text: 'Whoever has it is let in no more, on all servers within 2 seconds.', button: 'Revoke it', needsReason: true, isDangerous: true,
    call: reason => remove(ONE, { path: { tokenName: name }, query: { reason } }),
    done,
  }
}
