# What stands and costs by the hour, and that only an environment with a cluster needs: EKS, its network, Redis,
# registry and load balancer.

module "cluster" {
  count  = var.cluster_enabled ? 1 : 0
  source = "./modules/cluster"

  name                = local.name
  region              = var.region
  account_id          = local.account_id
  kms_key             = aws_kms_key.main.arn
  deletion_protection = var.deletion_protection
  service_policies    = { for service in local.services : service => aws_iam_policy.service[service].arn }

  vpc_cidr           = var.vpc_cidr
  zone_count         = var.zone_count
  single_nat_gateway = var.single_nat_gateway

  kubernetes_version  = var.kubernetes_version
  public_access_cidrs = var.cluster_public_access_cidrs
  admins              = var.cluster_admins
  admin_cidrs         = var.cluster_admin_cidrs
  node_instance_types = var.node_instance_types
  node_count          = var.node_count

  redis_node_type = var.redis_node_type
  redis_replicas  = var.redis_replicas

  domain = var.domain
}
