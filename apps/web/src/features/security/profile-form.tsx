import { ProfileChange, type User } from '@cnop/contracts/accounts'
import { z } from 'zod'

import { useChangeProfile } from '../../api/profile'
import { Button } from '../../components/ui/button'
import { Outcome } from '../../components/ui/outcome'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { UsernameField } from '../../components/ui/username-field'
import { useForm } from '../../lib/use-form'

const FIELDS = {
  first_name: z.string(),
  last_name: z.string(),
  phone: z.string(),
  email: z.string(),
  current_password: z.string(),
}

/** The texts of the form as a change: an empty phone removes it; the password is sent with a new email address only. */
const formOf = (user: User) =>
  z
    .object(FIELDS)
    .transform(({ phone, email, current_password, ...names }): z.input<typeof ProfileChange> => ({
      ...names,
      phone: phone.trim() === '' ? null : phone,
      ...(email.trim() === user.email ? {} : { email, current_password }),
    }))
    .pipe(ProfileChange)

/** Name, address and phone. Another address needs the password. */
export const ProfileForm = ({ user }: { readonly user: User }) => {
  const change = useChangeProfile()
  const schema = formOf(user)
  const form = useForm(
    schema,
    {
      first_name: user.first_name,
      last_name: user.last_name,
      phone: user.phone ?? '',
      email: user.email,
      current_password: '',
    },
    change.error,
  )
  return (
    <form
      noValidate
      className="grid gap-4 p-4"
      onSubmit={(event) =>
        form.submit(event, (entered) =>
          change.mutate(schema.parse(entered), {
            onSuccess: () => form.field('current_password').onValue(''),
          }),
        )
      }
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField {...form.field('first_name')} label="First name" autoComplete="given-name" />
        <TextField {...form.field('last_name')} label="Last name" autoComplete="family-name" />
      </div>
      <TextField {...form.field('phone')} label="Phone (optional)" type="tel" autoComplete="tel" />
      <TextField {...form.field('email')} label="Email" type="email" autoComplete="email" />
      {form.values.email.trim() === user.email ? null : (
        <>
          <UsernameField />
          <PasswordField
            {...form.field('current_password')}
            label="Current password"
            autoComplete="current-password"
            hint="Needed for another email address."
          />
        </>
      )}
      <Outcome of={change} done="Your profile is saved." fields={Object.keys(FIELDS)} />
      <div>
        <Button type="submit" busy={change.isPending}>
          {change.isPending ? 'Saving …' : 'Save profile'}
        </Button>
      </div>
    </form>
  )
}
