import { use, type ComponentType } from 'react'

/** The code of a part of the page did not come: no network, or it is of a release that is no longer served. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded'
  /** After this it is asked for anew when it is shown next. */
  readonly forget: () => void

  constructor(cause: unknown, forget: () => void) {
    super('A part of this page could not be loaded.', { cause })
    this.forget = forget
  }
}

/**
 * A component whose code comes when it is first shown or sent for. Unlike what React's `lazy` makes it can
 * be tried again. Shown without its code it throws `NotLoaded`.
 */
export const lazily = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): { readonly Part: ComponentType<Props>; readonly send: () => Promise<unknown> } => {
  let coming: Promise<ComponentType<Props>> | undefined
  const forget = (): void => {
    coming = undefined
  }
  const send = (): Promise<ComponentType<Props>> =>
    (coming ??= load().catch((cause: unknown) => {
      throw new NotLoaded(cause, forget)
    }))
  const Part = (props: Props) => {
    const Loaded = use(send())
    return <Loaded {...props} />
  }
  return { Part, send }
}
