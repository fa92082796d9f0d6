import { useState } from 'preact/hooks'
import { get } from '../api/client'
import type { LimitChange } from '../api/types'
import { useLoad } from '../store/load'
import { Ago, ErrorNote } from './parts'

const WORDS: Readonly<Record<LimitChange['action'], string>> = { SET: 'has set', REMOVED: 'has taken it away', OPENED: 'has opened it', CLOSED: 'has closed it' }

/** Who has changed a limit, read when somebody wants to know. */
export function Changes({ rule, version }: { rule: string; version: number }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{version === 1 ? 'One change' : `${version} changes`}</summary>
      {isOpen && <ChangeList rule={rule} version={version} />}
    </details>
  )
}

function ChangeList({ rule, version }: { rule: string; version: number }) {
  const page = useLoad(abort => get('/api/v1/limits/{rule}/changes', { path: { rule }, query: { limit: 50 } }, abort), [rule, version])
  return (
    <>
      {page.error !== null && <ErrorNote error={page.error} retry={page.reload} />}
      <ul class="list">
        {page.data?.items.map(change => (
          <li key={change.version}>
            <strong>{change.actor ?? 'The engine'}</strong> {WORDS[change.action]}{change.settings !== null && <> <code>{JSON.stringify(change.settings)}</code></>},
            “{change.reason}” <span class="quiet"><Ago at={change.at} /></span>
          </li>
        ))}
      </ul>
    </>
  )
}
