import { useEffect, useRef, useState } from 'preact/hooks'
import type { RunEvent } from '../api/types'
import { clock } from '../model/time'
import { JsonText } from './parts'

const ROW = 28
const VIEW = 520
const OVERSCAN = 8

/** The history as it stands; follows its end until somebody scrolls up. Only what can be seen is in the page. */
export function EventsView({ events, isCut }: { events: readonly RunEvent[]; isCut: boolean }) {
  const [top, setTop] = useState(0)
  const [open, setOpen] = useState<number | null>(null)
  const [isFollowing, setFollowing] = useState(true)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isFollowing && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [events.length, isFollowing])
  const scroll = (element: HTMLDivElement) => {
    setTop(element.scrollTop)
    setFollowing(element.scrollTop + element.clientHeight >= element.scrollHeight - ROW)
  }
  const first = Math.max(0, Math.floor(top / ROW) - OVERSCAN)
  const shown = events.slice(first, Math.ceil((top + VIEW) / ROW) + OVERSCAN)
  const chosen = open === null ? undefined : events.find(event => event.sequenceNumber === open)
  return (
    <section class="events" aria-label="Events">
      <p class="legend">
        <span>{events.length} events{isCut ? '; there are more, ask the API for them' : ''}</span>
        {!isFollowing && <button type="button" onClick={() => setFollowing(true)}>Follow the end</button>}
      </p>
      <div class={chosen ? 'split' : ''}>
        <div class="frame" ref={list} onScroll={event => scroll(event.currentTarget)} tabIndex={0} role="group" aria-label="List of events; scrolls">
          <div class="tall" ref={element => { if (element) element.style.height = `${events.length * ROW}px` }}>
            <div ref={element => { if (element) element.style.transform = `translateY(${first * ROW}px)` }}>
              {shown.map(event => (
                <button key={event.sequenceNumber} type="button" class={`event ${event.sequenceNumber === open ? 'selected' : ''}`}
                  onClick={() => setOpen(event.sequenceNumber)} aria-pressed={event.sequenceNumber === open}>
                  <span class="number">{event.sequenceNumber}</span>
                  <span class="type">{event.type}</span>
                  <span>{event.taskId ?? ''}{event.iteration ? ` ${event.iteration}` : ''}</span>
                  <span class="quiet">{event.actor ?? ''}</span>
                  <time dateTime={event.at}>{clock(event.at)}</time>
                </button>
              ))}
            </div>
          </div>
        </div>
        {chosen && <JsonText value={chosen} label={`Event ${chosen.sequenceNumber} as JSON`} />}
      </div>
    </section>
  )
}
