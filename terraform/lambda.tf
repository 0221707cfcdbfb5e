# The services as functions, for an environment that is idle most of the time. No gateway stands in front of
# them here: see modules/lambda-service/README.md for what that means.

locals {
  lambda_settings = {
    LOG_LEVEL             = "info"
    DYNAMODB_ENDPOINT     = "aws"
    DYNAMODB_REGION       = var.region
    DYNAMODB_TABLE_PREFIX = "${var.environment}_"
    JWT_SECRET_KEY        = random_password.main["jwt-secret-key"].result
  }
}

module "inventory_lambda" {
  count  = var.lambda_enabled ? 1 : 0
  source = "./modules/lambda-service"

  name    = "${local.name}-inventory-service"
  package = "${var.lambda_packages}/inventory-service.zip"
  kms_key = aws_kms_key.main.arn
  alarms  = aws_sns_topic.alarms.arn

  policy_arn = aws_iam_policy.service["inventory-service"].arn

  environment = local.lambda_settings
}

module "lambda" {
  for_each = var.lambda_enabled ? toset(["order-service", "user-service"]) : toset([])
  source   = "./modules/lambda-service"

  name       = "${local.name}-${each.key}"
  package    = "${var.lambda_packages}/${each.key}.zip"
  policy_arn = aws_iam_policy.service[each.key].arn
  kms_key    = aws_kms_key.main.arn
  alarms     = aws_sns_topic.alarms.arn

  environment = merge(
    local.lambda_settings,
    { INVENTORY_SERVICE_URL = module.inventory_lambda[0].endpoint },
    each.key == "user-service" ? {
      ACCOUNT_SECRET_KEY = random_password.main["account-secret-key"].result
    } : {},
  )
}

# Waiting orders are matched once a minute; a process does it once a second.
resource "aws_scheduler_schedule" "match_orders" {
  count = var.lambda_enabled ? 1 : 0

  name                = "${local.name}-match-orders"
  schedule_expression = "rate(1 minute)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = module.lambda["order-service"].function_arn
    role_arn = aws_iam_role.scheduler[0].arn
    input    = jsonencode({ source = "aws.events" })
  }
}

resource "aws_iam_role" "scheduler" {
  count = var.lambda_enabled ? 1 : 0

  name               = "${local.name}-scheduler"
  assume_role_policy = data.aws_iam_policy_document.scheduler_assume.json
}

data "aws_iam_policy_document" "scheduler_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "scheduler" {
  count = var.lambda_enabled ? 1 : 0

  role   = aws_iam_role.scheduler[0].id
  policy = data.aws_iam_policy_document.scheduler[0].json
}

data "aws_iam_policy_document" "scheduler" {
  count = var.lambda_enabled ? 1 : 0

  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = [module.lambda["order-service"].function_arn]
  }
}
