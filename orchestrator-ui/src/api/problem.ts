import type { Problem } from './types'

/** A call that was refused, or a server that did not answer. */
export class ApiError extends Error {
  constructor(readonly problem: Problem, readonly isUnreachable = false) {
    super(problem.detail)
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }

  static unreachable(why: string): ApiError {
    return new ApiError(madeUp(0, 'The server does not answer', why), true)
  }

  static async of(response: Response): Promise<ApiError> {
    const text = await response.text()
    return new ApiError(parsed(text) ?? madeUp(response.status, 'Not an answer of the API', text.slice(0, 500)))
  }
}

function parsed(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'code' in value ? (value as Problem) : undefined
  } catch {
    return undefined
  }
}

function madeUp(status: number, title: string, detail: string): Problem {
  return { type: 'about:blank', title, status, detail, code: 'UNAVAILABLE', retryable: true }
}

/** The sentence for people; of several faults each. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) {
    return String(error)
  }
  const faults = error.problem.errors?.map(fault => (fault.hint ? `${fault.detail} (${fault.hint})` : fault.detail)) ?? []
  if (error.problem.errors?.length === 1 && error.problem.errors[0]!.detail === error.problem.detail) return faults[0]!
  return faults.length > 0 && !faults.includes(error.problem.detail)
    ? `${error.problem.detail}: ${faults.join('; ')}`
    : error.problem.detail
}
