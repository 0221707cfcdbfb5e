# scripts/deploy.sh copies these into the cluster's Secrets. Terraform makes them once; rotating them is
# scripts/operate/rotate-jwt-key.sh.

resource "random_password" "main" {
  for_each = toset(["jwt-secret-key", "account-secret-key"])

  length  = 64
  special = false
}

locals {
  secrets = {
    jwt-secret-key     = random_password.main["jwt-secret-key"].result
    account-secret-key = random_password.main["account-secret-key"].result
    redis-url          = one(module.cluster[*].redis_url)
  }
}

resource "aws_secretsmanager_secret" "main" {
  for_each = toset(concat(["jwt-secret-key", "account-secret-key"], var.cluster_enabled ? ["redis-url"] : []))

  name       = "${local.name}/${each.key}"
  kms_key_id = aws_kms_key.main.arn
  # While one waits to be deleted, its name is taken.
  recovery_window_in_days = var.deletion_protection ? 30 : 0
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
