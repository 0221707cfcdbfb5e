import { Component, type ReactNode } from 'react'

import { NotLoaded } from '../../lib/lazily'

export type Trouble = {
  /** Its code did not come; else it broke as it was drawn. */
  readonly isMissing: boolean
  readonly tryAgain: () => void
}

type BoundaryProps = {
  /** Another one, another try. */
  readonly path?: string
  /** What stands in for it. */
  readonly instead: (trouble: Trouble) => ReactNode
  readonly children: ReactNode
}

type State = {
  readonly broken: { readonly error: unknown } | undefined
  readonly path: string | undefined
}

/** Says so when what is inside breaks as it is drawn, or does not come. What is around it goes on. */
export class Boundary extends Component<BoundaryProps, State> {
  override state: State = { broken: undefined, path: this.props.path }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { broken: { error } }
  }

  static getDerivedStateFromProps({ path }: BoundaryProps, state: State): State {
    return path === state.path ? state : { broken: undefined, path }
  }

  override componentDidCatch(error: unknown): void {
    if (error instanceof NotLoaded) error.forget()
  }

  override componentDidMount(): void {
    addEventListener('online', this.#loadAgain)
    addEventListener('focus', this.#loadAgain)
  }

  override componentWillUnmount(): void {
    removeEventListener('online', this.#loadAgain)
    removeEventListener('focus', this.#loadAgain)
  }

  readonly #tryAgain = (): void => this.setState({ broken: undefined })

  /** Code that did not load may do so now. */
  readonly #loadAgain = (): void => {
    if (this.state.broken?.error instanceof NotLoaded) this.#tryAgain()
  }

  override render(): ReactNode {
    const { broken } = this.state
    if (broken === undefined) return this.props.children
    return this.props.instead({
      isMissing: broken.error instanceof NotLoaded,
      tryAgain: this.#tryAgain,
    })
  }
}
