# What AWS sees and Prometheus does not: the tables themselves, Redis as a machine, money being spent.

resource "aws_sns_topic" "alarms" {
  name = "${local.name}-alarms"
  # CloudWatch may not use the key that SNS has of its own: what is sent with it never arrives.
  kms_master_key_id = aws_kms_key.main.arn
}

resource "aws_sns_topic_subscription" "email" {
  count = var.alarm_email == "" ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

locals {
  # DynamoDB counts throttling of a table by the table, but its own errors by table and kind of request alone:
  # an alarm that names only the table would never see one.
  throttling = ["ReadThrottleEvents", "WriteThrottleEvents"]
  table_operations = [
    "BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems",
    "TransactWriteItems", "UpdateItem",
  ]
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each = aws_dynamodb_table.main

  alarm_name          = "${each.value.name}-throttled"
  alarm_description   = "Requests to ${each.value.name} are throttled: docs/runbooks/DatabaseAway.md"
  evaluation_periods  = 3
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "all"
    label       = "Throttled reads and writes"
    expression  = "SUM(METRICS())"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.throttling

    content {
      id = "m${metric_query.key}"

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = metric_query.value
        dimensions  = { TableName = each.value.name }
        stat        = "Sum"
        period      = 60
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "system_errors" {
  for_each = aws_dynamodb_table.main

  alarm_name          = "${each.value.name}-errors"
  alarm_description   = "DynamoDB fails for ${each.value.name}: docs/runbooks/DatabaseAway.md"
  evaluation_periods  = 3
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "all"
    label       = "Errors of DynamoDB"
    expression  = "SUM(METRICS())"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.table_operations

    content {
      id = "m${metric_query.key}"

      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = "SystemErrors"
        dimensions  = { TableName = each.value.name, Operation = metric_query.value }
        stat        = "Sum"
        period      = 60
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "spending" {
  alarm_name          = "${local.name}-write-units"
  alarm_description   = "The ledger takes twice the write units that are expected a day: docs/capacity.md"
  namespace           = "AWS/DynamoDB"
  metric_name         = "ConsumedWriteCapacityUnits"
  dimensions          = { TableName = aws_dynamodb_table.main["ledger"].name }
  statistic           = "Sum"
  period              = 86400
  evaluation_periods  = 1
  threshold           = 2 * var.daily_write_units_expected
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

# ElastiCache measures its nodes, and names them after the group.
resource "aws_cloudwatch_metric_alarm" "redis_memory" {
  for_each = toset([for node in range(var.cluster_enabled ? 1 + var.redis_replicas : 0) : format("%s-%03d", local.name, node + 1)])

  alarm_name          = "${each.key}-redis-memory"
  alarm_description   = "Redis is nearly full: docs/runbooks/LimitsNotShared.md"
  namespace           = "AWS/ElastiCache"
  metric_name         = "DatabaseMemoryUsagePercentage"
  dimensions          = { CacheClusterId = each.key }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  threshold           = 80
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
