import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { get } from '../api/client'
import { listen } from '../api/live'
import { ApiError } from '../api/problem'
import type { Attempt, Explanation, Instance, Json, RunEvent } from '../api/types'
import { type Graph, graphOf } from '../model/definition'
import { type Progress, progressOf } from '../model/progress'

const PAGE = 1000
/** More of a history is not held in the page; the view says so. */
const EVENTS_MAX = 5_000
const ATTEMPTS_MAX = 3_000
const REFRESH_MS = 150

/** One run, kept as it is while somebody looks at it. */
export class RunStore {
  readonly instance: Signal<Instance | null> = signal(null)
  readonly attempts: Signal<readonly Attempt[]> = signal([])
  readonly events: Signal<readonly RunEvent[]> = signal([])
  readonly explanation: Signal<Explanation | null> = signal(null)
  readonly graph: Signal<Graph | null> = signal(null)
  readonly error: Signal<unknown> = signal(null)
  /** Whether not all of its history is here. */
  readonly isCut = signal(false)
  readonly progress: ReadonlySignal<Progress> = computed(() => progressOf(this.attempts.value, this.events.value))

  private readonly stop = new AbortController()
  private stopListening: () => void = () => undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private isRefreshing = false
  private isStale = false

  constructor(readonly instanceId: string) {}

  async start() {
    try {
      await this.look()
      await this.loadGraph()
      this.follow()
    } catch (failure) {
      if (!this.stop.signal.aborted) this.error.value = failure
    }
  }

  close() {
    this.stop.abort()
    this.stopListening()
    clearTimeout(this.timer)
  }

  /** Soon, and once for many wishes. */
  refresh() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.lookAgain(), REFRESH_MS)
  }

  private async lookAgain() {
    if (this.isRefreshing) {
      this.isStale = true
      return
    }
    this.isRefreshing = true
    try {
      await this.look()
      this.error.value = null
    } catch (failure) {
      if (!this.stop.signal.aborted) this.error.value = failure
    } finally {
      this.isRefreshing = false
    }
    if (this.isStale && !this.stop.signal.aborted) {
      this.isStale = false
      this.refresh()
    }
  }

  /** Events last: what they tell has then been seen in the rest. */
  private async look() {
    const path = { instanceId: this.instanceId }
    const abort = this.stop.signal
    const [instance, explanation, attempts] = await Promise.all([
      get('/api/v1/instances/{instanceId}', { path }, abort),
      get('/api/v1/instances/{instanceId}/explain', { path }, abort).catch(noneWhenSetAside),
      this.loadAttempts(),
    ])
    const events = await this.loadEvents()
    this.instance.value = instance
    this.explanation.value = explanation
    this.attempts.value = attempts
    this.events.value = events
  }

  private async loadAttempts(): Promise<readonly Attempt[]> {
    const attempts: Attempt[] = []
    let cursor: string | null = null
    do {
      const page: { items: Attempt[]; page: { next: string | null } } | null = await get(
        '/api/v1/instances/{instanceId}/tasks',
        { path: { instanceId: this.instanceId }, query: { limit: PAGE, cursor: cursor ?? undefined } }, this.stop.signal,
      ).catch(noneWhenSetAside)
      attempts.push(...(page?.items ?? []))
      cursor = page?.page.next ?? null
    } while (cursor && attempts.length < ATTEMPTS_MAX)
    if (cursor) this.isCut.value = true
    return attempts
  }

  /** Only what is new. */
  private async loadEvents(): Promise<readonly RunEvent[]> {
    const events = [...this.events.value]
    for (;;) {
      const after = events.at(-1)?.sequenceNumber ?? 0
      const page = await get('/api/v1/instances/{instanceId}/events',
        { path: { instanceId: this.instanceId }, query: { after, limit: PAGE } }, this.stop.signal).catch(noneWhenSetAside)
      events.push(...(page?.items ?? []))
      if (events.length >= EVENTS_MAX) this.isCut.value = true
      if (!page?.page.next || events.length >= EVENTS_MAX) return events
    }
  }

  private async loadGraph() {
    const run = this.instance.value
    if (!run) return
    try {
      const path = { namespace: run.namespace, workflow: run.workflow, revision: run.revision }
      const revision = await get('/api/v1/workflows/{namespace}/{workflow}/revisions/{revision}', { path }, this.stop.signal)
      this.graph.value = graphOf(revision.definition as Json)
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.status === 404)) throw failure
    }
  }

  private follow() {
    const after = this.events.value.at(-1)?.sequenceNumber ?? 0
    this.stopListening = listen('/api/v1/instances/{instanceId}/events/stream',
      { path: { instanceId: this.instanceId }, query: { after } }, () => this.refresh(), () => this.refresh())
  }
}

/** A run that a fault has set aside can still be looked at, as far as it can be read. */
function noneWhenSetAside(failure: unknown): null {
  if (failure instanceof ApiError && failure.code === 'SET_ASIDE') return null
  throw failure
}
