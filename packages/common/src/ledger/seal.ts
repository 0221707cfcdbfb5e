import { createHash } from 'node:crypto'

const LENGTH = 22

/**
 * A fingerprint of everything a journal item says, kept inside it. Journal items never change, so a seal
 * that no longer fits means that someone or something changed one, down to a digit that moves no cent.
 */
export const sealOf = (item: object): string => {
  const fields = Object.entries(item)
    .filter(([name, value]) => name !== 'seal' && value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, String(value)])
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, LENGTH)
}

/** The item with its seal. */
export const sealed = <Item extends object>(item: Item): Item & { seal: string } => ({
  ...item,
  seal: sealOf(item),
})
