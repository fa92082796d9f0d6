import { useEffect, useState } from 'preact/hooks'
import { post, run } from '../api/client'
import { sentence } from '../api/problem'
import type { Json, ScheduleTimes } from '../api/types'
import { timingWish, zoned } from '../model/schedule'
import { now } from '../store/now'
import { ago } from '../model/time'

/** One goes on writing meanwhile. */
const PAUSE_MS = 400
const TIMES = 5

/** When a schedule would be due that says so, in words and as times; or why it cannot be. */
export function TimesPreview({ body }: { body: Json | undefined }) {
  const wish = timingWish(body)
  const key = JSON.stringify(wish)
  const [shown, setShown] = useState<{ readonly times?: ScheduleTimes; readonly error?: unknown }>({})
  useEffect(() => {
    if (wish === null) return setShown({})
    let isWanted = true
    const timer = setTimeout(() => {
      run(post('/api/v1/schedules/preview', {}, { ...wish, count: TIMES })).then(
        answer => isWanted && setShown({ times: answer as unknown as ScheduleTimes }), (error: unknown) => isWanted && setShown({ error }))
    }, PAUSE_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [key])
  const zone = typeof wish?.['zone'] === 'string' ? wish['zone'] : 'UTC'
  return (
    <section class="plan-box" aria-label="When it would be due" role="status">
      {wish === null && <p class="quiet">It says neither cron nor every, so it is never due.</p>}
      {shown.error !== undefined && <p class="tone-bad">✕ {sentence(shown.error)}</p>}
      {shown.times && <p><strong>Due {shown.times.text}</strong>, by the clocks of {zone}:</p>}
      <ul class="list">{shown.times?.times.map(at => <li key={at}>{zoned(at, zone)} <span class="quiet">{ago(at, now.value)}</span></li>)}</ul>
      {shown.times?.warnings.map(warning => <p key={warning.code} class="tone-undo">! {warning.detail}</p>)}
    </section>
  )
}
