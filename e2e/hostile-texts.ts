/** Text that a careless pattern or loop takes more than linear time for, as long as is asked for. */
type Hostile = (length: number) => string

const repeat =
  (unit: string): Hostile =>
  (length) =>
    unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

const between =
  (first: string, unit: string, last: string): Hostile =>
  (length) =>
    `${first}${repeat(unit)(Math.max(0, length - first.length - last.length))}${last}`

/** For any place that takes text. */
export const HOSTILE_TEXTS: Readonly<Record<string, Hostile>> = {
  digits: repeat('9'),
  'zeros between ones': between('1', '0', '1'),
  'zeros after a point': between('0.', '0', '1x'),
  'spaces between letters': between('a', ' ', 'a'),
  'tabs and line ends': between('a', '\t\r\n', 'a'),
  dots: between('a', '.', '!'),
  commas: repeat(','),
  'weighted tokens': repeat('gzip;q=0.1, '),
  'quoted tags': repeat('W/"a", '),
  'pairs of a cookie': repeat('a=b; '),
  semicolons: between('a', ';', '='),
  'mailboxes of mailboxes': repeat('a@'),
  'labels without an end': between('a@', 'a.', '!'),
  'letters and hyphens': between('a', 'a-', '!'),
  'base64 with a wrong end': between('', 'QUJD', '!'),
  'a token without an end': between('Bearer ', 'a.', '!'),
  quotes: repeat('"'),
  backslashes: repeat('\\'),
  slashes: repeat('/a/..'),
  'groups of addresses': between('::', 'f:', 'g'),
  addresses: between('', '10.0.0.1:80, ', 'x'),
  'accents on one letter': between('a', '\u0301', '!'),
  'pairs of surrogates': repeat('\u{1f600}'),
}

/** Numbers of JSON. */
export const HOSTILE_NUMBERS: Readonly<Record<string, Hostile>> = {
  'a number of zeros between ones': between('1', '0', '1'),
  'a number of zeros after a point': between('0.', '0', '1'),
  'a number with an exponent of zeros': between('1e', '0', '1'),
}

/** Other JSON values, as long as asked for or a little shorter. */
export const HOSTILE_JSON: Readonly<Record<string, Hostile>> = {
  'nested arrays': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'nested objects': (length) => {
    const depth = Math.floor(length / 6) - 1
    return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  },
  'a list of nothing': (length) =>
    `[${repeat('{},')(3 * Math.floor(length / 3) - 5)}{}]`.replace(',]', ']'),
  'a list of numbers': (length) => `[${repeat('10,')(3 * Math.floor(length / 3) - 6)}1]`,
  'many keys': (length) => {
    const keys = Array.from({ length: Math.floor(length / 10) - 1 }, (_, i) => 10_000 + i)
    return `{${keys.map((key) => `"${key}":1`).join(',')}}`
  },
  'one key many times': (length) => `{${repeat('"a":1,')(6 * Math.floor(length / 6) - 12)}"b":1}`,
  'escaped letters': between('"', String.raw`\u0061`, '"'),
  'escaped prototypes': (length) =>
    `[${Array.from({ length: Math.floor(length / 30) - 1 }, () => String.raw`"\u005f_proto__"        `).join(',')}]`,
}

/** Bodies that are no JSON. */
export const HOSTILE_BODIES: Readonly<Record<string, Hostile>> = {
  'arrays that never end': repeat('['),
  'objects that never end': repeat('{"a":'),
  'a text that never ends': between('"', 'a', ''),
  'escapes that never end': between('"', '\\', ''),
  'spaces alone': repeat(' '),
  'a key and spaces': between('{"__proto__"', ' ', ''),
}
