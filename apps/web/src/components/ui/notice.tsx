import type { ReactNode } from 'react'

type Tone = 'error' | 'success' | 'warning'

const TONES: Record<Tone, string> = {
  error: 'border-down bg-down-surface text-down',
  success: 'border-up bg-up-surface text-up',
  warning: 'border-warn bg-warn-surface text-warn',
}

/** Something that has just happened, said once to everyone, screen readers included. */
export const Notice = ({
  tone,
  children,
}: {
  readonly tone: Tone
  readonly children: ReactNode
}) => (
  <div
    role={tone === 'error' ? 'alert' : 'status'}
    className={`rounded-control border px-3 py-2 text-sm ${TONES[tone]}`}
  >
    {children}
  </div>
)
