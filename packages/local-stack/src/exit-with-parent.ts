/**
 * Preloaded into the services of a local stack: when the process that started them is gone, however it
 * went, they stop as they would on SIGTERM, so that none is left behind.
 */
process.channel?.unref()
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
