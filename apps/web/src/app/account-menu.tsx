import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router-dom'

import { Button } from '../components/ui/button'
import { PersonIcon } from '../components/ui/icons'
import { paths } from '../lib/paths'
import { logOut } from '../lib/session'

/** Who is signed in, and the way out. */
export const AccountMenu = ({ username }: { readonly username: string }) => {
  const leaving = useMutation({ mutationFn: logOut })
  return (
    <div className="flex items-center gap-1">
      <Link
        to={paths.security}
        title="Profile and security"
        className="inline-flex min-h-10 items-center gap-1.5 rounded-control px-2.5 text-sm text-muted hover:bg-raised hover:text-ink"
      >
        <PersonIcon />
        <span className="sr-only">Profile and security of </span>
        <span className="max-w-40 truncate max-[30rem]:sr-only md:max-lg:sr-only">{username}</span>
      </Link>
      <Button look="quiet" busy={leaving.isPending} onClick={() => leaving.mutate()}>
        {leaving.isPending ? 'Logging out …' : 'Log out'}
      </Button>
    </div>
  )
}
