interface Props {
  /** Of the pages that were gone through; the last is that which is shown. */
  readonly cursors: readonly string[]
  readonly next: string | null
  readonly show: (cursors: readonly string[]) => void
}

/** To and fro between the pages of a list. */
export function PageButtons({ cursors, next, show }: Props) {
  if (cursors.length === 0 && next === null) return null
  return (
    <div class="buttons">
      {cursors.length > 0 && <button type="button" onClick={() => show(cursors.slice(0, -1))}>Back</button>}
      {next !== null && <button type="button" onClick={() => show([...cursors, next])}>More</button>}
    </div>
  )
}
