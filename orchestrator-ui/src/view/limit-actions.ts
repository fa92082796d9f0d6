import type { BodyOf } from '../api/call'
import { etag, patch, post, put, remove } from '../api/client'
import type { Breaker, Budget, Fairness, Queue } from '../api/types'
import type { Action, Field, Values } from './dialog'

/** What a person can do about limits. All of it takes a reason; what is there holds to the version that was seen. */

const BUDGET = '/api/v1/budgets/{workload}' as const
const FAIRNESS = '/api/v1/fairness/{queue}/{key}' as const
const BREAKER = '/api/v1/breakers/{taskType}' as const

const number = (name: string, label: string, initial?: number | null, isNeeded = true): Field =>
  ({ name, label, kind: 'number', initial: initial === undefined || initial === null ? '' : String(initial), isNeeded })
const text = (name: string, label: string, initial = '', hint?: string): Field => ({ name, label, kind: 'text', initial, isNeeded: true, ...(hint ? { hint } : {}) })

/** A number that was left empty is left out. */
function numbers<N extends string>(values: Values, names: readonly N[]): Partial<Record<N, number>> {
  return Object.fromEntries(names.filter(name => values[name]?.trim()).map(name => [name, Number(values[name])])) as Partial<Record<N, number>>
}

export function newBudget(done: () => void): Action {
  return {
    title: 'Set a budget', text: 'So many attempts of the workload may be in flight. “default” is for each workload without one of its own.', button: 'Set it', needsReason: true, done,
    fields: [text('workload', 'Workload'), number('max', 'Attempts in flight')],
    call: (reason, _json, values) => put(BUDGET, { path: { workload: values['workload']! } }, { max: Number(values['max']), reason: reason ?? '' }),
  }
}

export function setBudget(budget: Budget, done: () => void): Action {
  return {
    title: `Change the budget ${budget.workload}`, text: 'A number below what is in flight ends nothing: nothing is let in until it fits.', button: 'Change', needsReason: true, done,
    fields: [number('max', 'Attempts in flight', budget.max)],
    call: (reason, _json, values) => put(BUDGET, { path: { workload: budget.workload } }, { max: Number(values['max']), reason: reason ?? '' }, etag(budget.version)),
  }
}

export function removeBudget(budget: Budget, done: () => void): Action {
  return {
    title: `Take the budget ${budget.workload} away`, text: 'Nothing but “default”, if that is set, limits its work then.', button: 'Take it away', needsReason: true, isDangerous: true, done,
    call: reason => remove(BUDGET, { path: { workload: budget.workload }, query: { reason: reason ?? '' } }, etag(budget.version)),
  }
}

const fairnessFields = (fairness?: Fairness) => [
  number('weight', 'Its share beside keys of weight 1', fairness?.weight, false), number('maxConcurrent', 'Attempts in flight', fairness?.maxConcurrent, false),
]

export function newFairness(done: () => void): Action {
  return {
    title: 'Set a fairness key', text: 'One of its share and its attempts in flight, or both.', button: 'Set it', needsReason: true, done,
    fields: [text('queue', 'Queue'), text('key', 'Key'), ...fairnessFields()],
    call: (reason, _json, values) => put(FAIRNESS, { path: { queue: values['queue']!, key: values['key']! } }, { ...numbers(values, ['weight', 'maxConcurrent']), reason: reason ?? '' }),
  }
}

export function setFairness(fairness: Fairness, done: () => void): Action {
  return {
    title: `Change the key ${fairness.key} of ${fairness.queue}`, text: 'What is left empty is as the definition has it.', button: 'Change', needsReason: true, done,
    fields: fairnessFields(fairness),
    call: (reason, _json, values) => put(FAIRNESS, { path: { queue: fairness.queue, key: fairness.key } }, { ...numbers(values, ['weight', 'maxConcurrent']), reason: reason ?? '' }, etag(fairness.version)),
  }
}

export function removeFairness(fairness: Fairness, done: () => void): Action {
  return {
    title: `Take the key ${fairness.key} of ${fairness.queue} away`, text: 'It is as the definition has it then.', button: 'Take it away', needsReason: true, isDangerous: true, done,
    call: reason => remove(FAIRNESS, { path: { queue: fairness.queue, key: fairness.key }, query: { reason: reason ?? '' } }, etag(fairness.version)),
  }
}

const breakerFields = (breaker?: Breaker) => [
  number('failures', 'Failures that open it', breaker?.failures ?? 5), text('window', 'Within', breaker?.window ?? '1m', 'such as 1m'),
  text('openFor', 'Open for', breaker?.openFor ?? '30s', 'before one attempt finds out whether it works again'),
]
const breakerBody = (values: Values, reason: string | undefined): BodyOf<typeof BREAKER, 'put'> =>
  ({ failures: Number(values['failures']), window: values['window']!, openFor: values['openFor']!, reason: reason ?? '' })

