import { one, type Dashboard } from './panel.ts'

export const SERVICES: Dashboard = {
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
    {
      title: 'Lines of logs that were lost',
      unit: 'short',
      series: [one('increase(log_lines_lost_total[5m])', '{{instance}}')],
    },
  ],
}
