import { one, type Dashboard } from './panel.ts'

export const ORDERS: Dashboard = {
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
        one('max(coingecko_prices_ambiguous)', 'two rows for one coin'),
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
