import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { get, getSized } from '../api/client'
import { listen } from '../api/live'
import { ApiError } from '../api/problem'
import type { Attempt, Explanation, Instance, Json, RunEvent } from '../api/types'
import { type Graph, graphOf } from '../model/definition'
import { type Progress, progressOf } from '../model/progress'

const PAGE = 1000
/** More of a run is not held in the page; its views say so. */
const ATTEMPTS_MAX = 25_000
const EVENTS_MAX = 60_000
/** Of attempts, and of events, in characters as they came: payloads may be large. */
const CHARS_MAX = 60_000_000
const REFRESH_MS = 150
/** After a look that took long there is a rest of so many times that. */
const REST = 4

/** One run, kept as it is while somebody looks at it. */
export class RunStore {
  readonly instance: Signal<Instance | null> = signal(null)
  readonly attempts: Signal<readonly Attempt[]> = signal([])
  readonly events: Signal<readonly RunEvent[]> = signal([])
  readonly explanation: Signal<Explanation | null> = signal(null)
  readonly graph: Signal<Graph | null> = signal(null)
  /** Whether its definition was asked for, and came or is gone. */
  readonly isGraphKnown = signal(false)
  readonly error: Signal<unknown> = signal(null)
  /** Whether not all of its history is here. */
  readonly isCut = signal(false)
  /** Whether the rest of its attempts and events is still on its way. */
  readonly isFilling = signal(true)
  readonly progress: ReadonlySignal<Progress> = computed(() => progressOf(this.attempts.value, this.events.value))

  private readonly stop = new AbortController()
  private stopListening: () => void = () => undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private isRefreshing = false
  private isStale = false
  private restMs = REFRESH_MS
  private eventChars = 0

  constructor(readonly instanceId: string) {}

  /** What stands at the top first, then the graph, then what may be long. */
  async start() {
    try {
      const [instance, explanation] = await this.lookAtTop()
      batch(() => {
        this.instance.value = instance
        this.explanation.value = explanation
      })
      await Promise.all([this.loadGraph(instance), this.fill()])
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
    this.timer = setTimeout(() => void this.lookAgain(), this.restMs)
  }

  private async lookAgain() {
    if (this.isRefreshing) {
      this.isStale = true
      return
    }
    this.isRefreshing = true
    const beganMs = performance.now()
    try {
      await this.look()
      this.error.value = null
    } catch (failure) {
      if (!this.stop.signal.aborted) this.error.value = failure
    } finally {
      this.isRefreshing = false
      this.restMs = Math.max(REFRESH_MS, REST * (performance.now() - beganMs))
    }
    if (this.isStale && !this.stop.signal.aborted) {
      this.isStale = false
      this.refresh()
    }
  }

  private lookAtTop(): Promise<[Instance, Explanation | null]> {
    const path = { instanceId: this.instanceId }
    const abort = this.stop.signal
    return Promise.all([
      get('/api/v1/instances/{instanceId}', { path }, abort),
      get('/api/v1/instances/{instanceId}/explain', { path }, abort).catch(noneWhenSetAside),
    ])
  }

  /** All together, so that no view shows two times at once. */
  private async look() {
    const [[instance, explanation], attempts] = await Promise.all([this.lookAtTop(), this.loadAttempts(() => undefined)])
    const events = await this.loadEvents(() => undefined)
    batch(() => {
      this.instance.value = instance
      this.explanation.value = explanation
      this.attempts.value = attempts
      this.events.value = events
    })
  }

  /** Events last: what they tell has then been seen in the rest. */
  private async fill() {
    this.attempts.value = await this.loadAttempts(first => (this.attempts.value = first))
    this.events.value = await this.loadEvents(first => (this.events.value = first))
    this.isFilling.value = false
  }

  /** @param show is given the first page when there are more */
  private async loadAttempts(show: (first: readonly Attempt[]) => void): Promise<readonly Attempt[]> {
    const attempts: Attempt[] = []
    let chars = 0
    let cursor: string | null = null
    do {
      const query: { limit: number; cursor: string | undefined } = { limit: PAGE, cursor: cursor ?? undefined }
      const answer = await getSized('/api/v1/instances/{instanceId}/tasks', { path: { instanceId: this.instanceId }, query }, this.stop.signal)
        .catch(noneWhenSetAside)
      attempts.push(...(answer?.value.items ?? []))
      chars += answer?.chars ?? 0
      const isFirst = cursor === null
      cursor = answer?.value.page.next ?? null
      if (isFirst && cursor) show([...attempts])
    } while (cursor && attempts.length < ATTEMPTS_MAX && chars < CHARS_MAX)
    if (cursor) this.isCut.value = true
    return attempts
  }

  /** Only what is new. */
  private async loadEvents(show: (first: readonly RunEvent[]) => void): Promise<readonly RunEvent[]> {
    const events = [...this.events.value]
    for (let isFirst = events.length === 0; ; isFirst = false) {
      const after = events.at(-1)?.sequenceNumber ?? 0
      const answer = await getSized('/api/v1/instances/{instanceId}/events',
        { path: { instanceId: this.instanceId }, query: { after, limit: PAGE } }, this.stop.signal).catch(noneWhenSetAside)
      events.push(...(answer?.value.items ?? []))
      this.eventChars += answer?.chars ?? 0
      const hasMore = answer?.value.page.next ?? null
      if (!hasMore) return events
      if (events.length >= EVENTS_MAX || this.eventChars >= CHARS_MAX) {
        this.isCut.value = true
        return events
      }
      if (isFirst) show([...events])
    }
  }

  private async loadGraph(run: Instance) {
    try {
      const path = { namespace: run.namespace, workflow: run.workflow, revision: run.revision }
      const revision = await get('/api/v1/workflows/{namespace}/{workflow}/revisions/{revision}', { path }, this.stop.signal)
      this.graph.value = graphOf(revision.definition as Json)
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.status === 404)) throw failure
    } finally {
      this.isGraphKnown.value = true
    }
  }

  private follow() {
    // From what the top was read at: what has happened since then is told, although the events that were read later have it.
    const after = this.instance.value?.sequenceNumber ?? 0
    this.stopListening = listen('/api/v1/instances/{instanceId}/events/stream',
      { path: { instanceId: this.instanceId }, query: { after } },
      { hear: () => this.refresh(), again: () => this.refresh(), refuse: why => (this.error.value = why) })
  }
}

/** A run that a fault has set aside can still be looked at, as far as it can be read. */
function noneWhenSetAside(failure: unknown): null {
  if (failure instanceof ApiError && failure.code === 'SET_ASIDE') return null
  throw failure
}
