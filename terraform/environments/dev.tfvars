environment         = "dev"
vpc_cidr            = "10.20.0.0/16"
single_nat_gateway  = true
deletion_protection = false
# Put the networks you work from here.
cluster_public_access_cidrs = []
node_count                  = { min = 1, desired = 2, max = 3 }
redis_node_type             = "cache.t4g.micro"
redis_replicas              = 0
domain                      = "dev.example.com"
daily_write_units_expected  = 100000
