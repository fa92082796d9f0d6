import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import type { Box, Point } from '../model/places'

/** How far beside what is seen things are in the page all the same, so that the next one is there to go to by the keyboard. */
const MARGIN = 300

/** The part of a drawing that can be seen in the frame it scrolls in, in the drawing's own measures. */
export function useSeen(frame: RefObject<HTMLElement | null>, zoom: number): Box {
  const [seen, setSeen] = useState<Box>({ x: 0, y: 0, width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const look = () => setSeen({
      x: element.scrollLeft / zoom - MARGIN,
      y: element.scrollTop / zoom - MARGIN,
      width: element.clientWidth / zoom + 2 * MARGIN,
      height: element.clientHeight / zoom + 2 * MARGIN,
    })
    look()
    const size = new ResizeObserver(look)
    size.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => (size.disconnect(), element.removeEventListener('scroll', look))
  }, [zoom])
  return seen
}

/** How wide the frame itself is, in the drawing's own measures. */
export function frameWidth(seen: Box): number {
  return Math.floor(seen.width - 2 * MARGIN)
}

export function isBoxSeen(box: Box, seen: Box): boolean {
  return box.x < seen.x + seen.width && seen.x < box.x + box.width && box.y < seen.y + seen.height && seen.y < box.y + box.height
}

export function isPathSeen(points: readonly Point[], seen: Box): boolean {
  const xs = points.map(point => point.x)
  const ys = points.map(point => point.y)
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return isBoxSeen({ x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 }, seen)
}
