environment                = "dev"
deletion_protection        = false
daily_write_units_expected = 100000

# Tables to develop against, and functions if wanted (README.md). Kubernetes on a laptop is the cluster of dev; the
# rest says what one in AWS would be like.
cluster_enabled             = false
vpc_cidr                    = "10.20.0.0/16"
single_nat_gateway          = true
cluster_public_access_cidrs = []
cluster_admins              = []
cluster_admin_cidrs         = []
node_count                  = { min = 1, desired = 2, max = 3 }
redis_node_type             = "cache.t4g.micro"
redis_replicas              = 0
domain                      = "dev.example.com"
