# The tables as packages/common/src/dynamodb/tables.ts defines them: `pnpm generate` writes the JSON, and
# npm test fails while it is stale.

locals {
  tables = { for table in jsondecode(file("${path.module}/generated/tables.json")) : table.name => table }
}

resource "aws_dynamodb_table" "main" {
  for_each = local.tables

  name         = "${var.environment}_${each.key}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = each.value.partitionKey
  range_key    = each.value.sortKey
  # A change of keys or indexes means a new table in the place of this one (docs/data-migrations.md): AWS refuses
  # to delete it where this is on. `prevent_destroy` could not be left out for dev, which is made and taken down.
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = toset(concat(
      [each.value.partitionKey, each.value.sortKey],
      [for index in each.value.localIndexes : index.sortKey],
    ))

    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "local_secondary_index" {
    for_each = { for index in each.value.localIndexes : index.name => index }

    content {
      name            = local_secondary_index.key
      range_key       = local_secondary_index.value.sortKey
      projection_type = "ALL"
    }
  }

  dynamic "ttl" {
    for_each = each.value.timeToLive == null ? [] : [each.value.timeToLive]

    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }
}
