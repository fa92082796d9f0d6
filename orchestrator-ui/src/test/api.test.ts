import { describe, expect, it } from 'vitest'
import { addressOf } from '../api/call'
import { curlLine, shellWord } from '../api/curl'
import { ApiError, sentence } from '../api/problem'
import { SseParser } from '../api/sse'
import { ago, duration, until } from '../model/time'

describe('addresses', () => {
  it('hold whatever a name is made of', () => {
    expect(addressOf('/api/v1/instances/{instanceId}/tasks/{taskId}/retry', { path: { instanceId: 'i/../x', taskId: 'a b' } }))
      .toBe('api/v1/instances/i%2F..%2Fx/tasks/a%20b/retry')
    expect(addressOf('/api/v1/instances', { query: { state: 'FAILED', limit: 5, cursor: undefined, runId: '' } }))
      .toBe('api/v1/instances?state=FAILED&limit=5')
    expect(() => addressOf('/api/v1/x/{id}')).toThrow('lacks id')
  })
})

describe('the line for a terminal', () => {
  it('cannot be broken out of', () => {
    expect(shellWord(`it's $(rm -rf /)`)).toBe(`'it'\\''s $(rm -rf /)'`)
    expect(curlLine('POST', 'http://localhost:8080/api/v1/x', { reason: "can't" }, '"17"')).toBe(
      `curl -sS -X POST http://localhost:8080/api/v1/x -H 'If-Match: "17"' -H 'Content-Type: application/json' -d '{"reason":"can'\\''t"}'`)
    expect(curlLine('GET', 'http://h/x?a=b&c=d')).toBe("curl -sS 'http://h/x?a=b&c=d'")
  })
})

describe('the stream', () => {
  it('is understood however it is cut', () => {
    const text = 'retry: 2000\nid: 1\n\n: ping\nid: 2.a\nevent: TASK_COMPLETED\ndata: {"a":1}\n\nid: 3\r\ndata: x\r\ndata: y\r\n\r\n'
    for (let size = 1; size < 20; size++) {
      const parser = new SseParser()
      const messages = []
      for (let from = 0; from < text.length; from += size) messages.push(...parser.push(text.slice(from, from + size)))
      expect(messages).toEqual([{ id: '2.a', event: 'TASK_COMPLETED', data: '{"a":1}' }, { id: '3', event: '', data: 'x\ny' }])
      expect(parser.lastId).toBe('3')
    }
  })
})

describe('refusals', () => {
  it('are said with all their faults', async () => {
    const refusal = await ApiError.of(new Response(JSON.stringify({
      type: 'urn:x', title: 'T', status: 422, detail: 'Two faults', code: 'INPUT_INVALID', retryable: false,
      errors: [{ pointer: '/a', line: 0, column: 0, detail: 'a is missing', hint: 'add it' }],
    }), { status: 422 }))
    expect(refusal.code).toBe('INPUT_INVALID')
    expect(sentence(refusal)).toBe('Two faults: a is missing (add it)')
  })

  it('are said once when the only fault has the words of the whole', () => {
    const fault = { pointer: '/cron', line: 0, column: 0, detail: '25 is no hour', hint: 'write 0 to 23' }
    const refusal = new ApiError({ type: '', title: '', status: 422, detail: '25 is no hour', code: 'SCHEDULE_INVALID', retryable: false, errors: [fault] })
    expect(sentence(refusal)).toBe('25 is no hour (write 0 to 23)')
  })

  it('are said as well when something between has answered', async () => {
    expect((await ApiError.of(new Response('<h1>Bad gateway</h1>', { status: 502 }))).status).toBe(502)
  })
})

describe('times', () => {
  it('are short', () => {
    expect([0, 420, 1_500, 38_000, 125_000, 7_500_000, 90_000_000].map(duration))
      .toEqual(['0 ms', '420 ms', '1.5 s', '38 s', '2 min 5 s', '2 h 5 min', '1 d 1 h'])
    const now = Date.parse('2030-01-01T00:00:00Z')
    expect([0, 999, 38_500, 195_000, 7_500_000, -400, -61_000].map(ms => ago(new Date(now - ms).toISOString(), now)))
      .toEqual(['now', 'now', '38 s ago', '3 min ago', '2 h ago', 'now', 'in 1 min'])
    expect(until('2030-01-01T00:00:00Z', Date.parse('2030-01-01T00:00:01Z'))).toBe('due')
  })
})
