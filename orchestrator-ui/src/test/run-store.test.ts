import { afterEach, expect, it, vi } from 'vitest'
import { RunStore } from '../store/run'
import { event, instance } from './samples'

afterEach(() => vi.unstubAllGlobals())

it('listens from where its top was read, so that what happens while the rest is read is not missed', async () => {
  const listened: (string | null)[] = []
  const page = { next: null }
  vi.stubGlobal('document', { baseURI: 'http://localhost:8080/ui/' })
  vi.stubGlobal('fetch', (url: URL) => {
    if (url.pathname.endsWith('/events/stream')) {
      listened.push(url.searchParams.get('after'))
      return new Promise(() => undefined)
    }
    const answer = url.pathname.endsWith('/explain') ? { reasons: [] }
      : url.pathname.endsWith('/tasks') ? { items: [], page }
      : url.pathname.endsWith('/events') ? { items: [1, 2, 3, 4, 5].map(number => event(number, 'TASK_LEASED')), page }
      : url.pathname.includes('/revisions/') ? { definition: { tasks: [] } }
      : instance({ state: 'RUNNING', sequenceNumber: 3 })
    return Promise.resolve(new Response(JSON.stringify(answer)))
  })
  const store = new RunStore('i')
  await store.start()
  store.close()
  expect(store.events.value.length).toBe(5)
  expect(listened).toEqual(['3'])
})
