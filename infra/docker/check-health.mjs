/** Ends with 0 when the process of this container says at the given address that it can do its work. */
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(2_500) })
process.exit(answer.ok ? 0 : 1)
