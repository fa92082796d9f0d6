import type { paths } from '../../generated/schema'
import type { Json } from './types'

/** Calls of the API by the addresses of its document, so that what is asked and answered is checked when this is compiled. */

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type PathsWith<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths]
type Operation<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never
type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : never
type Good = 200 | 201 | 202

export type GetPath = PathsWith<'get'>
export type PostPath = PathsWith<'post'>
export type PatchPath = PathsWith<'patch'>
export type PutPath = PathsWith<'put'>
export type DeletePath = PathsWith<'delete'>

export type Answer<P extends keyof paths, M extends Method> = Operation<P, M> extends { responses: infer R }
  ? { [S in keyof R & Good]: JsonOf<R[S]> }[keyof R & Good]
  : never

export type BodyOf<P extends keyof paths, M extends Method> = Operation<P, M> extends {
  requestBody?: { content: { 'application/json': infer B } }
}
  ? B
  : never

export type Query = Record<string, string | number | boolean | undefined>

export interface Parts {
  readonly path?: Record<string, string | number>
  readonly query?: Query
}

/** A call as the document of the API knows it, with all that one would have to say to make it elsewhere. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** As the document has it, such as `/api/v1/instances/{instanceId}/pause`. */
  readonly path: string
  readonly parts: Parts
  /** None when the call has none, as with DELETE. */
  readonly body?: Json
  /** What the version has to be that it is about. */
  readonly match?: string
}

/** The address of a call below the server's root, without a leading slash. */
export function addressOf(template: string, parts: Parts = {}): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parts.path?.[name]
    if (value === undefined) {
      throw new Error(`The address ${template} lacks ${name}`)
    }
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined && value !== '') {
      query.append(name, String(value))
    }
  }
  const text = query.toString()
  return path.replace(/^\//, '') + (text ? `?${text}` : '')
}
