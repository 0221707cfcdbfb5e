environment                 = "prod"
vpc_cidr                    = "10.30.0.0/16"
zone_count                  = 3
single_nat_gateway          = false
deletion_protection         = true
cluster_enabled             = true
cluster_public_access_cidrs = []
# Yours to fill in: the plan is refused while no role or no address is named.
cluster_admins = []
alarm_email    = ""
# The VPC itself: a runner or a bastion in it.
cluster_admin_cidrs = ["10.30.0.0/16"]
node_instance_types = ["m7g.large"]
node_count          = { min = 3, desired = 3, max = 12 }
redis_node_type     = "cache.t4g.small"
redis_replicas      = 1
domain              = "trade.example.com"
# 1,000,000 market orders and what goes with them, at 8.5 each (docs/capacity.md).
daily_write_units_expected = 8500000
