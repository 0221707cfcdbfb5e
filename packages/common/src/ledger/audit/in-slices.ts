import { setImmediate as others } from 'node:timers/promises'

const SLICE = 200

/** Goes through many items and lets whatever else the process does have its turn in between. */
export const inSlices = async <Item, Result>(
  items: readonly Item[],
  act: (item: Item) => readonly Result[],
): Promise<Result[]> => {
  const results: Result[] = []
  for (let first = 0; first < items.length; first += SLICE) {
    for (const item of items.slice(first, first + SLICE)) results.push(...act(item))
    await others()
  }
  return results
}
