import { one, type Dashboard } from './panel.ts'

export const DATABASE: Dashboard = {
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
