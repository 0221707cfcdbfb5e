import { DEFAULT_KEY_LIFE, NewApiKey } from '@cnop/contracts/api-keys'
import { TwoFactorCode } from '@cnop/contracts/two-factor'
import { useState, type ComponentProps } from 'react'
import { z } from 'zod'

import { useCreateApiKey } from '../../api/api-keys'
import { useTwoFactor } from '../../api/two-factor'
import { Button } from '../../components/ui/button'
import { CheckField } from '../../components/ui/check-field'
import { CopyButton } from '../../components/ui/copy-button'
import { Notice } from '../../components/ui/notice'
import { Outcome } from '../../components/ui/outcome'
import { PasswordField } from '../../components/ui/password-field'
import { SelectField } from '../../components/ui/select-field'
import { TextField } from '../../components/ui/text-field'
import { UsernameField } from '../../components/ui/username-field'
import { useForm } from '../../lib/use-form'

const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '180 days' },
  { value: '365', label: '1 year' },
] as const
type Life = (typeof LIVES)[number]['value']

const DEFAULT_LIFE = LIVES.find(({ value }) => value === String(DEFAULT_KEY_LIFE))?.value ?? '30'

const EMPTY = { name: '', current_password: '', code: '' }

const { name, current_password } = NewApiKey.shape
const WithPassword = z.object({ name, current_password })
const WithCode = WithPassword.extend({ code: TwoFactorCode })

/** Creates a key and shows it once. */
export const NewApiKeyForm = () => {
  const create = useCreateApiKey()
  const needsCode = useTwoFactor().data?.enabled === true
  const form = useForm(needsCode ? WithCode : WithPassword, EMPTY, create.error)
  const [trades, setTrades] = useState(false)
  const [days, setDays] = useState<Life>(DEFAULT_LIFE)
  const send = (entered: typeof EMPTY): void =>
    create.mutate(
      {
        name: entered.name,
        scopes: trades ? ['read', 'trade'] : ['read'],
        expires_in_days: Number(days),
        current_password: entered.current_password,
        ...(needsCode ? { code: entered.code } : {}),
      },
      {
        onSuccess: () => {
          form.clear()
          setTrades(false)
          setDays(DEFAULT_LIFE)
        },
      },
    )
  return (
    <form noValidate className="grid gap-3" onSubmit={(event) => form.submit(event, send)}>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          {...form.field('name')}
          label="Key name"
          placeholder="My trading bot"
          autoComplete="off"
        />
        <SelectField label="Expires in" value={days} options={LIVES} onValue={setDays} />
      </div>
      <CheckField
        label="May trade and move money"
        hint="Without it the key can only look. No key can change the account."
        checked={trades}
        onChecked={setTrades}
      />
      <IdentityFields
        password={form.field('current_password')}
        code={needsCode ? form.field('code') : undefined}
      />
      <Outcome of={create} fields={Object.keys(EMPTY)} />
      {create.data === undefined ? null : <NewKey text={create.data.key} />}
      <div>
        <Button type="submit" look="secondary" busy={create.isPending}>
          {create.isPending ? 'Creating …' : 'Create key'}
        </Button>
      </div>
    </form>
  )
}

type Field = Omit<ComponentProps<typeof PasswordField>, 'autoComplete' | 'label'>

type IdentityFieldsProps = { readonly password: Field; readonly code: Field | undefined }

/** The password, and the second factor where there is one. */
const IdentityFields = ({ password, code }: IdentityFieldsProps) => (
  <div className="grid items-start gap-3 sm:grid-cols-2">
    <UsernameField />
    <PasswordField {...password} label="Current password" autoComplete="current-password" />
    {code === undefined ? null : (
      <TextField {...code} label="Authenticator or recovery code" autoComplete="one-time-code" />
    )}
  </div>
)

const NewKey = ({ text }: { readonly text: string }) => (
  <Notice tone="success">
    <p className="font-semibold">Copy the key now: it is shown this once.</p>
    <p className="my-2">
      <code className="text-xs wrap-anywhere text-ink select-all">{text}</code>
    </p>
    <CopyButton text={text} what="the key" />
  </Notice>
)