export function newBreaker(done: () => void): Action {
  return {
    title: 'Set a breaker', text: 'A task type that fails so often is not tried for a while. What waits loses neither attempts nor its time.', button: 'Set it', needsReason: true, done,
    fields: [text('taskType', 'Task type'), ...breakerFields()],
    call: (reason, _json, values) => put(BREAKER, { path: { taskType: values['taskType']! } }, breakerBody(values, reason)),
  }
}

export function setBreaker(breaker: Breaker, done: () => void): Action {
  return {
    title: `Change the breaker of ${breaker.taskType}`, text: 'When it opens, and for how long.', button: 'Change', needsReason: true, done, fields: breakerFields(breaker),
    call: (reason, _json, values) => put(BREAKER, { path: { taskType: breaker.taskType } }, breakerBody(values, reason), etag(breaker.version)),
  }
}

export function removeBreaker(breaker: Breaker, done: () => void): Action {
  return {
    title: `Take the breaker of ${breaker.taskType} away`, text: 'It is tried however often it fails.', button: 'Take it away', needsReason: true, isDangerous: true, done,
    call: reason => remove(BREAKER, { path: { taskType: breaker.taskType }, query: { reason: reason ?? '' } }, etag(breaker.version)),
  }
}

export function openBreaker(breaker: Breaker, done: () => void): Action {
  return {
    title: `Hand out nothing of ${breaker.taskType}`, text: 'Until somebody closes it.', button: 'Open it', needsReason: true, isDangerous: true, done,
    call: reason => post(`${BREAKER}/open`, { path: { taskType: breaker.taskType } }, { reason: reason ?? '' }, etag(breaker.version)),
  }
}

export function closeBreaker(breaker: Breaker, done: () => void): Action {
  return {
    title: `Try ${breaker.taskType} again`, text: 'What has failed before counts no more.', button: 'Close it', needsReason: true, done,
    call: reason => post(`${BREAKER}/close`, { path: { taskType: breaker.taskType } }, { reason: reason ?? '' }, etag(breaker.version)),
  }
}

/** What was emptied is taken away, what was not touched is not mentioned. */
export function limitQueue(queue: Queue, done: () => void): Action {
  const rate = queue.rateLimit
  const before: Values = {
    maxConcurrent: queue.maxConcurrent === null ? '' : String(queue.maxConcurrent), count: rate ? String(rate.count) : '', per: rate?.per ?? '', burst: rate ? String(rate.burst) : '',
    strict: String(queue.strict), P0: String(queue.weights.P0), P1: String(queue.weights.P1), P2: String(queue.weights.P2), P3: String(queue.weights.P3),
  }
  return {
    title: `Change how ${queue.name} is worked off`, text: 'What is left empty is no limit.', button: 'Change', needsReason: true, done,
    fields: [
      number('maxConcurrent', 'Attempts in flight', queue.maxConcurrent, false), number('count', 'Attempts that may begin', rate?.count, false),
      { ...text('per', 'In each', rate?.per ?? '', 'such as 1s'), isNeeded: false }, number('burst', 'Of those at once after a pause', rate?.burst, false),
      ...(['P0', 'P1', 'P2', 'P3'] as const).map(name => number(name, `Share of ${name}`, queue.weights[name])),
      { name: 'strict', label: 'The lower priority waits until the higher has nothing', kind: 'choice', choices: ['false', 'true'], initial: String(queue.strict) },
    ],
    call: (reason, _json, values) =>
      patch('/api/v1/queues/{queue}', { path: { queue: queue.name } }, { ...queueChange(before, values), reason: reason ?? '' }, etag(queue.version)),
  }
}

export function queueChange(before: Values, values: Values): Omit<BodyOf<'/api/v1/queues/{queue}', 'patch'>, 'reason'> {
  const isTouched = (...names: string[]) => names.some(name => before[name] !== values[name])
  return {
    ...(isTouched('maxConcurrent') ? { maxConcurrent: values['maxConcurrent'] ? Number(values['maxConcurrent']) : null } : {}),
    ...(isTouched('count', 'per', 'burst')
      ? { rateLimit: values['count'] ? { count: Number(values['count']), per: values['per'] || '1s', ...numbers(values, ['burst']) } : null }
      : {}),
    ...(isTouched('P0', 'P1', 'P2', 'P3') ? { weights: numbers(values, ['P0', 'P1', 'P2', 'P3']) } : {}),
    ...(isTouched('strict') ? { strict: values['strict'] === 'true' } : {}),
  }
}
