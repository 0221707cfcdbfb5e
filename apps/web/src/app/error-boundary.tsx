import { Component, type ReactNode } from 'react'

import { ErrorPage } from './error-page'

type ErrorBoundaryProps = {
  /** Another one, another try. */
  readonly path?: string
  readonly children: ReactNode
}

type State = { readonly broken: boolean; readonly path: string | undefined }

/** Says so when what is inside breaks as it is drawn. What is around it goes on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { broken: false, path: this.props.path }

  static getDerivedStateFromError(): Partial<State> {
    return { broken: true }
  }

  static getDerivedStateFromProps({ path }: ErrorBoundaryProps, state: State): State {
    return path === state.path ? state : { broken: false, path }
  }

  override render(): ReactNode {
    return this.state.broken ? <ErrorPage /> : this.props.children
  }
}
