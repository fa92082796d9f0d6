/** Server-sent events as the standard has them, as far as this API uses it: read by fetch, which can send headers. */

export interface Message {
  readonly id: string
  readonly event: string
  readonly data: string
}

/** Takes a stream in pieces as they come, and gives the messages that are whole. */
export class SseParser {
  private rest = ''
  private id = ''
  private event = ''
  private data: string[] = []

  /** The last position heard, for `Last-Event-ID`. */
  get lastId(): string {
    return this.id
  }

  push(piece: string): Message[] {
    const text = this.rest + piece
    const lines = text.split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    const messages: Message[] = []
    for (const line of lines) {
      const message = this.line(line)
      if (message) messages.push(message)
    }
    return messages
  }

  private line(line: string): Message | undefined {
    if (line === '') return this.dispatch()
    if (line.startsWith(':')) return undefined
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id') this.id = value
    else if (field === 'event') this.event = value
    else if (field === 'data') this.data.push(value)
    return undefined
  }

  private dispatch(): Message | undefined {
    const message = this.data.length > 0 ? { id: this.id, event: this.event, data: this.data.join('\n') } : undefined
    this.event = ''
    this.data = []
    return message
  }
}
