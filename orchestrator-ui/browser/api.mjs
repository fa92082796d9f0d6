/** A server as the tests speak to it beside the browser. */
export class Api {
  #root
  #headers

  /** @param token of an operator who may work as well; none for a server that is open */
  constructor(root, token) {
    this.#root = root
    this.#headers = token ? { Authorization: `Bearer ${token}` } : {}
  }

  async call(method, path, body, type = 'application/json') {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { ...this.#headers, 'Content-Type': type }
    const response = await fetch(`${this.#root}/api/v1/${path}`, { method, headers, body: text })
    const answer = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.slice(0, 500)}`)
    return answer === '' ? null : JSON.parse(answer)
  }

  register(definition) {
    return this.call('POST', 'workflows', definition, 'application/yaml')
  }

  /** @returns the id of the run */
  async start(workflow, runId, input, more = {}) {
    return (await this.call('POST', `workflows/${workflow}/instances`, { runId, input, ...more })).instanceId
  }

  /** Waits for it, and says what is instead if it does not come. */
  async state(instanceId, wanted, seconds = 60) {
    const end = Date.now() + seconds * 1000
    for (;;) {
      const run = await this.call('GET', `instances/${instanceId}`)
      if (run.state === wanted) return run
      if (Date.now() > end) throw new Error(`The run ${run.runId} is ${run.state} and not ${wanted}`)
      await this.call('GET', `instances/${instanceId}/result?wait=1s`)
    }
  }
}
