import { setImmediate as others } from 'node:timers/promises'

/** Items between two turns of the rest, unless said. */
const USUAL_SLICE = 200

/** Goes through many items and lets whatever else the process does have its turn in between. */
export const inSlices = async <Item, Result>(
  items: readonly Item[],
  act: (item: Item) => readonly Result[],
  slice = USUAL_SLICE,
): Promise<Result[]> => {
  const results: Result[] = []
  for (let first = 0; first < items.length; first += slice) {
    for (const item of items.slice(first, first + slice)) results.push(...act(item))
    await others()
  }
  return results
}
