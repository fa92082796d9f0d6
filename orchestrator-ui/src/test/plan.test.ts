import { describe, expect, it } from 'vitest'
import { sequelsOf } from '../model/plan'

describe('what follows a rollback', () => {
  it('is said by when it is done, and is nothing where nothing is said', () => {
    expect(sequelsOf([
      { when: 'undoFailed', taskId: 'alarm', within: null, kind: 'emit', name: 'undo-failed' },
      { when: 'rolledBack', taskId: 'tell', within: null, kind: 'task', name: 'mail.send' },
      { when: 'rolledBack', taskId: 'rest', within: 'poll', kind: 'wait', name: null },
    ])).toEqual([
      { words: 'Then, once all is undone:', tasks: ['tell (task mail.send)', 'rest (wait, in poll)'] },
      { words: 'Or, once an undo gives up:', tasks: ['alarm (emit undo-failed)'] },
    ])
    expect(sequelsOf([])).toEqual([])
  })
})
