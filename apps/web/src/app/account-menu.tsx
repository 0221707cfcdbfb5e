import { useMutation } from '@tanstack/react-query'

import { Button } from '../components/ui/button'
import { logOut } from '../lib/session'

/** Who is signed in, and the way out. */
export const AccountMenu = ({ username }: { readonly username: string }) => {
  const leaving = useMutation({ mutationFn: logOut })
  return (
    <div className="flex items-center gap-1">
      <span className="hidden max-w-40 truncate text-sm text-muted min-[30rem]:max-md:inline lg:inline">
        {username}
      </span>
      <Button look="quiet" busy={leaving.isPending} onClick={() => leaving.mutate()}>
        Log out
      </Button>
    </div>
  )
}
