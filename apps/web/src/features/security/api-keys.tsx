import type { ApiKey } from '@cnop/contracts/api-keys'

import { useApiKeys, useRevokeApiKey } from '../../api/api-keys'
import { Empty } from '../../components/ui/empty'
import { Outcome } from '../../components/ui/outcome'
import { QueryState } from '../../components/ui/query-state'
import { SureButton } from '../../components/ui/sure-button'
import { Cell, HeadCell, NarrowLine, Table } from '../../components/ui/table'
import { formatDateTime } from '../../lib/format'
import { NewApiKeyForm } from './new-api-key-form'

/** Keys for programs: those there are, and a new one. */
export const ApiKeys = () => {
  const revoke = useRevokeApiKey()
  return (
    <>
      <QueryState query={useApiKeys()} lines={2}>
        {(keys) =>
          keys.length === 0 ? (
            <Empty>You have no API keys.</Empty>
          ) : (
            <Keys keys={keys} busy={revoke.isPending} onRevoke={revoke.mutate} />
          )
        }
      </QueryState>
      <div className="grid gap-3 border-t border-line p-4">
        <Outcome of={revoke} done={revoke.data?.message} />
        <NewApiKeyForm />
      </div>
    </>
  )
}

const MAY: Record<ApiKey['scopes'][number], string> = {
  read: 'read',
  trade: 'trade and move money',
}

/** In words a person chose it by: `read, trade and move money`. */
const mayDo = ({ scopes }: ApiKey): string => scopes.map((scope) => MAY[scope]).join(', ')

const timeOr = (time: string | null, none: string): string =>
  time === null ? none : formatDateTime(time)

type KeysProps = {
  readonly keys: readonly ApiKey[]
  readonly busy: boolean
  readonly onRevoke: (keyId: string) => void
}

const Keys = ({ keys, busy, onRevoke }: KeysProps) => (
  <Table label="Your API keys">
    <thead>
      <tr>
        <HeadCell>Name</HeadCell>
        <HeadCell wide>May</HeadCell>
        <HeadCell wide>Created</HeadCell>
        <HeadCell wide>Last used</HeadCell>
        <HeadCell wide>Expires</HeadCell>
        <HeadCell number>
          <span className="sr-only">Revoke it</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {keys.map((key) => (
        <tr key={key.key_id}>
          <Cell words>
            <span className="font-medium wrap-anywhere">{key.name}</span>
            <NarrowLine>May {mayDo(key)}</NarrowLine>
            <NarrowLine>Created {formatDateTime(key.created_at)}</NarrowLine>
            <NarrowLine>Last used: {timeOr(key.last_used_at, 'never')}</NarrowLine>
            <NarrowLine>Expires: {formatDateTime(key.expires_at)}</NarrowLine>
          </Cell>
          <Cell wide words>
            {mayDo(key)}
          </Cell>
          <Cell wide>{formatDateTime(key.created_at)}</Cell>
          <Cell wide>{timeOr(key.last_used_at, 'Never')}</Cell>
          <Cell wide>{formatDateTime(key.expires_at)}</Cell>
          <Cell number>
            <SureButton
              label="Revoke"
              name={`Revoke the key ${key.name}`}
              question="Programs that use it are refused at once. It cannot be brought back."
              busy={busy}
              onSure={() => onRevoke(key.key_id)}
            />
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)
