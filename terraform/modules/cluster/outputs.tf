output "cluster_name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.main.name
}

output "vpc_id" {
  description = "Network of the cluster."
  value       = aws_vpc.main.id
}

output "image_registry" {
  description = "What images are pushed to and pulled from; the service's name follows."
  value       = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/${var.name}"
}

output "service_roles" {
  description = "Role of each service that keeps data, by its name."
  value       = { for service, role in aws_iam_role.service : service => role.arn }
}

output "redis_url" {
  description = "Address of Redis, with its password."
  value       = "rediss://:${random_password.redis.result}@${aws_elasticache_replication_group.main.primary_endpoint_address}:6379"
  sensitive   = true
}

output "certificate_arn" {
  description = "Certificate of the load balancer."
  value       = aws_acm_certificate.main.arn
}

output "certificate_validation" {
  description = "Records to add to the domain's zone, so that the certificate is issued."
  value       = aws_acm_certificate.main.domain_validation_options
}

output "web_acl_arn" {
  description = "Firewall of the load balancer."
  value       = aws_wafv2_web_acl.main.arn
}

output "load_balancer_controller_role_arn" {
  description = "Role of the load balancer controller's service account."
  value       = aws_iam_role.load_balancer_controller.arn
}
