import { signal } from '@preact/signals'
import { addressOf, type Answer, type BodyOf, type Call, type DeletePath, type GetPath, type Parts, type PatchPath, type PostPath, type PutPath } from './call'
import { cliLine } from './cli'
import { curlLine } from './curl'
import { ApiError } from './problem'
import type { Json } from './types'

/** Whether the server answers; null before it was first asked. A dead server is said, not shown as data of before. */
export const isServerUp = signal<boolean | null>(null)

/** Whether the server answers only to those who have a token. */
export const isGuarded = signal(false)

/** Whether the server wants to know who is asking. */
export const wantsToken = signal(false)

/** The root of the server: where the page's folder `ui/` stands in. */
export function serverRoot(): string {
  return new URL('../', document.baseURI).href
}

/** Beside the cookie of the session: a header that no other site can have a browser send. */
export function headers(extra: Record<string, string> = {}): Record<string, string> {
  return { ...extra, 'X-Orchestrator-Page': '1' }
}

interface Sent {
  readonly body?: Json | undefined
  /** Instead of a body in JSON. */
  readonly yaml?: string
  readonly match?: string | undefined
  readonly abort?: AbortSignal | undefined
}

async function send(method: string, address: string, { body, yaml, match, abort }: Sent = {}): Promise<Response> {
  const extra: Record<string, string> = { Accept: 'application/json, application/problem+json' }
  const text = yaml ?? (body === undefined ? undefined : JSON.stringify(body))
  if (text !== undefined) extra['Content-Type'] = yaml === undefined ? 'application/json' : 'application/yaml'
  if (match !== undefined) extra['If-Match'] = match
  let response: Response
  try {
    response = await fetch(new URL(address, serverRoot()), {
      method,
      headers: headers(extra),
      ...(text !== undefined ? { body: text } : {}),
      ...(abort ? { signal: abort } : {}),
    })
  } catch (failure) {
    if (abort?.aborted) throw failure
    isServerUp.value = false
    throw ApiError.unreachable('No connection to the server could be made. What is shown may be old.')
  }
  isServerUp.value = true
  if (response.status === 401) wantsToken.value = true
  if (!response.ok) {
    throw await ApiError.of(response)
  }
  return response
}

/** An answer, and how many characters it came as. */
export interface Sized<T> {
  readonly value: T
  readonly chars: number
}

export async function getSized<P extends GetPath>(path: P, parts: Parts = {}, abort?: AbortSignal): Promise<Sized<Answer<P, 'get'>>> {
  const text = await (await send('GET', addressOf(path, parts), { abort })).text()
  return { value: JSON.parse(text) as Answer<P, 'get'>, chars: text.length }
}

export async function get<P extends GetPath>(path: P, parts: Parts = {}, abort?: AbortSignal): Promise<Answer<P, 'get'>> {
  return (await getSized(path, parts, abort)).value
}

/** What the server has to say about a definition; it refuses one that it would not register. */
export async function validate(source: string, abort?: AbortSignal): Promise<Answer<'/api/v1/workflows/validate', 'post'>> {
  const response = await send('POST', addressOf('/api/v1/workflows/validate'), { yaml: source, abort })
  return (await response.json()) as Answer<'/api/v1/workflows/validate', 'post'>
}

/** What only looks, to be shown as one would ask it in a terminal. */
export function look<P extends GetPath>(path: P, parts: Parts = {}): Call {
  return { method: 'GET', path, parts }
}

export function post<P extends PostPath>(path: P, parts: Parts, body: BodyOf<P, 'post'>, match?: string): Call {
  return { method: 'POST', path, parts, body: body as Json, ...(match ? { match } : {}) }
}

export function patch<P extends PatchPath>(path: P, parts: Parts, body: BodyOf<P, 'patch'>, match?: string): Call {
  return { method: 'PATCH', path, parts, body: body as Json, ...(match ? { match } : {}) }
}

export function put<P extends PutPath>(path: P, parts: Parts, body: BodyOf<P, 'put'>, match?: string): Call {
  return { method: 'PUT', path, parts, body: body as Json, ...(match ? { match } : {}) }
}

export function remove<P extends DeletePath>(path: P, parts: Parts = {}, match?: string): Call {
  return { method: 'DELETE', path, parts, ...(match ? { match } : {}) }
}

/** The version of what was seen, for a change that holds to it. */
export function etag(version: number): string {
  return `"${version}"`
}

/** @returns what the server says to it; null when that is nothing */
export async function run(call: Call): Promise<Json> {
  const response = await send(call.method, addressOf(call.path, call.parts), call)
  const text = await response.text()
  return text === '' ? null : (JSON.parse(text) as Json)
}

/** The same in a terminal. */
export function curlOf(call: Call): string {
  return curlLine(call.method, new URL(addressOf(call.path, call.parts), serverRoot()).href, call.body, call.match, isGuarded.value)
}

/** The same by the command line; null for what it has no word for. */
export function cliOf(call: Call): string | null {
  return cliLine(call, serverRoot())
}
