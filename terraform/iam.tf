# Each service may do with each table what its code does and no more: generated/tables.json says what that
# is, and the browser and cross-service tests run with these permissions and no others.

locals {
  services = distinct(flatten([for table in local.tables : keys(table.access)]))
  # The tables, and while their copies take their place these as well.
  table_arns = {
    for name, table in aws_dynamodb_table.main : name => concat(
      [table.arn],
      var.restored_prefix == "" ? [] : [replace(table.arn, "table/${var.environment}_", "table/${var.restored_prefix}")],
    )
  }
}

data "aws_iam_policy_document" "service" {
  for_each = toset(local.services)

  dynamic "statement" {
    for_each = { for name, table in local.tables : name => table if contains(keys(table.access), each.key) }

    content {
      sid     = join("", [for part in split("-", statement.key) : title(part)])
      actions = [for action in statement.value.access[each.key] : "dynamodb:${action}"]
      resources = concat(
        local.table_arns[statement.key],
        [for pair in setproduct(local.table_arns[statement.key], statement.value.localIndexes) : "${pair[0]}/index/${pair[1].name}"],
      )
    }
  }

  # Expired demo accounts, and no other account, can be deleted from the ledger.
  dynamic "statement" {
    for_each = {
      for name, table in local.tables : name => table.demoDeletions
      if try(table.demoDeletions.service, "") == each.key
    }

    content {
      sid       = join("", concat(["DemosIn"], [for part in split("-", statement.key) : title(part)]))
      actions   = ["dynamodb:DeleteItem"]
      resources = local.table_arns[statement.key]

      condition {
        test     = "ForAllValues:StringLike"
        variable = "dynamodb:LeadingKeys"
        values   = [statement.value.partitions]
      }
    }
  }

  statement {
    sid       = "ReadWhatIsEncrypted"
    actions   = ["kms:Decrypt", "kms:DescribeKey"]
    resources = [aws_kms_key.main.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["dynamodb.${var.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "service" {
  for_each = toset(local.services)

  name        = "${local.name}-${each.key}"
  description = "What ${each.key} does with its tables"
  policy      = data.aws_iam_policy_document.service[each.key].json
}
