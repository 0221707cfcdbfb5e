/**
 * Grafana's dashboards, as code: what each panel asks and in which unit, laid out two in a row. The JSON that
 * Grafana reads is generated from here.
 */
type Series = { readonly expr: string; readonly legend: string }

type Panel = {
  readonly title: string
  /** Grafana's name of the unit: `reqps`, `s`, `percentunit`, `bytes`, `short`. */
  readonly unit: string
  readonly series: readonly Series[]
}

type Dashboard = { readonly uid: string; readonly title: string; readonly panels: readonly Panel[] }

const one = (expr: string, legend: string): Series => ({ expr, legend })

const ORDERS: Dashboard = {
  uid: 'cnop-orders',
  title: 'Orders: what traders see',
  panels: [
    {
      title: 'Orders a second',
      unit: 'reqps',
      series: [
        one('orders:placed:rate5m', 'placed'),
        one('orders:refused:rate5m', 'refused'),
        one('orders:failed:rate5m', 'failed'),
      ],
    },
    {
      title: 'Time to place an order',
      unit: 's',
      series: [
        one('orders:latency_seconds:p50_5m', 'median'),
        one('orders:latency_seconds:p99_5m', '99th percentile'),
      ],
    },
    {
      title: 'Age of prices',
      unit: 's',
      series: [
        one('max by (of) (price_age_seconds)', '{{of}}'),
        one('max(price_age_limit_seconds)', 'refused at'),
        one('max(price_feed_silence_seconds)', 'since inventory-service was heard'),
      ],
    },
    {
      title: 'Age of prices that are shown, and where they come from (1)',
      unit: 'short',
      series: [
        one('max by (of) (market_price_age_seconds)', '{{of}}, in seconds'),
        one('max by (source) (market_price_source)', '{{source}}'),
      ],
    },
    {
      title: 'Prices held, by source',
      unit: 'short',
      series: [one('max by (source) (prices_held)', '{{source}}')],
    },
    {
      title: 'Polls of CoinGecko an hour, and calls left this month',
      unit: 'short',
      series: [
        one('sum by (outcome) (increase(coingecko_polls_total[1h]))', '{{outcome}}'),
        one('max(coingecko_calls_used)', 'calls used'),
        one('min(coingecko_calls_left)', 'calls left'),
      ],
    },
    {
      title: 'Prices of the last poll that were not taken',
      unit: 'short',
      series: [
        one('max(coingecko_prices_refused)', 'no good price'),
        one('max(coingecko_prices_held)', 'held back as absurd'),
      ],
    },
    {
      title: 'Differences in the ledger',
      unit: 'short',
      series: [one('max(ledger_drift)', 'differences')],
    },
    {
      title: 'Time since the ledger was audited',
      unit: 's',
      series: [
        one('time() - max(ledger_audit_completed_timestamp_seconds)', 'since the last whole round'),
        one(
          'time() - max(ledger_verified_entry_timestamp_seconds)',
          'age of the last verified entry',
        ),
      ],
    },
    {
      title: 'The last round of the audit',
      unit: 'short',
      series: [
        one('max(ledger_audit_entries)', 'entries added up'),
        one('max(ledger_audit_skipped_accounts)', 'accounts too busy to be read'),
      ],
    },
    {
      title: 'Deposits and withdrawals a second',
      unit: 'reqps',
      series: [
        one(
          'sum by (route) (rate(http_request_duration_seconds_count{service="user-service",method="POST",route=~"/balance/.*",status="201"}[5m]))',
          '{{route}}',
        ),
      ],
    },
    {
      title: 'Log-ins a second',
      unit: 'reqps',
      series: [
        one(
          'sum by (status) (rate(http_request_duration_seconds_count{service="user-service",route="/auth/login"}[5m]))',
          '{{status}}',
        ),
      ],
    },
    {
      title: 'Security events an hour',
      unit: 'short',
      series: [
        one('sum by (event) (increase(security_events_total[1h]))', '{{event}}'),
        one('sum(increase(security_events_not_stored_total[1h]))', 'not stored'),
      ],
    },
  ],
}

