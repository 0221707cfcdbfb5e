# scripts/deploy.sh copies these into the cluster's Secrets. Terraform makes them once; rotating them is
# scripts/operate/rotate-jwt-key.sh.

resource "random_password" "main" {
  for_each = toset(["jwt-secret-key", "account-secret-key"])

  length  = 64
  special = false
}

resource "random_password" "redis" {
  length  = 64
  special = false
}

locals {
  secrets = {
    jwt-secret-key     = random_password.main["jwt-secret-key"].result
    account-secret-key = random_password.main["account-secret-key"].result
    redis-url          = "rediss://:${random_password.redis.result}@${aws_elasticache_replication_group.main.primary_endpoint_address}:6379"
  }
}

resource "aws_secretsmanager_secret" "main" {
  for_each = toset(["jwt-secret-key", "account-secret-key", "redis-url"])

  name       = "${local.name}/${each.key}"
  kms_key_id = aws_kms_key.main.arn
}

resource "aws_secretsmanager_secret_version" "main" {
  for_each = aws_secretsmanager_secret.main

  secret_id     = each.value.id
  secret_string = local.secrets[each.key]

  lifecycle {
    # A rotated key stays rotated.
    ignore_changes = [secret_string]
  }
}
