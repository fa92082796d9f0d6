import { expect, it } from 'vitest'
import { lagWords } from '../model/lag'

it('how far something is behind is said in events and time', () => {
  expect(lagWords({ events: 0, atLeast: false, seconds: null })).toBe('up to date')
  expect(lagWords({ events: 1, atLeast: false, seconds: 2.5 })).toBe('1 event behind, 2.5 s')
  expect(lagWords({ events: 100_000, atLeast: true, seconds: 3_600 })).toBe('100000 and more events behind, 1 h')
})
