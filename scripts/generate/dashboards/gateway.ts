import { one, type Dashboard } from './panel.ts'

export const GATEWAY: Dashboard = {
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
