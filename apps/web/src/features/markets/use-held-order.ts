import type { Asset } from '@cnop/contracts/inventory'
import { useState } from 'react'

import { inOrderOf } from './select-assets'

type Held = { readonly choice: string; readonly ids: readonly string[] }

/** For the element that holds the rows: while a pointer or the focus is in it, they stay where they are. */
type Holder = {
  readonly onPointerEnter: () => void
  readonly onPointerLeave: () => void
  readonly onFocus: () => void
  readonly onBlur: () => void
}

/**
 * Sorted assets, held in their order while someone is about to use one of them: prices change all the time,
 * and another row must not come under the pointer. Another `choice` of what is shown and how is followed at
 * once.
 */
export const useHeldOrder = (
  sorted: readonly Asset[],
  choice: string,
): { readonly assets: readonly Asset[]; readonly holder: Holder } => {
  const [isPointed, point] = useState(false)
  const [isFocused, focus] = useState(false)
  const [held, hold] = useState<Held>()
  const isHeld = isPointed || isFocused
  if (!isHeld && held !== undefined) hold(undefined)
  if (isHeld && held?.choice !== choice)
    hold({ choice, ids: sorted.map(({ asset_id }) => asset_id) })
  return {
    assets: isHeld && held?.choice === choice ? inOrderOf(sorted, held.ids) : sorted,
    holder: {
      onPointerEnter: () => point(true),
      onPointerLeave: () => point(false),
      onFocus: () => focus(true),
      onBlur: () => focus(false),
    },
  }
}
