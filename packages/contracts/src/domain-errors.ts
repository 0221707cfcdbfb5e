/**
 * What the domain runs into, each with a type of its own, so that whoever calls can tell one from the
 * other; all are refusals of the catalogue, and one place turns those into answers.
 */
import { AppError } from './errors.ts'

export class UserNotFound extends AppError {
  constructor() {
    super('USER_NOT_FOUND', 'This account does not exist.')
  }
}

export class UsernameTaken extends AppError {
  constructor(detail = 'This username is taken. Choose another.') {
    super('USERNAME_TAKEN', detail)
  }
}

export class EmailTaken extends AppError {
  constructor() {
    super('EMAIL_TAKEN', 'This email address already has an account.')
  }
}

/** An administrator acts on the own account, which takes a second person. */
export class OwnAccount extends AppError {
  constructor(detail: string) {
    super('OWN_ACCOUNT', detail)
  }
}

export class LastAdministrator extends AppError {
  constructor() {
    super(
      'LAST_ADMINISTRATOR',
      'This is the last active administrator. Make another user an administrator first.',
    )
  }
}

export class SessionNotFound extends AppError {
  constructor() {
    super('SESSION_NOT_FOUND', 'You have no such session.')
  }
}

export class ApiKeyNotFound extends AppError {
  constructor() {
    super('API_KEY_NOT_FOUND', 'You have no such API key.')
  }
}

export class BalanceNotFound extends AppError {
  constructor() {
    super('BALANCE_NOT_FOUND', 'This account has no balance.')
  }
}

/** @param available dollars, as an amount of the API. */
export class InsufficientBalance extends AppError {
  readonly available: string

  constructor(available: string) {
    super(
      'INSUFFICIENT_BALANCE',
      `This needs more than the ${available} USD available. Nothing was moved.`,
    )
    this.available = available
  }
}

/** @param available units, as an amount of the API. */
export class InsufficientHoldings extends AppError {
  readonly assetId: string
  readonly available: string

  constructor(assetId: string, available: string) {
    super(
      'INSUFFICIENT_HOLDINGS',
      `You have ${available} ${assetId} available to sell. Nothing was moved.`,
    )
    this.assetId = assetId
    this.available = available
  }
}

export class AssetNotFound extends AppError {
  readonly assetId: string

  constructor(assetId: string) {
    super('ASSET_NOT_FOUND', `There is no asset ${assetId}.`)
    this.assetId = assetId
  }
}

export class TransactionNotFound extends AppError {
  constructor() {
    super('TRANSACTION_NOT_FOUND', 'You have no transaction with this id.')
  }
}

export class OrderNotFound extends AppError {
  constructor() {
    super('ORDER_NOT_FOUND', 'You have no order with this id.')
  }
}

/** The time of a private demo account is over: nothing moves any more, and it is deleted. */
export class DemoExpired extends AppError {
  constructor() {
    super('DEMO_EXPIRED', 'This demo account has expired. Start a new demo or open an account.')
  }
}

/** Demo accounts keep the credentials they came with: others use the same ones, or there are none. */
export class DemoLocked extends AppError {
  constructor() {
    super(
      'DEMO_LOCKED',
      'A demo account has a fixed password and email address, and no two-factor log-in or API keys. Open an account of your own to have them.',
    )
  }
}
