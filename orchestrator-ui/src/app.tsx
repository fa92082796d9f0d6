import { useEffect } from 'preact/hooks'
import { isGuarded, isServerUp, wantsToken } from './api/client'
import { askWhoItIs, may, seesAll, session, signOut } from './api/session'
import type { Role } from './api/types'
import { type Destination, FURTHER, type Group } from './further'
import { go, path, segments } from './router'
import { ActionDialog } from './view/dialog'
import { FleetPage } from './view/fleet'
import { IncidentsPage } from './view/incidents'
import { Late } from './view/late'
import { OverviewPage } from './view/overview'
import { Link } from './view/parts'
import { RunPage } from './view/run'
import { RunsPage } from './view/runs'
import { SignIn } from './view/sign-in'
import { WorkflowPage, WorkflowsPage } from './view/workflows'

const PLACES: readonly (Destination & { isShared?: true; role?: Role })[] = [
  { to: '', name: 'Overview', key: 'o', group: 'Runs' },
  { to: 'instances', name: 'Runs', key: 'i', group: 'Runs' },
  { to: 'incidents', name: 'Incidents', key: 'n', group: 'Runs' },
  { to: 'workflows', name: 'Definitions', key: 'w', group: 'Work' },
  { to: 'workers', name: 'Workers', key: 'q', group: 'Work' },
  ...FURTHER,
]

/** Those that are for who looks at the page; the server has the last word. */
function places(): readonly (Destination & { isShared?: true; role?: Role })[] {
  return PLACES.filter(one => session.value === null || ((!one.isShared || seesAll()) && (one.role === undefined || may(one.role))))
}
const GROUPS: readonly Group[] = ['Runs', 'Work', 'Data', 'Server']

export function App() {
  useEffect(listenToKeys, [])
  useEffect(() => void askWhoItIs(), [])
  const [first = ''] = segments.value
  const who = session.value
  useEffect(() => {
    document.title = titleOf(segments.value)
  }, [path.value])
  return (
    <>
      <a class="skip" href={`${path.value || '.'}#main`} onClick={event => (event.preventDefault(), document.getElementById('main')?.focus())}>To the content</a>
      <div class="page">
        <nav class="side" aria-label="Main">
          <strong class="brand"><span aria-hidden="true">↶</span> Orchestrator</strong>
          {GROUPS.map(group => (
            <div key={group} class="group">
              <span class="caption" aria-hidden="true">{group}</span>
              {places().filter(one => one.group === group).map(({ to, name, key }) => <Link key={to} to={to} current={first === to} label={`${name}, keys g ${key}`}>{name}</Link>)}
            </div>
          ))}
          {isGuarded.value && who && <span class="who">{who.name} <button type="button" onClick={() => void signOut()}>Sign out</button></span>}
        </nav>
        <div class="body">
          {isServerUp.value === false && (
            <div class="note tone-bad" role="alert"><span aria-hidden="true">✕</span> The server does not answer. What you see is how things were; it is tried again.</div>
          )}
          <main id="main" tabIndex={-1}>{wantsToken.value ? <SignIn /> : who ? <Page key={who.name} /> : <Unknown />}</main>
        </div>
      </div>
      {!wantsToken.value && <ActionDialog />}
    </>
  )
}

/** For the window's tab, and for those who hear it: what is looked at, and in which part of the page. */
function titleOf([first = '', ...rest]: readonly string[]): string {
  const place = PLACES.find(one => one.to === first)?.name ?? 'No such page'
  return [rest.join('/'), place, 'Orchestrator'].filter(Boolean).join(' · ')
}

function Page() {
  const [first, second, third, fourth] = segments.value
  switch (first) {
    case undefined:
      return <OverviewPage />
    case 'instances':
      return second ? <RunPage key={second} instanceId={second} /> : <RunsPage />
    case 'incidents':
      return <IncidentsPage />
    case 'workflows':
      return second && third
        ? <WorkflowPage key={`${second}/${third}`} namespace={second} name={third} revision={fourth && /^[1-9]\d{0,8}$/.test(fourth) ? Number(fourth) : null} />
        : <WorkflowsPage />
    case 'workers':
      return <FleetPage />
    default: {
      const further = FURTHER.find(one => one.to === first)
      return further ? <Late key={first} load={further.load} /> : <><h1>There is no such page</h1><p><Link to="">Overview</Link></p></>
    }
  }
}

/** Before the server has said who looks at the page, it is not known what to show. */
function Unknown() {
  return isServerUp.value === false
    ? <p><button type="button" onClick={() => void askWhoItIs()}>Try again</button></p>
    : <p class="quiet" role="status">Loading…</p>
}

function listenToKeys() {
  let isGoing = false
  const hear = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog')) return
    const place = isGoing ? PLACES.find(({ key }) => key === event.key) : undefined
    isGoing = event.key === 'g'
    if (place) go(place.to)
    if (event.key === '/') {
      event.preventDefault()
      if (path.value !== 'instances') go('instances')
      setTimeout(() => document.getElementById('search')?.focus())
    }
  }
  addEventListener('keydown', hear)
  return () => removeEventListener('keydown', hear)
}
