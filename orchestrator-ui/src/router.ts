import { computed, signal } from '@preact/signals'

/** The address of the page below its folder: everything that one can look at has one. */

interface Place {
  /** Without a slash at its beginning and end. */
  readonly path: string
  /** With its question mark; empty without one. */
  readonly search: string
}

const place = signal<Place>({ path: '', search: '' })

export const path = computed(() => place.value.path)
export const search = computed(() => place.value.search)
export const segments = computed(() => path.value.split('/').filter(Boolean).map(decode))

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function read() {
  const base = new URL('.', document.baseURI).pathname
  const here = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : ''
  place.value = { path: here.replace(/^\/+|\/+$/g, ''), search: location.search }
}

export function startRouter() {
  read()
  addEventListener('popstate', read)
}

/** @param to below the page's folder, such as `instances?state=FAILED` */
export function go(to: string, isReplacing = false) {
  const url = new URL(to, document.baseURI)
  if (isReplacing) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  const before = place.value.path
  read()
  if (before !== place.value.path) {
    scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }
}

export const addresses = {
  runs: (query = '') => `instances${query}`,
  run: (id: string, tab = '') => `instances/${encodeURIComponent(id)}${tab ? `?tab=${tab}` : ''}`,
  workflow: (namespace: string, name: string, revision?: number) =>
    `workflows/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}${revision ? `/${revision}` : ''}`,
  schedule: (namespace: string, name: string) => `schedules/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`,
  job: (jobId: string) => `jobs/${encodeURIComponent(jobId)}`,
  batch: (batchId: string) => `batches/${encodeURIComponent(batchId)}`,
  etlJob: (id: string) => `etl/${encodeURIComponent(id)}`,
}
