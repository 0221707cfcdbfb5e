import { NewApiKey } from '@cnop/contracts/api-keys'
import { useState } from 'react'

import { useCreateApiKey } from '../../api/api-keys'
import { Button } from '../../components/ui/button'
import { CheckField } from '../../components/ui/check-field'
import { CopyButton } from '../../components/ui/copy-button'
import { Notice } from '../../components/ui/notice'
import { Outcome } from '../../components/ui/outcome'
import { SelectField } from '../../components/ui/select-field'
import { TextField } from '../../components/ui/text-field'
import { useForm } from '../../lib/use-form'

const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until revoked' },
] as const
const USUAL_LIFE = '90'

/** Makes a key and shows it, this once. */
export const NewApiKeyForm = () => {
  const create = useCreateApiKey()
  const form = useForm(NewApiKey.pick({ name: true }), { name: '' }, create.error)
  const [trades, setTrades] = useState(false)
  const [days, setDays] = useState<(typeof LIVES)[number]['value']>(USUAL_LIFE)
  const send = (): void =>
    create.mutate(
      {
        name: form.values.name,
        scopes: trades ? ['read', 'trade'] : ['read'],
        ...(days === '' ? {} : { expires_in_days: Number(days) }),
      },
      {
        onSuccess: () => {
          form.clear()
          setTrades(false)
          setDays(USUAL_LIFE)
        },
      },
    )
  return (
    <form noValidate className="grid gap-3" onSubmit={(event) => form.submit(event, send)}>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          {...form.field('name')}
          label="Name of a new key"
          placeholder="My trading bot"
          autoComplete="off"
        />
        <SelectField label="Good for" value={days} options={LIVES} onValue={setDays} />
      </div>
      <CheckField
        label="May trade and move money"
        hint="Without it the key can only look. No key can change the account."
        checked={trades}
        onChecked={setTrades}
      />
      <Outcome of={create} />
      {create.data === undefined ? null : <NewKey text={create.data.key} />}
      <div>
        <Button type="submit" look="secondary" busy={create.isPending}>
          {create.isPending ? 'Making …' : 'Make a key'}
        </Button>
      </div>
    </form>
  )
}

const NewKey = ({ text }: { readonly text: string }) => (
  <Notice tone="success">
    <p className="font-semibold">Copy the key now: it is shown this once.</p>
    <p className="my-2">
      <code className="text-xs wrap-anywhere text-ink select-all">{text}</code>
    </p>
    <CopyButton text={text} what="the key" />
  </Notice>
)
