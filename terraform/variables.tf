variable "environment" {
  description = "Name of the environment; part of every name and the prefix of the tables."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "There are two environments: dev and prod."
  }
}

variable "region" {
  description = "AWS region everything is in."
  type        = string
  default     = "us-east-1"
}

variable "vpc_cidr" {
  description = "Network of the environment, a /16. The public subnets are in its first /20, which kubernetes/prod takes for the load balancer."
  type        = string
}

variable "zone_count" {
  description = "Availability zones in use."
  type        = number
  default     = 2
}

variable "single_nat_gateway" {
  description = "One NAT gateway for all zones: cheaper, and gone with its zone."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether tables refuse to be deleted."
  type        = bool
}

variable "kubernetes_version" {
  description = "Version of EKS; one past its standard support, 14 months, costs six times as much an hour."
  type        = string
  default     = "1.35"
}

variable "cluster_public_access_cidrs" {
  description = "Networks that may reach the API of the cluster from outside; empty: none, it is private."
  type        = list(string)
}

variable "node_instance_types" {
  description = "Instance types of the nodes (arm64: the images are built for both)."
  type        = list(string)
  default     = ["t4g.medium"]
}

variable "node_count" {
  description = "Least, initial and greatest number of nodes."
  type = object({
    min     = number
    desired = number
    max     = number
  })
}

variable "redis_node_type" {
  description = "Node type of ElastiCache."
  type        = string
}

variable "redis_replicas" {
  description = "Replicas beside the primary, in other zones; 0 is no failover."
  type        = number
}

variable "domain" {
  description = "Public name of the page, with a certificate for it. Its validation records are an output."
  type        = string
}

variable "alarm_email" {
  description = "Who is told of alarms; empty: nobody."
  type        = string
  default     = ""
}

variable "daily_write_units_expected" {
  description = "Write units a day the tables are expected to use; an alarm goes off at twice as much."
  type        = number
}

variable "restored_prefix" {
  description = "Prefix of restored tables the services go over to (scripts/operate/restore-tables.sh); empty: none."
  type        = string
  default     = ""
}

variable "lambda_enabled" {
  description = "Whether the services are deployed as Lambda functions as well."
  type        = bool
  default     = false
}

variable "lambda_packages" {
  description = "Folder of the archives that scripts/deploy/package-lambda.sh makes."
  type        = string
  default     = "../.data/lambda"
}
