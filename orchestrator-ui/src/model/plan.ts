import type { PlannedSequel } from '../api/types'

const WHEN = [['rolledBack', 'Then, once all is undone:'], ['undoFailed', 'Or, once an undo gives up:']] as const

/** What is done after a rollback, in words; nothing for a definition that says nothing of it. */
export function sequelsOf(follows: readonly PlannedSequel[]): { readonly words: string; readonly tasks: readonly string[] }[] {
  return WHEN.map(([when, words]) => ({ words, tasks: follows.filter(task => task.when === when).map(wordOf) })).filter(({ tasks }) => tasks.length > 0)
}

/** For example: tell (task mail.send). */
function wordOf({ taskId, within, kind, name }: PlannedSequel): string {
  return `${taskId} (${kind}${name === null ? '' : ` ${name}`}${within === null ? '' : `, in ${within}`})`
}
