import { confirmTwoFactor, enableTwoFactor } from '@cnop/contracts/two-factor'

import { useConfirmTwoFactor, useProposeTwoFactor } from '../../api/two-factor'
import { Button } from '../../components/ui/button'
import { CopyButton } from '../../components/ui/copy-button'
import { Notice } from '../../components/ui/notice'
import { Outcome } from '../../components/ui/outcome'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { UsernameField } from '../../components/ui/username-field'
import { useForm } from '../../lib/use-form'
import { QrCode } from './qr-code'

const PASSWORD = ['current_password']

type StepProps = { readonly onEnd: () => void }

/** Password, then the secret and a first code, then the recovery codes. */
export const TwoFactorSetup = ({ onEnd }: StepProps) => {
  const proposal = useProposeTwoFactor()
  const form = useForm(enableTwoFactor.schema.body, { current_password: '' }, proposal.error)
  if (proposal.data !== undefined)
    return <Confirm secret={proposal.data.secret} uri={proposal.data.otpauth_uri} onEnd={onEnd} />
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => form.submit(event, (entered) => proposal.mutate(entered))}
    >
      <UsernameField />
      <PasswordField
        {...form.field('current_password')}
        label="Your password"
        autoComplete="current-password"
      />
      <Outcome of={proposal} fields={PASSWORD} />
      <div className="flex gap-2">
        <Button type="submit" busy={proposal.isPending}>
          Go on
        </Button>
        <Button look="quiet" onClick={onEnd}>
          Not now
        </Button>
      </div>
    </form>
  )
}

type ConfirmProps = StepProps & { readonly secret: string; readonly uri: string }

const Confirm = ({ secret, uri, onEnd }: ConfirmProps) => {
  const confirmation = useConfirmTwoFactor()
  const form = useForm(confirmTwoFactor.schema.body, { code: '' }, confirmation.error)
  if (confirmation.data !== undefined)
    return <RecoveryCodes codes={confirmation.data.recovery_codes} onEnd={onEnd} />
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => form.submit(event, (entered) => confirmation.mutate(entered))}
    >
      <p>Scan this with an authenticator app, or type the secret into it.</p>
      <QrCode text={uri} label="The secret for the app, as a QR code" />
      <p className="flex flex-wrap items-center gap-2">
        <code className="text-xs wrap-anywhere select-all">{secret}</code>
        <CopyButton text={secret} what="the secret" />
      </p>
      <TextField
        {...form.field('code')}
        label="Code of the app"
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      <Outcome of={confirmation} />
      <div className="flex gap-2">
        <Button type="submit" busy={confirmation.isPending}>
          {confirmation.isPending ? 'Turning it on …' : 'Turn it on'}
        </Button>
        <Button look="quiet" onClick={onEnd}>
          Not now
        </Button>
      </div>
    </form>
  )
}

const RecoveryCodes = ({ codes, onEnd }: StepProps & { readonly codes: readonly string[] }) => (
  <Notice tone="success">
    <p className="font-semibold">Keep these recovery codes.</p>
    <p>Each lets you in once without the app. They are shown only now.</p>
    <ul className="my-3 grid grid-cols-2 gap-1 text-ink">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
    <div className="flex flex-wrap gap-2">
      <CopyButton text={codes.join('\n')} what="the codes" />
      <Button small onClick={onEnd}>
        I have kept them
      </Button>
    </div>
  </Notice>
)
