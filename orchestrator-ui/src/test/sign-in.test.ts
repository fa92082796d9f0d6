import { describe, expect, it } from 'vitest'
import { beginning, faultOf } from '../view/sign-in'

describe('signing in through a provider', () => {
  it('comes back to where one is, without the fault of the time before', () => {
    expect(beginning('', '')).toBe('sign-in')
    expect(beginning('instances/1', '?tab=payload&signInFault=NOT_BEGUN')).toBe('sign-in?to=instances%2F1%3Ftab%3Dpayload')
    expect(beginning('', '?signInFault=NOT_BEGUN')).toBe('sign-in')
  })

  it('says what went wrong in words of its own, never in those of the address', () => {
    expect(faultOf('?signInFault=CODE_REFUSED')).toContain('Begin once more')
    expect(faultOf('?signInFault=<b>call+0900</b>')).toBe('You were not signed in.')
    expect(faultOf('?state=FAILED')).toBeNull()
  })
})
