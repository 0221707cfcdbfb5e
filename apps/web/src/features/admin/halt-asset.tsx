import { AssetId } from '@cnop/contracts/inventory'
import { Reason } from '@cnop/contracts/reason'
import { useState } from 'react'
import { z } from 'zod'

import { useAssetTrading, useSetAssetTrading } from '../../api/asset-trading'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Outcome } from '../../components/ui/outcome'
import { QueryState } from '../../components/ui/query-state'
import { TextField } from '../../components/ui/text-field'
import { formatDateTime } from '../../lib/format'
import { useForm } from '../../lib/use-form'

/** Stops the trade in an asset, or lets it go on. */
export const HaltAsset = () => {
  const [text, setText] = useState('')
  const assetId = AssetId.safeParse(text)
  return (
    <Card title="Trading in an asset">
      <div className="grid gap-3 p-4">
        <TextField
          label="Asset to halt or resume"
          placeholder="BTC"
          autoComplete="off"
          value={text}
          onValue={(typed) => setText(typed.toUpperCase())}
          error={text === '' || assetId.success ? undefined : assetId.error.issues[0]?.message}
        />
        {assetId.success ? <Trading key={assetId.data} assetId={assetId.data} /> : null}
      </div>
    </Card>
  )
}

const Form = z.object({ reason: Reason })

const Trading = ({ assetId }: { readonly assetId: string }) => {
  const query = useAssetTrading(assetId)
  const change = useSetAssetTrading(assetId)
  const form = useForm(Form, { reason: '' }, change.error)
  return (
    <QueryState query={query} lines={2}>
      {({ is_active, halt }) => (
        <form
          noValidate
          className="grid gap-3"
          onSubmit={(event) =>
            form.submit(event, ({ reason }) => change.mutate(reason, { onSuccess: form.clear }))
          }
        >
          {is_active ? (
            <TextField {...form.field('reason')} label={`Reason to halt ${assetId}`} />
          ) : (
            <p className="text-sm">
              <strong className="text-warn">Halted</strong>
              {halt === null ? null : ` by ${halt.by}, ${formatDateTime(halt.at)}: ${halt.reason}`}
            </p>
          )}
          <Outcome of={change} />
          <div>
            {is_active ? (
              <Button type="submit" look="secondary" busy={change.isPending}>
                Halt {assetId}
              </Button>
            ) : (
              <Button
                look="secondary"
                busy={change.isPending}
                onClick={() => change.mutate(undefined)}
              >
                Resume {assetId}
              </Button>
            )}
          </div>
        </form>
      )}
    </QueryState>
  )
}
