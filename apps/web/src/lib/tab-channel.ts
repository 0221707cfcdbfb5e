/** Messages to the other tabs of this browser. */
export type TabChannel = {
  readonly post: (message: unknown) => void
  readonly listen: (listener: (message: unknown) => void) => void
}

/** `undefined` where the browser lets the site have none, as it does with storage blocked. */
export const openTabChannel = (name: string): TabChannel | undefined => {
  try {
    const channel = new BroadcastChannel(name)
    return {
      post: (message) => channel.postMessage(message),
      listen: (listener) =>
        channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
    }
  } catch {
    return undefined
  }
}
