/** Who made the charts: the condition of their licence. */
export const ChartCredit = () => (
  <p className="text-right text-xs text-muted">
    Charts by{' '}
    <a href="https://www.tradingview.com/" rel="noreferrer" target="_blank" className="underline">
      TradingView
    </a>
  </p>
)
