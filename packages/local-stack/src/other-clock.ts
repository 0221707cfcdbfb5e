/**
 * Preloaded into a service of a stack whose clock is to differ from the others': by `CLOCK_AHEAD_MS`
 * milliseconds, which may be negative.
 */
const ahead = Number(process.env['CLOCK_AHEAD_MS'])
const { now } = Date

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget): Date =>
    Reflect.construct(target, given.length === 0 ? [now() + ahead] : given, newTarget),
  get: (target, name, receiver): unknown =>
    name === 'now' ? () => now() + ahead : Reflect.get(target, name, receiver),
})
