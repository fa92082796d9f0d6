import { useState } from 'preact/hooks'
import { signIn } from '../api/session'
import { path, search } from '../router'
import { ErrorNote } from './parts'

/** Why somebody comes back from the provider and is not signed in; the names are the server's. */
const FAULTS: Readonly<Record<string, string>> = {
  NOT_BEGUN: 'This sign-in is over, or began in another window or browser. Begin once more.',
  PROVIDER_REFUSED: 'The identity provider has not let you in.',
  CODE_REFUSED: 'The identity provider does not stand by this sign-in: it took too long, or was used before. Begin once more.',
  NOT_VOUCHED_FOR: 'What the identity provider says of you cannot be believed. Its operator, and this server\'s log, know more.',
  NOT_LET_IN: 'The identity provider knows you, but you may do nothing here, or were shut out. Whoever runs this server can let you in.',
  TOO_MANY_GRANTS: 'You may do things in more places than a session can hold. Whoever runs this server can give you fewer.',
  UNAVAILABLE: 'The identity provider does not answer now. Try again in a while.',
}

/** What the server says of its provider in the page itself; empty without one. */
function providerName(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=provider]')?.content ?? ''
}

/** The sentence for a fault that stands in an address; null for what is none. */
export function faultOf(query: string): string | null {
  const fault = new URLSearchParams(query).get('signInFault')
  return fault === null ? null : (FAULTS[fault] ?? 'You were not signed in.')
}

/** Where a sign-in begins that comes back to where one is. */
export function beginning(here: string, query: string): string {
  const rest = new URLSearchParams(query)
  rest.delete('signInFault')
  const to = here + (rest.size > 0 ? `?${rest}` : '')
  return `sign-in${to ? `?to=${encodeURIComponent(to)}` : ''}`
}

export function SignIn() {
  const provider = providerName()
  const fault = faultOf(search.value)
  return (
    <div class="sign-in">
      <h1>Sign in</h1>
      {fault !== null && <ErrorNote error={new Error(fault)} />}
      {provider !== '' && <p><a class="primary" href={beginning(path.value, search.value)}>Sign in with {provider}</a></p>}
      <ByToken isOther={provider !== ''} />
    </div>
  )
}

function ByToken({ isOther }: { isOther: boolean }) {
  const [error, setError] = useState<unknown>(null)
  const send = (event: Event) => {
    event.preventDefault()
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('token') as HTMLInputElement
    signIn(field.value.trim()).catch(setError)
  }
  return (
    <form onSubmit={send}>
      <p>{isOther ? 'Or with a token.' : 'This server answers only to those who have a token.'} Its operator has named them in <code>ORCHESTRATOR_TOKENS</code>, or made them since.</p>
      <label>Token <input name="token" type="password" autocomplete="current-password" required /></label>
      {error !== null && <ErrorNote error={error} />}
      <div class="buttons"><button type="submit" class={isOther ? undefined : 'primary'}>Sign in</button></div>
    </form>
  )
}
