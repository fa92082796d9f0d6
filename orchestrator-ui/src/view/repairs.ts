import { patch, post } from '../api/client'
import type { BodyOf } from '../api/call'
import type { Attempt, Instance, Json } from '../api/types'
import type { Action } from './dialog'

/** What a person can do to a task and to a run, in words. */

const TASK = '/api/v1/instances/{instanceId}/tasks/{taskId}/' as const

export type TaskRepair = 'retry' | 'skip' | 'complete' | 'resolve'

interface Target {
  readonly instanceId: string
  readonly taskId: string
  readonly iteration: string | null
  readonly isUndo: boolean
  readonly attempt: Attempt | null
}

export function taskAction(repair: TaskRepair, target: Target, done: () => void): Action {
  const { taskId, isUndo } = target
  const parts = { path: { instanceId: target.instanceId, taskId } }
  const where = target.iteration === null ? {} : { iteration: target.iteration }
  const what = isUndo ? `the undo of ${taskId}` : taskId
  const because = (reason: string | undefined) => (reason ? { reason } : {})
  switch (repair) {
    case 'retry':
      return {
        title: `Try ${what} again`, button: 'Try again', needsReason: false, done,
        text: 'It is done once more, at once. With another input only if you change it.',
        json: { name: 'input', label: 'Input instead of its own', initial: '', isNeeded: false },
        call: (reason, input) => post(`${TASK}retry`, parts, { ...where, ...because(reason), ...(input === undefined ? {} : { input }) }),
      }
    case 'skip':
      return {
        title: `Skip ${what}`, button: 'Skip it', needsReason: true, isDangerous: true, done,
        text: isUndo
          ? 'Its effect stays; the rollback goes on without it.'
          : 'It is not done; the run goes on, and later tasks see the output you give.',
        json: { name: 'output', label: 'Output that later tasks see', initial: '', isNeeded: false },
        call: (reason, output) => post(`${TASK}skip`, parts, { ...where, ...because(reason), ...(output === undefined ? {} : { output }) }),
      }
    case 'complete':
      return {
        title: `Say that ${what} is done`, button: 'It is done', needsReason: true, isDangerous: true, done,
        text: 'You have done it by hand; the run goes on with the output you give.',
        json: { name: 'output', label: 'Output', initial: '{}', isNeeded: true },
        call: (reason, output) => post(`${TASK}complete`, parts, { ...where, ...because(reason), output: output ?? null }),
      }
    case 'resolve':
      return {
        title: `Resolve ${what}`, button: 'Resolve it', needsReason: true, isDangerous: true, done,
        text: isUndo
          ? 'You know that its effect is taken back, or does not matter. Say by what.'
          : 'You know whether it happened. Say by what, such as {"happened": true, "output": {}}.',
        json: { name: 'evidence', label: 'Evidence', initial: isUndo ? '{"note": ""}' : '{"happened": true, "output": {}}', isNeeded: true },
        call: (reason, evidence) => post(`${TASK}resolve`, parts, { ...where, ...because(reason), evidence: evidence ?? null }),
      }
  }
}

export type RunControl = 'pause' | 'resume' | 'retry' | 'cancel' | 'terminate'

const RUN = '/api/v1/instances/{instanceId}/' as const

const CONTROLS: Readonly<Record<RunControl, { title: string; text: string; isDangerous?: boolean }>> = {
  pause: { title: 'Pause', text: 'Nothing new is begun; what workers have goes on to its end.' },
  resume: { title: 'Resume', text: 'It goes on where it was paused.' },
  retry: { title: 'Retry', text: 'What it stands at is tried again.' },
  cancel: { title: 'Cancel', text: 'It is stopped, and what has happened is undone.', isDangerous: true },
  terminate: { title: 'Terminate', text: 'It is stopped at once. Nothing is undone: what has happened stays.', isDangerous: true },
}

export function runAction(control: RunControl, run: Pick<Instance, 'instanceId' | 'runId' | 'sequenceNumber'>, done: () => void): Action {
  const { title, text, isDangerous } = CONTROLS[control]
  const parts = { path: { instanceId: run.instanceId } }
  return {
    title: `${title} ${run.runId}`, text, button: title, needsReason: isDangerous === true, done,
    ...(isDangerous ? { isDangerous } : {}),
    call: reason => {
      const body = { ...(reason ? { reason } : {}), ...(control === 'terminate' ? { compensate: false } : {}) }
      return post(`${RUN}${control}`, parts, body as BodyOf<'/api/v1/instances/{instanceId}/pause', 'post'>)
    },
  }
}

export function signalAction(instanceId: string, name: string, done: () => void): Action {
  return {
    title: `Send the signal ${name}`, text: 'The run takes it as if the outside world had sent it.', button: 'Send', needsReason: false, done,
    json: { name: 'payload', label: 'Payload', initial: '{}', isNeeded: false },
    call: (_reason, payload: Json | undefined) =>
      post('/api/v1/instances/{instanceId}/signals/{name}', { path: { instanceId, name } }, payload === undefined ? {} : { payload }),
  }
}

/** In whatever state a run is. */
export function labelAction(run: Pick<Instance, 'instanceId' | 'runId' | 'labels'>, done: () => void): Action {
  return {
    title: `Change a label of ${run.runId}`, button: 'Change', needsReason: false, done,
    text: `An empty value takes the label off. It has ${Object.keys(run.labels).join(', ') || 'none'}. legal-hold keeps it from being deleted.`,
    fields: [{ name: 'name', label: 'Label', kind: 'text', isNeeded: true }, { name: 'value', label: 'Value', kind: 'text' }],
    call: (reason, _json, { name = '', value = '' }) => patch('/api/v1/instances/{instanceId}/labels', { path: { instanceId: run.instanceId } },
      { labels: { [name.trim()]: value.trim() || null }, ...(reason ? { reason } : {}) }),
  }
}

/** What makes sense in a state; the server has the last word, and says why not. */
export function controlsOf(state: Instance['state']): readonly RunControl[] {
  switch (state) {
    case 'RUNNING':
      return ['pause', 'cancel', 'terminate']
    case 'PAUSED':
      return ['resume', 'cancel', 'terminate']
    case 'SUSPENDED':
      return ['retry', 'cancel', 'terminate']
    case 'COMPENSATING':
      return ['pause', 'terminate']
    case 'COMPENSATION_FAILED':
      return ['retry', 'terminate']
    default:
      return []
  }
}

/** States out of which a person can ask for a rollback. */
export function canCompensate(state: Instance['state']): boolean {
  return ['RUNNING', 'PAUSED', 'SUSPENDED', 'COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED'].includes(state)
}
