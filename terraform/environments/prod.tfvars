environment                 = "prod"
vpc_cidr                    = "10.30.0.0/16"
zone_count                  = 3
single_nat_gateway          = false
deletion_protection         = true
cluster_public_access_cidrs = []
node_instance_types         = ["m7g.large"]
node_count                  = { min = 3, desired = 3, max = 12 }
redis_node_type             = "cache.t4g.small"
redis_replicas              = 1
domain                      = "trade.example.com"
# 1,000,000 market orders and what goes with them, at 8.5 each (docs/capacity.md).
daily_write_units_expected = 8500000
