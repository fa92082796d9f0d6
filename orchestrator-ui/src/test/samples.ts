import type { Attempt, Instance, RunEvent } from '../api/types'

export const START = '2030-01-01T10:00:00Z'

export function at(seconds: number): string {
  return new Date(Date.parse(START) + seconds * 1000).toISOString()
}

export function attempt(taskId: string, some: Partial<Attempt> = {}): Attempt {
  const kind = some.kind ?? 'ACTION'
  return {
    executionId: `${kind}-${taskId}-${some.iteration ?? ''}-${some.attempt ?? 1}`,
    taskId, iteration: null, kind, taskType: `do.${taskId}`, queue: 'q', state: 'SUCCEEDED', attempt: 1, round: 1,
    fenceToken: 2, leaseHolder: null, worker: null, leaseExpiresAt: null, availableAt: null, input: {}, output: {}, error: null,
    lateOutcome: null, mayNotHaveHappened: null, taskState: 'COMPLETED', taskError: null,
    createdAt: at(0), startedAt: at(1), endedAt: at(2), ...some,
  }
}

export function event(sequenceNumber: number, type: string, some: Partial<RunEvent> = {}): RunEvent {
  return { sequenceNumber, type, at: at(sequenceNumber), data: {}, ...some }
}

export function instance(some: Partial<Instance> = {}): Instance {
  return {
    instanceId: '01920000-0000-7000-8000-000000000001', namespace: 'shop', workflow: 'order', revision: 1, runId: 'order-06',
    state: 'COMPENSATED', sequenceNumber: 17, input: {}, output: null, cause: null, incident: null, labels: {}, attributes: {},
    priority: 'P2', createdAt: at(0), startedAt: at(0), endedAt: at(5), parentInstanceId: null, ...some,
  }
}
