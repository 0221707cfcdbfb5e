import { useState } from 'react'

import { useTwoFactor } from '../../api/two-factor'
import { Button } from '../../components/ui/button'
import { QueryState } from '../../components/ui/query-state'
import { TwoFactorOff } from './two-factor-off'
import { TwoFactorSetup } from './two-factor-setup'

/** Whether a log-in needs a second factor, and the way to the other. */
export const TwoFactor = () => {
  const [changing, setChanging] = useState(false)
  const query = useTwoFactor()
  const end = (): void => {
    setChanging(false)
    void query.refetch()
  }
  return (
    <div className="grid gap-4 p-4 text-sm">
      <QueryState query={query} lines={2}>
        {({ enabled, recovery_codes_left }) => (
          <>
            <p>
              Two-factor log-in is <strong>{enabled ? 'on' : 'off'}</strong>.{' '}
              <span className="text-muted">
                {enabled
                  ? `${String(recovery_codes_left)} recovery codes are left.`
                  : 'With it, a password alone lets nobody in.'}
              </span>
            </p>
            {changing ? (
              <Change enabled={enabled} onEnd={end} />
            ) : (
              <div>
                <Button look="secondary" onClick={() => setChanging(true)}>
                  {enabled ? 'Turn it off' : 'Set it up'}
                </Button>
              </div>
            )}
          </>
        )}
      </QueryState>
    </div>
  )
}

type ChangeProps = { readonly enabled: boolean; readonly onEnd: () => void }

const Change = ({ enabled, onEnd }: ChangeProps) => {
  // What was begun goes on, though the answer to it is that the state is another.
  const [wasEnabled] = useState(enabled)
  return wasEnabled ? <TwoFactorOff onEnd={onEnd} /> : <TwoFactorSetup onEnd={onEnd} />
}
