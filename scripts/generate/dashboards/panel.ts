type Series = { readonly expr: string; readonly legend: string }

export type Panel = {
  readonly title: string
  /** Grafana's name of the unit: `reqps`, `s`, `percentunit`, `bytes`, `short`. */
  readonly unit: string
  readonly series: readonly Series[]
}

export type Dashboard = {
  readonly uid: string
  readonly title: string
  readonly panels: readonly Panel[]
}

/** One line of a panel. */
export const one = (expr: string, legend: string): Series => ({ expr, legend })
