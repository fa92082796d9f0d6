import { addressOf, type Parts } from './call'
import { headers, isServerUp, serverRoot, wantsToken } from './client'
import { ApiError } from './problem'
import { type Message, SseParser } from './sse'

const PAUSE_MS_MIN = 1_000
const PAUSE_MS_MAX = 15_000
/** The server says something every fifteen seconds at least. */
const SILENCE_MS_MAX = 45_000

type StreamPath = '/api/v1/stream' | '/api/v1/instances/{instanceId}/events/stream'

export interface Listener {
  /** Is given each event. */
  readonly hear: (message: Message) => void
  /** Is called when a connection stands once more, or when the server has forgotten what was missed. */
  readonly again?: () => void
  /** Is given why the server will not have it listen; it is not asked again. */
  readonly refuse?: (why: ApiError) => void
}

/**
 * Listens until it is told to stop; comes again from the last position whenever the connection ends, also after a restart of the
 * server.
 *
 * @returns what stops it
 */
export function listen(path: StreamPath, parts: Parts, listener: Listener): () => void {
  const stop = new AbortController()
  void follow(path, parts, listener, stop.signal)
  return () => stop.abort()
}

/** Those that may be another answer when it is asked again: without a session, too late or too often, and of positions that are forgotten. */
const PASSING = [401, 408, 410, 429]

function isRefusal({ status }: Response): boolean {
  return status >= 400 && status < 500 && !PASSING.includes(status)
}

async function follow(path: StreamPath, parts: Parts, { hear, again, refuse }: Listener, stop: AbortSignal) {
  let position = ''
  let pause = PAUSE_MS_MIN
  let isFirst = true
  while (!stop.aborted) {
    try {
      const parser = new SseParser()
      const response = await open(path, parts, position, stop)
      if (isRefusal(response)) {
        refuse?.(await ApiError.of(response))
        return
      }
      if (response.status === 410) position = ''
      if (response.ok) {
        if (!isFirst) again?.()
        isFirst = false
        pause = PAUSE_MS_MIN
        await read(response, parser, hear, id => (position = id), stop)
      }
    } catch {
      if (!stop.aborted) isServerUp.value = false
    }
    await sleep(pause, stop)
    pause = Math.min(pause * 2, PAUSE_MS_MAX)
  }
}

async function open(path: StreamPath, parts: Parts, position: string, stop: AbortSignal): Promise<Response> {
  const extra: Record<string, string> = { Accept: 'text/event-stream' }
  if (position) extra['Last-Event-ID'] = position
  const response = await fetch(new URL(addressOf(path, parts), serverRoot()), { headers: headers(extra), signal: stop })
  isServerUp.value = response.status < 500
  if (response.status === 401) wantsToken.value = true
  return response
}

async function read(
  response: Response,
  parser: SseParser,
  hear: (message: Message) => void,
  keep: (id: string) => void,
  stop: AbortSignal,
) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  try {
    while (!stop.aborted) {
      const piece = await inTime(reader.read())
      if (piece.done) return
      const messages = parser.push(piece.value)
      if (parser.lastId) keep(parser.lastId)
      messages.forEach(hear)
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The server is silent')), SILENCE_MS_MAX)
  })
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer))
}

function sleep(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
