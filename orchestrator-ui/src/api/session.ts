import { signal } from '@preact/signals'
import { get, isGuarded, post, remove, run, wantsToken } from './client'
import { ApiError } from './problem'
import type { Role, Session } from './types'

/** Who looks at the page; null before the server has said so. The token itself is in a cookie that no script can read. */
export const session = signal<Session | null>(null)

/** Whether who looks at it may do what takes this role; the server has the last word. */
export function may(role: Role): boolean {
  const roles = session.value?.roles ?? []
  return roles.includes(role) || roles.includes('admin')
}

/** Whether who looks at it sees all namespaces, and so what they share: limits, webhooks, the audit. */
export function seesAll(): boolean {
  return session.value !== null && session.value.namespaces === undefined
}

export async function askWhoItIs(): Promise<void> {
  try {
    const who = await get('/api/v1/session')
    isGuarded.value = who.guarded
    session.value = who
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure
  }
}

/** @throws ApiError when the server does not know the token */
export async function signIn(token: string): Promise<void> {
  await run(post('/api/v1/session', {}, { token }))
  wantsToken.value = false
  await askWhoItIs()
}

export async function signOut(): Promise<void> {
  await run(remove('/api/v1/session'))
  session.value = null
  wantsToken.value = true
}
