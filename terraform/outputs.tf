# Those of the cluster are null where there is none.

output "region" {
  description = "Where everything is."
  value       = var.region
}

output "account_id" {
  description = "The AWS account; part of the roles' names in kubernetes/prod."
  value       = local.account_id
}

output "cluster_name" {
  description = "For `aws eks update-kubeconfig --name`."
  value       = one(module.cluster[*].cluster_name)
}

output "image_registry" {
  description = "What images are pushed to and pulled from; the service's name follows."
  value       = one(module.cluster[*].image_registry)
}

output "domain" {
  description = "Public name of the page."
  value       = var.domain
}

output "certificate_arn" {
  description = "Certificate of the load balancer."
  value       = one(module.cluster[*].certificate_arn)
}

output "certificate_validation" {
  description = "Records to add to the domain's zone, so that the certificate is issued."
  value       = one(module.cluster[*].certificate_validation)
}

output "web_acl_arn" {
  description = "Firewall of the load balancer."
  value       = one(module.cluster[*].web_acl_arn)
}

output "load_balancer_controller_role_arn" {
  description = "Role of the controller's service account in kube-system."
  value       = one(module.cluster[*].load_balancer_controller_role_arn)
}

output "vpc_id" {
  description = "Network of the cluster, for the load balancer controller."
  value       = one(module.cluster[*].vpc_id)
}

output "service_roles" {
  description = "Role of each service that keeps data, by its name."
  value       = one(module.cluster[*].service_roles)
}

output "table_names" {
  description = "Full name of each table, by the name the code gives it."
  value       = { for name, table in aws_dynamodb_table.main : name => table.name }
}

output "secret_names" {
  description = "Where the secrets are in Secrets Manager; scripts/deploy.sh reads them."
  value       = { for name, secret in aws_secretsmanager_secret.main : name => secret.name }
}

output "lambda_endpoints" {
  description = "URL of each service that runs as a function."
  value = merge(
    { for service in module.inventory_lambda : "inventory-service" => service.endpoint },
    { for name, service in module.lambda : name => service.endpoint },
  )
}