const SERVICES: Dashboard = {
  uid: 'cnop-services',
  title: 'Services',
  panels: [
    {
      title: 'Requests a second',
      unit: 'reqps',
      series: [one('service:requests:rate5m', '{{service}}')],
    },
    {
      title: 'Failed requests a second (5xx)',
      unit: 'reqps',
      series: [one('service:errors:rate5m', '{{service}}')],
    },
    {
      title: '99th percentile of latency',
      unit: 's',
      series: [one('service:latency_seconds:p99_5m', '{{service}}')],
    },
    {
      title: 'Lag of the event loop (p99)',
      unit: 's',
      series: [one('max by (service) (nodejs_eventloop_lag_p99_seconds)', '{{service}}')],
    },
    {
      title: 'Memory of a process',
      unit: 'bytes',
      series: [one('max by (service, instance) (process_resident_memory_bytes)', '{{instance}}')],
    },
    {
      title: 'Processor of a process',
      unit: 'percentunit',
      series: [
        one(
          'sum by (instance) (rate(process_cpu_seconds_total{job="processes"}[5m]))',
          '{{instance}}',
        ),
      ],
    },
  ],
}

const GATEWAY: Dashboard = {
  uid: 'cnop-gateway',
  title: 'Gateway',
  panels: [
    {
      title: 'Share of requests that failed by our fault',
      unit: 'percentunit',
      series: [
        one('api:request_errors:ratio_rate5m', '5 minutes'),
        one('api:request_errors:ratio_rate1h', '1 hour'),
        one('api:request_errors:ratio_rate6h', '6 hours'),
      ],
    },
    {
      title: 'Answers a second, by status',
      unit: 'reqps',
      series: [
        one(
          'sum by (status) (rate(http_request_duration_seconds_count{service="gateway",route=~"/api/v1/.*"}[5m]))',
          '{{status}}',
        ),
      ],
    },
    {
      title: 'Requests refused by limits a second',
      unit: 'reqps',
      series: [
        one(
          'sum by (limit, counted) (rate(gateway_rate_limit_decisions_total{decision="refused"}[5m]))',
          '{{limit}}, counted {{counted}}',
        ),
      ],
    },
    {
      title: 'Services the gateway sends nothing to (1)',
      unit: 'short',
      series: [
        one('max by (upstream) (1 - gateway_breaker_state{state="closed"})', '{{upstream}}'),
      ],
    },
    {
      title: 'Requests to services under way and waiting',
      unit: 'short',
      series: [one('sum by (upstream, what) (gateway_upstream_requests)', '{{upstream}} {{what}}')],
    },
    {
      title: 'Requests sent to a service a second time, a second',
      unit: 'reqps',
      series: [one('sum by (upstream) (rate(gateway_retries_total[5m]))', '{{upstream}}')],
    },
    {
      title: 'Share of what arrives that a gateway cannot serve in time',
      unit: 'percentunit',
      series: [one('max by (instance) (gateway_pressure)', '{{instance}}')],
    },
    {
      title: 'Requests turned away under pressure a second, by class',
      unit: 'reqps',
      series: [one('sum by (limit) (rate(gateway_shed_total[5m]))', '{{limit}}')],
    },
    {
      title: 'Limits shared through Redis (1) or kept per gateway (0)',
      unit: 'short',
      series: [one('gateway_shared_limits', '{{instance}}')],
    },
    {
      title: 'Price streams',
      unit: 'short',
      series: [one('sum(market_streams_open)', 'open')],
    },
    {
      title: 'Events sent and streams dropped a second',
      unit: 'ops',
      series: [
        one('sum(rate(market_stream_events_total[5m]))', 'events'),
        one('sum(rate(market_streams_dropped_total[5m]))', 'dropped'),
      ],
    },
  ],
}

const DATABASE: Dashboard = {
  uid: 'cnop-dynamodb',
  title: 'DynamoDB',
  panels: [
    {
      title: 'Write units a second',
      unit: 'short',
      series: [one('service:write_units:rate5m', '{{service}}')],
    },
    {
      title: 'Read units a second',
      unit: 'short',
      series: [one('service:read_units:rate5m', '{{service}}')],
    },
    {
      title: 'Write units a request',
      unit: 'short',
      series: [one('route:write_units_per_request:ratio_rate15m', '{{method}} {{route}}')],
    },
    {
      title: 'Requests to DynamoDB a second, by route',
      unit: 'reqps',
      series: [
        one('sum by (method, route) (rate(dynamodb_requests_total[5m]))', '{{method}} {{route}}'),
      ],
    },
    {
      title: 'Requests that ended because the database did not answer (503)',
      unit: 'reqps',
      series: [
        one(
          'sum by (service) (rate(http_request_duration_seconds_count{service=~"user-service|order-service",status="503"}[5m]))',
          '{{service}}',
        ),
      ],
    },
  ],
}

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
