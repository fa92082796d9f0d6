import { signal } from '@preact/signals'

/** The time, in milliseconds, every second while somebody looks. */
export const now = signal(Date.now())

export function startClock() {
  setInterval(() => {
    if (document.visibilityState === 'visible') now.value = Date.now()
  }, 1_000)
}
