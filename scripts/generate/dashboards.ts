/**
 * Grafana's dashboards, as code: what each panel asks and in which unit, laid out two in a row. The JSON that
 * Grafana reads is generated from here.
 */
import { DATABASE } from './dashboards/dynamodb.ts'
import { GATEWAY } from './dashboards/gateway.ts'
import { ORDERS } from './dashboards/orders.ts'
import type { Dashboard, Panel } from './dashboards/panel.ts'
import { SERVICES } from './dashboards/services.ts'

export const dashboards: readonly Dashboard[] = [ORDERS, SERVICES, GATEWAY, DATABASE]

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' }
const WIDTH = 12
const HEIGHT = 8

/** A dashboard as Grafana reads it. */
export const grafanaJson = ({ uid, title, panels }: Dashboard): string =>
  `${JSON.stringify(
    {
      uid,
      title,
      tags: ['cnop'],
      timezone: 'browser',
      schemaVersion: 39,
      refresh: '30s',
      time: { from: 'now-3h', to: 'now' },
      panels: panels.map(grafanaPanel),
    },
    undefined,
    2,
  )}\n`

const grafanaPanel = ({ title, unit, series }: Panel, index: number) => ({
  id: index + 1,
  type: 'timeseries',
  title,
  datasource: DATASOURCE,
  gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  targets: series.map(({ expr, legend }, number) => ({
    refId: String.fromCodePoint(65 + number),
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
  })),
})
