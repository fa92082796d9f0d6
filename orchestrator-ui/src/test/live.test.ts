import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listen } from '../api/live'
import type { Message } from '../api/sse'

const answers: Response[] = []
let asked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { baseURI: 'http://localhost:8080/ui/' })
  answers.length = 0
  asked = []
  vi.stubGlobal('fetch', (url: URL, { headers }: { headers: Record<string, string> }) => {
    asked.push(`${url.pathname} ${headers['Last-Event-ID'] ?? ''}`.trim())
    const answer = answers.shift()
    return answer ? Promise.resolve(answer) : new Promise(() => undefined)
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function problem(status: number): Response {
  return new Response(JSON.stringify({ type: '', title: '', status, detail: "'NONE' is no type of event", code: 'REQUEST_INVALID', retryable: false }), { status })
}

it('a stream that the server refuses is said to be refused, and is not asked for again', async () => {
  answers.push(problem(400))
  const refuse = vi.fn()
  listen('/api/v1/stream', { query: { type: 'NONE' } }, { hear: () => undefined, refuse })
  await vi.advanceTimersByTimeAsync(120_000)
  expect(refuse.mock.calls.map(([why]) => (why as Error).message)).toEqual(["'NONE' is no type of event"])
  expect(asked).toEqual(['/api/v1/stream'])
})

it('a stream that ends, or is refused for now, is gone on with from where it was', async () => {
  answers.push(new Response('id: 7\nevent: A\ndata: {}\n\n'), problem(429), new Response('id: 8\ndata: {}\n\n'))
  const heard: string[] = []
  const again = vi.fn()
  const stop = listen('/api/v1/stream', {}, { hear: ({ id }: Message) => heard.push(id), again })
  await vi.advanceTimersByTimeAsync(10_000)
  stop()
  expect(heard).toEqual(['7', '8'])
  expect(again).toHaveBeenCalledTimes(1)
  expect(asked).toEqual(['/api/v1/stream', '/api/v1/stream 7', '/api/v1/stream 7', '/api/v1/stream 8'])
})
