import type { Asset } from '@cnop/contracts/inventory'
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type Ref,
  type RefObject,
} from 'react'

import { usePrinting } from '../../lib/printing'

type RowInView = {
  readonly asset: Asset
  readonly index: number
  /** Height of the rows left out before it, in pixels. */
  readonly spaceBefore: number
}

type RowsInView = {
  /** For the element that holds the rows. */
  readonly body: Ref<HTMLTableSectionElement>
  readonly rows: readonly RowInView[]
  readonly spaceAfter: number
  /** For each row, whose height is not known before it is drawn. */
  readonly measure: Ref<HTMLTableRowElement>
}

/** As high as a row was when one was last drawn: on a phone it is higher. */
let usualHeight = 46
/** Rows drawn before and after those in view: the next Tab always finds one. */
const FURTHER_ROWS = 12

/** Which rows of a long table are worth drawing: those in view, those near it, and the one with the focus; on paper all. */
export const useRowsInView = (assets: readonly Asset[]): RowsInView => {
  const body = useRef<HTMLTableSectionElement>(null)
  const scrollMargin = useDistanceFromTop(body)
  const focused = useFocusedAsset(body)
  // Prices change all the time, which asset stands where seldom: only that moves rows.
  const ids = useSame(assets.map(({ asset_id }) => asset_id))
  const getItemKey = useCallback((index: number) => ids[index] ?? index, [ids])
  const rangeExtractor = useCallback(
    (range: Range) =>
      withRow(defaultRangeExtractor(range), ids.indexOf(focused.current ?? ''), ids.length),
    [ids, focused],
  )
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => usualHeight,
    getItemKey,
    overscan: FURTHER_ROWS,
    scrollMargin,
    rangeExtractor,
    useFlushSync: false,
  })
  const rows: RowInView[] = []
  let reached = scrollMargin
  for (const { index, start, end } of virtualizer.getVirtualItems()) {
    const asset = assets[index]
    if (asset !== undefined) rows.push({ asset, index, spaceBefore: start - reached })
    reached = end
  }
  const drawn = virtualizer.getVirtualItems()[0]?.size
  useEffect(() => {
    usualHeight = drawn ?? usualHeight
  }, [drawn])
  const { measureElement: measure } = virtualizer
  if (usePrinting())
    return {
      body,
      rows: assets.map((asset, index) => ({ asset, index, spaceBefore: 0 })),
      spaceAfter: 0,
      measure,
    }
  return {
    body,
    rows,
    spaceAfter: virtualizer.getTotalSize() + scrollMargin - reached,
    measure,
  }
}

/** With a row and its neighbours, where Tab leads next. */
const withRow = (near: readonly number[], row: number, count: number): number[] => {
  if (row < 0) return [...near]
  const wanted = [row - 1, row, row + 1].filter((index) => index >= 0 && index < count)
  return [...new Set([...near, ...wanted])].toSorted((a, b) => a - b)
}

/** The list as it was, until it is another one. */
const useSame = (list: readonly string[]): readonly string[] => {
  const [kept, keep] = useState(list)
  if (kept.length === list.length && kept.every((id, index) => id === list[index])) return kept
  keep(list)
  return list
}

const useDistanceFromTop = (element: RefObject<HTMLElement | null>): number => {
  const [distance, setDistance] = useState(0)
  useLayoutEffect(() => {
    const look = (): void => {
      if (element.current !== null)
        setDistance(Math.round(element.current.getBoundingClientRect().top + scrollY))
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [element])
  return distance
}

/** A row that is left out takes the focus with it. */
const useFocusedAsset = (element: RefObject<HTMLElement | null>) => {
  const focused = useRef<string>(undefined)
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      const inTable = target instanceof HTMLElement && element.current?.contains(target) === true
      focused.current = inTable
        ? target.closest<HTMLElement>('[data-asset]')?.dataset['asset']
        : undefined
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [element])
  return focused
}
