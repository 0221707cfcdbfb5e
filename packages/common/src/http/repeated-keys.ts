/**
 * The first key that an object in a JSON text has twice, or `undefined`. `JSON.parse` takes the last value of
 * such a key and other readers the first, so two readers of one body could see two requests.
 * @param json Text that `JSON.parse` accepts. One pass: the time grows with its length alone.
 */
export const findRepeatedKey = (json: string): string | undefined => {
  // The keys of each object that is open here; `undefined` for an array.
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at]
    if (char === '{') open.push(new Set())
    else if (char === '[') open.push(undefined)
    else if (char === '}' || char === ']') open.pop()
    else if (char === '"') {
      const end = endOfString(json, at)
      const next = skipSpace(json, end + 1)
      const keys = open.at(-1)
      if (keys !== undefined && json[next] === ':') {
        const key = readString(json.slice(at, end + 1))
        if (keys.has(key)) return key
        keys.add(key)
      }
      at = next - 1
    }
  }
  return undefined
}

/** Position of the closing quote. */
const endOfString = (json: string, start: number): number => {
  let at = start + 1
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}

const skipSpace = (json: string, from: number): number => {
  let at = from
  while (json[at] === ' ' || json[at] === '\t' || json[at] === '\n' || json[at] === '\r') at += 1
  return at
}

/** Two spellings of one key (`a` and an escaped `a`) are the same key. */
const readString = (literal: string): string => {
  if (!literal.includes('\\')) return literal.slice(1, -1)
  const text: unknown = JSON.parse(literal)
  return String(text)
}
