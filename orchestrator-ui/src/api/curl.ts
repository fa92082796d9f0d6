import type { Json } from './types'

/** One word for a POSIX shell, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/**
 * What does in a terminal what a button does here.
 *
 * @param isGuarded whether the server wants a token, which is then in a variable of the shell
 */
export function curlLine(method: string, url: string, body?: Json, match?: string, isGuarded = false): string {
  const words = ['curl', '-sS']
  if (method.toUpperCase() !== 'GET') {
    words.push('-X', method.toUpperCase())
  }
  words.push(shellWord(url))
  if (isGuarded) {
    words.push('-H', '"Authorization: Bearer $ORCHESTRATOR_TOKEN"')
  }
  if (match !== undefined) {
    words.push('-H', shellWord(`If-Match: ${match}`))
  }
  if (body !== undefined) {
    words.push('-H', shellWord('Content-Type: application/json'), '-d', shellWord(JSON.stringify(body)))
  }
  return words.join(' ')
}
