/** Milliseconds of processor time that the work takes: unlike the clock it doesn't count what other processes do. */
export function cpuTime(work: () => unknown): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
