# Who may do anything in the cluster, and from where inside AWS its API is reached. From outside:
# public_access_cidrs.

resource "aws_eks_access_entry" "admins" {
  for_each = toset(var.admins)

  cluster_name  = aws_eks_cluster.main.name
  principal_arn = each.key
}

resource "aws_eks_access_policy_association" "admins" {
  for_each = aws_eks_access_entry.admins

  cluster_name  = each.value.cluster_name
  principal_arn = each.value.principal_arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

  access_scope {
    type = "cluster"
  }
}

# The private address of the API is in this group, which by itself lets in no one but the cluster.
resource "aws_vpc_security_group_ingress_rule" "admins" {
  for_each = toset(var.admin_cidrs)

  security_group_id = aws_eks_cluster.main.vpc_config[0].cluster_security_group_id
  description       = "The API of the cluster, for administrators and what deploys"
  cidr_ipv4         = each.key
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}
